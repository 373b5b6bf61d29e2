import type { UnfilledReason } from '../domain/order.ts';
import type { EquityCurve } from '../domain/run.ts';
import { againstBenchmark } from './against-benchmark.ts';
import { capacity } from './capacity.ts';
import { type CoreMeasure, CORE_MEASURES, coreObject } from './core-measures.ts';
import { drawdownNumbers } from './drawdown-numbers.ts';
import { knownMonths, monthlyReturns } from './months.ts';
import { pnlColumns } from './pnl-numbers.ts';
import { quickSummary, returnCalendar } from './quick-summary.ts';
import { returnMeasures } from './return-measures.ts';
import { finiteOrNull } from './returns.ts';
import type { RunFacts } from './run-facts.ts';
import type { Summary } from './summary.ts';
import { tradeMeasures } from './trade-measures.ts';

interface CurveMeasures {
  readonly core: Record<CoreMeasure, number | null>;
  readonly perYear: number;
  /** None once equity was not positive. */
  readonly returns: Float64Array;
  /** When each return ended. */
  readonly timeUs: Float64Array;
}

/** Reasons of an order that was turned down, where others found no price or were taken back. */
const REFUSED: ReadonlySet<UnfilledReason> = new Set([
  'INSUFFICIENT_FUNDS',
  'BELOW_LOT',
  'STOP_PASSED',
  'BELOW_MIN_QUANTITY',
  'ABOVE_MAX_QUANTITY',
  'BELOW_MIN_NOTIONAL',
]);

/** The numbers of a run. Throws `RangeError` when equity is not a number somewhere: that is a fault of the run, not a result. */
export function summarise(facts: RunFacts): Summary {
  const { equity, benchmark, trades, unfilled } = facts;
  const { core, returns, perYear } = measureCurve(facts, equity, facts);
  const held = measureCurve(facts, benchmark, { trades: [], tradedNotional: 0 });
  const exposure = facts.barsInPosition / facts.bars;
  const refused = unfilled.filter(({ reason }) => REFUSED.has(reason));
  return {
    startEquity: core.startEquity as number,
    endEquity: core.endEquity as number,
    totalReturn: core.totalReturn as number,
    cagr: core.cagr,
    volatility: core.volatility,
    sharpe: core.sharpe,
    sortino: core.sortino,
    calmar: core.calmar,
    maxDrawdown: core.maxDrawdown as number,
    maxDrawdownSeconds: core.maxDrawdownSeconds as number,
    exposure,
    turnover: core.turnover,
    tradeCount: core.tradeCount as number,
    openTrades: trades.length - (core.tradeCount as number),
    winRate: core.winRate,
    profitFactor: core.profitFactor,
    expectancy: core.expectancy,
    averageWin: core.averageWin,
    averageLoss: core.averageLoss,
    largestWin: core.largestWin,
    largestLoss: core.largestLoss,
    maxConsecutiveWins: core.maxConsecutiveWins as number,
    maxConsecutiveLosses: core.maxConsecutiveLosses as number,
    averageHoldSeconds: core.averageHoldSeconds,
    sqn: core.sqn,
    bestDay: core.bestDay,
    worstDay: core.worstDay,
    days: core.days as number,
    commission: facts.commission,
    slippage: facts.slippage,
    unfilledOrders: unfilled.length,
    refusedOrders: refused.length,
    buyAndHold: {
      totalReturn: held.core.totalReturn as number,
      cagr: held.core.cagr,
      maxDrawdown: held.core.maxDrawdown as number,
      sharpe: held.core.sharpe,
    },
    ...returnMeasures(returns, knownMonths(monthlyReturns(equity)), perYear),
    ...drawdownNumbers(equity, core.cagr),
    ...againstBenchmark(returns, held.returns, perYear),
    ...tradeMeasures(trades, core),
    exposureAdjustedReturn: core.cagr === null ? null : finiteOrNull(core.cagr / exposure),
    capacity: capacity(
      core.startEquity as number,
      trades.reduce((sum, { pnl }) => sum + pnl, 0),
      facts.impact,
    ),
  };
}

/** The core of a curve, and the returns that it is made of. */
export function measureCurve(
  facts: Pick<RunFacts, 'timeframeUs' | 'daysPerYear'>,
  { time, value }: EquityCurve,
  { trades, tradedNotional }: Pick<RunFacts, 'trades' | 'tradedNotional'>,
): CurveMeasures {
  const calendar = returnCalendar(time, facts);
  const into = new Float64Array(CORE_MEASURES.length);
  quickSummary({ equity: value, ...pnlColumns(trades), tradedNotional }, calendar, into);
  const core = coreObject(into);
  const { perYear, returns, ends } = calendar;
  return {
    core,
    perYear,
    returns: returns.subarray(0, core.days as number),
    timeUs: Float64Array.from(ends, (end) => time[end] as number),
  };
}
