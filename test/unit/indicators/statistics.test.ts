import { expect, test } from 'vitest';
import { STATISTICS } from '../../../shared/indicators/statistics/catalogue.ts';
import { ago, type Column, correlation, covariance, deviation, each, line, mean, over, overPairs, sum } from '../../support/naive.ts';
import { COLUMNS, type Reference, referenceDifference } from '../../support/reference.ts';

const { high, low, close } = COLUMNS;
const steps = each([close, ago(close, 1)], (c, b) => c - b);
const last = (xs: Column) => xs[xs.length - 1] as number;
const moment = (xs: Column, power: number) => mean(xs.map((x) => ((x - mean(xs)) / deviation(xs)) ** power));

/** Quantile of type 7: the place in the sorted values, counted from 0, is a share of the way from the first to the last. */
function quantile(xs: Column, share: number): number {
  const sorted = [...xs].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)] as number, sorted[Math.ceil(place)] as number];
  return low * (1 - (place % 1)) + high * (place % 1);
}

/** Entropy of the orders of three rows, each named by where its values stand when sorted; equal values stand as they came. */
function permutationEntropy(xs: Column): number {
  const names = xs.slice(2).map((_x, i) =>
    [0, 1, 2]
      .map((k) => ({ k, x: xs[i + k] as number }))
      .sort((a, b) => a.x - b.x || a.k - b.k)
      .map(({ k }) => k)
      .join(),
  );
  const shares = [...new Set(names)].map((name) => names.filter((other) => other === name).length / names.length);
  return -sum(shares.map((share) => share * Math.log2(share))) / Math.log2(6);
}

function rescaledRange(changes: Column): number {
  const sums = changes.map((_c, i) => sum(changes.slice(0, i + 1).map((c) => c - mean(changes))));
  return (Math.max(0, ...sums) - Math.min(0, ...sums)) / deviation(changes);
}

/** Stretches of 8, 16, 32 ... rows, counted back from the newest row. */
function hurst(changes: Column): number {
  const points: [number, number][] = [];
  for (let rows = 8; rows <= changes.length; rows *= 2) {
    const stretches = Array.from({ length: Math.floor(changes.length / rows) }, (_s, i) =>
      changes.slice(changes.length - (i + 1) * rows, changes.length - i * rows),
    );
    const moved = stretches.filter((stretch) => deviation(stretch) > 0);
    points.push([Math.log(rows), Math.log(mean(moved.map(rescaledRange)))]);
  }
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return covariance(xs, ys) / deviation(xs) ** 2;
}

function varianceRatio(xs: Column, span: number): number {
  const n = xs.length - 1;
  const drift = (last(xs) - (xs[0] as number)) / n;
  const variance = (rows: number) => mean(xs.slice(rows).map((x, i) => (x - (xs[i] as number) - rows * drift) ** 2)) / rows;
  return variance(span) / variance(1);
}

const REFERENCES: readonly Reference[] = [
  { id: 'autocorrelation', values: { period: 20, lag: 2 }, outputs: () => [overPairs(steps, ago(steps, 2), 20, correlation)] },
  { id: 'coefficient-of-variation', values: { period: 9 }, outputs: () => [over(close, 9, (xs) => (100 * deviation(xs)) / mean(xs))] },
  { id: 'covariance', values: { period: 9 }, outputs: () => [overPairs(high, low, 9, covariance)] },
  { id: 'entropy', values: { period: 20 }, outputs: () => [over(close, 22, permutationEntropy)] },
  { id: 'hurst', values: { period: 70 }, outputs: () => [over(steps, 70, hurst)] },
  { id: 'interquartile-range', values: { period: 10 }, outputs: () => [over(close, 10, (xs) => quantile(xs, 0.75) - quantile(xs, 0.25))] },
  { id: 'kurtosis', values: { period: 12 }, outputs: () => [over(close, 12, (xs) => moment(xs, 4) - 3)] },
  ...[7, 8].map((period) => ({
    id: 'mad',
    values: { period },
    outputs: () => [
      over(close, period, (xs) =>
        quantile(
          xs.map((x) => Math.abs(x - quantile(xs, 0.5))),
          0.5,
        ),
      ),
    ],
  })),
  ...[7, 8].map((period) => ({ id: 'median', values: { period }, outputs: () => [over(close, period, (xs) => quantile(xs, 0.5))] })),
  {
    id: 'percentile-rank',
    values: { period: 15 },
    outputs: () => [over(close, 16, (xs) => (100 * xs.slice(0, 15).filter((x) => x < last(xs)).length) / 15)],
  },
  { id: 'quantile', values: { period: 11, share: 0.33 }, outputs: () => [over(close, 11, (xs) => quantile(xs, 0.33))] },
  { id: 'r-squared', values: { period: 10 }, outputs: () => [over(close, 10, (ys) => correlation(ys, [...ys.keys()]) ** 2)] },
  {
    id: 'roll-spread',
    values: { period: 20 },
    outputs: () => [overPairs(steps, ago(steps, 1), 20, (a, b) => 2 * Math.sqrt(Math.max(0, -covariance(a, b))))],
  },
  {
    id: 'sharpe',
    values: { period: 15, year: 365 },
    outputs: () => [
      over(
        each([close, ago(close, 1)], (c, b) => (c - b) / b),
        15,
        (xs) => (Math.sqrt(365) * mean(xs)) / deviation(xs),
      ),
    ],
  },
  { id: 'skew', values: { period: 12 }, outputs: () => [over(close, 12, (xs) => moment(xs, 3))] },
  { id: 'standard-error', values: { period: 9 }, outputs: () => [over(close, 9, (ys) => Math.sqrt(line(ys).left / 7))] },
  { id: 'variance-ratio', values: { period: 24, span: 4 }, outputs: () => [over(close, 25, (xs) => varianceRatio(xs, 4))] },
  { id: 'zscore', values: { period: 9 }, outputs: () => [over(close, 9, (xs) => (last(xs) - mean(xs)) / deviation(xs))] },
];

test.each(REFERENCES)('[IN-04] $id $values is what its definition gives, worked out the plain way', (reference) => {
  expect(referenceDifference(reference)).toBeUndefined();
});

/** Compared with TA-Lib itself, in test/golden/indicators. */
const ELSEWHERE =
  'avgdev beta correl linearreg linearreg-angle linearreg-intercept linearreg-slope max maxindex min minindex minmax minmaxindex stddev sum tsf var'.split(
    ' ',
  );

test('[IN-01] every indicator of statistics has a reference', () => {
  const covered = [...new Set([...REFERENCES.map(({ id }) => id), ...ELSEWHERE])];
  expect(STATISTICS.map(({ definition }) => definition.id).sort()).toEqual(covered.sort());
});
