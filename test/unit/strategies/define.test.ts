import { expect, test } from 'vitest';
import { runBacktest } from '../../../shared/engine/backtest.ts';
import { float, int } from '../../../shared/indicators/parameters.ts';
import { sma } from '../../../shared/indicators/trend/sma.ts';
import { defineStrategy, type Strategy } from '../../../shared/strategies/define.ts';
import { barsOfCloses } from '../../support/random-bars.ts';
import { BTC } from '../engine/world.ts';

const good = {
  id: 'sample',
  about: 'A sample.',
  params: { period: int(2, { min: 1, max: 9 }), share: float(0.5, { min: 0, max: 1 }) },
  indicators: () => ({ average: sma(2) }),
  onBar() {},
};
/** As a file without a type check would call it. */
const define = (changes: Record<string, unknown>): Strategy => defineStrategy({ ...good, ...changes } as unknown as typeof good);

test.each([
  [{ id: 'Sample' }, 'strategy id "Sample" is not kebab-case'],
  [{ id: undefined }, 'strategy id "undefined" is not kebab-case'],
  [{ about: undefined }, 'strategy sample has no about'],
  [{ params: undefined }, 'strategy sample has no params; without any, write params: {}'],
  [{ params: { period: 5 } }, 'strategy sample: params.period must be made by int() or float()'],
  [{ indicators: undefined }, 'strategy sample has no indicators; without any, write indicators: () => ({})'],
  [{ onBar: undefined }, 'strategy sample has no onBar'],
])('[SR-01] a strategy with %o is refused with what to write instead', (changes, message) => {
  expect(() => define(changes)).toThrow(message);
});

test.each([
  [undefined, 'returned undefined, but must return a record'],
  [[sma(2)], 'must return a record'],
  [{ average: 5 }, 'indicators().average is no indicator'],
])('[SR-01] indicators() that returns %o gives one readable line', (returned, message) => {
  const strategy = define({ indicators: () => returned });
  const options = { cash: 1000, sizing: { kind: 'all' }, commissionBps: 0, slippageBps: 0 } as const;
  expect(() => runBacktest({ strategy, values: {}, bars: barsOfCloses([1, 2, 3]), instrument: BTC, options })).toThrow(message);
});

test('[SR-01] defaults fill what is not given, and what is given must be a number within its bounds', () => {
  const strategy = define({});
  expect(strategy.parse({ period: 3 })).toEqual({ period: 3, share: 0.5 });
  expect(() => strategy.parse({ period: 2.5 })).toThrow('strategy sample: period is 2.5, but must be a whole number from 1 to 9');
  expect(() => strategy.parse({ share: '0.5' })).toThrow('strategy sample: share is "0.5", but must be a number from 0 to 1');
  expect(() => strategy.parse({ shares: 1 })).toThrow('strategy sample has no parameter "shares" (it has: period, share)');
});
