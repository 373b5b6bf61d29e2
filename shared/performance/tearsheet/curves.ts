import type { EquityCurve } from '../../domain/run.ts';
import type { TimeUs } from '../../domain/time.ts';
import { drawdownCurve } from '../drawdown.ts';
import type { BacktestReport } from '../report.ts';
import { visibleIndices } from './downsample.ts';
import { html, type Markup } from './markup.ts';
import { area, type Frame, line, paddedRange, plot } from './plot.ts';

/** Equity beside what buying and holding would have made. */
export function equityPlot({ equity, benchmark }: BacktestReport, unitUs: number): Markup {
  const { low, high } = paddedRange([equity.value, benchmark.value]);
  const frame: Frame = { ...timesOf(equity), unitUs, v0: low, v1: high, format: 'money' };
  const caption = html`<h2>Equity</h2><ul class="legend"><li class="equity">Strategy</li><li class="benchmark">Buy and hold</li></ul>`;
  const marks = [
    line(frame, { name: 'Buy and hold', className: 'benchmark', points: pointsOf(benchmark.time, benchmark.value) }),
    line(frame, { name: 'Strategy', className: 'equity', points: pointsOf(equity.time, equity.value) }),
  ];
  return plot(frame, { caption, className: 'tall', marks });
}

/** How far equity is below its running peak, drawn downwards. */
export function drawdownPlot({ equity, benchmark }: BacktestReport, unitUs: number): Markup {
  const below = drawdownCurve(equity).map((ratio) => -ratio);
  const held = drawdownCurve(benchmark).map((ratio) => -ratio);
  const { low } = paddedRange([below, held]);
  const frame: Frame = { ...timesOf(equity), unitUs, v0: low, v1: 0, format: 'percent' };
  const points = [...pointsOf(equity.time, below)];
  const closing: [TimeUs, number][] = [
    [frame.t1, 0],
    [frame.t0, 0],
  ];
  const caption = html`<h2>Drawdown</h2><ul class="legend"><li class="drawdown">Strategy</li><li class="benchmark">Buy and hold</li></ul>`;
  const marks = [
    area(frame, 'drawdown', [...points, ...closing]),
    line(frame, { name: 'Buy and hold', className: 'benchmark', points: pointsOf(benchmark.time, held) }),
    line(frame, { name: 'Strategy', className: 'drawdown', points }),
  ];
  return plot(frame, { caption, className: 'low', marks });
}

function timesOf({ time }: EquityCurve): { t0: TimeUs; t1: TimeUs } {
  return { t0: time[0] as number, t1: time.at(-1) as number };
}

function* pointsOf(time: Float64Array, value: Float64Array): Generator<readonly [TimeUs, number]> {
  for (const i of visibleIndices(value)) yield [time[i] as number, value[i] as number];
}
