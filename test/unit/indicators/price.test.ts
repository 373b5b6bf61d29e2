import { expect, test } from 'vitest';
import { computeIndicator } from '../../../shared/indicators/batch.ts';
import { findIndicator, type Indicator } from '../../../shared/indicators/catalogue.ts';
import { PRICE } from '../../../shared/indicators/price/catalogue.ts';
import { ago, each } from '../../support/naive.ts';
import { barsOfCloses } from '../../support/random-bars.ts';
import { COLUMNS, type Reference, referenceDifference } from '../../support/reference.ts';

const { open, high, low, close } = COLUMNS;

function heikinAshi(): number[][] {
  const closes = each([open, high, low, close], (o, h, l, c) => (o + h + l + c) / 4);
  const opens: number[] = [];
  for (const [i] of open.entries()) {
    opens.push(i === 0 ? ((open[0] as number) + (close[0] as number)) / 2 : ((opens[i - 1] as number) + (closes[i - 1] as number)) / 2);
  }
  return [closes, opens, each([high, opens, closes], Math.max), each([low, opens, closes], Math.min)];
}

const REFERENCES: readonly Reference[] = [
  { id: 'heikin-ashi', values: {}, outputs: heikinAshi },
  { id: 'log-return', values: { period: 3 }, outputs: () => [each([close, ago(close, 3)], (now, then) => Math.log(now) - Math.log(then))] },
  { id: 'percent-return', values: { period: 3 }, outputs: () => [each([close, ago(close, 3)], (now, then) => 100 * (now / then - 1))] },
];

test.each(REFERENCES)('[IN-04] $id $values is what its definition gives, worked out the plain way', (reference) => {
  expect(referenceDifference(reference)).toBeUndefined();
});

/** A bar from 100 that reaches 110 and 95 and closes at 106, worked by hand: its pivot is 311 / 3, its range 15. */
const BAR = [100, 110, 95, 106] as const;
const P = 311 / 3;
const PIVOTS: readonly [id: string, levels: Record<string, number>][] = [
  ['pivot-classic', { pivot: P, r1: 337 / 3, r2: 356 / 3, r3: 382 / 3, s1: 292 / 3, s2: 266 / 3, s3: 247 / 3 }],
  ['pivot-fibonacci', { pivot: P, r1: P + 5.73, r2: P + 9.27, r3: P + 15, s1: P - 5.73, s2: P - 9.27, s3: P - 15 }],
  ['pivot-camarilla', { pivot: P, r1: 107.375, r2: 108.75, r3: 110.125, r4: 114.25, s1: 104.625, s2: 103.25, s3: 101.875, s4: 97.75 }],
  ['pivot-woodie', { pivot: 104.25, r1: 113.5, r2: 119.25, s1: 98.5, s2: 89.25 }],
  // The bar rose, so the high counts twice: 110 + 95 + 106 + 110 = 421.
  ['pivot-demark', { pivot: 105.25, r1: 115.5, s1: 100.5 }],
];

test.each(PIVOTS)('[IN-04] %s of a bar has the levels that a hand finds', (id, levels) => {
  const spec = (findIndicator(id) as Indicator)();
  const kernel = spec.definition.kernel(spec.values);
  const [o, h, l, c] = BAR;
  if (spec.inputs.length === 4) kernel.update(o, h, l, c, NaN);
  else kernel.update(h, l, c, NaN, NaN);
  expect(spec.definition.outputs).toEqual(Object.keys(levels));
  for (const [k, level] of Object.values(levels).entries()) expect(kernel.outputs?.[k]).toBeCloseTo(level, 10);
});

test('[IN-04] a pivot of DeMark counts the low of a falling bar twice and the close of one that did neither', () => {
  const spec = (findIndicator('pivot-demark') as Indicator)();
  const kernel = spec.definition.kernel(spec.values);
  expect(kernel.update(106, 110, 95, 100, NaN)).toBe((110 + 95 + 100 + 95) / 4);
  expect(kernel.update(100, 110, 95, 100, NaN)).toBe((110 + 95 + 100 + 100) / 4);
});

test('[IN-04] a return after a price of 0 is 0, not infinite', () => {
  const bars = barsOfCloses([1, 0, 2]);
  for (const id of ['log-return', 'percent-return'])
    expect([...(computeIndicator((findIndicator(id) as Indicator)(), bars)[0] as Float64Array)].slice(2)).toEqual([0]);
});

/** Compared with TA-Lib itself, in test/golden/indicators. */
const ELSEWHERE = ['avg-price', 'median-price', 'typical-price', 'weighted-close'];

test('[IN-01] every indicator of prices has a reference', () => {
  const covered = [...REFERENCES.map(({ id }) => id), ...PIVOTS.map(([id]) => id), ...ELSEWHERE];
  expect(PRICE.map(({ definition }) => definition.id).sort()).toEqual(covered.sort());
});
