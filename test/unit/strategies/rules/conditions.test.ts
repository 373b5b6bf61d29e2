import { describe, expect, test } from 'vitest';
import { definePattern } from '../../../../shared/patterns/pattern.ts';
import { INDICATORS } from '../../../../shared/indicators/catalogue.ts';
import { int } from '../../../../shared/indicators/parameters.ts';
import type { Condition } from '../../../../shared/strategies/rules/schema.ts';
import { barsOf, flatBars } from '../../engine/world.ts';
import { rowsWhere } from './world.ts';

// Rows counted from 0; each row's four prices are one. The rows expected are read off the prices by hand.
//             0   1   2   3   4   5   6   7
const PRICES = [10, 12, 14, 13, 11, 11, 15, 10];

const TABLE: [string, Condition, number[]][] = [
  ['above is strict', { above: ['close', 11] }, [1, 2, 3, 6]],
  ['below is strict', { below: ['close', 11] }, [0, 7]],
  ['a number may stand on the left', { above: [11, 'close'] }, [0, 7]],
  ['between includes both ends', { between: ['close', 11, 13] }, [1, 3, 4, 5]],
  ['between may have a series as its end', { between: [12, 'close', 14] }, [0, 1, 4, 5, 7]],
  ['a column some bars ago is known so many bars later', { above: ['close', 'close[2]'] }, [2, 3, 6]],
  ['an object asks for the same', { above: ['close', { column: 'close', ago: 2 }] }, [2, 3, 6]],
  // sma(2): 11 13 13.5 12 11 13 12.5 from row 1.
  ['an indicator warms up first', { above: ['close', 'sma(2)'] }, [1, 2, 6]],
  ['an indicator as an object', { above: ['close', { indicator: 'sma', params: { period: 2 } }] }, [1, 2, 6]],
  ['of another column', { above: ['close', 'sma(volume, 2)'] }, [1, 2, 3, 4, 5, 6, 7]],
  // Closes against 12: below, equal, above, above, below, below, above, below: the equal one keeps the sign.
  ['a cross upwards through a level happens once', { crossesAbove: ['close', 12] }, [2, 6]],
  ['a cross downwards through a level', { crossesBelow: ['close', 12] }, [4, 7]],
  ['a level that crosses above a price is a price that crosses below it', { crossesAbove: [12, 'close'] }, [4, 7]],
  ['two series cross', { crossesBelow: ['close', 'sma(2)'] }, [3, 7]],
  ['rising asks for one rise without bars', { rising: { of: 'close' } }, [1, 2, 6]],
  ['rising for two bars in a row', { rising: { of: 'close', bars: 2 } }, [2]],
  ['falling for two bars in a row', { falling: { of: 'close', bars: 2 } }, [4]],
  ['an equal close is neither', { any: [{ rising: { of: 'close' } }, { falling: { of: 'close' } }] }, [1, 2, 3, 4, 6, 7]],
  // Changes over two bars from row 2: 4 1 -3 -2 4 -1.
  ['delta over bars', { delta: { of: 'close', bars: 2, above: 1 } }, [2, 6]],
  ['delta between', { delta: { of: 'close', bars: 2, between: [-2, 1] } }, [3, 5, 7]],
  ['delta from another series', { delta: { of: 'close', from: 'sma(2)', above: 0.9 } }, [1, 2, 6]],
  ['delta against a series', { delta: { of: 'close', bars: 1, above: 'volume' } }, [1, 2, 6]],
  // Percent over one bar from row 1: 20 16.7 -7.1 -15.4 0 36.4 -33.3.
  ['percentChange over bars', { percentChange: { of: 'close', bars: 1, above: 16.7 } }, [1, 6]],
  ['percentChange below', { percentChange: { of: 'close', bars: 1, below: -15.3 } }, [4, 7]],
  // In percent of the mean of two: 9.1 7.7 -3.7 -8.3 0 15.4 -20.
  ['percentChange from another series', { percentChange: { of: 'close', from: 'sma(2)', below: -8 } }, [4, 7]],
  ['all', { all: [{ above: ['close', 11] }, { rising: { of: 'close' } }] }, [1, 2, 6]],
  ['any', { any: [{ above: ['close', 14] }, { below: ['close', 11] }] }, [0, 6, 7]],
  ['not', { not: { above: ['close', 11] } }, [0, 4, 5, 7]],
  ['what is not known yet is not a no: not waits for the warm-up', { not: { above: ['close[2]', 11] } }, [2, 6, 7]],
  ['an indicator of a longer timeframe is that of its last closed bar', { above: ['close', 'close@2h'] }, [2, 6]],
  // 2 h closes 12 13 11 10, known at rows 1 3 5 7.
  ['ago counts bars of its own timeframe', { above: ['close@2h', 'close@2h[1]'] }, [3, 4]],
  ['so do rises', { falling: { of: 'close@2h', bars: 2 } }, [7]],
  ['and changes', { delta: { of: 'close@2h', bars: 1, below: 0 } }, [5, 6, 7]],
  ['neutral sentiment is 0', { sentiment: { above: -0.1, neutralWhenMissing: true } }, [0, 1, 2, 3, 4, 5, 6, 7]],
  ['neutral sentiment is not above 0', { sentiment: { of: 'BTC', above: 0, neutralWhenMissing: true } }, []],
];

