import type { UnfilledOrder } from '../domain/order.ts';
import type { EquityCurve, RunResult } from '../domain/run.ts';
import { SECOND_US } from '../domain/time.ts';
import { longestUnderWater, maxDrawdown } from './drawdown.ts';
import type { BuyAndHold, Summary } from './report.ts';
import { cagr, finiteOrNull, mean, periodReturns, periodsPerYear, sharpe, sortino, volatility } from './returns.ts';
import { tradeStatistics } from './trade-statistics.ts';

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
  checkCurve(equity);
  const curve = curveNumbers(equity, facts);
  const refused = unfilled.filter(({ reason }) => reason === 'INSUFFICIENT_FUNDS' || reason === 'BELOW_LOT');
  const [worstDay, bestDay] = extremes(curve.returns);
  const meanEquity = mean(equity.value);
  return {
    startEquity: equity.value[0] as number,
    endEquity: equity.value.at(-1) as number,
    totalReturn: curve.totalReturn,
    cagr: curve.cagr,
    volatility: curve.returns && volatility(curve.returns, curve.perYear),
    sharpe: curve.sharpe,
    sortino: curve.returns && sortino(curve.returns, curve.perYear),
    calmar: curve.cagr === null ? null : finiteOrNull(curve.cagr / curve.maxDrawdown),
    maxDrawdown: curve.maxDrawdown,
    maxDrawdownSeconds: longestUnderWater(equity),
    exposure: facts.barsInPosition / facts.bars,
    turnover: meanEquity > 0 ? facts.tradedNotional / meanEquity : null,
    ...tradeStatistics(trades),
    bestDay,
    worstDay,
    days: curve.returns?.length ?? 0,
    commission: facts.commission,
    slippage: facts.slippage,
    unfilledOrders: unfilled.length,
    refusedOrders: refused.length,
    buyAndHold: holding(facts),
  };
}

function holding(facts: RunFacts): BuyAndHold {
  const { totalReturn, cagr, maxDrawdown, sharpe } = curveNumbers(facts.benchmark, facts);
  return { totalReturn, cagr, maxDrawdown, sharpe };
}

function curveNumbers(curve: EquityCurve, { timeframeUs, daysPerYear }: RunFacts) {
  const start = curve.value[0] as number;
  const end = curve.value.at(-1) as number;
  const seconds = ((curve.time.at(-1) as number) - (curve.time[0] as number)) / SECOND_US;
  const returns = periodReturns(curve, timeframeUs);
  const perYear = periodsPerYear(timeframeUs, daysPerYear);
  return {
    totalReturn: end / start - 1,
    cagr: cagr(start, end, seconds),
    maxDrawdown: maxDrawdown(curve),
    returns,
    perYear,
    sharpe: returns && sharpe(returns, perYear),
  };
}

function extremes(returns: Float64Array | null): [smallest: number | null, largest: number | null] {
  if (returns === null || returns.length === 0) return [null, null];
  return [returns.reduce((a, b) => Math.min(a, b)), returns.reduce((a, b) => Math.max(a, b))];
}

function checkCurve({ time, value }: EquityCurve): void {
  if (value.length < 2) throw new RangeError(`an equity curve of ${value.length} points has no close`);
  const bad = value.findIndex((v) => !Number.isFinite(v));
  if (bad >= 0) throw new RangeError(`equity at ${time[bad]} us is ${value[bad]}, but must be a number`);
  if (!((value[0] as number) > 0)) throw new RangeError(`equity starts at ${value[0]}, but must start above 0`);
}
