import { type TimeUs, toIso } from '../domain/time.ts';
import type { Sizing } from '../domain/sizing.ts';
import { EngineError } from './error.ts';
import { checkExecution, type ExecutionOptions } from './execution.ts';

export interface EngineOptions {
  /** Starting cash, in the instrument's currency. */
  readonly cash: number;
  readonly sizing: Sizing;
  /** Commission in hundredths of a percent of the notional, on every fill. */
  readonly commissionBps: number;
  /** How much worse than the bar's price a market or stop order fills, in hundredths of a percent. Limits never slip. */
  readonly slippageBps: number;
  /** How hard the simulated market is: fees, liquidity, latency, margin and what else it may have. */
  readonly execution?: ExecutionOptions;
  /** First open that counts, inclusive; earlier bars only warm up. */
  readonly fromUs?: TimeUs;
  /** First open that no longer counts. */
  readonly toUs?: TimeUs;
}

/** Throws `EngineError` naming the option that is out of its bounds. */
export function checkOptions({ cash, commissionBps, slippageBps, execution, fromUs, toUs }: EngineOptions): void {
  if (!(cash > 0 && cash <= 1e15)) throw new EngineError('cash', `cash is ${cash}, but must be above 0 and at most 1e15`);
  if (!(commissionBps >= 0 && commissionBps <= 10_000)) {
    throw new EngineError('commissionBps', `commission is ${commissionBps} bps, but must be from 0 to 10000`);
  }
  if (!(slippageBps >= 0 && slippageBps < 10_000)) {
    throw new EngineError('slippageBps', `slippage is ${slippageBps} bps, but must be from 0 to below 10000`);
  }
  if (fromUs !== undefined && toUs !== undefined && fromUs >= toUs) {
    throw new EngineError('to', `to is ${toIso(toUs)}, but must be later than from (${toIso(fromUs)})`);
  }
  if (execution !== undefined) checkExecution(execution);
}
