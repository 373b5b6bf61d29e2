import { expect, test } from 'vitest';
import { planBacktest } from '../../../../shared/application/backtest/plan.ts';
import { rerunWithNoise } from '../../../../shared/application/monte-carlo/rerun.ts';
import { DAY_US } from '../../../../shared/domain/time.ts';
import { int } from '../../../../shared/indicators/parameters.ts';
import { sma } from '../../../../shared/indicators/trend/sma.ts';
import { aggregateBars } from '../../../../shared/market/aggregate.ts';
import { defineStrategy } from '../../../../shared/strategies/define.ts';
import { instrument, swingingBars } from '../backtest/fixtures.ts';

/** What a strategy saw of two timeframes of its instrument where both close. */
const seen: { readonly hour: number; readonly day: number }[] = [];
const watcher = defineStrategy({
  id: 'watcher',
  about: 'looks at the last close of the hour and of the day',
  params: { length: int(1, { min: 1, max: 2 }) },
  indicators: ({ length }) => ({ hour: sma(length), day: sma(length, { timeframe: '1d' }) }),
  onBar({ bar, indicators: { hour, day } }) {
    if (bar.closeTimeUs % DAY_US === 0) seen.push({ hour: hour.value, day: day.value });
  },
});

test('[BT-07] noise moves the days of an instrument with its hours: both close at one price', () => {
  const hours = swingingBars(600);
  const own = instrument('BTC/USDT');
  const both = [aggregateBars(hours, DAY_US), hours].map((bars) => ({ bars, instrument: own }));
  const request = {
    strategy: 'watcher',
    params: {},
    cash: 1000,
    sizing: 'all',
    commissionBps: 0,
    slippageBps: 0,
    account: 'shared',
  } as const;
  rerunWithNoise({ plan: planBacktest(request, [watcher], 'test'), strategy: watcher, data: both }, { noise: 0.5, seed: 4, number: 0 });
  expect(seen.length).toBeGreaterThan(20);
  expect(seen.every(({ hour, day }) => hour === day)).toBe(true);
  // The prices of the fixture are whole.
  expect(seen.some(({ hour }) => hour % 1 !== 0)).toBe(true);
});
