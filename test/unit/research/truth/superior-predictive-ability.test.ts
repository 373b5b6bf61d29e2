import { expect, test } from 'vitest';
import { SeededRandom } from '../../../../shared/market/noise.ts';
import { automaticBlockLength } from '../../../../shared/research/statistics/block-length.ts';
import { runningSums } from '../../../../shared/research/statistics/block-bootstrap.ts';
import { allocateBlocks, drawStationary, stationaryVariance } from '../../../../shared/research/statistics/stationary-bootstrap.ts';
import { abilityAgainstCashAndHold, superiorPredictiveAbility } from '../../../../shared/research/truth/superior-predictive-ability.ts';
import { noise } from '../world.ts';

/** Six columns that anyone can make again, one far below 0. */
const MEANS = [0.0005, 0.0003, -0.0001, -0.0022, 0.0003, -0.0006];
const COLUMNS = MEANS.map((mean, k) =>
  Float64Array.from(
    { length: 400 },
    (_, i) => 0.01 * Math.sin(1 + (i + 1) * (i + 1) * 0.37 * (k + 1) + k) + mean + 0.004 * Math.sin(i / 5 + k),
  ),
);

test("[DX-04] Hansen's p-values are those of the arch package", () => {
  // arch 8.0.0 (Python), SPA(0, -columns, block_size=8, stationary), means over five seeds of 40,000: 0.0626, 0.1015 and 0.1199. It compares raw means, so
  // each column was divided first by the root of its variance, which the studentised statistic does not notice.
  const test = superiorPredictiveAbility(COLUMNS, { meanLength: 8, resamples: 8000, seed: 1 });
  expect(test.statistic).toBeCloseTo(2.02181132, 8);
  expect(test.best).toBe(0);
  expect(Math.abs(test.pLower - 0.0626)).toBeLessThan(0.01);
  expect(Math.abs(test.p - 0.1015)).toBeLessThan(0.012);
  expect(Math.abs(test.pUpper - 0.1199)).toBeLessThan(0.013);
  const scaled = superiorPredictiveAbility(
    COLUMNS.map((column, k) => column.map((value) => (k + 1) * value)),
    { meanLength: 8, resamples: 500, seed: 1 },
  );
  expect(scaled.p).toBe(superiorPredictiveAbility(COLUMNS, { meanLength: 8, resamples: 500, seed: 1 }).p);
});

test('[DX-04] on noise p is about uniform: at most 13 % of the seeds are below a tenth; a planted edge is found', () => {
  const seeds = 200;
  const world = (seed: number, edge = 0) =>
    Array.from({ length: 10 }, (_, k) => noise(250, 1000 * seed + k).map((value) => value + (k === 4 ? edge : 0)));
  const ps = Array.from({ length: seeds }, (_, seed) => superiorPredictiveAbility(world(seed + 1), { seed, resamples: 200 }).p);
  const below = (level: number) => ps.filter((p) => p <= level).length / seeds;
  // Measured: 0.105 below a tenth, 0.525 below a half; a uniform p lies within 0.06 to 0.14 nineteen times in twenty.
  expect(below(0.1)).toBeLessThan(0.13);
  expect(below(0.5)).toBeGreaterThan(0.4);
  expect(below(0.5)).toBeLessThan(0.65);
  const found = superiorPredictiveAbility(world(3, 0.25), { seed: 3 });
  expect(found.p).toBeLessThan(0.02);
  expect(found.best).toBe(4);
});

test('[DX-04] against holding a rising market, what only rises with it does not win; against cash it does', () => {
  const hold = noise(1000, 5).map((value) => 0.0015 + 0.01 * value);
  const followers = [0.3, 0.6, 0.9].map((share, k) => hold.map((value, i) => share * value + 0.001 * (noise(1000, 50 + k)[i] as number)));
  const { cash, buyAndHold } = abilityAgainstCashAndHold(followers, hold, { seed: 2 });
  expect(cash.p).toBeLessThan(0.01);
  expect(buyAndHold.p).toBeGreaterThan(0.5);
  expect(buyAndHold.statistic).toBe(0);
  expect(() => abilityAgainstCashAndHold(followers, hold.subarray(1), { seed: 2 })).toThrow('hold has 999 periods');
});

