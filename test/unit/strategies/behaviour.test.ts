import { describe, expect, test } from 'vitest';
import { type Bars, firstBarAtOrAfter } from '../../../shared/domain/bars.ts';
import type { RunResult } from '../../../shared/domain/run.ts';
import { HOUR_US } from '../../../shared/domain/time.ts';
import { runBacktest } from '../../../shared/engine/backtest.ts';
import type { EngineOptions } from '../../../shared/engine/options.ts';
import { ParameterError } from '../../../shared/indicators/parameters.ts';
import type { Strategy } from '../../../shared/strategies/define.ts';
import bollingerReversion from '../../../strategies/bollinger-reversion.ts';
import buyAndHold from '../../../strategies/buy-and-hold.ts';
import donchianBreakout from '../../../strategies/donchian-breakout.ts';
import momentum from '../../../strategies/momentum.ts';
import rsiReversion from '../../../strategies/rsi-reversion.ts';
import smaCross from '../../../strategies/sma-cross.ts';
import { barsOfCloses, normal, randomNumbers } from '../../support/random-bars.ts';
import { BTC } from '../engine/world.ts';

const FREE: EngineOptions = { cash: 1000, sizing: { kind: 'all' }, commissionBps: 0, slippageBps: 0 };

function run(strategy: Strategy, bars: Bars, given: Record<string, number> = {}, options: Partial<EngineOptions> = {}): RunResult {
  return runBacktest({ strategy, values: strategy.parse(given), bars, instrument: BTC, options: { ...FREE, ...options } });
}

/** Hourly bars of the closes; each opens half a unit above the close before, so that a fill at the open shows. */
function hours(closes: readonly number[]): Bars {
  const bars = barsOfCloses(closes, HOUR_US);
  for (let i = 1; i < bars.length; i++) {
    bars.open[i] = (closes[i - 1] as number) + 0.5;
    bars.high[i] = Math.max(bars.open[i] as number, bars.close[i] as number);
    bars.low[i] = Math.min(bars.open[i] as number, bars.close[i] as number);
  }
  return bars;
}

/** Rows of entry and exit, side and prices of each trade. */
function marks(result: RunResult, bars: Bars): unknown[] {
  const row = (timeUs: number | null) => (timeUs === null ? null : firstBarAtOrAfter(bars, timeUs));
  return result.trades.map((trade) => [trade.side, row(trade.entryTimeUs), trade.entryPrice, row(trade.exitTimeUs), trade.exitPrice]);
}

