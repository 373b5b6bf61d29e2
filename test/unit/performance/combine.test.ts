import { expect, test } from 'vitest';
import type { EquityCurve } from '../../../shared/domain/run.ts';
import { combineCurves, CurveSum } from '../../../shared/performance/combine.ts';
import { randomNumbers } from '../../support/random-bars.ts';
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

/** The definition, curve by curve and point by point. */
function naiveSum(curves: readonly EquityCurve[]): [number, number][] {
  const closes = [...new Set(curves.flatMap(({ time }) => Array.from(time.subarray(1))))].sort((a, b) => a - b);
  const at = ({ time, value }: EquityCurve, when: number) => {
    const last = time.findLastIndex((own, i) => i > 0 && own <= when);
    return value[Math.max(0, last)] as number;
  };
  const open = Math.min(...curves.map(({ time }) => time[0] as number));
  return [open, ...closes].map((when) => [when, curves.reduce((sum, one) => sum + at(one, when), 0)]);
}

test('[BT-05] a sum that is added to curve by curve is the sum of all, bit for bit, and leaves the curves as they were', () => {
  const random = randomNumbers(5);
  for (let round = 0; round < 40; round++) {
    const shared = Float64Array.of(3, 6, 9, 12);
    const curves = Array.from({ length: 1 + Math.floor(random() * 6) }, () => {
      const first = Math.floor(random() * 8);
      const kept = Array.from({ length: 12 }, (_, i) => first + i).filter((_, i) => i === 0 || random() < 0.6);
      const time = random() < 0.4 ? shared : Float64Array.from(kept);
      return { time, value: time.map(() => random()) };
    });
    const before = structuredClone(curves);
    const sum = new CurveSum();
    for (const one of curves) sum.add(one);
    expect(Array.from(sum.curve.time, (time, i) => [time, sum.curve.value[i]])).toEqual(naiveSum(curves));
    expect(combineCurves(curves)).toEqual(sum.curve);
    expect(curves).toEqual(before);
  }
  expect(() => new CurveSum().curve).toThrow('there is no curve to combine');
});
