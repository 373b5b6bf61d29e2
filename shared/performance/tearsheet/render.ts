import type { NamedCurve } from '../daily-correlation.ts';
import { clock, fixed, percent, span } from '../format.ts';
import { paramTexts } from '../params-text.ts';
import type { BacktestManifest, BacktestReport, PriceSeries } from '../report.ts';
import type { Summary } from '../summary.ts';
import { analysisTables, answerSections, rollingPlot } from './analysis.ts';
import { drawdownPlot, equityPlot } from './curves.ts';
import { correlationSection } from './heat-map.ts';
import { html, type Markup, NOTHING, trusted } from './markup.ts';
import { metricsTable } from './metrics.ts';
import { monthlyTable } from './monthly.ts';
import { POLICY } from './page.ts';
import { pricePlots } from './price-plots.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';
import { manifestTable, positionTable, signOf, sleeveTable, tradeTable, unfilledTable, walletTable } from './tables.ts';

export interface TearsheetOptions {
  /** One series an instrument, in the order in which they are to stand. */
  readonly prices: readonly PriceSeries[];
  /** What holding each instrument made; of several, their correlation is shown. */
  readonly holdings?: readonly NamedCurve[];
}

/** The report as one HTML page that needs nothing but itself: no network, no other file. Long series are thinned to what a screen can show. */
export function renderTearsheet(report: BacktestReport, { prices, holdings = [] }: TearsheetOptions): string {
  const { manifest, summary, positions, trades, unfilled } = report;
  const unitUs = Math.min(...prices.map((series) => series.timeframeUs), shortestStep(report.equity.time));
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${manifest.strategy} on ${symbolsOf(manifest)}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<main>
${title(manifest)}
${cards(summary)}
${equityPlot(report, unitUs)}
${drawdownPlot(report, unitUs)}
${rollingPlot(report, unitUs)}
<div class="hint"><span id="hint" hidden>Drag across a chart to zoom all of them.</span><button id="reset" type="button" hidden>Show all</button></div>
${monthlyTable(report.equity)}
${pricePlots(report, prices)}
${metricsTable(summary)}
${analysisTables(report.analysis)}
${sleeveTable(report.sleeves ?? [])}${walletTable(report.wallets ?? [])}
${positionTable(positions)}
${answerSections(report)}
${correlationSection(holdings)}
${tradeTable(trades)}
${unfilledTable(unfilled)}
${manifestTable(report)}
<footer>Skytape ${manifest.codeVersion}. Past results say nothing certain about future ones.</footer>
</main>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`;
  return page.text;
}

function title(m: BacktestManifest): Markup {
  const parameters = paramTexts(m, ' ');
  const warning = html`<p class="warning" role="note">Synthetic data: a generator made these prices, no market did.</p>`;
  return html`<header class="title"><h1>${m.strategy} <span class="muted">on</span> ${symbolsOf(m)}</h1>
<p>${[`${m.timeframe ?? 'mixed'} bars`, `${clock(m.from)} to ${clock(m.to)} UTC`, `${fixed(m.bars, 0)} bars`, ...parameters].join(' · ')}</p></header>${m.synthetic ? warning : NOTHING}`;
}

function cards(s: Summary): Markup {
  const hold = s.buyAndHold;
  const card = (label: string, value: string, { sign = '', note = '' } = {}) =>
    html`<div><dt>${label}</dt><dd class="${sign}">${value}</dd><small>${note}</small></div>`;
  return html`<dl class="cards">
${card('Total return', percent(s.totalReturn, { sign: true }), { sign: signOf(s.totalReturn), note: `holding ${percent(hold.totalReturn, { sign: true })}` })}
${card('CAGR', percent(s.cagr), { note: `holding ${percent(hold.cagr)}` })}
${card('Sharpe', fixed(s.sharpe), { note: `holding ${fixed(hold.sharpe)}` })}
${card('Max drawdown', percent(s.maxDrawdown), { note: `holding ${percent(hold.maxDrawdown)}` })}
${card('Under water', span(s.maxDrawdownSeconds), { note: 'the longest time' })}
${card('Win rate', percent(s.winRate), { note: `${fixed(s.tradeCount, 0)} closed trades` })}
${card('Profit factor', fixed(s.profitFactor), { note: `expectancy ${fixed(s.expectancy)}` })}
</dl>`;
}

function symbolsOf({ symbols }: BacktestManifest): string {
  return symbols.length > 4 ? `${symbols.length} instruments` : symbols.join(', ');
}

/** The x axis of the curves counts in it: the shortest distance of two closes, so that its numbers are short. */
function shortestStep(time: Float64Array): number {
  let shortest = Infinity;
  for (let i = 1; i < time.length; i++) shortest = Math.min(shortest, (time[i] as number) - (time[i - 1] as number));
  return shortest;
}
