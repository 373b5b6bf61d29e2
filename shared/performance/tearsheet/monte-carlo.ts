import type { FanColumns } from '../../drawing/fan.ts';
import type { Histogram } from '../../drawing/histogram.ts';
import { fixed, percent } from '../format.ts';
import { binsChart } from './bins.ts';
import { fanChart } from './fan-chart.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { cardsOf, page, type PageFrame } from './page.ts';
import { table } from './tables.ts';

interface Middle {
  readonly p5: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p95: number;
}

/** What one way of drawing paths came to. Money in the account's currency, drawdowns as positive fractions. */
export interface PathsFacts {
  readonly kind: string;
  readonly paths: number;
  readonly fan: FanColumns;
  readonly endEquity: Middle;
  readonly maxDrawdown: Middle;
  readonly histograms: { readonly endEquity: Histogram; readonly maxDrawdown: Histogram };
  readonly probabilityOfLoss: number;
  readonly riskOfRuin: number;
  readonly ruinRatio: number;
  readonly observed: Readonly<Record<'endEquity' | 'maxDrawdown', { readonly value: number; readonly share: number }>>;
}

interface Outcome {
  readonly totalReturn: number;
  readonly maxDrawdown: number;
}

/** What the page shows of a simulation. */
export interface MonteCarloPage extends Omit<PageFrame, 'done' | 'curves'> {
  readonly startEquity: number;
  readonly drawn: readonly PathsFacts[];
  readonly costs: { readonly rows: readonly (Outcome & { readonly multiplier: number })[]; readonly breakEven: number | null } | null;
  readonly noise: {
    readonly runs: number;
    readonly noise: number;
    readonly observed: Outcome;
    readonly totalReturn: Middle;
    readonly maxDrawdown: Middle;
    readonly probabilityOfLoss: number;
  } | null;
  readonly randomEntry: {
    readonly observedReturn: number;
    readonly p: number;
    readonly draws: number;
    readonly percentiles: Middle;
  } | null;
}

const KINDS: Readonly<Record<string, readonly [title: string, about: string]>> = {
  shuffle: ['Trades in another order', 'The same trades, dealt anew: the end stays, the way there does not.'],
  bootstrap: ['Trades drawn anew', 'As many trades, drawn from those there were, some twice, some never.'],
  blocks: ['Stretches of days drawn anew', 'Whole stretches of daily returns, so that streaks stay streaks.'],
  missed: ['Trades left out', 'A share of the trades never happened.'],
};

/** A simulation as one HTML page that needs nothing but itself. */
export function renderMonteCarlo(result: MonteCarloPage): string {
  const body = [
    ...result.drawn.map((facts) => pathsSection(facts, result)),
    costsTable(result),
    noiseTable(result),
    entriesSection(result),
  ];
  return page({ ...result, done: 'left to chance' }, body);
}

function pathsSection(facts: PathsFacts, { startEquity }: MonteCarloPage): Markup {
  const { kind, paths, fan, endEquity, maxDrawdown, histograms, probabilityOfLoss, riskOfRuin, ruinRatio, observed } = facts;
  const [title, about] = KINDS[kind] ?? [kind, ''];
  const share = (ratio: number) => percent(ratio, { decimals: 1 });
  const cards = cardsOf([
    ['Ends at', fixed(endEquity.p50), `5 % below ${fixed(endEquity.p5)}, 5 % above ${fixed(endEquity.p95)}`],
    ['Max drawdown', share(maxDrawdown.p50), `5 % of the paths fall ${share(maxDrawdown.p95)} or more`],
    ['Loss', share(probabilityOfLoss), 'of the paths end below the start'],
    ['Ruin', share(riskOfRuin), `of the paths ever have ${share(ruinRatio)} of the start or less`],
  ]);
  const ends = binsChart(histograms.endEquity, {
    title: 'Equity at the end',
    counted: 'paths',
    unit: 'Equity, in money of the account',
    text: (value) => fixed(value, 0),
    mark: { value: observed.endEquity.value, name: 'as it was' },
  });
  const falls = binsChart(histograms.maxDrawdown, {
    title: 'Max drawdown',
    counted: 'paths',
    unit: 'Max drawdown, in % of the peak before',
    text: share,
    mark: { value: observed.maxDrawdown.value, name: 'as it was' },
  });
  return html`<section><h2>${title}</h2><p class="note">${about} ${fixed(paths, 0)} paths.</p>${cards}
${fanChart(fan, { start: startEquity, steps: kind === 'blocks' ? 'days' : 'trades' })}<div class="pair">${ends}${falls}</div></section>`;
}

function costsTable({ costs }: MonteCarloPage): Markup {
  if (costs === null) return NOTHING;
  const rows = costs.rows.map(
    ({ multiplier, totalReturn, maxDrawdown }) =>
      html`<tr><th scope="row">x ${multiplier}</th><td>${percent(totalReturn)}</td><td>${percent(maxDrawdown)}</td></tr>`,
  );
  const note = costs.breakEven === null ? '' : `The same trades earn nothing at ${fixed(costs.breakEven, 1)} times the costs.`;
  return table('Dearer', ['Costs', 'Return', 'Max drawdown'], rows, note);
}

function noiseTable({ noise }: MonteCarloPage): Markup {
  if (noise === null) return NOTHING;
  const { observed, totalReturn, maxDrawdown } = noise;
  const row = (name: string, value: number, { p5, p50, p95 }: Middle) =>
    html`<tr><th scope="row">${name}</th><td>${percent(value)}</td><td>${percent(p5)}</td><td>${percent(p50)}</td><td>${percent(p95)}</td></tr>`;
  const rows = [row('Return', observed.totalReturn, totalReturn), row('Max drawdown', observed.maxDrawdown, maxDrawdown)];
  const note = `${fixed(noise.runs, 0)} runs on prices moved by ${noise.noise} deviations of a bar's return; ${percent(noise.probabilityOfLoss, { decimals: 1 })} of them lose.`;
  return table('Slightly other prices', ['', 'As it was', '5 %', 'Median', '95 %'], rows, note);
}

function entriesSection({ randomEntry }: MonteCarloPage): Markup {
  if (randomEntry === null) return NOTHING;
  const { observedReturn, p, draws, percentiles } = randomEntry;
  const said = p <= 0.05 ? 'The entries are better than chance.' : 'Entries at random do as well often enough: these may add nothing.';
  return html`<section><h2>Entries at random</h2><p class="verdict">${said}</p><p class="note">As it was: ${percent(observedReturn)}. ${fixed(draws, 0)} times as many trades, as long and as large, at random: ${percent(percentiles.p5)} to ${percent(percentiles.p95)} (5 to 95 %), and as much or more with probability ${fixed(p, 3)}.</p></section>`;
}
