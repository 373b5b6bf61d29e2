import { expect, test } from 'vitest';
import { sliceBars } from '../../../shared/domain/bars.ts';
import { runBacktest } from '../../../shared/engine/backtest.ts';
import { pearson } from '../../../shared/performance/correlation.ts';
import { columnIndicator } from '../../../shared/research/column-indicator.ts';
import { spearman } from '../../../shared/research/correlation/coefficients.ts';
import { correlationColumn } from '../../../shared/research/correlation/correlation-column.ts';
import { defineStrategy } from '../../../shared/strategies/define.ts';
import { coin, dailyBars, noise, pricesOf } from './world.ts';

/** 60 days apart, 60 days together, 60 days apart again. */
const own = noise(180, 1);
const shared = noise(180, 2);
const returnsOf = (part: Float64Array, sign: number) =>
  part.map((value, t) => 0.01 * (t >= 60 && t < 120 ? (shared[t] as number) + 0.1 * sign * value : value));
const a = dailyBars(pricesOf(returnsOf(own, 1)));
const b = dailyBars(pricesOf(returnsOf(noise(180, 3), -1)));
const PERIOD = 20;

const logarithmic = (closes: Float64Array) => closes.slice(1).map((close, t) => Math.log(close / (closes[t] as number)));

test('[CO-03] the column is the correlation of the last returns known at each close', () => {
  for (const [method, coefficient] of [
    ['pearson', pearson],
    ['spearman', spearman],
  ] as const) {
    const column = correlationColumn(a, b, { period: PERIOD, method });
    expect(column.findIndex((value) => !Number.isNaN(value))).toBe(PERIOD);
    const [x, y] = [logarithmic(a.close), logarithmic(b.close)];
    for (let row = PERIOD; row < a.length; row++) {
      expect(column[row]).toBeCloseTo(coefficient(x.slice(row - PERIOD, row), y.slice(row - PERIOD, row)), 12);
    }
  }
});

test('[CO-03] the column looks at no bar that is not closed yet, and keeps its value over bars that the other does not have', () => {
  const whole = correlationColumn(a, b, { period: PERIOD });
  const known = correlationColumn(sliceBars(a, 0, 100), sliceBars(b, 0, 130), { period: PERIOD });
  expect(known).toEqual(whole.slice(0, 100));
  const missing = [70, 71, 90];
  const rows = Array.from({ length: b.length }, (_, i) => i).filter((row) => !missing.includes(row));
  const holes = dailyBars(Float64Array.from(rows, (row) => b.close[row] as number));
  for (const [i, row] of rows.entries()) holes.time[i] = b.time[row] as number;
  const column = correlationColumn(a, holes, { period: PERIOD });
  expect([column[70], column[71]]).toEqual([column[69], column[69]]);
  expect(column[90]).toBe(column[89]);
  expect(column[72]).not.toBe(column[71]);
  expect(() => correlationColumn(a, b, { period: 1 })).toThrow('period is 1');
});

test('[CO-03] a strategy that asks for a correlation above 0.8 trades only where it crosses that level', () => {
  const column = correlationColumn(a, b, { period: PERIOD });
  const together = defineStrategy({
    id: 'together',
    about: 'Long while the two move together.',
    params: {},
    indicators: () => ({ correlation: columnIndicator({ key: 'a with b', columns: { value: column }, warmup: PERIOD, unit: 2 }) }),
    onBar({ indicators: { correlation }, target }) {
      target((correlation as unknown as { value: number }).value > 0.8 ? 1 : 0);
    },
  });
  const options = { cash: 10_000, sizing: { kind: 'all' }, commissionBps: 0, slippageBps: 0 } as const;
  const { fills } = runBacktest({ strategy: together, values: {}, bars: a, instrument: coin(), options });
  const crossings = Array.from(column.keys()).filter(
    (row) => row > PERIOD && (column[row] as number) > 0.8 !== (column[row - 1] as number) > 0.8,
  );
  expect(crossings).toHaveLength(2);
  expect(crossings[0]).toBeGreaterThan(60);
  expect(crossings[1]).toBeGreaterThan(120);
  // What is asked for at a close fills at the open after it.
  expect(fills.map((fill) => fill.timeUs)).toEqual(crossings.map((row) => a.time[row + 1]));
});

test('[CO-03] a column as an indicator is saved and put back like any other', () => {
  const spec = columnIndicator({ key: 'two', columns: { x: Float64Array.of(1, 2, 3), y: Float64Array.of(4, 5, 6) }, warmup: 0, unit: 1 });
  const kernel = spec.definition.kernel({});
  expect(kernel.update(0, 0, 0, 0, 0)).toBe(1);
  const twin = spec.definition.kernel({});
  twin.restore(kernel.snapshot());
  expect([twin.update(0, 0, 0, 0, 0), ...(twin.outputs ?? [])]).toEqual([2, 2, 5]);
  twin.update(0, 0, 0, 0, 0);
  expect(twin.update(0, 0, 0, 0, 0)).toBeNaN();
});
