import type { Carry } from './carry.ts';
import type { Fill } from './fill.ts';
import type { UnfilledOrder } from './order.ts';
import type { TimeUs } from './time.ts';
import type { Trade } from './trade.ts';

/** Equity over time: the cash at the first open, then one point per distinct close. Ascending in time. */
export interface EquityCurve {
  readonly time: Float64Array;
  readonly value: Float64Array;
}

/** All that one run of the engine leaves: facts, no judgement. Money in the account's currency. */
export interface RunResult {
  readonly startUs: TimeUs;
  readonly endUs: TimeUs;
  readonly timeframeUs: number;
  readonly startEquity: number;
  readonly endEquity: number;
  readonly equity: EquityCurve;
  readonly trades: readonly Trade[];
  readonly fills: readonly Fill[];
  readonly unfilled: readonly UnfilledOrder[];
  /** Bars at or after the start. */
  readonly bars: number;
  /** Bars of them that held a position once the orders of the open had filled, or took one inside. */
  readonly barsInPosition: number;
  readonly commission: number;
  readonly slippage: number;
  /** Sum of price x quantity over all fills. */
  readonly tradedNotional: number;
  /** Signed units held at the end. */
  readonly position: number;
  /** What holding cost besides; absent when it cost nothing. */
  readonly carry?: Carry;
  /** What finer data covered, where some was given. */
  readonly detail?: DetailCoverage;
}

/** How much of a run finer data covers. */
export interface DetailCoverage {
  readonly bars: number;
  /** Bars whose inside is known. */
  readonly covered: number;
  /** Bars with finer data that leaves parts of them out, or does not agree with their high and low: their inside stays assumed. */
  readonly refused: number;
}
