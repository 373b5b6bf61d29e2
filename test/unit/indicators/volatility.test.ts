import { expect, test } from 'vitest';
import { VOLATILITY } from '../../../shared/indicators/volatility/catalogue.ts';
import { ago, type Column, deviation, each, exponential, highest, line, lowest, mean, over, sum, wilders } from '../../support/naive.ts';
import { COLUMNS, type Reference, referenceDifference } from '../../support/reference.ts';

const { open, high, low, close } = COLUMNS;
const before = ago(close, 1);
const ranges = each([high, low], (h, l) => h - l);
const trueRanges = each([high, low, before], (h, l, c) => Math.max(h - l, Math.abs(h - c), Math.abs(l - c)));
const changes = each([close, before], (c, b) => Math.log(c) - Math.log(b));
const yearly = (variances: Column, rows = 252) => variances.map((variance) => 100 * Math.sqrt(rows * variance));
const channel = (middle: Column, distance: Column, times: number) => [
  each([middle, distance], (m, d) => m + times * d),
  middle,
  each([middle, distance], (m, d) => m - times * d),
];
const logs = (of: (o: number, h: number, l: number, c: number) => number) =>
  each([open, high, low, close], (o, h, l, c) => of(0, Math.log(h / o), Math.log(l / o), Math.log(c / o)));
const driftless = logs((_o, h, l, c) => h * (h - c) + l * (l - c));

/** Vervoort's four cases, as they stand in the article. */
function trailingStop(distances: Column): [number[], number[]] {
  const stops: number[] = [];
  const sides: number[] = [];
  distances.forEach((distance, i) => {
    const [now, last, stop] = [close[i] as number, close[i - 1] as number, stops[i - 1] ?? NaN];
    if (Number.isNaN(distance)) stops.push(NaN);
    else if (Number.isNaN(stop)) stops.push(now - distance);
    else if (now > stop && last > stop) stops.push(Math.max(stop, now - distance));
    else if (now <= stop && last < stop) stops.push(Math.min(stop, now + distance));
    else stops.push(now > stop ? now - distance : now + distance);
    sides.push((stops[i] as number) < now ? 1 : -1);
  });
  return [stops, sides];
}

function dorsey(period: number, rows: number): number[] {
  const spread = over(close, rows, deviation);
  const up = wilders(
    each([spread, close, before], (s, c, b) => (c > b ? s : 0)),
    period,
  );
  const down = wilders(
    each([spread, close, before], (s, c, b) => (c < b ? s : 0)),
    period,
  );
  return each([up, down], (u, d) => (100 * u) / (u + d));
}

function squeeze(rows: number, deviations: number, times: number): [number[], number[]] {
  const middle = each([over(high, rows, highest), over(low, rows, lowest), over(close, rows, mean)], (h, l, m) => ((h + l) / 2 + m) / 2);
  const bands = over(close, rows, (xs) => deviations * deviation(xs));
  const walls = over(trueRanges, rows, (xs) => times * mean(xs));
  return [
    over(
      each([close, middle], (c, m) => c - m),
      rows,
      (ys) => line(ys).end,
    ),
    each([bands, walls], (b, w) => (b < w ? 1 : 0)),
  ];
}

