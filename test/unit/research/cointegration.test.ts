import { expect, test } from 'vitest';
import { correlate } from '../../../shared/research/correlation/correlate.ts';
import { testUnitRoot } from '../../../shared/research/correlation/dickey-fuller.ts';
import { testCointegration } from '../../../shared/research/correlation/engle-granger.ts';
import { halfLife } from '../../../shared/research/correlation/half-life.ts';
import { mackinnonCritical, mackinnonP } from '../../../shared/research/correlation/mackinnon.ts';
import { dailyBars, noise, walk } from './world.ts';

/** A series that keeps this share of its distance from 0 at each row. */
function returning(length: number, seed: number, share: number): Float64Array {
  let level = 0;
  return noise(length, seed).map((step) => (level = share * level + step));
}

test('[CO-02] critical values are those of the published tables', () => {
  // Davidson & MacKinnon (1993), Estimation and Inference in Econometrics, tables 20.1 and 20.2: asymptotic, 1 %, 5 %, 10 %.
  const published = [
    ['c', 1, [-3.43, -2.86, -2.57]],
    ['ct', 1, [-3.96, -3.41, -3.13]],
    ['c', 2, [-3.9, -3.34, -3.04]],
    ['c', 3, [-4.29, -3.74, -3.45]],
    ['c', 4, [-4.64, -4.1, -3.81]],
    ['c', 5, [-4.96, -4.42, -4.13]],
    ['c', 6, [-5.25, -4.71, -4.42]],
    ['ct', 2, [-4.32, -3.78, -3.5]],
    ['ct', 3, [-4.66, -4.12, -3.84]],
    ['ct', 4, [-4.97, -4.43, -4.15]],
    ['ct', 5, [-5.25, -4.72, -4.43]],
    ['ct', 6, [-5.52, -4.98, -4.7]],
  ] as const;
  for (const [trend, series, values] of published) {
    const found = Object.values(mackinnonCritical(Infinity, series, trend));
    for (const [i, value] of values.entries()) expect(Math.abs((found[i] as number) - value)).toBeLessThan(0.011);
  }
  // Fuller (1976), Introduction to Statistical Time Series, table 8.5.2, of samples of 100 and 50: the same test by simulation.
  for (const [rows, trend, values] of [
    [100, 'c', [-3.51, -2.89, -2.58]],
    [100, 'ct', [-4.04, -3.45, -3.15]],
    [50, 'c', [-3.58, -2.93, -2.6]],
    [100, 'n', [-2.6, -1.95, -1.61]],
  ] as const) {
    const found = Object.values(mackinnonCritical(rows, 1, trend));
    for (const [i, value] of values.entries()) expect(Math.abs((found[i] as number) - value)).toBeLessThan(0.021);
  }
});

test('[CO-02] p-values (1994) at the critical values (2010), two tables of their own, agree with the level', () => {
  for (const trend of ['c', 'ct'] as const) {
    for (let series = 1; series <= 6; series++) {
      const critical = mackinnonCritical(Infinity, series, trend);
      expect(mackinnonP(critical['1%'], series, trend)).toBeCloseTo(0.01, 3);
      expect(mackinnonP(critical['5%'], series, trend)).toBeCloseTo(0.05, 2);
      expect(mackinnonP(critical['10%'], series, trend)).toBeCloseTo(0.1, 2);
      // Both polynomials meet where one takes over from the other, and p rises all the way.
      for (let tau = -12; tau < 3; tau += 0.05) {
        expect(mackinnonP(tau + 0.05, series, trend)).toBeGreaterThanOrEqual(mackinnonP(tau, series, trend) - 0.002);
      }
    }
  }
  expect(mackinnonP(-40, 2, 'c')).toBe(0);
  expect(mackinnonP(5, 2, 'c')).toBe(1);
  expect(() => mackinnonP(-3, 7, 'c')).toThrow('no entry for 7 series');
});

test('[CO-02] planted pairs are cointegrated with p below 0.01; of 200 pairs of random walks most have p above 0.1, and about one in twenty p below 0.05', () => {
  const seeds = 200;
  const counts = { planted: 0, above: 0, below: 0 };
  for (let seed = 1; seed <= seeds; seed++) {
    const x = walk(500, seed);
    const spread = returning(500, seed + 1000, 0.8);
    const planted = x.map((value, t) => 5 + 1.5 * value + (spread[t] as number));
    const found = testCointegration(planted, [x]);
    if (found.p < 0.01) counts.planted++;
    const { p } = testCointegration(walk(500, seed + 2000), [x]);
    if (p > 0.1) counts.above++;
    if (p < 0.05) counts.below++;
  }
  // One of them is cut short by an unlucky choice of lags.
  expect(counts.planted).toBeGreaterThanOrEqual(seeds - 1);
  expect(counts.above / seeds).toBeGreaterThan(0.83);
  expect(counts.below / seeds).toBeGreaterThan(0.015);
  expect(counts.below / seeds).toBeLessThan(0.09);
});

