import type { TimeUs } from '../../domain/time.ts';
import type { Analysis } from '../analysis.ts';
import { clock, percent, span } from '../format.ts';
import type { BacktestReport } from '../report.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { type Frame, line, paddedRange, plot } from './plot.ts';
import { table } from './tables.ts';

/** The deepest drawdowns, and calendar years beside what holding made of them. */
export function analysisTables({ drawdowns, yearly }: Analysis): Markup {
  const deepest = drawdowns.map(
    (d) =>
      html`<tr><td>${percent(d.depth)}</td><td class="text">${clock(d.from)}</td><td class="text">${clock(d.trough)}</td><td class="text">${d.to === null ? 'not yet' : clock(d.to)}</td><td>${span(d.seconds)}</td></tr>`,
  );
  const years = yearly.map(
    (y) =>
      html`<tr><th scope="row">${y.year}</th><td>${percent(y.totalReturn)}</td><td>${percent(y.buyAndHold)}</td><td>${y.winMonths} of ${y.months}</td></tr>`,
  );
  return html`${table('Worst drawdowns', ['Depth', 'From', 'Lowest', 'Regained', 'Time'], deepest)}${table('Years', ['Year', 'Return', 'Buy and hold', 'Months won'], years)}`;
}

/** The Sharpe ratio of the newest returns over time; nothing for a run that is shorter than its window. */
export function rollingPlot({ equity, analysis: { rolling } }: BacktestReport, unitUs: number): Markup {
  const points = rolling.time.flatMap((time, i): [TimeUs, number][] => {
    const value = rolling.sharpe[i];
    return value === null || value === undefined ? [] : [[Date.parse(time) * 1000, value]];
  });
  if (points.length < 2) return NOTHING;
  const { low, high } = paddedRange([points.map(([, value]) => value)]);
  const times = { t0: equity.time[0] as number, t1: equity.time.at(-1) as number };
  const frame: Frame = { ...times, unitUs, v0: low, v1: high, format: 'money' };
  const caption = html`<h2>Sharpe ratio of the last ${rolling.window} returns</h2>`;
  return plot(frame, { caption, className: 'low', marks: [line(frame, { name: 'Strategy', className: 'equity', points })] });
}