const REFERENCES: readonly Reference[] = [
  { id: 'atr-bands', values: { period: 9, multiplier: 2 }, outputs: () => channel(close, wilders(trueRanges, 9), 2) },
  {
    id: 'atr-trailing-stop',
    values: { period: 5, multiplier: 1.5 },
    outputs: () => trailingStop(wilders(trueRanges, 5).map((r) => 1.5 * r)),
  },
  { id: 'average-range', values: { period: 6 }, outputs: () => [over(ranges, 6, mean)] },
  {
    id: 'bollinger-bandwidth',
    values: { period: 8, stdDev: 1.5 },
    outputs: () => [over(close, 8, (xs) => (3 * deviation(xs)) / mean(xs))],
  },
  {
    id: 'bollinger-percent-b',
    values: { period: 8, stdDev: 1.5 },
    outputs: () => [over(close, 8, (xs) => ((xs[7] as number) - mean(xs) + 1.5 * deviation(xs)) / (3 * deviation(xs)))],
  },
  {
    id: 'chaikin-volatility',
    values: { period: 10, change: 4 },
    outputs: () => [each([exponential(ranges, 10), ago(exponential(ranges, 10), 4)], (now, then) => (100 * (now - then)) / then)],
  },
  {
    id: 'choppiness',
    values: { period: 9 },
    outputs: () => [
      each(
        [over(trueRanges, 9, sum), over(high, 9, highest), over(low, 9, lowest)],
        (way, h, l) => (100 * Math.log10(way / (h - l))) / Math.log10(9),
      ),
    ],
  },
  { id: 'donchian-width', values: { period: 7 }, outputs: () => [each([over(high, 7, highest), over(low, 7, lowest)], (h, l) => h - l)] },
  {
    id: 'downside-deviation',
    values: { period: 11, year: 365 },
    outputs: () => [
      yearly(
        over(changes, 11, (xs) => sum(xs.filter((x) => x < 0).map((x) => x * x)) / 11),
        365,
      ),
    ],
  },
  {
    id: 'ewma-volatility',
    values: { decay: 0.9, year: 252 },
    outputs: () => [
      yearly(
        exponential(
          changes.map((x) => x * x),
          1,
          0.1,
        ),
      ),
    ],
  },
  {
    id: 'garman-klass',
    values: { period: 10 },
    outputs: () => [
      yearly(
        over(
          logs((_o, h, l, c) => (h - l) ** 2 / 2 - (2 * Math.log(2) - 1) * c ** 2),
          10,
          mean,
        ),
      ),
    ],
  },
  {
    id: 'gapo',
    values: { period: 5 },
    outputs: () => [each([over(high, 5, highest), over(low, 5, lowest)], (h, l) => Math.log10(h - l) / Math.log10(5))],
  },
  { id: 'historical-volatility', values: { period: 12 }, outputs: () => [yearly(over(changes, 12, (xs) => deviation(xs, 1) ** 2))] },
  {
    id: 'keltner',
    values: { period: 15, multiplier: 2, atrPeriod: 6 },
    outputs: () => channel(exponential(close, 15), wilders(trueRanges, 6), 2),
  },
  {
    id: 'mass-index',
    values: { period: 12, average: 5 },
    outputs: () => {
      const once = exponential(ranges, 5);
      return [
        over(
          each([once, exponential(once, 5)], (a, b) => a / b),
          12,
          sum,
        ),
      ];
    },
  },
  {
    id: 'parkinson',
    values: { period: 10 },
    outputs: () => [
      yearly(
        over(
          logs((_o, h, l) => (h - l) ** 2 / (4 * Math.log(2))),
          10,
          mean,
        ),
      ),
    ],
  },
  { id: 'relative-volatility', values: { period: 7, deviation: 5 }, outputs: () => [dorsey(7, 5)] },
  { id: 'rogers-satchell', values: { period: 10 }, outputs: () => [yearly(over(driftless, 10, mean))] },
  { id: 'squeeze-momentum', values: { period: 10, stdDev: 2, multiplier: 1.5 }, outputs: () => squeeze(10, 2, 1.5) },
  {
    id: 'standard-error-bands',
    values: { period: 10, errors: 2, smooth: 3 },
    outputs: () =>
      channel(
        over(
          over(close, 10, (ys) => line(ys).end),
          3,
          mean,
        ),
        over(
          over(close, 10, (ys) => Math.sqrt(line(ys).left / 8)),
          3,
          mean,
        ),
        2,
      ),
  },
  {
    id: 'starc',
    values: { period: 6, multiplier: 2, atrPeriod: 10 },
    outputs: () => channel(over(close, 6, mean), wilders(trueRanges, 10), 2),
  },
  { id: 'true-range-percent', values: {}, outputs: () => [each([trueRanges, before], (r, b) => (100 * r) / b)] },
  {
    id: 'ulcer-index',
    values: { period: 10 },
    outputs: () => {
      const falls = each([close, over(close, 10, highest)], (c, top) => (100 * (c - top)) / top);
      return [over(falls, 10, (xs) => Math.sqrt(mean(xs.map((x) => x * x))))];
    },
  },
  {
    id: 'yang-zhang',
    values: { period: 10 },
    outputs: () => {
      const gaps = over(
        each([open, before], (o, b) => Math.log(o / b)),
        10,
        (xs) => deviation(xs, 1) ** 2,
      );
      const bodies = over(
        each([open, close], (o, c) => Math.log(c / o)),
        10,
        (xs) => deviation(xs, 1) ** 2,
      );
      const k = 0.34 / (1.34 + 11 / 9);
      return [yearly(each([gaps, bodies, over(driftless, 10, mean)], (gap, body, inside) => gap + k * body + (1 - k) * inside))];
    },
  },
];

test.each(REFERENCES)('[IN-04] $id $values is what its definition gives, worked out the plain way', (reference) => {
  expect(referenceDifference(reference)).toBeUndefined();
});

/** Compared with TA-Lib itself, in test/golden/indicators, or worked by hand. */
const ELSEWHERE = ['accbands', 'atr', 'bollinger', 'donchian', 'natr', 'true-range'];

test('[IN-01] every indicator of volatility has a reference', () => {
  const covered = [...REFERENCES.map(({ id }) => id), ...ELSEWHERE];
  expect(VOLATILITY.map(({ definition }) => definition.id).sort()).toEqual(covered.sort());
});
