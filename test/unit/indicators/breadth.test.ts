import { describe, expect, test } from 'vitest';
import type { Bars } from '../../../shared/domain/bars.ts';
import { MARKET_BREADTH } from '../../../shared/indicators/breadth/catalogue.ts';
import { computeBreadth } from '../../../shared/indicators/breadth/define.ts';
import { marketBreadth } from '../../../shared/indicators/breadth/market-breadth.ts';
import type { Input } from '../../../shared/indicators/input.ts';
import { parseParameters } from '../../../shared/indicators/parameters.ts';
import { INDICATOR_CONTRACT } from '../../../shared/indicators/contract.ts';
import { ago, each, exponential } from '../../support/naive.ts';
import { barsOfCloses, randomBars } from '../../support/random-bars.ts';

const universe = Array.from({ length: 12 }, (_market, i) => randomBars(600, 100 + i));
const breadth = marketBreadth(universe, { extremes: 20, average: 10 });
const find = (id: string) => MARKET_BREADTH.find((one) => one.id === id) as (typeof MARKET_BREADTH)[number];
const compute = (id: string, values = {}) => computeBreadth(find(id), breadth, values).map((column) => [...column]);

test('[IN-01] four markets counted by hand: who rose, fell and stayed, with their volumes, new extremes and who stands above its average', () => {
  const late = barsOfCloses([0, 0, 7, 8]);
  const markets = [barsOfCloses([1, 2, 3, 2]), barsOfCloses([5, 4, 4, 3]), barsOfCloses([9, 9, 9, 10])];
  const counted = marketBreadth([...markets, { ...late, length: 2, time: late.time.subarray(2), close: late.close.subarray(2) }], {
    extremes: 2,
    average: 2,
  });
  expect(counted.length).toBe(4);
  expect([...counted.advances]).toEqual([0, 1, 1, 2]);
  expect([...counted.declines]).toEqual([0, 1, 0, 2]);
  expect([...counted.unchanged]).toEqual([0, 1, 2, 0]);
  expect([...counted.advancingVolume]).toEqual([0, 1, 1, 2]);
  expect([...counted.decliningVolume]).toEqual([0, 1, 0, 2]);
  // A close that stays is both the highest and the lowest of two.
  expect([...counted.highs]).toEqual([0, 2, 3, 2]);
  expect([...counted.lows]).toEqual([0, 2, 2, 2]);
  expect([...counted.counted]).toEqual([0, 3, 3, 4]);
  expect([...counted.above]).toEqual([0, 1, 1, 2]);
});

const share = each([[...breadth.advances], [...breadth.declines]], (a, d) => (a + d === 0 ? 0 : (a - d) / (a + d)));
const mcclellan = (fast: number, slow: number) => {
  const thousandths = share.map((x) => 1000 * x);
  return each([exponential(thousandths, fast), exponential(thousandths, slow)], (f, s) => f - s);
};
const running = (xs: readonly number[]) => xs.map((_x, i) => xs.slice(0, i + 1).reduce((sum, x) => sum + (Number.isNaN(x) ? 0 : x), 0));
const percent = each([[...breadth.above], [...breadth.counted]], (a, c) => (c === 0 ? 0 : (100 * a) / c));
const newHighs = each([[...breadth.highs], [...breadth.lows]], (h, l) => h - l);
const { advances, declines, advancingVolume, decliningVolume } = breadth;
const rows = [...breadth.time.keys()];

const EXPECTED: Readonly<Record<string, readonly (readonly number[])[]>> = {
  'advance-decline-line': [running(each([[...advances], [...declines]], (a, d) => a - d))],
  'advance-decline-ratio': [each([[...advances], [...declines]], (a, d) => (d === 0 ? a : a / d))],
  'breadth-thrust': [
    exponential(
      share.map((x) => 0.5 + x / 2),
      10,
    ),
  ],
  'mcclellan-oscillator': [mcclellan(19, 39)],
  'mcclellan-summation': [running(mcclellan(19, 39))],
  'new-high-low': [newHighs, running(newHighs)],
  'percent-above-average': [percent, each([percent, ago(percent, 1)], (now, then) => now - then)],
  trin: [
    rows.map((i) => {
      const [a, d, v, w] = [advances[i], declines[i], advancingVolume[i], decliningVolume[i]] as [number, number, number, number];
      return a === 0 || d === 0 || v === 0 || w === 0 ? 1 : (a * w) / (d * v);
    }),
  ],
};

test('[IN-01] every indicator of breadth has a reference, sorted by id', () => {
  expect(MARKET_BREADTH.map(({ id }) => id)).toEqual(Object.keys(EXPECTED));
});

describe.each(Object.entries(EXPECTED))('%s', (id, expected) => {
  test('[IN-04] is what its definition gives, worked out the plain way', () => {
    const columns = compute(id);
    expect(columns).toHaveLength(expected.length);
    const warmup = find(id).warmup(parseParameters(id, find(id).parameters, {}));
    for (const [k, column] of expected.entries())
      for (let row = warmup; row < breadth.length; row++) expect(columns[k]?.[row], `row ${row}`).toBeCloseTo(column[row] as number, 8);
  });

  test.each(INDICATOR_CONTRACT)('[IN-04] $promise', ({ fault }) => {
    const columns: Input[] = ['open', 'high', 'low', 'close'];
    const inputs = columns.slice(0, find(id).inputs.length);
    const named = Object.fromEntries(inputs.map((input, i) => [input, breadth[find(id).inputs[i] ?? 'advances']]));
    const bars: Bars = { ...(universe[0] as Bars), ...named };
    const values = parseParameters(id, find(id).parameters, {});
    const spec = { key: id, definition: { ...find(id), inputs }, values, inputs, warmup: find(id).warmup(values) };
    expect(fault(spec, bars)).toBeUndefined();
  });
});

test('[IN-01] a parameter of a breadth indicator out of bounds is refused by name', () => {
  expect(() => compute('breadth-thrust', { period: 0 })).toThrow('breadth indicator breadth-thrust: period is 0');
});
