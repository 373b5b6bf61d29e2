import { DAY_US, daysFromCivil, HOUR_US, MINUTE_US, SECOND_US, type TimeUs } from '../../domain/time.ts';
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

/** What analysers answered, one section each. */
export function answerSections({ analysers = {} }: BacktestReport): Markup {
  const sections = Object.entries(analysers).map(
    ([id, answer]) => html`<section><h2>${id}</h2><div class="scroll"><pre>${JSON.stringify(answer, null, 1)}</pre></div></section>`,
  );
  return html`${sections}`;
}

/** The Sharpe ratio of the newest returns over time; nothing for a run that is shorter than its window. */
export function rollingPlot({ equity, analysis: { rolling } }: BacktestReport, unitUs: number): Markup {
  const points = rolling.time.flatMap((time, i): [TimeUs, number][] => {
    const value = rolling.sharpe[i];
    return value === null || value === undefined ? [] : [[secondOf(time), value]];
  });
  if (points.length < 2) return NOTHING;
  const { low, high } = paddedRange([points.map(([, value]) => value)]);
  const times = { t0: equity.time[0] as number, t1: equity.time.at(-1) as number };
  const frame: Frame = { ...times, unitUs, v0: low, v1: high, format: 'money' };
  const caption = html`<h2>Sharpe ratio of the last ${rolling.window} returns</h2>`;
  return plot(frame, { caption, className: 'low', marks: [line(frame, { name: 'Strategy', className: 'equity', points })] });
}

/** The whole second of a time in ISO 8601: more than a chart can show. */
function secondOf(time: string): TimeUs {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (time.match(/\d+/g) ?? []).map(Number);
  return daysFromCivil(year, month, day) * DAY_US + hour * HOUR_US + minute * MINUTE_US + second * SECOND_US;
}
