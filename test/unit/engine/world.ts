import { allocateBars, type Bars } from '../../../shared/domain/bars.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import type { RunResult } from '../../../shared/domain/run.ts';
import { HOUR_US } from '../../../shared/domain/time.ts';
import { runBacktest } from '../../../shared/engine/backtest.ts';
import type { EngineOptions } from '../../../shared/engine/options.ts';
import { defineStrategy, type Strategy, type StrategyContext } from '../../../shared/strategies/define.ts';

export const BTC: Instrument = {
  id: 'BTC/USDT',
  symbol: 'BTC/USDT',
  assetClass: 'crypto',
  base: 'BTC',
  currency: 'USDT',
  tick: 0.01,
  lot: 1e-8,
  multiplier: 1,
  calendar: '24/7',
};

export type Row = readonly [open: number, high: number, low: number, close: number];

/** Hourly bars from 1970-01-01T00:00Z of hand-written rows. */
export function barsOf(rows: readonly Row[]): Bars {
  const bars = allocateBars(rows.length, HOUR_US);
  for (const [i, [open, high, low, close]] of rows.entries()) {
    bars.time[i] = i * HOUR_US;
    bars.open[i] = open;
    bars.high[i] = high;
    bars.low[i] = low;
    bars.close[i] = close;
    bars.volume[i] = 1;
  }
  return bars;
}

/** Bars whose four prices are one. */
export function flatBars(prices: readonly number[]): Bars {
  return barsOf(prices.map((price) => [price, price, price, price]));
}

/** A strategy that does what `script` says at the close of each row, counted from 0. */
export function scripted(script: Readonly<Record<number, (context: StrategyContext) => void>>): Strategy {
  return defineStrategy({
    id: 'scripted',
    about: 'Follows a script.',
    params: {},
    indicators: () => ({}),
    onBar: (context) => script[context.bar.timeUs / HOUR_US]?.(context as unknown as StrategyContext),
  });
}

const FREE: EngineOptions = { cash: 1000, sizing: { kind: 'all' }, commissionBps: 0, slippageBps: 0 };

/** Runs `strategy` over `bars` with 1,000 of cash and no costs, but for what `options` says. */
export function run(strategy: Strategy, bars: Bars, options: Partial<EngineOptions> & { instrument?: Instrument } = {}): RunResult {
  const { instrument = BTC, ...rest } = options;
  return runBacktest({ strategy, values: {}, bars, instrument, options: { ...FREE, ...rest } });
}

/** Fills as `[hour, side, quantity, price]`. */
export function fillsOf(result: RunResult): [number, string, number, number][] {
  return result.fills.map((fill) => [fill.timeUs / HOUR_US, fill.side, fill.quantity, fill.price]);
}