describe('worked by hand', () => {
  test('[SR-05] sma-cross enters at the open after the fast average closes above the slow one, and leaves after it closes below', () => {
    //   row            0   1   2   3     4    5     6     7   8     9      10
    const bars = hours([10, 10, 10, 9, 8, 9, 11, 13, 12, 10, 8]);
    // fast 2               10  10  9.5   8.5  8.5   10    12  12.5  11     9
    // slow 3                   10  9.67  9    8.67  9.33  11  12    11.67  10
    // sign                     =   -     -    -     +     +   +     -      -
    expect(marks(run(smaCross, bars, { fast: 2, slow: 3 }), bars)).toEqual([['long', 7, 11.5, 10, 10.5]]);
  });

  test('[SR-05] sma-cross takes no position before the first cross, though the fast average starts above', () => {
    const bars = hours([10, 11, 12, 13, 14, 13, 11, 9, 8, 9, 11]);
    // fast 2            10.5 11.5 12.5 13.5 13.5 12 10 8.5 8.5 10; slow 3: 11 12 13 13.33 12.67 11 9.33 8.67 9.33
    // sign                   +    +    +    +    -  -  -   -   +: the last close is too late to fill
    const result = run(smaCross, bars, { fast: 2, slow: 3 });
    expect(result.trades).toEqual([]);
    expect(result.unfilled.map(({ reason }) => reason)).toContain('END_OF_DATA');
  });

  test('[SR-05] sma-cross stays in where the averages touch without crossing', () => {
    const bars = hours([10, 10, 9, 8, 10, 11, 8, 14, 8, 2]);
    // fast 2            10 9.5  8.5  9     10.5  9.5   11 11 5; slow 3: 9.67 9 9 9.67 9.67 11 10 8
    // sign                 -    -    =     +     -     =  +  -
    expect(marks(run(smaCross, bars, { fast: 2, slow: 3 }), bars)).toEqual([
      ['long', 6, 11.5, 7, 8.5],
      ['long', 9, 8.5, null, null],
    ]);
  });

  test('[SR-05] donchian-breakout buys above the highest high of the bars before and sells below the lowest low of fewer', () => {
    const bars = hours([10, 10, 10, 10, 12, 13, 14, 13, 11, 10]);
    // High of the 3 bars before row 4 is 10.5 (the open): 12 breaks it. Lows of the 2 bars before: row 7 13, 13 does not break; row 8 11 < 13.
    expect(marks(run(donchianBreakout, bars, { entry: 3, exit: 2 }), bars)).toEqual([['long', 5, 12.5, 9, 11.5]]);
  });

  test('[SR-05] donchian-breakout trades the mirror image when shorts are on', () => {
    const bars = hours([10, 10, 10, 10, 8, 7, 6, 7, 8, 8]);
    // Lows of the 3 bars before row 4 are 10: 8 breaks them. Highs of the 2 bars before row 8 are 7.5 (an open) and 7: 8 passes them, but not the 8.5 of row 5.
    expect(marks(run(donchianBreakout, bars, { entry: 3, exit: 2, shorts: 1 }), bars)).toEqual([['short', 5, 8.5, 9, 8.5]]);
    expect(run(donchianBreakout, bars, { entry: 3, exit: 2 }).trades).toEqual([]);
  });

  test('[SR-05] donchian-breakout turns from short to long at one open when the whole channel is passed', () => {
    const bars = hours([10, 10, 10, 10, 8, 7, 6, 7, 9, 10]);
    expect(marks(run(donchianBreakout, bars, { entry: 3, exit: 2, shorts: 1 }), bars)).toEqual([
      ['short', 5, 8.5, 9, 9.5],
      ['long', 9, 9.5, null, null],
    ]);
  });

  test('[SR-04] rsi-reversion buys when the index closes below the lower level and sells when it closes above the upper one', () => {
    const bars = hours([9, 11, 10, 14, 9, 6, 5, 9, 12, 12]);
    // RSI(2): 66.7 90.9 32.3 (gains 1.25 losses 2.625), then 0.625 / 2.8125: 18.2, .3125 / 1.90625: 14.1, 2.15625 / .953125: 69.3, 2.578 / .477: 84.4
    expect(marks(run(rsiReversion, bars, { period: 2 }), bars)).toEqual([['long', 6, 6.5, 9, 12.5]]);
  });

  test('[SR-04] bollinger-reversion buys a close below the lower band and sells at the middle', () => {
    const bars = hours([10, 11, 10, 11, 5, 6, 9, 10, 9]);
    // Period 4, 1 deviation. Row 4: mean 9.25, deviation 2.49: 5 is below 6.76. Row 5: mean 8. Row 6: mean 7.75: 9 is above it.
    expect(marks(run(bollingerReversion, bars, { period: 4, stdDev: 1 }), bars)).toEqual([['long', 5, 5.5, 7, 9.5]]);
  });

  test('[SR-03] momentum holds while the return over the lookback is above the threshold', () => {
    const bars = hours([10, 10, 10, 10.2, 11, 12, 11, 10, 10]);
    // Over 2 bars, in percent: row 2 0, 3 2, 4 10, 5 17.6, 6 0, 7 -16.7, 8 -9.1.
    expect(marks(run(momentum, bars, { lookback: 2, threshold: 5 }), bars)).toEqual([['long', 5, 11.5, 7, 11.5]]);
    expect(marks(run(momentum, bars, { lookback: 2, threshold: 5, shorts: 1 }), bars)).toEqual([
      ['long', 5, 11.5, 7, 11.5],
      ['short', 8, 10.5, null, null],
    ]);
  });

  test('[SR-01] buy-and-hold buys at the first open after the first close and is still in at the end', () => {
    const bars = hours([10, 11, 12, 13]);
    expect(marks(run(buyAndHold, bars), bars)).toEqual([['long', 1, 10.5, null, null]]);
  });
});

