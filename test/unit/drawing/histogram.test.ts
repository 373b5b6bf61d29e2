import { expect, test } from 'vitest';
import { histogramOf } from '../../../shared/drawing/histogram.ts';

test('[BT-07] bins stand on round edges, as wide as Freedman and Diaconis say', () => {
  // Eight values, quartiles 2 and 6 (the nearest of the sorted): 2 x 4 / 8^(1/3) = 4, so two bins for the range of 8 asked for, and the step of 4 goes up to 5.
  expect(histogramOf([0, 1, 2, 3, 4, 6, 7, 8])).toEqual({ from: 0, width: 5, counts: [5, 3] });
  // 0 to 63: quartiles 16 and 47, 2 x 31 / 4 = 15.5, so five bins are asked for, each 12.6 wide, which goes up to 20.
  expect(histogramOf(Array.from({ length: 64 }, (_, i) => i))).toEqual({ from: 0, width: 20, counts: [20, 20, 20, 4] });
});

test('[BT-07] a value on an edge lies in the bin above it, and negative ones have bins of their own', () => {
  const { from, width, counts } = histogramOf([-3, -1, 0, 1, 1, 2, 3, 5]);
  // Quartiles 0 and 2: 2 x 2 / 2 = 2, four bins for a range of 8, each 2 wide from -4 on.
  expect([from, width]).toEqual([-4, 2]);
  expect(counts).toEqual([1, 1, 3, 2, 1]);
});

test('[BT-07] values that are alike but for rounding have one bin, no value none', () => {
  expect(histogramOf([100, 100 + 1e-10, 100])).toEqual({ from: 100, width: 0, counts: [3] });
  expect(histogramOf([])).toEqual({ from: 0, width: 0, counts: [] });
});

test('[BT-07] every value is in a bin, and one far away does not make thousands of them', () => {
  const values = Float64Array.from({ length: 10_000 }, (_, i) => Math.sin(i) + (i === 5000 ? 1000 : 0));
  const { from, width, counts } = histogramOf(values);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10_000);
  expect(counts.length).toBeLessThanOrEqual(42);
  expect(from).toBeLessThanOrEqual(-1);
  expect(from + width * counts.length).toBeGreaterThan(999);
});
