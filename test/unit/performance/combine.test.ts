import { expect, test } from 'vitest';
import { combineCurves } from '../../../shared/performance/combine.ts';
import { curve } from './facts.ts';

test('[BT-05] summed curves stand on the union of closes, cash before the first and flat after the last', () => {
  const early = curve([
    [0, 100],
    [10, 110],
    [20, 120],
  ]);
  const late = curve([
    [15, 50],
    [20, 60],
    [30, 40],
  ]);
  const sum = combineCurves([early, late]);
  expect(Array.from(sum.time)).toEqual([0, 10, 20, 30]);
  expect(Array.from(sum.value)).toEqual([150, 160, 180, 160]);
});

test('[BT-05] a hole in one curve keeps its last value', () => {
  const sum = combineCurves([
    curve([
      [0, 1],
      [10, 2],
      [20, 3],
      [30, 4],
    ]),
    curve([
      [0, 10],
      [10, 20],
      [30, 40],
    ]),
  ]);
  expect(Array.from(sum.value)).toEqual([11, 22, 23, 44]);
});

test('[BT-05] one curve is itself, none is a fault', () => {
  const only = curve([
    [0, 1],
    [1, 2],
  ]);
  expect(combineCurves([only])).toBe(only);
  expect(() => combineCurves([])).toThrow('no curve');
});
