import { expect, test } from 'vitest';
import { TREND } from '../../../shared/indicators/trend/catalogue.ts';
import { ago, type Column, each, exponential, highest, lowest, mean, over, overPairs, sum, wilders } from '../../support/naive.ts';
import { COLUMNS, type Reference, referenceDifference } from '../../support/reference.ts';

const { open, high, low, close, volume } = COLUMNS;
const middle = each([high, low], (h, l) => (h + l) / 2);
const before = ago(close, 1);
const changes = each([close, before], (c, b) => c - b);
const trueRanges = each([high, low, before], (h, l, b) => Math.max(h, b) - Math.min(l, b));
const midpoint = (rows: number) => each([over(high, rows, highest), over(low, rows, lowest)], (h, l) => (h + l) / 2);
const weighted = (xs: Column, weights: Column) =>
  over(xs, weights.length, (window) => sum(window.map((x, i) => x * (weights[i] as number))) / sum(weights));
const weights = (rows: number, of: (i: number) => number) => Array.from({ length: rows }, (_x, i) => of(i));

/** An average whose own weight at each row is given: the definition as a recursion from `start` on, NaN before. */
function adaptive(xs: Column, start: number, seed: number, weight: (row: number, value: number) => number): number[] {
  const out: number[] = [];
  for (const [i, x] of xs.entries()) {
    const last = i === start ? seed : (out[i - 1] ?? NaN);
    out.push(i < start ? NaN : last + weight(i, last) * (x - last));
  }
  return out;
}

function framaOf(period: number): number[] {
  const half = period / 2;
  let dimension = 1;
  const speeds = middle.map((_x, i) => {
    if (i < period) return 1;
    const span = (from: number, to: number) => highest(high.slice(i - from, i - to + 1)) - lowest(low.slice(i - from, i - to + 1));
    const [newer, older, whole] = [span(half - 1, 0) / half, span(period - 1, half) / half, span(period - 1, 0) / period];
    if (newer > 0 && older > 0) dimension = (Math.log(newer + older) - Math.log(whole)) / Math.log(2);
    return Math.min(1, Math.max(0.01, Math.exp(-4.6 * (dimension - 1))));
  });
  return adaptive(middle, period - 1, middle[period - 1] as number, (i) => speeds[i] as number);
}

function supertrendOf(period: number, multiplier: number): number[][] {
  const range = wilders(trueRanges, period);
  let [upper, lower, direction] = [NaN, NaN, -1];
  const rows = middle.map((m, i) => {
    const width = multiplier * (range[i] as number);
    if (Number.isNaN(width)) return [NaN, NaN];
    const [c, b] = [close[i] as number, close[i - 1] as number];
    upper = Number.isNaN(upper) || m + width < upper || b > upper ? m + width : upper;
    lower = Number.isNaN(lower) || m - width > lower || b < lower ? m - width : lower;
    if (direction === -1 && c > upper) direction = 1;
    else if (direction === 1 && c < lower) direction = -1;
    return [direction === 1 ? lower : upper, direction];
  });
  return [rows.map((row) => row[0] as number), rows.map((row) => row[1] as number)];
}

function gannOf(period: number): number[][] {
  const [tops, bottoms] = [over(high, period, mean), over(low, period, mean)];
  let direction = 0;
  const rows = close.map((c, i) => {
    const [top, bottom] = [tops[i - 1] ?? NaN, bottoms[i - 1] ?? NaN];
    if (Number.isNaN(top)) return [NaN, NaN];
    direction = c > top ? 1 : c < bottom ? -1 : direction || (c >= (top + bottom) / 2 ? 1 : -1);
    return [(direction === 1 ? bottoms[i] : tops[i]) as number, direction];
  });
  return [rows.map((row) => row[0] as number), rows.map((row) => row[1] as number)];
}

/** Steps that lead to the first extreme seen from the newest row. */
const age = (xs: Column, best: number) => [...xs].reverse().indexOf(best);
const alligatorLine = (rows: number, shift: number) => ago(wilders(middle, rows), shift);
const peaks = (xs: Column, wings: number, sign: number) =>
  over(xs, 2 * wings + 1, (window) => Number(window.every((x, i) => i === wings || sign * (window[wings] as number) > sign * x)));

