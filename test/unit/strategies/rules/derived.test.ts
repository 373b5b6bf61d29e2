import { describe, expect, test } from 'vitest';
import { computeIndicator } from '../../../../shared/indicators/batch.ts';
import { RollingCorrelation } from '../../../../shared/indicators/rolling-correlation.ts';
import { parseRules } from '../../../../shared/strategies/rules/parse.ts';
import { INDICATOR_CONTRACT } from '../../../../shared/indicators/contract.ts';
import { randomBars, randomNumbers } from '../../../support/random-bars.ts';

/** The series that rules declare beyond those of the catalogue. */
const CONDITIONS = {
  'a column': { above: ['hl2', 1] },
  'a value some bars ago': { above: ['bollinger(20).lower[3]', 1] },
  'a change': { delta: { of: 'macd(3, 6, 4).signal', bars: 4, above: 1 } },
  'a change in percent': { percentChange: { of: 'atr(5)', bars: 7, above: 1 } },
  'a streak': { rising: { of: 'obv()', bars: 3 } },
  'a correlation': { correlation: { of: 'rsi(5)', with: 'hlc3', bars: 12, above: 0 } },
};
const specs = Object.entries(CONDITIONS).map(([name, condition]) => {
  const [spec] = Object.values(parseRules({ entry: { long: condition } }).indicators({}));
  if (spec === undefined) throw new Error(`${name} declares nothing`);
  return [name, spec] as const;
});
const bars = randomBars(1500, 5);

describe.each(INDICATOR_CONTRACT)('$promise', ({ fault }) => {
  test.each(specs)('[IN-01] %s of the rules', (_, spec) => {
    expect(fault(spec, bars)).toBeUndefined();
  });
});

test('[LV-05] rules warm up as long as the longest of what they read', () => {
  expect(specs.map(([name, { warmup }]) => [name, warmup])).toEqual([
    ['a column', 0],
    ['a value some bars ago', 22],
    ['a change', 12],
    ['a change in percent', 12],
    ['a streak', 3],
    ['a correlation', 16],
  ]);
});

describe('rolling correlation', () => {
  /** Pearson's formula with the means taken first. */
  const plain = (a: readonly number[], b: readonly number[]) => {
    const mean = (x: readonly number[]) => x.reduce((sum, v) => sum + v, 0) / x.length;
    const [ma, mb] = [mean(a), mean(b)];
    const sum = (f: (i: number) => number) => a.reduce((total, _, i) => total + f(i), 0);
    const da = (i: number) => (a[i] as number) - ma;
    const db = (i: number) => (b[i] as number) - mb;
    return sum((i) => da(i) * db(i)) / Math.sqrt(sum((i) => da(i) ** 2) * sum((i) => db(i) ** 2));
  };

  test('[CO-01] equals the formula over each window, far from zero too', () => {
    const random = randomNumbers(3);
    const a = Array.from({ length: 400 }, () => 60_000 + random());
    const b = a.map((x) => 1e-4 * (0.5 * (x - 60_000) + random()));
    const correlation = new RollingCorrelation(20);
    a.forEach((x, row) => {
      const value = correlation.push(x, b[row] as number);
      if (row < 19) expect(value).toBeNaN();
      else expect(value).toBeCloseTo(plain(a.slice(row - 19, row + 1), b.slice(row - 19, row + 1)), 8);
    });
  });

  test('[CO-01] is 0 as soon as one of the two stands still, and no rounding is left of what moved before', () => {
    const correlation = new RollingCorrelation(7);
    const random = randomNumbers(9);
    for (let row = 0; row < 50; row++) correlation.push(1e6 * random(), random());
    const values = Array.from({ length: 12 }, () => correlation.push(0.1, random()));
    expect(values.slice(6)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test('[CO-01] of a line with itself is 1, with its mirror image -1', () => {
    const same = new RollingCorrelation(3);
    const mirrored = new RollingCorrelation(3);
    expect([1, 2, 4, 8].map((x) => same.push(x, 2 * x + 1)).slice(2)).toEqual([expect.closeTo(1, 12), expect.closeTo(1, 12)]);
    expect([1, 2, 4, 8].map((x) => mirrored.push(x, -x)).at(-1)).toBeCloseTo(-1, 12);
  });
});

test('[IN-01] an operand of the rules is the indicator of the catalogue, bit for bit', () => {
  const declared = parseRules({ entry: { long: { above: ['sma(7)[0]', 'close'] } } }).indicators({});
  const [spec] = Object.values(declared);
  if (spec === undefined) throw new Error('nothing is declared');
  expect(spec.key).toBe('sma(period=7)[close]');
  expect(computeIndicator(spec, bars)[0]?.[100]).toBeGreaterThan(0);
});
