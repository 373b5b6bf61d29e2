import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ApiError, reasonOf } from '../api/http.ts';
import { getBacktest } from '../api/platform.ts';
import type { Backtest, TradeRow } from '../api/types.ts';
import type { Curve } from '../logic/thin.ts';
import { isActive, mergeBacktest } from '../state/backtests.ts';
import { poll } from '../state/poll.ts';
import { loadEquity, loadTrades } from '../state/run-data.ts';

export interface RunState {
  readonly run: Signal<Backtest | null>;
  readonly trades: Signal<readonly TradeRow[] | null>;
  readonly equity: Signal<Curve | null>;
  readonly fault: Signal<string | null>;
  readonly missing: Signal<boolean>;
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
  useEffect(() => {
    const abort = new AbortController();
    let waitMs = 300;
    const stop = poll(
      async () => {
        const run = await getBacktest(id, abort.signal);
        state.run.value = run;
        state.fault.value = null;
        mergeBacktest(run);
        if (isActive(run)) {
          waitMs = Math.min(3000, waitMs * 1.25);
          return waitMs;
        }
        if (run.status === 'DONE') await readResults(id, state, abort.signal);
        return null;
      },
      (error) => {
        if (error instanceof ApiError && error.status === 404) {
          state.missing.value = true;
          stop();
        } else if (!abort.signal.aborted) state.fault.value = reasonOf(error);
      },
    );
    return () => {
      stop();
      abort.abort();
    };
  }, [id]);
  return state;
}

async function readResults(id: string, state: RunState, signal: AbortSignal): Promise<void> {
  const [equity, trades] = await Promise.all([loadEquity(id, signal), loadTrades(id, signal)]);
  state.equity.value = equity;
  state.trades.value = trades;
}
