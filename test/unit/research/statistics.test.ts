import { expect, test } from 'vitest';
import { SeededRandom } from '../../../shared/market/noise.ts';
import { benjaminiHochberg } from '../../../shared/research/statistics/benjamini-hochberg.ts';
import { blockBootstrap, blockLengthOf, bootstrapP, percentileInterval } from '../../../shared/research/statistics/block-bootstrap.ts';
import { logGamma, normalCdf, normalQuantile, normalTwoSided, studentTwoSided } from '../../../shared/research/statistics/distributions.ts';
import { defaultLags, hacVarianceOfSum, testMean } from '../../../shared/research/statistics/hac.ts';

const noise = (length: number, seed: number) => {
  const random = new SeededRandom(seed);
  return Float64Array.from({ length }, () => random.normal());
};

/** Sums of `span` neighbours: what overlapping returns of a walk are. */
const overlapping = (length: number, span: number, seed: number) => {
  const steps = noise(length + span, seed);
  return Float64Array.from({ length }, (_, i) => steps.subarray(i, i + span).reduce((sum, step) => sum + step, 0));
};

test('[PT-04] the normal distribution is that of Abramowitz & Stegun, tables 26.1 and 26.2, and of its far tail', () => {
  expect(normalCdf(0)).toBe(0.5);
  expect(normalCdf(1)).toBeCloseTo(0.841344746068543, 14);
  expect(normalCdf(2)).toBeCloseTo(0.977249868051821, 14);
  expect(normalCdf(3.5)).toBeCloseTo(0.999767370920964, 14);
  // -log Q(5) = 6.54265, -log Q(10) = 23.11805 (table 26.2, logarithms to base 10).
  expect(-Math.log10(normalCdf(-5))).toBeCloseTo(6.54265, 5);
  expect(-Math.log10(normalCdf(-10))).toBeCloseTo(23.11805, 5);
  expect(normalTwoSided(1.959963984540054)).toBeCloseTo(0.05, 14);
  for (const x of [-8, -3.0001, -2.9999, -0.3, 0.7, 3]) expect(normalCdf(x) + normalCdf(-x)).toBeCloseTo(1, 14);
  for (const p of [1e-9, 0.001, 0.025, 0.5, 0.8, 0.999999]) expect(normalCdf(normalQuantile(p)) / p).toBeCloseTo(1, 11);
  expect(() => normalQuantile(1)).toThrow('probability 1 must be between 0 and 1');
});

test("[PT-04] Student's t has its closed forms for 1 and 2 degrees of freedom, and the table of the t-test for more", () => {
  for (const t of [0.1, 1, 3, 40]) {
    expect(studentTwoSided(t, 1)).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(t), 13);
    expect(studentTwoSided(-t, 2)).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 13);
  }
  // Abramowitz & Stegun, table 26.10: two-sided 5 % and 1 % points.
  for (const [df, five, one] of [
    [5, 2.571, 4.032],
    [10, 2.228, 3.169],
    [30, 2.042, 2.75],
    [120, 1.98, 2.617],
  ] as const) {
    expect(studentTwoSided(five, df)).toBeCloseTo(0.05, 4);
    expect(studentTwoSided(one, df)).toBeCloseTo(0.01, 4);
  }
  expect(studentTwoSided(2, 1e7)).toBeCloseTo(normalTwoSided(2), 7);
  for (const [x, factorial] of [
    [1, 1],
    [5, 24],
    [11, 3628800],
  ] as const) {
    expect(logGamma(x)).toBeCloseTo(Math.log(factorial), 13);
  }
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 14);
});

test('[PT-04] the HAC variance weighs products of neighbours down with their distance', () => {
  // 1, -1, 2, -2: squares 10, products one apart -1 - 2 - 4 = -7, two apart 2 + 2 = 4, three apart -2.
  const values = [1, -1, 2, -2];
  expect(hacVarianceOfSum(values, 0)).toBe(10);
  expect(hacVarianceOfSum(values, 1)).toBe(10 + 2 * (1 / 2) * -7);
  expect(hacVarianceOfSum(values, 2)).toBeCloseTo(10 + 2 * ((2 / 3) * -7 + (1 / 3) * 4), 14);
  expect(hacVarianceOfSum(values, 9)).toBeCloseTo(10 + 2 * (0.9 * -7 + 0.8 * 4 + 0.7 * -2), 13);
  expect(defaultLags(100)).toBe(4);
  expect(defaultLags(1000)).toBe(6);
  expect(testMean([5], 0).p).toBeNaN();
});