test.each(TABLE)('[PT-03] %s', (_, condition, rows) => {
  expect(rowsWhere(condition, flatBars(PRICES))).toEqual(rows);
});

test('[PT-03] a percent change from 0 is 0', () => {
  expect(rowsWhere({ percentChange: { of: 'close', bars: 1, between: [0, 0] } }, flatBars([0, 5, 5, 10]))).toEqual([1, 2]);
});

describe('correlation', () => {
  // Close against open over three bars; closes rise 1 2 3 while opens rise, then fall.
  const bars = barsOf([
    [1, 9, 1, 1],
    [2, 9, 1, 2],
    [3, 9, 1, 3],
    [2, 9, 1, 4],
    [1, 9, 1, 5],
    [1, 9, 1, 5],
    [1, 9, 1, 5],
  ]);
  test('[CO-01] of the close with another column, known after as many bars', () => {
    expect(rowsWhere({ correlation: { with: 'open', bars: 3, above: 0.99 } }, bars)).toEqual([2]);
    expect(rowsWhere({ correlation: { with: 'open', bars: 3, below: -0.99 } }, bars)).toEqual([4, 5]);
  });
  test('[CO-01] of what stands still it is 0', () => {
    expect(rowsWhere({ correlation: { of: 'close', with: 'high', bars: 3, between: [0, 0] } }, bars)).toEqual([2, 3, 4, 5, 6]);
  });
});

describe('patterns', () => {
  /** Points up after a close that is `size` above the open, down after one as far below. */
  const marubozu = definePattern({
    id: 'tall',
    name: 'Tall bar',
    kind: 'candlestick',
    about: '',
    parameters: { size: int(2, { min: 1, max: 50 }) },
    warmup: () => 0,
    source: 'This test.',
    detector: ({ size }) => ({
      update: (open, _high, _low, close) => (close - open >= size ? 100 : open - close >= size ? -100 : 0),
      snapshot: () => [],
      restore: () => undefined,
    }),
  });
  const catalogue = { indicators: INDICATORS, patterns: [marubozu] };
  const bars = barsOf([
    [10, 13, 10, 13],
    [13, 13, 12, 12],
    [12, 12, 9, 9],
    [9, 20, 9, 20],
  ]);
  const rows = (pattern: Condition['pattern']) => rowsWhere({ pattern }, bars, catalogue);

  test('[PT-01] a pattern holds at the bar that confirms it, whatever it points to', () => expect(rows('tall')).toEqual([0, 2, 3]));
  test('[PT-01] a direction chooses', () => {
    expect(rows({ id: 'tall', direction: 'up' })).toEqual([0, 3]);
    expect(rows({ id: 'tall', direction: 'down' })).toEqual([2]);
  });
  test('[IN-02] its parameters are tunable', () => expect(rows({ id: 'tall', params: { size: 5 } })).toEqual([3]));
  test('[PT-01] on a longer timeframe it holds until the next bar of that closes', () => {
    // Two-hour bars 10 -> 12 and 12 -> 20.
    expect(rows({ id: 'tall', timeframe: '2h', direction: 'up' })).toEqual([1, 2, 3]);
    expect(rows({ id: 'tall', timeframe: '2h', params: { size: 5 } })).toEqual([3]);
  });
});