test.each([
  ['slow', smaCross, { fast: 30, slow: 30 }, 'strategy sma-cross: slow is 30, but must be above fast (30)'],
  ['exit', donchianBreakout, { entry: 10, exit: 11 }, 'strategy donchian-breakout: exit is 11, but must not be above entry (10)'],
  [
    'overbought',
    rsiReversion,
    { oversold: 60, overbought: 60 },
    'strategy rsi-reversion: overbought is 60, but must be above oversold (60)',
  ],
  ['lookback', momentum, { lookback: 0 }, 'lookback is 0, but must be a whole number from 1 to 5000'],
  ['stdDev', bollingerReversion, { stdDev: 0 }, 'stdDev is 0, but must be a number from 0.1 to 10'],
  ['anything', buyAndHold, { anything: 1 }, 'strategy buy-and-hold has no parameter "anything"'],
] as const)('[SR-01] a bad %s is refused by name', (field, strategy, given, message) => {
  let fault: unknown;
  try {
    (strategy as Strategy).parse(given);
  } catch (error) {
    fault = error;
  }
  expect(fault).toBeInstanceOf(ParameterError);
  expect(fault).toMatchObject({ field });
  expect((fault as Error).message).toContain(message);
});

const ROWS = 5000;
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
const COSTS: Partial<EngineOptions> = { commissionBps: 5, slippageBps: 0 };

/** exp of a path whose steps have the given drift and pull back to 0, started at 100. */
function path(seed: number, { drift = 0, pull = 0, deviation = 0.01 }): number[] {
  const random = randomNumbers(seed);
  let log = 0;
  return Array.from({ length: ROWS }, () => {
    log += drift - pull * log + deviation * normal(random);
    return 100 * Math.exp(log);
  });
}

/** A trend that turns every 250 bars, up more than down. */
function trending(seed: number): number[] {
  const random = randomNumbers(seed);
  let log = 0;
  return Array.from({ length: ROWS }, (_, i) => {
    log += (Math.floor(i / 250) % 2 === 0 ? 0.003 : -0.002) + 0.01 * normal(random);
    return 100 * Math.exp(log);
  });
}

const returnsOf = (strategy: Strategy, closes: (seed: number) => number[], given: Record<string, number> = {}) =>
  SEEDS.map((seed) => run(strategy, barsOfCloses(closes(seed)), given, COSTS).endEquity / 1000 - 1);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('on markets of a known kind, costs included', () => {
  test('[SR-03] momentum earns where the price trends and loses where it reverts', () => {
    for (const given of [{ lookback: 50 }, { lookback: 50, shorts: 1 }]) {
      expect(Math.min(...returnsOf(momentum, trending, given))).toBeGreaterThan(0);
      expect(Math.max(...returnsOf(momentum, (seed) => path(seed, { pull: 0.05 }), { ...given, lookback: 10 }))).toBeLessThan(0);
    }
  });

  test('[SR-04] mean reversion earns on an Ornstein-Uhlenbeck price', () => {
    const reverting = (seed: number) => path(seed, { pull: 0.05 });
    expect(Math.min(...returnsOf(bollingerReversion, reverting))).toBeGreaterThan(0);
    expect(Math.min(...returnsOf(rsiReversion, reverting))).toBeGreaterThan(0);
  });

  test('[SR-04] mean reversion on a random walk has nothing but its costs to show: the mean profit is within three errors of minus them', () => {
    for (const strategy of [bollingerReversion, rsiReversion]) {
      const seeds = Array.from({ length: 60 }, (_, i) => 100 + i);
      const results = seeds.map((seed) =>
        run(strategy, barsOfCloses(path(seed, { drift: -0.00005 })), {}, { ...COSTS, sizing: { kind: 'fixed', quantity: 1 } }),
      );
      const beforeCosts = results.map((result) => result.endEquity - 1000 + result.commission);
      const average = mean(beforeCosts);
      const error = Math.sqrt(mean(beforeCosts.map((value) => (value - average) ** 2)) / beforeCosts.length);
      expect(Math.abs(average), strategy.id).toBeLessThan(3 * error);
      expect(mean(results.map((result) => result.commission))).toBeGreaterThan(0);
    }
  });

  test('[SR-05] trend following earns on a trending price', () => {
    expect(mean(returnsOf(donchianBreakout, trending, { entry: 50, exit: 25 }))).toBeGreaterThan(0);
    expect(mean(returnsOf(smaCross, trending, { fast: 20, slow: 60 }))).toBeGreaterThan(0);
  });
});
