import { expect, test } from 'vitest';
import { hampelDistances } from '../../../../shared/market/quality/hampel.ts';
import { normal, randomNumbers } from '../../../support/random-bars.ts';

const median = (values: readonly number[]) => {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[half] as number) : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
};

/** The definition, window by window: Pearson (2002), section III. The upper of two middle distances, as a window of even length has at its edges. */
function plainly(values: Float64Array, reach: number): number[] {
  return Array.from(values, (value, row) => {
    const window = Array.from(values.subarray(Math.max(0, row - reach), row + reach + 1));
    const centre = median(window);
    const distances = window.map((other) => Math.abs(other - centre)).toSorted((a, b) => a - b);
    return Math.abs(value - centre) / (1.4826 * (distances[window.length >> 1] as number));
  });
}

test('[MD-09] the Hampel filter over a sliding window is its definition, window by window', () => {
  const random = randomNumbers(7);
  const values = Float64Array.from({ length: 500 }, (_, i) => normal(random) + (i % 50 === 0 ? 20 : 0));
  for (const reach of [1, 4, 10]) {
    const found = hampelDistances(values, { reach, floor: () => 0 });
    const wanted = plainly(values, reach);
    expect(Math.max(...found.map((distance, i) => Math.abs(distance - (wanted[i] as number)) / (1 + (wanted[i] as number))))).toBeLessThan(
      1e-12,
    );
  }
});

test('[MD-09] a step to a new level is no outlier, a single value off it is', () => {
  const values = Float64Array.from({ length: 60 }, (_, i) => (i < 30 ? 0 : 100) + (i % 3) / 10);
  values[45] = 90;
  const distances = hampelDistances(values, { reach: 10, floor: () => 0.1 });
  expect([...distances.keys()].filter((row) => (distances[row] as number) > 6)).toEqual([45]);
});
