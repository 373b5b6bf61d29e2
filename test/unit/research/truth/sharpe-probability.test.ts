import { expect, test } from 'vitest';
import {
  deflatedSharpe,
  expectedMaximumSharpe,
  minTrackRecordPeriods,
  probabilisticSharpe,
  sharpeMoments,
} from '../../../../shared/research/truth/sharpe-probability.ts';
import { noise } from '../world.ts';

test('[DX-04] the deflated Sharpe ratio is the published one: 0.9004 for 100 trials and 0.9505 for 46 (Bailey & Lopez de Prado 2014)', () => {
  // Their example: 2.5 a year over 1250 days of 250 a year, variance 1/2 a year among the trials, skewness -3, kurtosis 10.
  const best = { periods: 1250, sharpe: 2.5 / Math.sqrt(250), skewness: -3, kurtosis: 10 };
  const variance = 1 / 2 / 250;
  expect(expectedMaximumSharpe(100, variance)).toBeCloseTo(0.1132, 4);
  expect(deflatedSharpe(best, 100, variance)).toBeCloseTo(0.9004, 4);
  expect(deflatedSharpe(best, 46, variance)).toBeCloseTo(0.9505, 4);
  // "With normal returns 88 trials would do" (same page).
  expect(deflatedSharpe({ ...best, skewness: 0, kurtosis: 3 }, 88, variance)).toBeCloseTo(0.9505, 3);
});

test('[DX-04] 2 a year against 1 needs 2.73 years of days, 3.24 of months, 4.99 with the tails of hedge funds (Bailey & Lopez de Prado 2012)', () => {
  const years = (perYear: number, skewness = 0, kurtosis = 3) =>
    minTrackRecordPeriods({ sharpe: 2 / Math.sqrt(perYear), skewness, kurtosis }, 1 / Math.sqrt(perYear)) / perYear;
  expect(years(252)).toBeCloseTo(2.73, 2);
  expect(years(12)).toBeCloseTo(3.24, 2);
  expect(years(12, -0.72, 5.78)).toBeCloseTo(4.99, 2);
  expect(minTrackRecordPeriods({ sharpe: 0.1, skewness: 0, kurtosis: 3 }, 0.1)).toBe(Number.POSITIVE_INFINITY);
});

test('[DX-04] a record as long as the minimum has just the probability asked for', () => {
  const moments = { sharpe: 0.08, skewness: -0.4, kurtosis: 6 };
  const periods = minTrackRecordPeriods(moments, 0.02, 0.9);
  expect(probabilisticSharpe({ ...moments, periods }, 0.02)).toBeCloseTo(0.9, 12);
});

test('[DX-04] moments of 1, 2, 3, 10 by hand, and of noise', () => {
  // Mean 4, deviations -3 -2 -1 6: squares 50, cubes 180, fourth powers 1394.
  const moments = sharpeMoments([1, 2, 3, 10]);
  expect(moments.sharpe).toBeCloseTo(4 / Math.sqrt(50 / 3), 14);
  expect(moments.skewness).toBeCloseTo(180 / 4 / (50 / 4) ** 1.5, 14);
  expect(moments.kurtosis).toBeCloseTo(1394 / 4 / (50 / 4) ** 2, 14);
  expect(sharpeMoments([0.01, 0.01, 0.01]).sharpe).toBeNaN();
  expect(sharpeMoments([0.01]).sharpe).toBeNaN();
  // Interest by the day, read off an equity curve: the returns differ by rounding, which `sharpe` of a summary does not take for a deviation either.
  const equity = Float64Array.from({ length: 60 }, (_, day) => 10_000 * 1.001 ** day);
  const interest = equity.subarray(1).map((value, day) => value / (equity[day] as number) - 1);
  expect(new Set(interest).size).toBeGreaterThan(1);
  expect(sharpeMoments(interest).sharpe).toBeNaN();
  const wide = sharpeMoments(noise(20_000, 4));
  expect(Math.abs(wide.skewness)).toBeLessThan(0.06);
  expect(Math.abs(wide.kurtosis - 3)).toBeLessThan(0.2);
});

test('[DX-04] the expected maximum is that of so many normal draws, and nothing for one', () => {
  const trials = 50;
  let sum = 0;
  for (let seed = 1; seed <= 2000; seed++) sum += Math.max(...noise(trials, seed));
  // Harter (1961): the largest of 50 normal draws is 2.2491 on average; the approximation of the paper lies within 2 % of it.
  expect(sum / 2000).toBeCloseTo(2.249, 1);
  expect(expectedMaximumSharpe(trials, 1) / 2.2491).toBeCloseTo(1, 1);
  expect(expectedMaximumSharpe(1, 5)).toBe(0);
  expect(() => expectedMaximumSharpe(0, 1)).toThrow('trials is 0, but must be 1 or more');
  expect(() => expectedMaximumSharpe(3, -1)).toThrow('variance is -1, but must be 0 or more');
});
