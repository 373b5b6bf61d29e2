import type { EquityCurve } from '../../../shared/domain/run.ts';
import { DAY_US } from '../../../shared/domain/time.ts';
import type { MeasuredTrade } from '../../../shared/performance/measured-trade.ts';
import type { RunFacts } from '../../../shared/performance/run-facts.ts';

export function curve(points: readonly (readonly [number, number])[]): EquityCurve {
  return { time: Float64Array.from(points, ([time]) => time), value: Float64Array.from(points, ([, value]) => value) };
}

/** Facts of a run of daily bars without trades; what a test is about goes into `over`. */
export function facts(over: Partial<RunFacts> & Pick<RunFacts, 'equity'>): RunFacts {
  return {
    benchmark: over.equity,
    trades: [],
    unfilled: [],
    bars: over.equity.value.length - 1,
    barsInPosition: 0,
    commission: 0,
    slippage: 0,
    tradedNotional: 0,
    timeframeUs: DAY_US,
    daysPerYear: 365,
    impact: null,
    ...over,
  };
}

/** A round trip of one day that starts on day `day`; `pnl` is net. */
export function trade(day: number, pnl: number, over: Partial<MeasuredTrade> = {}): MeasuredTrade {
  return {
    symbol: 'BTC/USDT',
    side: 'long',
    entryTimeUs: day * DAY_US,
    exitTimeUs: (day + 1) * DAY_US,
    quantity: 1,
    entryPrice: 100,
    exitPrice: 100 + pnl,
    markPrice: 100 + pnl,
    pnl,
    returnRatio: pnl / 100,
    commission: 0,
    slippage: 0,
    bars: 1,
    ...over,
  };
}
