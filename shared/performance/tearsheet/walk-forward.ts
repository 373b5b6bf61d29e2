import { clock, fixed, percent } from '../format.ts';
import { html, type Markup, NOTHING, trusted } from './markup.ts';
import { type Frame, line, paddedRange, plot } from './plot.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';
import { signOf, table } from './tables.ts';
import { visibleIndices } from './downsample.ts';

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

interface PartNumbers {
  readonly totalReturn: number;
  readonly sharpe: number | null;
  readonly maxDrawdown: number;
  readonly trades: number;
}

/** What the page shows of a walk forward. Ratios are fractions, times ISO 8601. */
export interface WalkForwardPage {
  readonly title: string;
  readonly synthetic: boolean;
  readonly codeVersion: string;
  readonly folds: readonly {
    readonly train: { readonly from: string; readonly to: string };
    readonly test: { readonly from: string; readonly to: string };
    readonly params: Readonly<Record<string, number>> | null;
    readonly inSample: PartNumbers;
    readonly outOfSample: PartNumbers;
  }[];
  readonly stitched: { readonly totalReturn: number; readonly sharpe: number | null; readonly maxDrawdown: number };
  readonly interval: { readonly low: number; readonly high: number; readonly level: number } | null;
  readonly kept: number | null;
  readonly earningFolds: number;
  readonly regimes: readonly {
    readonly regime: string;
    readonly periods: number;
    readonly totalReturn: number;
    readonly sharpe: number | null;
  }[];
  /** Stitched tests; time in microseconds, value from 1 on. */
  readonly equity: { readonly time: Float64Array; readonly value: Float64Array };
  /** Sharpe ratios of the paths of a combinatorial cross-validation; empty without one. */
  readonly paths: readonly (number | null)[];
}

/** A walk forward as one HTML page that needs nothing but itself. */
export function renderWalkForward(page: WalkForwardPage): string {
  const { title, synthetic, codeVersion } = page;
  const warning = html`<p class="warning" role="note">Synthetic data: a generator made these prices, no market did.</p>`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Walk forward: ${title}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<main>
<header class="title"><h1>${title} <span class="muted">walked forward</span></h1></header>${synthetic ? warning : NOTHING}
${cards(page)}
${equity(page)}
<div class="hint"><span id="hint" hidden>Drag across a chart to zoom all of them.</span><button id="reset" type="button" hidden>Show all</button></div>
${foldTable(page)}
${regimeTable(page)}
${pathTable(page)}
<footer>Skytape ${codeVersion}. Past results say nothing certain about future ones.</footer>
</main>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`.text;
}

function cards({ stitched, interval, kept, earningFolds, folds }: WalkForwardPage): Markup {
  const card = (label: string, value: string, note: string) => html`<div><dt>${label}</dt><dd>${value}</dd><small>${note}</small></div>`;
  const range = interval === null ? '' : `${percent(interval.level, { decimals: 0 })}: ${fixed(interval.low)} to ${fixed(interval.high)}`;
  return html`<dl class="cards">
${card('Out of sample', percent(stitched.totalReturn, { sign: true }), 'all tests one after the other')}
${card('Sharpe', fixed(stitched.sharpe), range)}
${card('Max drawdown', percent(stitched.maxDrawdown), 'out of sample')}
${card('Sharpe kept', percent(kept, { decimals: 0 }), 'of that in sample')}
${card('Folds that earned', percent(earningFolds, { decimals: 0 }), `of ${folds.length}`)}
</dl>`;
}

function equity({ equity: { time, value } }: WalkForwardPage): Markup {
  const { low, high } = paddedRange([value]);
  let unitUs = Infinity;
  for (let i = 1; i < time.length; i++) unitUs = Math.min(unitUs, (time[i] as number) - (time[i - 1] as number));
  const frame: Frame = {
    t0: time[0] as number,
    t1: time.at(-1) as number,
    unitUs: Math.max(1, unitUs),
    v0: low,
    v1: high,
    format: 'money',
  };
  const points = visibleIndices(value).map((i) => [time[i] as number, value[i] as number] as const);
  const caption = html`<h2>Equity out of sample</h2>`;
  return plot(frame, { caption, className: 'tall', marks: [line(frame, { name: 'Stitched tests', className: 'equity', points })] });
}

function foldTable({ folds }: WalkForwardPage): Markup {
  const rows = folds.map(({ train, test, params, inSample, outOfSample }, i) => {
    const chosen = params === null ? 'none' : Object.entries(params).map(([name, value]) => `${name} ${value}`);
    return html`<tr><td>${i + 1}</td><td class="text">${clock(train.from)}</td><td class="text">${clock(test.from)}</td><td class="text">${clock(test.to)}</td><td class="text">${typeof chosen === 'string' ? chosen : chosen.join(', ')}</td>${part(inSample)}${part(outOfSample)}<td>${percent(outOfSample.maxDrawdown)}</td><td>${fixed(outOfSample.trades, 0)}</td></tr>`;
  });
  const header = [
    'Fold',
    'From',
    'Test from',
    'Test to',
    'Chosen',
    'Return in',
    'Sharpe in',
    'Return out',
    'Sharpe out',
    'Drawdown out',
    'Trades out',
  ];
  return table('Folds', header, rows, 'In: what was learnt on. Out: what came after it. Each part begins and ends flat, with all costs.');
}

function part({ totalReturn, sharpe }: PartNumbers): Markup {
  return html`<td class="${signOf(totalReturn)}">${percent(totalReturn)}</td><td>${fixed(sharpe)}</td>`;
}

function regimeTable({ regimes }: WalkForwardPage): Markup {
  const rows = regimes.map(
    ({ regime, periods, totalReturn, sharpe }) =>
      html`<tr><th scope="row">${regime}</th><td>${fixed(periods, 0)}</td><td class="${signOf(totalReturn)}">${percent(totalReturn)}</td><td>${fixed(sharpe)}</td></tr>`,
  );
  return table('Out of sample by market regime', ['Regime', 'Periods', 'Return', 'Sharpe'], rows);
}

function pathTable({ paths }: WalkForwardPage): Markup {
  if (paths.length === 0) return NOTHING;
  const rows = paths.map((sharpe, i) => html`<tr><td>${i + 1}</td><td>${fixed(sharpe)}</td></tr>`);
  return table('Paths of combinatorial cross-validation', ['Path', 'Sharpe'], rows);
}