test('[DX-04] the lower p is no larger and the upper no smaller; the same seed gives the same; what never trades neither wins nor breaks', () => {
  const options = { seed: 7, resamples: 300 };
  const once = superiorPredictiveAbility(COLUMNS, options);
  expect(once.pLower).toBeLessThanOrEqual(once.p);
  expect(once.p).toBeLessThanOrEqual(once.pUpper);
  expect(superiorPredictiveAbility(COLUMNS, options)).toEqual(once);
  expect(superiorPredictiveAbility([...COLUMNS, new Float64Array(400)], { ...options, meanLength: 4 }).p).toBe(
    superiorPredictiveAbility(COLUMNS, { ...options, meanLength: 4 }).p,
  );
  expect(superiorPredictiveAbility([new Float64Array(50)], options)).toMatchObject({ statistic: 0, p: 1 });
  expect(() => superiorPredictiveAbility([], options)).toThrow('there is no strategy to test');
  expect(() => superiorPredictiveAbility([new Float64Array(9)], options)).toThrow('9 periods are too few');
  expect(() => superiorPredictiveAbility([new Float64Array(20), new Float64Array(21)], options)).toThrow('column 1 has 21 periods');
});

test('[DX-04] the automatic block length is that of the arch package, and grows with dependence', () => {
  // arch 8.0.0, optimal_block_length of the first five columns.
  const published = [2.200003, 2.662989, 1.954003, 2.347937, 2.752496];
  published.forEach((length, k) => expect(automaticBlockLength(COLUMNS[k] as Float64Array)).toBeCloseTo(length, 6));
  const steps = noise(2000, 9);
  let level = 0;
  const persistent = steps.map((step) => (level = 0.9 * level + step));
  expect(automaticBlockLength(persistent)).toBeGreaterThan(4 * automaticBlockLength(steps));
  expect(automaticBlockLength(new Float64Array(100))).toBe(1);
});

test('[DX-04] stationary blocks have the length asked for, and the variance of their means its closed form', () => {
  const values = noise(60, 12).map((value, i) => value + Math.sin(i / 4));
  const mean = values.reduce((sum, value) => sum + value / 60, 0);
  const random = new SeededRandom(4);
  const blocks = allocateBlocks(60);
  const sums = runningSums(values);
  let [variance, drawn, count] = [0, 0, 0];
  const resamples = 20_000;
  for (let resample = 0; resample < resamples; resample++) {
    drawStationary(blocks, { rows: 60, meanLength: 5, random });
    let sum = 0;
    for (let i = 0; i < blocks.count; i++) {
      const [from, length] = [blocks.from[i] as number, blocks.length[i] as number];
      for (let k = 0; k < length; k++) sum += values[(from + k) % 60] as number;
      drawn += length;
    }
    count += blocks.count;
    variance += (sum / 60 - mean) ** 2;
  }
  expect(drawn).toBe(60 * resamples);
  // 1 + 59 / 5 blocks on average: each row after the first begins one with probability 1/5.
  expect(count / resamples).toBeCloseTo(1 + 59 / 5, 1);
  expect((60 * variance) / resamples / stationaryVariance(values, 5)).toBeCloseTo(1, 1);
  expect(sums[60]).toBeCloseTo(60 * mean, 12);
  expect(() => drawStationary(blocks, { rows: 60, meanLength: 0.5, random })).toThrow('meanLength is 0.5, but must be 1 row or more');
});

test('[DX-04] a column that never differs has no error to be judged by: neither it nor what is holding but for rounding wins', () => {
  const column = noise(200, 8).map((value) => 0.01 * value - 0.001);
  const steady = new Float64Array(200).fill(0.0005);
  const alone = superiorPredictiveAbility([column], { seed: 4, meanLength: 3 });
  const beside = superiorPredictiveAbility([column, steady], { seed: 4, meanLength: 3 });
  expect([beside.statistic, beside.p]).toEqual([alone.statistic, alone.p]);
  // As an equity curve has it, whose returns differ in the sixteenth digit.
  const held = Float64Array.from(column, (value) => (1 + value) * 1.0 - 1);
  const { buyAndHold } = abilityAgainstCashAndHold([held], column, { seed: 4 });
  expect([buyAndHold.statistic, buyAndHold.p]).toEqual([0, 1]);
  expect(automaticBlockLength(steady)).toBe(1);
  expect(automaticBlockLength(new Float64Array(50).fill(12_345.678))).toBe(1);
});

test('[DX-04] six columns that each ask for blocks of one period are tested: six sixths may be a little less than one', () => {
  const steady = Array.from({ length: 6 }, () => new Float64Array(50).fill(0.001));
  expect(superiorPredictiveAbility(steady, { seed: 1 })).toMatchObject({ statistic: 0, p: 1, strategies: 6 });
});
