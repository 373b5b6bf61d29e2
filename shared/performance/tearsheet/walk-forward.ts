import { clock, fixed, percent } from '../format.ts';
import { visibleIndices } from './downsample.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { cardsOf, page, type PageFrame } from './page.ts';
import { type Frame, HEIGHT, line, paddedRange, plot, xOf } from './plot.ts';
import { signOf, table } from './tables.ts';

interface PartNumbers {
  readonly totalReturn: number;
  readonly sharpe: number | null;
  readonly maxDrawdown: number;
  readonly trades: number;
}

/** What the page shows of a walk forward. Ratios are fractions, times ISO 8601. */
export interface WalkForwardPage extends Omit<PageFrame, 'done' | 'curves'> {
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
    readonly share: number;
    readonly totalReturn: number;
    readonly sharpe: number | null;
  }[];
  /** Where one test ends and the next begins, in microseconds. */
  readonly boundaries: readonly number[];
  /** Stitched tests; time in microseconds, value from 1 on. */
  readonly equity: { readonly time: Float64Array; readonly value: Float64Array };
  /** Sharpe ratios of the paths of a combinatorial cross-validation; empty without one. */
  readonly paths: readonly (number | null)[];
}

/** A walk forward as one HTML page that needs nothing but itself. */
export function renderWalkForward(walk: WalkForwardPage): string {
  const hint = html`<div class="hint"><span id="hint" hidden>Drag across a chart to zoom all of them.</span><button id="reset" type="button" hidden>Show all</button></div>`;
  const body = [cards(walk), equity(walk), hint, foldTable(walk), regimeTable(walk), pathTable(walk)];
  return page({ ...walk, done: 'walked forward', curves: true }, body);
}

function cards({ stitched, interval, kept, earningFolds, folds }: WalkForwardPage): Markup {
  const range = interval === null ? '' : `${percent(interval.level, { decimals: 0 })}: ${fixed(interval.low)} to ${fixed(interval.high)}`;
  return cardsOf([
    ['Out of sample', percent(stitched.totalReturn, { sign: true }), 'all tests one after the other'],
    ['Sharpe', fixed(stitched.sharpe), range],
    ['Max drawdown', percent(stitched.maxDrawdown), 'out of sample'],
    ['Sharpe kept', percent(kept, { decimals: 0 }), 'of that in sample, mean of the folds'],
    ['Folds that earned', percent(earningFolds, { decimals: 0 }), `of ${folds.length}`],
  ]);
}

function equity({ equity: { time, value }, boundaries }: WalkForwardPage): Markup {
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
  const caption = html`<h2>Equity out of sample</h2><ul class="legend"><li class="equity">1 at the start</li><li class="benchmark">a new fold</li></ul>`;
  const folds = boundaries.map((at) => html`<path class="fold" d="M${xOf(frame, at)} 0V${HEIGHT}"/>`);
  return plot(frame, {
    caption,
    className: 'tall',
    marks: [...folds, line(frame, { name: 'Stitched tests', className: 'equity', points })],
  });
}

function foldTable({ folds }: WalkForwardPage): Markup {
  const rows = folds.map(({ train, test, params, inSample, outOfSample }, i) => {
    const chosen = params === null ? 'none' : Object.entries(params).map(([name, value]) => `${name} ${value}`);
    return html`<tr><td>${i + 1}</td><td class="text">${day(train.from)}</td><td class="text">${day(test.from)}</td><td class="text">${day(test.to)}</td><td class="text">${typeof chosen === 'string' ? chosen : chosen.join(', ')}</td>${part(inSample)}${part(outOfSample)}<td>${percent(keptOf(inSample, outOfSample), { decimals: 0 })}</td><td>${percent(outOfSample.maxDrawdown)}</td><td>${fixed(outOfSample.trades, 0)}</td></tr>`;
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
    'Sharpe kept',
    'Drawdown out',
    'Trades out',
  ];
  return table(
    'Folds',
    header,
    rows,
    'In: what was learnt on. Out: what came after it. Each part begins and ends flat, with all costs. Kept: the ratio out of sample over the one in it.',
  );
}

/** A time; of a midnight the date alone. */
function day(iso: string): string {
  return clock(iso).replace(/ 00:00$/, '');
}

/** Null where there was no ratio above 0 in sample that could be kept. */
function keptOf(inSample: PartNumbers, outOfSample: PartNumbers): number | null {
  if (inSample.sharpe === null || inSample.sharpe <= 0 || outOfSample.sharpe === null) return null;
  return outOfSample.sharpe / inSample.sharpe;
}

function part({ totalReturn, sharpe }: PartNumbers): Markup {
  return html`<td class="${signOf(totalReturn)}">${percent(totalReturn)}</td><td>${fixed(sharpe)}</td>`;
}

function regimeTable({ regimes }: WalkForwardPage): Markup {
  const rows = regimes.map(
    ({ regime, periods, share, totalReturn, sharpe }) =>
      html`<tr><th scope="row">${regime}</th><td>${fixed(periods, 0)}</td><td>${percent(share, { decimals: 1 })}</td><td class="${signOf(totalReturn)}">${percent(totalReturn)}</td><td>${fixed(sharpe)}</td></tr>`,
  );
  return table('Out of sample by market regime', ['Regime', 'Periods', 'Of the time', 'Return', 'Sharpe'], rows);
}

function pathTable({ paths }: WalkForwardPage): Markup {
  if (paths.length === 0) return NOTHING;
  const rows = paths.map((sharpe, i) => html`<tr><th scope="row">${i + 1}</th><td>${fixed(sharpe)}</td></tr>`);
  return table('Paths of combinatorial cross-validation', ['Path', 'Sharpe'], rows);
}
