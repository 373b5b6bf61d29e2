import { expect, test } from 'vitest';
import { DAY_US } from '../../../shared/domain/time.ts';
import { analyse } from '../../../shared/performance/analysis.ts';
import { summarise } from '../../../shared/performance/summarise.ts';
import { covariance, deviation, mean } from '../../support/naive.ts';
import { curve, facts } from './facts.ts';
import { dailyPoints } from './plain.ts';

const daily = (values: readonly number[]) => curve(dailyPoints(values));
const day = (number: number) => new Date(number * 86_400_000).toISOString().replace('.000', '');
const wave = (length: number, shift: number) => Array.from({ length }, (_, i) => 1000 + i + 50 * Math.sin(i / 5 + shift));

test('[BT-05] equity 100, 120, 90, 130 has one drawdown of 25 % over two days, under water two thirds of the time', () => {
  const run = facts({ equity: daily([100, 120, 90, 130]) });
  expect(analyse(run).drawdowns).toEqual([{ from: day(1), trough: day(2), to: day(3), depth: 0.25, seconds: 2 * 86_400 }]);
  const summary = summarise(run);
  expect(summary).toMatchObject({ drawdownCount: 1, averageDrawdown: 0.25, averageDrawdownSeconds: 2 * 86_400 });
  // By hand: depths 0, 0, 0.25, 0; money lost 30 of a gain of 30.
  expect(summary.underWaterShare).toBeCloseTo(2 / 3, 12);
  expect(summary.ulcerIndex).toBeCloseTo(0.125, 12);
  expect(summary.painIndex).toBeCloseTo(0.0625, 12);
  expect(summary.recoveryFactor).toBeCloseTo(1, 12);
});

test('[BT-05] the five worst drawdowns stand deepest first, the one that has not ended without an end', () => {
  const equity = daily([100, 90, 100, 98, 101, 80, 102, 101, 103, 60, 104, 103, 105, 50, 70]);
  const { drawdowns } = analyse(facts({ equity }));
  expect(drawdowns.map(({ depth }) => Number(depth.toFixed(4)))).toEqual([0.5238, 0.4175, 0.2079, 0.1, 0.02]);
  expect(drawdowns[0]).toMatchObject({ from: day(12), trough: day(13), to: null, seconds: 2 * 86_400 });
  expect(summarise(facts({ equity })).drawdownCount).toBe(7);
});

test('[BT-05] a year stands beside what holding made of it, with its months that won', () => {
  const points = (factor: number) =>
    (
      [
        [0, 0],
        [31, 0.1],
        [59, 0.05],
        [364, 0.2],
        [365 + 31, 0.5],
      ] as const
    ).map(([at, gain]) => [at * DAY_US, 100 * (1 + factor * gain)] as const);
  const { yearly, monthly } = analyse(facts({ equity: curve(points(1)), benchmark: curve(points(2)) }));
  expect(yearly.map(({ year, months, winMonths }) => [year, months, winMonths])).toEqual([
    [1970, 3, 2],
    [1971, 1, 1],
  ]);
  expect(yearly[0]?.totalReturn).toBeCloseTo(0.2, 12);
  expect(yearly[0]?.buyAndHold).toBeCloseTo(0.4, 12);
  expect(yearly[1]?.totalReturn).toBeCloseTo(0.25, 12);
  expect(monthly[0]?.months.filter((r) => r === null)).toHaveLength(9);
});

test('[BT-05] a day on which holding did nothing is no day of a rise nor of a fall, and a month of nothing is none that won', () => {
  const run = facts({ equity: daily([100, 110, 121, 108.9]), benchmark: daily([100, 120, 120, 108]) });
  const summary = summarise(run);
  // By hand: up on day 1 (10 % of 20 %), nothing on day 2, down on day 3 (10 % of 10 %).
  expect(summary.upCapture).toBeCloseTo(0.5, 12);
  expect(summary.downCapture).toBeCloseTo(1, 12);
  expect(summarise(facts({ equity: daily([100, 100, 100]) }))).toMatchObject({ winMonths: 0, bestMonth: 0, worstMonth: 0 });
});

test('[BT-05] rolling measures of a row are those of its window alone', () => {
  const [own, held] = [wave(300, 0), wave(300, 1)];
  const { rolling } = analyse(facts({ equity: daily(own), benchmark: daily(held), daysPerYear: 252 }));
  expect([rolling.window, rolling.step, rolling.time.length]).toEqual([63, 1, 299 - 63 + 1]);
  const returns = (values: readonly number[]) => values.slice(1).map((value, i) => value / (values[i] as number) - 1);
  for (const row of [0, 100, rolling.time.length - 1]) {
    const [a, b] = [returns(own).slice(row, row + 63), returns(held).slice(row, row + 63)];
    expect(rolling.time[row]).toBe(day(row + 63));
    expect(rolling.sharpe[row]).toBeCloseTo((mean(a) / deviation(a, 1)) * Math.sqrt(252), 9);
    expect(rolling.volatility[row]).toBeCloseTo(deviation(a, 1) * Math.sqrt(252), 9);
    expect(rolling.beta[row]).toBeCloseTo(covariance(a, b) / deviation(b) ** 2, 9);
  }
});

test('[BT-05] a long run keeps at most 400 rolling rows, the newest among them; a short one none', () => {
  const { rolling } = analyse(facts({ equity: daily(wave(5000, 0)) }));
  expect(rolling.step).toBe(Math.ceil((4999 - 91 + 1) / 400));
  expect(rolling.time.length).toBeLessThanOrEqual(400);
  expect(rolling.time.at(-1)).toBe(day(4999));
  expect(analyse(facts({ equity: daily([100, 101, 102]) })).rolling.time).toEqual([]);
});

test('[BT-05] what a benchmark would have to tell is null when it does not move, has other days, or equity was lost', () => {
  const unknown = { alpha: null, beta: null, correlation: null, treynor: null, upCapture: null, downCapture: null };
  const equity = daily(wave(30, 0));
  expect(summarise(facts({ equity, benchmark: daily(wave(30, 0).map(() => 100)) }))).toMatchObject(unknown);
  expect(summarise(facts({ equity, benchmark: daily(wave(20, 0)) }))).toMatchObject({
    ...unknown,
    trackingError: null,
    informationRatio: null,
  });
  expect(summarise(facts({ equity: daily([100, -50, 20]), benchmark: daily([1, 2, 3]) }))).toMatchObject({
    ...unknown,
    omega: null,
    var95: null,
  });
});

test('[BT-05] a run that is its own benchmark has beta 1, no alpha and captures of 1', () => {
  const summary = summarise(facts({ equity: daily(wave(100, 0)) }));
  expect(summary).toMatchObject({ trackingError: 0, informationRatio: null, upCapture: 1, downCapture: 1 });
  expect(summary.beta).toBeCloseTo(1, 12);
  expect(summary.alpha).toBeCloseTo(0, 12);
});
