import type { BacktestOptions } from './backtest-options.ts';
import { UserError } from './user-error.ts';

/** Throws `UserError` for finer data, which only some commands read: left out in silence it would change the answer. */
export function refuseDetail({ detail }: Pick<BacktestOptions, 'detail'>): void {
  if (detail === undefined || detail.length === 0) return;
  throw new UserError(
    '--detail goes with `skytape backtest`, sweep, walk-forward, ablate and bias-check: this command assumes what happens inside a bar; leave it out',
  );
}
