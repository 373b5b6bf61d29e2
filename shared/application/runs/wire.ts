import type { Backtest } from '../../contracts/schemas.ts';
import { toIso } from '../../domain/time.ts';
import type { RunRecord } from '../../ports/run-store.ts';

/** A run as the API lists it. Manifest, positions, unfilled orders and analysis are only shown with a single run. */
export function backtestOnWire(run: RunRecord): Backtest {
  const { total, done, failed } = run.shards;
  return {
    id: run.id,
    status: run.status,
    request: run.request as Backtest['request'],
    symbols: [...run.symbols],
    progress: total === 0 ? 0 : Math.min(1, (done + failed) / total),
    shards: { total, done, failed },
    createdAt: toIso(run.createdUs),
    finishedAt: run.finishedUs === null ? null : toIso(run.finishedUs),
    error: run.error,
    manifest: null,
    summary: run.summary,
    positions: null,
    unfilled: null,
    analysis: null,
    analysers: null,
  };
}
