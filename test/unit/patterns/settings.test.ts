import { expect, test } from 'vitest';
import { type Drawn, PLAIN } from '../../../scripts/golden/hand-drawn.ts';
import { BarShapes } from '../../../shared/patterns/candlestick/bar-shapes.ts';
import { CANDLESTICKS } from '../../../shared/patterns/candlestick/catalogue.ts';
import { SETTINGS } from '../../../shared/patterns/candlestick/settings.ts';
import { findPattern } from '../../../shared/patterns/catalogue.ts';
import { randomBars } from '../../support/random-bars.ts';

function last(id: string, bars: readonly Drawn[], values: Readonly<Record<string, number>>): number | undefined {
  const spec = findPattern(id)?.(values);
  const detector = spec?.definition.detector(spec.values);
  return bars.map(([open, high, low, close]) => detector?.update(open, high, low, close, 1)).at(-1);
}

test("[PT-01] the defaults are those of TA-Lib's candle settings", () => {
  // TA-Lib's table of defaults: range, period, factor.
  expect(SETTINGS).toEqual({
    bodyLong: { range: 0, period: 10, factor: 1 },
    bodyShort: { range: 0, period: 10, factor: 1 },
    bodyDoji: { range: 1, period: 10, factor: 0.1 },
    shadowLong: { range: 0, period: 0, factor: 1 },
    shadowVeryLong: { range: 0, period: 0, factor: 2 },
    shadowShort: { range: 2, period: 10, factor: 1 },
    shadowVeryShort: { range: 1, period: 10, factor: 0.1 },
    near: { range: 1, period: 5, factor: 0.2 },
    far: { range: 1, period: 5, factor: 0.6 },
    equal: { range: 1, period: 5, factor: 0.05 },
  });
  const depths = CANDLESTICKS.flatMap(({ definition }) => {
    const depth = definition.parameters['penetration'];
    return depth ? [[definition.taLib, depth.default]] : [];
  });
  expect(depths).toEqual([
    ['CDLABANDONEDBABY', 0.3],
    ['CDLDARKCLOUDCOVER', 0.5],
    ['CDLEVENINGDOJISTAR', 0.3],
    ['CDLEVENINGSTAR', 0.3],
    ['CDLMATHOLD', 0.5],
    ['CDLMORNINGDOJISTAR', 0.3],
    ['CDLMORNINGSTAR', 0.3],
  ]);
});

test('[PT-01] factor, range, period and penetration change what is seen', () => {
  // The plain bars have bodies of 10 and ranges of 20: a body of 3 is a doji at 15 % of the range, at 30 % of the body, not at 10 % of either.
  const doji: Drawn[] = [...PLAIN, [1000, 1008, 992, 1003]];
  expect(last('doji', doji, {})).toBe(0);
  expect(last('doji', doji, { bodyDojiFactor: 0.15 })).toBe(100);
  expect(last('doji', doji, { bodyDojiRange: 0, bodyDojiFactor: 0.25 })).toBe(0);
  expect(last('doji', doji, { bodyDojiRange: 0, bodyDojiFactor: 0.3 })).toBe(100);
  // Both shadows together are 10 on a plain bar, halved 5.
  expect(last('doji', doji, { bodyDojiRange: 2, bodyDojiFactor: 0.55 })).toBe(0);
  expect(last('doji', doji, { bodyDojiRange: 2, bodyDojiFactor: 0.6 })).toBe(100);
  // Its own range is 16.
  expect(last('doji', doji, { bodyDojiPeriod: 0, bodyDojiFactor: 0.15 })).toBe(0);
  expect(last('doji', doji, { bodyDojiPeriod: 0, bodyDojiFactor: 0.2 })).toBe(100);
  // The bar before has a range of 60: it counts for more when fewer are averaged.
  const wide: Drawn[] = [...PLAIN, [1000, 1030, 970, 1010], [1000, 1008, 992, 1003]];
  expect(last('doji', wide, { bodyDojiPeriod: 10 })).toBe(0);
  expect(last('doji', wide, { bodyDojiPeriod: 2 })).toBe(100);
  // The dark cloud reaches 12 of 20 into the body.
  const cloud: Drawn[] = [...PLAIN, [1000, 1022, 998, 1020], [1024, 1026, 1005, 1008]];
  expect(last('dark-cloud-cover', cloud, { penetration: 0.55 })).toBe(-100);
  expect(last('dark-cloud-cover', cloud, { penetration: 0.65 })).toBe(0);
});

test('[PT-01] the wait is the longest period a formation uses, and the bars it looks back', () => {
  expect(findPattern('doji')?.({ bodyDojiPeriod: 0 }).warmup).toBe(0);
  expect(findPattern('doji')?.({ bodyDojiPeriod: 25 }).warmup).toBe(25);
  expect(findPattern('hammer')?.({ nearPeriod: 30 }).warmup).toBe(31);
  expect(findPattern('rise-fall-three-methods')?.({ bodyLongPeriod: 3, bodyShortPeriod: 4 }).warmup).toBe(8);
  expect(findPattern('hikkake-mod')?.({ nearPeriod: 0 }).warmup).toBe(6);
});

test('[PT-01] a running yardstick is the plain average of the bars before, wherever its total began and however often the window slid', () => {
  const { open, high, low, close, length } = randomBars(700, 5);
  const at = (column: Float64Array, row: number) => column[row] as number;
  const shadows = (row: number) => at(high, row) - at(low, row) - Math.abs(at(close, row) - at(open, row));
  const shapes = new BarShapes(20, 30);
  const body = shapes.yardstick({ range: 0, period: 13, factor: 1.5 }, 2, 4);
  const shadow = shapes.yardstick({ range: 2, period: 7, factor: 1 }, 0, 0);
  const own = shapes.yardstick({ range: 1, period: 0, factor: 2 }, 1, 0);
  const mean = (period: number, before: number, size: (row: number) => number) =>
    Array.from({ length: period }, (_, k) => size(before - 1 - k)).reduce((sum, value) => sum + value, 0) / period;
  for (let row = 0; row < length; row++) {
    shapes.push(at(open, row), at(high, row), at(low, row), at(close, row));
    shapes.measure();
    if (row < 19) continue;
    expect(body.value).toBeCloseTo(1.5 * mean(13, row - 2, (r) => Math.abs(at(close, r) - at(open, r))), 9);
    expect(shadow.value).toBeCloseTo(mean(7, row, shadows) / 2, 9);
    expect(own.value).toBe(2 * (at(high, row - 1) - at(low, row - 1)));
  }
});