const REFERENCES: readonly Reference[] = [
  { id: 'alligator', values: {}, outputs: () => [alligatorLine(13, 8), alligatorLine(8, 5), alligatorLine(5, 3)] },
  {
    id: 'gator',
    values: {},
    outputs: () => {
      const [jaw, teeth, lips] = [alligatorLine(13, 8), alligatorLine(8, 5), alligatorLine(5, 3)];
      return [each([jaw, teeth], (a, b) => Math.abs(a - b)), each([teeth, lips], (a, b) => -Math.abs(a - b))];
    },
  },
  {
    id: 'alma',
    values: { period: 9, offset: 0.85, sigma: 6 },
    outputs: () => [
      weighted(
        close,
        weights(9, (i) => Math.exp(-((i - 0.85 * 8) ** 2) / (2 * 1.5 ** 2))),
      ),
    ],
  },
  {
    id: 'chande-kroll-stop',
    values: { period: 10, multiplier: 1.5, stopPeriod: 6 },
    outputs: () => {
      const range = wilders(trueRanges, 10);
      const short = each([over(high, 10, highest), range], (h, r) => h - 1.5 * r);
      const long = each([over(low, 10, lowest), range], (l, r) => l + 1.5 * r);
      return [over(long, 6, lowest), over(short, 6, highest)];
    },
  },
  {
    id: 'efficiency-ratio',
    values: { period: 8 },
    outputs: () => [
      over(
        close,
        9,
        (xs) => Math.abs((xs[8] as number) - (xs[0] as number)) / sum(xs.slice(1).map((x, i) => Math.abs(x - (xs[i] as number)))),
      ),
    ],
  },
  {
    id: 'ehma',
    values: { period: 16 },
    outputs: () => [
      exponential(
        each([exponential(close, 8), exponential(close, 16)], (half, whole) => 2 * half - whole),
        4,
      ),
    ],
  },
  { id: 'fractals', values: { wings: 2 }, outputs: () => [peaks(high, 2, 1), peaks(low, 2, -1)] },
  { id: 'frama', values: { period: 16 }, outputs: () => [framaOf(16)] },
  { id: 'fwma', values: { period: 6 }, outputs: () => [weighted(close, [1, 1, 2, 3, 5, 8])] },
  { id: 'gann-hilo', values: { period: 4 }, outputs: () => gannOf(4) },
  { id: 'gmma', values: {}, outputs: () => [3, 5, 8, 10, 12, 15, 30, 35, 40, 45, 50, 60].map((rows) => exponential(close, rows)) },
  {
    id: 'holt',
    values: { level: 0.3, trend: 0.2 },
    outputs: () => {
      const levels = [NaN, close[1] as number];
      const slopes = [NaN, (close[1] as number) - (close[0] as number)];
      for (let i = 2; i < close.length; i++) {
        const forecast = (levels[i - 1] as number) + (slopes[i - 1] as number);
        const error = (close[i] as number) - forecast;
        // The error-correction form of the same filter.
        levels.push(forecast + 0.3 * error);
        slopes.push((slopes[i - 1] as number) + 0.2 * 0.3 * error);
      }
      return [levels, slopes];
    },
  },
  {
    id: 'ichimoku',
    values: {},
    outputs: () => [
      midpoint(9),
      midpoint(26),
      ago(
        each([midpoint(9), midpoint(26)], (a, b) => (a + b) / 2),
        25,
      ),
      ago(midpoint(52), 25),
      each([close, ago(close, 25)], (now, then) => now - then),
    ],
  },
  {
    id: 'mcginley',
    values: { period: 10, constant: 0.6 },
    outputs: () => [adaptive(close, 0, close[0] as number, (i, value) => 1 / (0.6 * 10 * ((close[i] as number) / value) ** 4))],
  },
  {
    id: 'pfe',
    values: { period: 9, smooth: 4 },
    outputs: () => {
      const raw = over(close, 10, (xs) => {
        const way = (xs[9] as number) - (xs[0] as number);
        return (
          (Math.sign(way) || 1) *
          100 *
          (Math.sqrt(way ** 2 + 81) / sum(xs.slice(1).map((x, i) => Math.sqrt((x - (xs[i] as number)) ** 2 + 1))))
        );
      });
      return [exponential(raw, 4)];
    },
  },
  { id: 'pwma', values: { period: 5 }, outputs: () => [weighted(close, [1, 4, 6, 4, 1])] },
  {
    id: 'qstick',
    values: { period: 8 },
    outputs: () => [
      over(
        each([close, open], (c, o) => c - o),
        8,
        mean,
      ),
    ],
  },
  {
    id: 'sinwma',
    values: { period: 7 },
    outputs: () => [
      weighted(
        close,
        weights(7, (i) => Math.sin(((i + 1) / 8) * Math.PI)),
      ),
    ],
  },
  { id: 'supertrend', values: { period: 7, multiplier: 2 }, outputs: () => supertrendOf(7, 2) },
  { id: 'swma', values: {}, outputs: () => [weighted(close, [1, 2, 2, 1])] },
  {
    id: 'vhf',
    values: { period: 12 },
    outputs: () => [
      each(
        [over(close, 12, highest), over(close, 12, lowest), over(changes.map(Math.abs), 12, sum)],
        (top, bottom, path) => (top - bottom) / path,
      ),
    ],
  },
  {
    id: 'vidya',
    values: { period: 12, momentum: 9 },
    outputs: () => {
      const strength = over(changes, 9, (xs) => Math.abs(sum(xs)) / sum(xs.map(Math.abs)));
      return [adaptive(close, 9, close[8] as number, (i) => (2 / 13) * (strength[i] as number))];
    },
  },
  {
    id: 'vortex',
    values: { period: 9 },
    outputs: () => {
      const ranges = over(trueRanges, 9, sum);
      const part = (xs: Column, ys: Column) =>
        each(
          [
            over(
              each([xs, ago(ys, 1)], (x, y) => Math.abs(x - y)),
              9,
              sum,
            ),
            ranges,
          ],
          (s, r) => s / r,
        );
      return [part(high, low), part(low, high)];
    },
  },
  {
    id: 'vwma',
    values: { period: 9 },
    outputs: () => [overPairs(close, volume, 9, (cs, vs) => sum(cs.map((c, i) => c * (vs[i] as number))) / sum(vs))],
  },
  {
    id: 'zlema',
    values: { period: 9 },
    outputs: () => [
      exponential(
        each([close, ago(close, 4)], (now, then) => now + (now - then)),
        9,
      ),
    ],
  },
  {
    id: 'aroon',
    values: { period: 9 },
    outputs: () => [
      over(high, 10, (xs) => ((9 - age(xs, highest(xs))) / 9) * 100),
      over(low, 10, (xs) => ((9 - age(xs, lowest(xs))) / 9) * 100),
    ],
  },
  {
    id: 'ema',
    values: { period: 9, seed: 1 },
    outputs: () => [exponential(close, 1, 0.2)],
  },
];

test.each(REFERENCES)('[IN-04] $id $values is what its definition gives, worked out the plain way', (reference) => {
  expect(referenceDifference(reference)).toBeUndefined();
});

/** Compared with TA-Lib itself, in test/golden/indicators, or worked by hand and compared with other libraries. */
const ELSEWHERE = [
  'adx',
  'adxr',
  'aroon-osc',
  'dema',
  'dx',
  'kama',
  'ma',
  'mavp',
  'midpoint',
  'midprice',
  'minus-di',
  'minus-dm',
  'plus-di',
  'plus-dm',
  'sar',
  'sar-ext',
  'sma',
  't3',
  'tema',
  'trima',
  'wma',
  'hma',
  'rma',
];

test('[IN-01] every indicator of trend has a reference', () => {
  const covered = [...REFERENCES.map(({ id }) => id), ...ELSEWHERE];
  expect(TREND.map(({ definition }) => definition.id).sort()).toEqual(covered.sort());
});
