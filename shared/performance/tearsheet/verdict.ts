import { VERDICTS } from '../../drawing/verdict.ts';
import { fixed, percent } from '../format.ts';
import type { VerdictFacts } from '../verdict-facts.ts';
import { html, type Markup } from './markup.ts';
import { list } from './tables.ts';

/** The verdict in a plain sentence, its reasons, and the numbers behind them. */
export function verdictSection(facts: VerdictFacts | null): Markup {
  if (facts === null)
    return html`<section><h2>Is it luck?</h2><p class="verdict">There is nothing to judge: no combination has a value, or the best one lost all its money.</p></section>`;
  const { trials, sharpe, luckySharpe, deflatedSharpe, excessSharpe, luckyExcessSharpe, deflatedExcessSharpe } = facts;
  const share = (value: number | null) => percent(value, { decimals: 1 });
  return html`<section><h2>Is it luck?</h2><p class="verdict">${VERDICTS[facts.verdict]}</p>
<ul class="reasons">${facts.reasons.map((reason) => html`<li>${reason}</li>`)}</ul>
<details><summary>The numbers</summary><div class="metrics">
${list('As it is', [
  ['Trials on this history', fixed(trials, 0)],
  ['Sharpe, a year', fixed(sharpe)],
  ['Of the luckiest of as many', fixed(luckySharpe)],
  ['Deflated Sharpe', share(deflatedSharpe)],
])}
${list('In excess of holding', [
  ['Held on average', share(facts.meanExposure)],
  ['Sharpe, a year', fixed(excessSharpe)],
  ['Of the luckiest of as many', fixed(luckyExcessSharpe)],
  ['Deflated Sharpe', share(deflatedExcessSharpe)],
])}
${list('What else tells', [
  ['Probability of overfitting', share(facts.pbo)],
  ['Years of history', fixed(facts.trackRecordYears, 1)],
  ['Years that it would take', fixed(facts.minTrackRecordYears, 1)],
])}
</div></details></section>`;
}
