import { expect, test } from 'vitest';
import { HOUR_US } from '../../../shared/domain/time.ts';
import { sma } from '../../../shared/indicators/trend/sma.ts';
import { defineStrategy } from '../../../shared/strategies/define.ts';
import { fixedBars } from '../../golden/fixed-bars.ts';
import { flatBars, run } from './world.ts';

/** What `sma(period)` of the `timeframe` bars shows at each hour: `[hour, value, one of its own bars ago]`. */
function seen(prices: readonly number[], period: number, timeframe: string): [number, number, number][] {
  const rows: [number, number, number][] = [];
  const strategy = defineStrategy({
    id: 'longer',
    about: '',
    params: {},
    indicators: () => ({ slow: sma(period, { timeframe }) }),
    onBar: ({ bar, indicators: { slow } }) => void rows.push([bar.timeUs / HOUR_US, slow.value, slow.ago(1)]),
  });
  run(strategy, flatBars(prices));
  return rows;
}

test('[MD-11] a bar of a longer timeframe is seen from the close that completes it, and stays until the next', () => {
  // 2 h bars of 1 2 | 3 4 | 5 6 | 7 close at 2, 4, 6; the last is still growing and is never seen.
  expect(seen([1, 2, 3, 4, 5, 6, 7], 1, '2h')).toEqual([
    [1, 2, Number.NaN],
    [2, 2, Number.NaN],
    [3, 4, 2],
    [4, 4, 2],
    [5, 6, 4],
    [6, 6, 4],
  ]);
});

test('[LV-05] the warm-up of a longer timeframe counts its own bars', () => {
  expect(seen([1, 2, 3, 4, 5, 6, 7], 2, '2h').map(([hour, value]) => [hour, value])).toEqual([
    [3, 3],
    [4, 3],
    [5, 5],
    [6, 5],
  ]);
  expect(seen([1, 2, 3], 5, '2h')).toEqual([]);
});

test('[DX-02] what a longer timeframe shows does not change when later bars are appended', () => {
  const prices = [...fixedBars(100).close];
  const whole = seen(prices, 3, '4h');
  for (const length of [20, 41, 99]) expect(seen(prices.slice(0, length), 3, '4h')).toEqual(whole.filter(([hour]) => hour < length));
});

test('[MD-11] a timeframe that is no multiple of the run is refused', () => {
  expect(() => seen([1, 2], 1, '90m')).toThrow('an indicator asks for 90m bars, but there are 1h bars, of which they must be a multiple');
  expect(() => seen([1, 2], 1, 'soon')).toThrow('timeframe "soon" is not a number and a unit');
});
