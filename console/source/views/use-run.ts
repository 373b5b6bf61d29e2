import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { getBacktest } from '../api/platform.ts';
import type { Backtest, TradeRow } from '../api/types.ts';
import type { Curve } from '../logic/thin.ts';
import { isActive, mergeBacktest } from '../state/backtests.ts';
import { type Followed, follow } from '../state/follow.ts';
import { loadEquity, loadTrades } from '../state/run-data.ts';

export interface RunState extends Followed {
  readonly run: Signal<Backtest | null>;
  readonly trades: Signal<readonly TradeRow[] | null>;
  readonly equity: Signal<Curve | null>;
}

/** Follows one run until it ends, then reads its trades and its equity. */
export function useRun(id: string): RunState {
  const state: RunState = {
    run: useSignal(null),
    trades: useSignal(null),
    equity: useSignal(null),
    fault: useSignal(null),
    missing: useSignal(false),
  };
  useEffect(
    () =>
      follow(state, async (signal) => {
        const run = await getBacktest(id, signal);
        state.run.value = run;
        state.fault.value = null;
        mergeBacktest(run);
        if (isActive(run)) return 'under way';
        if (run.status === 'DONE') await readResults(id, state, signal);
        return 'ended';
      }),
    [id],
  );
  return state;
}

async function readResults(id: string, state: RunState, signal: AbortSignal): Promise<void> {
  const [equity, trades] = await Promise.all([loadEquity(id, signal), loadTrades(id, signal)]);
  state.equity.value = equity;
  state.trades.value = trades;
}
