import type { UnfilledOrder } from '../domain/order.ts';
import type { EquityCurve, RunResult } from '../domain/run.ts';
import { CORE_MEASURES, type CoreMeasure, coreObject } from './core-measures.ts';
import { pnlColumns } from './pnl-numbers.ts';
import { quickSummary, type ReturnCalendar, returnCalendar } from './quick-summary.ts';
import type { BuyAndHold, Summary } from './report.ts';

/** What one run, or several whose curves are summed, left behind. */
export interface RunFacts
  extends Pick<RunResult, 'equity' | 'trades' | 'bars' | 'barsInPosition' | 'commission' | 'slippage' | 'tradedNotional'> {
  readonly unfilled: readonly Pick<UnfilledOrder, 'reason'>[];
  /** Equity of buying everything at the first open and holding. */
  readonly benchmark: EquityCurve;
  /** Of the bars; the shortest when several runs differ in it. */
  readonly timeframeUs: number;
  /** Trading days by which ratios are annualised. */
  readonly daysPerYear: number;
}

/** The numbers of a run. Throws `RangeError` when equity is not a number somewhere: that is a fault of the run, not a result. */
export function summarise(facts: RunFacts): Summary {
  const { equity, trades, unfilled } = facts;
  const calendar = returnCalendar(equity.time, facts);
  const core = coreNumbers(facts, equity, calendar);
  const refused = unfilled.filter(({ reason }) => reason === 'INSUFFICIENT_FUNDS' || reason === 'BELOW_LOT');
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
    exposure: facts.barsInPosition / facts.bars,
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
    buyAndHold: holding(facts),
    skew: core.skew,
    kurtosis: core.kurtosis,
  };
}

function holding(facts: RunFacts): BuyAndHold {
  const { benchmark } = facts;
  const core = coreNumbers({ trades: [], tradedNotional: 0 }, benchmark, returnCalendar(benchmark.time, facts));
  return {
    totalReturn: core.totalReturn as number,
    cagr: core.cagr,
    maxDrawdown: core.maxDrawdown as number,
    sharpe: core.sharpe,
  };
}

function coreNumbers(
  { trades, tradedNotional }: Pick<RunFacts, 'trades' | 'tradedNotional'>,
  { value }: EquityCurve,
  calendar: ReturnCalendar,
): Record<CoreMeasure, number | null> {
  const into = new Float64Array(CORE_MEASURES.length);
  quickSummary({ equity: value, ...pnlColumns(trades), tradedNotional }, calendar, into);
  return coreObject(into);
}