test('[PT-04] a t-test of overlapping sums finds a mean in most noise; HAC errors and the block bootstrap find one about as often as they say', () => {
  const seeds = 400;
  const span = 20;
  const rejected = { naive: 0, hac: 0, bootstrap: 0 };
  for (let seed = 1; seed <= seeds; seed++) {
    const values = overlapping(1000, span, seed);
    if (testMean(values, 0).p < 0.05) rejected.naive++;
    if (testMean(values, 3 * span).p < 0.05) rejected.hac++;
    const drawn = blockBootstrap([values], ([sum]) => (sum as number) / values.length, { blockLength: 2 * span, resamples: 199, seed });
    if (bootstrapP(testMean(values, 0).mean, drawn) < 0.05) rejected.bootstrap++;
  }
  expect(rejected.naive / seeds).toBeGreaterThan(0.6);
  for (const share of [rejected.hac / seeds, rejected.bootstrap / seeds]) {
    expect(share).toBeGreaterThan(0.02);
    expect(share).toBeLessThan(0.11);
  }
});

test('[PT-04] the bootstrap draws as many rows as there are, the same of each column, and the same again for the same seed', () => {
  const rows = 101;
  const place = Float64Array.from({ length: rows }, (_, i) => i);
  const twice = place.map((value) => 2 * value);
  const ones = new Float64Array(rows).fill(1);
  const counts: number[][] = [];
  const options = { blockLength: 7, resamples: 50, seed: 3 };
  const first = blockBootstrap(
    [place, twice, ones],
    (sums) => {
      counts.push([...sums]);
      return (sums[0] as number) / rows;
    },
    options,
  );
  expect(counts.every(([a, b, n]) => b === 2 * (a as number) && n === rows)).toBe(true);
  expect(new Set(first).size).toBeGreaterThan(40);
  expect(blockBootstrap([place], ([sum]) => (sum as number) / rows, options)).toEqual(first);
  expect(blockBootstrap([place], ([sum]) => sum as number, { ...options, seed: 4 })).not.toEqual(first);
  // One block as long as all rows is all rows, wherever it starts.
  const whole = blockBootstrap([place], ([sum]) => sum as number, { ...options, blockLength: rows });
  expect(new Set(whole)).toEqual(new Set([(rows * (rows - 1)) / 2]));
  expect([blockLengthOf(1000), blockLengthOf(1000, 40)]).toEqual([10, 40]);
});

test('[PT-05] the interval of the mean of independent values is the textbook one', () => {
  const values = noise(2000, 11);
  const drawn = blockBootstrap([values], ([sum]) => (sum as number) / 2000, { blockLength: 1, resamples: 4000, seed: 5 });
  const { low, high } = percentileInterval(drawn, 0.95);
  const { mean, standardError } = testMean(values, 0);
  expect(low).toBeCloseTo(mean - 1.96 * standardError, 2);
  expect(high).toBeCloseTo(mean + 1.96 * standardError, 2);
});

test('[PT-04] the step-up procedure finds what Benjamini & Hochberg (1995) find in their example', () => {
  // Section 3.2: fifteen tests of a trial of thrombolysis; at 5 % the four smallest are found, Bonferroni finds three.
  const p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1];
  const adjusted = benjaminiHochberg(p);
  expect(adjusted.filter((q) => q <= 0.05)).toHaveLength(4);
  expect(adjusted[3]).toBeCloseTo((0.0095 * 15) / 4, 14);
  // 0.0298 x 15 / 7 is below 0.0278 x 15 / 6, so the sixth takes the seventh's.
  expect(adjusted[5]).toBeCloseTo((0.0298 * 15) / 7, 14);
  const shuffled = [7, 0, 14, 3, 9, 1, 5, 2, 13, 4, 12, 6, 8, 11, 10];
  expect(benjaminiHochberg(shuffled.map((i) => p[i] as number))).toEqual(shuffled.map((i) => adjusted[i]));
  expect(benjaminiHochberg([])).toEqual([]);
});
