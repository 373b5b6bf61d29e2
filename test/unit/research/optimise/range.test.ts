import { expect, test } from 'vitest';
import { float, int } from '../../../../shared/indicators/parameters.ts';
import { SeededRandom } from '../../../../shared/market/noise.ts';
import { dimensionsOf, parseRange } from '../../../../shared/research/optimise/range.ts';
import { Space, valueOf, valuesOf } from '../../../../shared/research/optimise/space.ts';

const PARAMETERS = { fast: int(10, { min: 1, max: 500 }), ratio: float(0.5, { min: 0.001, max: 1, step: 0.1 }) };
const values = (text: string, parameter = PARAMETERS.fast) => {
  const dimension = parseRange('fast', text, parameter);
  return Array.from({ length: valuesOf(dimension) }, (_, place) => valueOf(dimension, place));
};

test('[BT-08] a range includes both ends, and ends at the last step before one that it misses', () => {
  expect(values('5:24:1')).toHaveLength(20);
  expect(values('5:9:2')).toEqual([5, 7, 9]);
  expect(values('5:10:2')).toEqual([5, 7, 9]);
  expect(values('5:7')).toEqual([5, 6, 7]);
  expect(values('3:3:1')).toEqual([3]);
  expect(values('0.1:0.7:0.2', PARAMETERS.ratio)).toEqual([0.1, 0.3, 0.5, 0.7]);
});

test('[BT-08] a range through 0 has 0 in it, and no value carries the rounding of sums', () => {
  const signed = float(0, { min: -1000, max: 1000, step: 0.1 });
  expect(values('-0.3:0.3:0.1', signed)).toEqual([-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]);
  expect(values('-1000:1000:0.1', signed).slice(9998, 10003)).toEqual([-0.2, -0.1, 0, 0.1, 0.2]);
  expect(values('-999.999:0.01:0.001', signed).slice(-3)).toEqual([0.008, 0.009, 0.01]);
  expect(Object.is(values('-0.2:0:0.1', signed)[2], 0)).toBe(true);
});

test('[BT-08] a range that cannot be is refused with what would be right', () => {
  const fault = (text: string) => () => parseRange('fast', text, PARAMETERS.fast);
  expect(fault('5')).toThrow('range fast=5 must be FROM:TO:STEP');
  expect(fault('a:b:c')).toThrow('must be FROM:TO:STEP');
  expect(fault('5::1')).toThrow('must be FROM:TO:STEP');
  expect(fault('9:5:1')).toThrow('goes from 9 down to 5');
  expect(fault('5:9:0')).toThrow('has the step 0, but it must be above 0');
  expect(fault('5:9:0.5')).toThrow('must be whole numbers');
  expect(fault('0:9:1')).toThrow('must lie from 1 to 500, the bounds of fast');
  expect(fault('5:501:1')).toThrow('the bounds of fast');
  expect(() => dimensionsOf(PARAMETERS, { ranges: { slow: '1:2:1' }, fixed: {} })).toThrow('there is no parameter "slow"');
  expect(() => dimensionsOf(PARAMETERS, { ranges: { fast: '1:2:1' }, fixed: { fast: 3 } })).toThrow('a range and a fixed value');
  expect(() => dimensionsOf(PARAMETERS, { ranges: {}, fixed: { fast: 3, ratio: 0.2 } })).toThrow('nothing to search');
});

test('[BT-08] without ranges every free parameter is searched as the strategy declares it', () => {
  expect(dimensionsOf(PARAMETERS, { ranges: {}, fixed: { fast: 3 } })).toEqual([
    { name: 'ratio', from: 0.001, to: 1, step: 0.1, log: false },
  ]);
  expect(dimensionsOf(PARAMETERS, { ranges: {}, fixed: {} }).map(({ name }) => name)).toEqual(['fast', 'ratio']);
  expect(dimensionsOf(PARAMETERS, { ranges: { fast: '1:9' }, fixed: {} }).map(({ name }) => name)).toEqual(['fast']);
});

test('[BT-08] a range by ratio gives each decade the same part of the draws', () => {
  const space = new Space([parseRange('ratio', '0.001:1:log', PARAMETERS.ratio)]);
  const random = new SeededRandom(1);
  const draws = Array.from({ length: 3000 }, () => space.decode(space.uniform(random))['ratio'] as number);
  for (const from of [0.001, 0.01, 0.1]) {
    const share = draws.filter((value) => value >= from && value < 10 * from).length / draws.length;
    expect(Math.abs(share - 1 / 3)).toBeLessThan(0.03);
  }
});

test('[BT-08] every value of a range with steps is drawn alike, and a point and its combination are each other back', () => {
  const space = new Space([parseRange('fast', '5:8:1', PARAMETERS.fast), parseRange('fast2', '1:400:log', PARAMETERS.fast)]);
  const random = new SeededRandom(2);
  const counts = new Map<number, number>();
  for (let i = 0; i < 4000; i++) {
    const params = space.decode(space.uniform(random));
    counts.set(params['fast'] as number, (counts.get(params['fast'] as number) ?? 0) + 1);
    expect(space.decode(space.encode(params))).toEqual(params);
  }
  expect([...counts.keys()].sort((a, b) => a - b)).toEqual([5, 6, 7, 8]);
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
});
