import { expect, test } from 'vitest';
import { allocateBars, type Bars } from '../../../shared/domain/bars.ts';
import { MINUTE_US } from '../../../shared/domain/time.ts';
import { computeIndicator } from '../../../shared/indicators/batch.ts';
import { findIndicator, type Indicator } from '../../../shared/indicators/catalogue.ts';

/** high, low, close, volume. Typical prices: 9, 32/3, 11, 13, 10, 10. */
const ROWS = [
  [10, 8, 9, 100],
  [12, 9, 11, 200],
  [13, 10, 10, 100],
  [14, 11, 14, 400],
  [12, 9, 9, 300],
  [12, 9, 9, 50],
] as const;
const _ = NaN;

/** Worked by hand on the rows above, from the definitions; a fraction is what the hand found. */
const BY_HAND: readonly [id: string, values: Record<string, number>, ...outputs: number[][]][] = [
  ['sma', { period: 2 }, [_, 10, 10.5, 12, 11.5]],
  ['ema', { period: 3 }, [_, _, 10, 12, 10.5]],
  ['rma', { period: 2 }, [_, 10, 10, 12, 10.5]],
  ['wma', { period: 3 }, [_, _, 61 / 6, 73 / 6, 65 / 6]],
  ['dema', { period: 2 }, [_, _, 10, 122 / 9, 262 / 27]],
  ['tema', { period: 2 }, [_, _, _, 122 / 9, 748 / 81]],
  ['hma', { period: 4 }, [_, _, _, _, 11.5]],
  ['hma', { period: 5 }, [_, _, _, _, _, 26 / 3]],
  // Efficiency 1/3, speed (74/279)^2 of the way from 11 to 10.
  ['kama', { period: 2 }, [_, _, 11 - 5476 / 77_841]],
  ['rsi', { period: 2 }, [_, _, 200 / 3, 1000 / 11, 1000 / 31, 1000 / 31]],
  ['macd', { fast: 1, slow: 2, signal: 2 }, [_, 1, 0, 4 / 3, -11 / 9], [_, _, 1 / 2, 19 / 18, -25 / 54], [_, _, -1 / 2, 5 / 18, -41 / 54]],
  ['bollinger', { period: 2, stdDev: 2 }, [_, 12, 11.5, 16, 16.5], [_, 10, 10.5, 12, 11.5], [_, 8, 9.5, 8, 6.5]],
  ['stddev', { period: 2 }, [_, 1, 0.5, 2, 2.5]],
  ['true-range', {}, [_, 3, 3, 4, 5]],
  ['atr', { period: 2 }, [_, _, 3, 3.5, 4.25]],
  ['natr', { period: 2 }, [_, _, 30, 25, 425 / 9]],
  ['donchian', { period: 2 }, [_, 12, 13, 14, 14], [_, 10, 11, 12, 11.5], [_, 8, 9, 10, 9]],
  ['stochastic', { period: 2, smooth: 1, signal: 1 }, [_, 75, 25, 100, 0], [_, 75, 25, 100, 0]],
  ['stochastic', { period: 2, smooth: 2, signal: 2 }, [_, _, 50, 62.5, 50], [_, _, _, 56.25, 56.25]],
  ['williams-r', { period: 2 }, [_, -25, -75, 0, -100]],
  ['adx', { period: 2, seed: 1 }, [_, _, _, 100, 800 / 13], [_, _, 50, 250 / 7, 250 / 17], [_, _, 0, 0, 400 / 17]],
  ['roc', { period: 2 }, [_, _, 100 / 9, 300 / 11, -10]],
  ['momentum', { period: 2 }, [_, _, 1, 3, -1]],
  ['obv', {}, [100, 300, 200, 600, 300, 300]],
  ['vwap', { period: 2 }, [_, 91 / 9, 97 / 9, 12.6, 82 / 7]],
  ['mfi', { period: 2 }, [_, _, 100, 100, 2600 / 41, 0]],
  ['cci', { period: 3 }, [_, _, 700 / 11]],
];

function barsOf(rows: readonly (readonly [number, number, number, number])[]): Bars {
  const bars = allocateBars(rows.length, MINUTE_US);
  rows.forEach(([high, low, close, volume], i) => {
    bars.time[i] = i * MINUTE_US;
    bars.high[i] = high;
    bars.low[i] = low;
    bars.close[i] = close;
    bars.volume[i] = volume;
  });
  return bars;
}

const compute = (id: string, values: Record<string, number>, bars: Bars) =>
  computeIndicator((findIndicator(id) as Indicator)(values), bars);