test('[CO-02] the test of a unit root finds none in about one walk in twenty at 5 %, somewhat more often with lags by Akaike, and in returning series', () => {
  const [seeds, chosen] = [1000, 400];
  const below = { fixed: 0, chosen: 0 };
  for (let seed = 1; seed <= seeds; seed++) {
    if (testUnitRoot(walk(250, seed), { maxLags: 0 }).p < 0.05) below.fixed++;
    if (seed <= chosen && testUnitRoot(walk(250, seed)).p < 0.05) below.chosen++;
  }
  // 5.2 % and 5.9 % of 4,000 seeds; so few are within three deviations of that.
  expect(below.fixed / seeds).toBeGreaterThan(0.032);
  expect(below.fixed / seeds).toBeLessThan(0.072);
  expect(below.chosen / chosen).toBeGreaterThan(0.024);
  expect(below.chosen / chosen).toBeLessThan(0.094);
  expect(testUnitRoot(returning(250, 1, 0.7)).p).toBeLessThan(1e-6);
});

test('[CO-02] the fit finds the hedge ratio and leaves the spread; an exact fit is as certain as can be', () => {
  const x = walk(1000, 1);
  const z = walk(1000, 2);
  const spread = returning(1000, 3, 0.5);
  const y = x.map((value, t) => 20 + 2 * value - 0.5 * (z[t] as number) + (spread[t] as number));
  const found = testCointegration(y, [x, z]);
  expect(found.hedgeRatios[0]).toBeCloseTo(2, 1);
  expect(found.hedgeRatios[1]).toBeCloseTo(-0.5, 1);
  expect(found.spread.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 7);
  const { intercept, hedgeRatios } = found;
  expect(found.spread[10]).toBeCloseTo(
    (y[10] as number) - intercept - (hedgeRatios[0] as number) * (x[10] as number) - (hedgeRatios[1] as number) * (z[10] as number),
    9,
  );
  const exact = testCointegration(
    x.map((value) => 3 * value + 1),
    [x],
  );
  expect([exact.statistic, exact.p]).toEqual([-Infinity, 0]);
  expect(() => testCointegration(y, [x, x])).toThrow('is a sum of the others');
  expect(() => testCointegration(y, [])).toThrow('cointegration of 1 series');
  expect(() => testCointegration(y, [x.slice(1)])).toThrow('different numbers of rows');
  expect(() => testUnitRoot(walk(19, 1))).toThrow('a unit root test of 19 rows says nothing; 20 or more are needed');
  expect(() => testUnitRoot(new Float64Array(50).fill(2))).toThrow('does not move');
});

test('[CO-02] the half-life of a series that keeps 0.9 of its distance is ln 2 / -ln 0.9 = 6.6 rows; one that does not return has none', () => {
  // Without noise the decay is exact.
  expect(halfLife(Array.from({ length: 50 }, (_, t) => 8 * 0.9 ** t))).toBeCloseTo(6.5788, 4);
  expect(halfLife(Array.from({ length: 50 }, (_, t) => 2 ** -t))).toBeCloseTo(1, 12);
  expect(halfLife(returning(20_000, 1, 0.9))).toBeCloseTo(6.5788, 0);
  expect(halfLife(Array.from({ length: 50 }, (_, t) => 1.1 ** t))).toBeNull();
  expect(halfLife(Array.from({ length: 50 }, (_, t) => (-0.5) ** t))).toBeNull();
});

test('[CO-02] two instruments of which one follows the other come out cointegrated, with ratio and half-life', () => {
  const x = walk(600, 5);
  const spread = returning(600, 6, 0.8);
  const y = x.map((value, t) => 10 + 1.5 * value + (spread[t] as number));
  const [found] = correlate([
    { symbol: 'Y', bars: dailyBars(y) },
    { symbol: 'X', bars: dailyBars(x) },
  ]).cointegration;
  expect(found).toMatchObject({ a: 'Y', b: 'X' });
  expect(found?.p).toBeLessThan(0.01);
  expect(found?.reverseP).toBeLessThan(0.01);
  expect(found?.statistic).toBeLessThan(found?.critical['1%'] as number);
  expect(found?.hedgeRatio).toBeCloseTo(1.5, 1);
  // ln 2 / -ln 0.8 = 3.1.
  expect(Math.abs((found?.halfLife as number) - 3.1)).toBeLessThan(0.8);
  const [copy] = correlate([
    { symbol: 'X', bars: dailyBars(x) },
    { symbol: 'X2', bars: dailyBars(x) },
  ]).cointegration;
  expect(copy).toMatchObject({ statistic: null, p: 0, halfLife: null });
});
