import type { AgainstBenchmark } from './against-benchmark.ts';
import type { DrawdownNumbers } from './drawdown-numbers.ts';
import type { ReturnMeasures } from './return-measures.ts';
import type { TradeMeasures } from './trade-measures.ts';

/** What holding the instruments would have made of the same cash with the same costs. Ratios are fractions. */
export interface BuyAndHold {
  readonly totalReturn: number;
  readonly cagr: number | null;
  readonly maxDrawdown: number;
  readonly sharpe: number | null;
}

/**
 * The numbers of a run, in the order in which they are written. Ratios are fractions (0.12 is 12 %), money is in the account's currency,
 * spans are seconds; null where the number is undefined. Every value is JSON-safe. docs/measures.md defines each.
 */
export interface Summary extends ReturnMeasures, DrawdownNumbers, AgainstBenchmark, TradeMeasures {
  readonly startEquity: number;
  readonly endEquity: number;
  readonly totalReturn: number;
  readonly cagr: number | null;
  readonly volatility: number | null;
  readonly sharpe: number | null;
  readonly sortino: number | null;
  readonly calmar: number | null;
  readonly maxDrawdown: number;
  readonly maxDrawdownSeconds: number;
  readonly exposure: number;
  readonly turnover: number | null;
  /** Closed round trips; those still open are counted apart. */
  readonly tradeCount: number;
  readonly openTrades: number;
  readonly winRate: number | null;
  readonly profitFactor: number | null;
  /** Mean pnl of a closed round trip, in money. */
  readonly expectancy: number | null;
  readonly averageWin: number | null;
  /** Losses are negative money. */
  readonly averageLoss: number | null;
  readonly largestWin: number | null;
  readonly largestLoss: number | null;
  readonly maxConsecutiveWins: number;
  readonly maxConsecutiveLosses: number;
  readonly averageHoldSeconds: number | null;
  /** Mean over deviation of the closed trades' pnl, times the root of their number (Van Tharp). */
  readonly sqn: number | null;
  /** Best and worst of the returns that the ratios are made of: UTC days, or bars when those are a day or longer. */
  readonly bestDay: number | null;
  readonly worstDay: number | null;
  /** How many such returns there are. */
  readonly days: number;
  readonly commission: number;
  readonly slippage: number;
  /** Orders that never filled, for whatever reason, and those of them refused for want of funds, for a size that the venue does not take, or beyond their stop. */
  readonly unfilledOrders: number;
  readonly refusedOrders: number;
  readonly buyAndHold: BuyAndHold;
  /** Mean annual growth while money was at work: CAGR over exposure. */
  readonly exposureAdjustedReturn: number | null;
  /** Money with which impact would eat half of the profit. */
  readonly capacity: number | null;
}