test.each(BY_HAND)('[IN-04] %s %o gives what a hand finds', (id, values, ...outputs) => {
  const columns = compute(id, values, barsOf(ROWS));
  expect(columns).toHaveLength(outputs.length);
  outputs.forEach((expected, k) => {
    expected.forEach((value, row) => {
      const actual = columns[k]?.[row] as number;
      if (Number.isNaN(value)) expect(actual, `row ${row}, output ${k}`).toBeNaN();
      else expect(actual, `row ${row}, output ${k}`).toBeCloseTo(value, 10);
    });
  });
});

test('[IN-04] the exponential average of the published ten-day example (StockCharts ChartSchool, "Moving Averages")', () => {
  const closes = [
    22.27, 22.19, 22.08, 22.17, 22.18, 22.13, 22.23, 22.43, 22.24, 22.29, 22.15, 22.39, 22.38, 22.61, 23.36, 24.05, 23.75, 23.83, 23.95,
    23.63, 23.82, 23.87, 23.65, 23.19, 23.1, 23.33, 22.68, 23.1, 22.4, 22.17,
  ];
  const published = [
    22.22, 22.21, 22.24, 22.27, 22.33, 22.52, 22.8, 22.97, 23.13, 23.28, 23.34, 23.43, 23.51, 23.53, 23.47, 23.4, 23.39, 23.26, 23.23,
    23.08, 22.92,
  ];
  const [values] = compute('ema', { period: 10 }, barsOf(closes.map((close) => [close, close, close, 0])));
  expect([...(values as Float64Array)].slice(9).map((value) => Number(value.toFixed(2)))).toEqual(published);
});

test('[IN-04] the relative strength index of the published 14-day example (StockCharts ChartSchool, "RSI", worksheet)', () => {
  const closes = [
    44.3389, 44.0902, 44.1497, 43.6124, 44.3278, 44.8264, 45.0955, 45.4245, 45.8433, 46.0826, 45.8931, 46.0328, 45.614, 46.282, 46.282,
    46.0028, 46.0328, 46.4116, 46.2222, 45.6439, 46.2122, 46.2521, 45.7137, 46.4515, 45.7835, 45.3548, 44.0288, 44.1783, 44.2181, 44.5672,
    43.4205, 42.6628, 43.1314,
  ];
  const published = [
    70.53, 66.32, 66.55, 69.41, 66.36, 57.97, 62.93, 63.26, 56.06, 62.38, 54.71, 50.42, 39.99, 41.46, 41.87, 45.46, 37.3, 33.08, 37.77,
  ];
  const [values] = compute('rsi', { period: 14 }, barsOf(closes.map((close) => [close, close, close, 0])));
  expect([...(values as Float64Array)].slice(14).map((value) => Number(value.toFixed(2)))).toEqual(published);
});

test('[IN-04] a market that does not move gives TA-Lib’s values for what cannot be divided, not NaN or rounding noise', () => {
  const still = barsOf(Array.from({ length: 60 }, () => [0.1, 0.1, 0.1, 0] as const));
  const last = (id: string) => compute(id, {}, still).map((column) => column[59] as number);
  expect(last('rsi')).toEqual([0]);
  expect(last('mfi')).toEqual([0]);
  expect(last('stochastic')).toEqual([0, 0]);
  expect(last('williams-r')).toEqual([0]);
  expect(last('cci')).toEqual([0]);
  expect(last('roc')).toEqual([0]);
  expect(last('adx')).toEqual([0, 0, 0]);
  expect(last('atr')).toEqual([0]);
  expect(last('vwap')[0]).toBeCloseTo(0.1, 15);
  expect(last('kama')[0]).toBeCloseTo(0.1, 15);
  expect(last('stddev')[0]).toBeLessThan(1e-15);
});

test('[IN-04] a market that dries up after a storm is quiet at once: nothing of what has left the window remains as rounding', () => {
  const storm = Array.from(
    { length: 25 },
    (_row, i) => [1e6 + i * 1e5 + 5, 1e6 + i * 1e5 - 5, 1e6 + i * 1e5 * (i % 2), 1e9 / 3 + i] as const,
  );
  const calm = Array.from({ length: 25 }, () => [0.3, 0.3, 0.3, 0] as const);
  const bars = barsOf([...storm, ...calm]);
  const after = (id: string, values: Record<string, number>) => [...(compute(id, values, bars)[0] as Float64Array)].slice(40);
  expect(after('mfi', { period: 14 })).toEqual(Array.from({ length: 10 }, () => 0));
  for (const value of after('vwap', { period: 14 })) expect(value).toBeCloseTo(0.3, 14);
  for (const value of after('stddev', { period: 14 })) expect(value).toBeLessThan(1e-12);
  for (const value of after('sma', { period: 7 })) expect(value).toBeCloseTo(0.3, 15);
  for (const value of after('wma', { period: 7 })) expect(value).toBeCloseTo(0.3, 15);
  for (const value of after('cci', { period: 14 })) expect(Math.abs(value)).toBeLessThan(1e-6);
});
