import type { UnfilledOrder } from '../domain/order.ts';
import type { EquityCurve, RunResult } from '../domain/run.ts';
import type { MeasuredTrade } from './measured-trade.ts';

/** What one run, or several whose curves are summed, left behind: of a backtest, on paper or live alike. */
export interface RunFacts extends Pick<RunResult, 'equity' | 'bars' | 'barsInPosition' | 'commission' | 'slippage' | 'tradedNotional'> {
  readonly trades: readonly MeasuredTrade[];
  readonly unfilled: readonly Pick<UnfilledOrder, 'reason'>[];
  /** Equity of buying everything at the first open and holding, at the same points in time. */
  readonly benchmark: EquityCurve;
  /** Of the bars; the shortest when several runs differ in it. */
  readonly timeframeUs: number;
  /** Trading days by which ratios are annualised. */
  readonly daysPerYear: number;
  /** Money that the fills would have cost by the square-root law; null where volumes are not known. */
  readonly impact: number | null;
}
