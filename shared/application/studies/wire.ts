import type { MonteCarlo, StudyKind, Sweep, WalkForward } from '../../contracts/studies.ts';
import { toIso } from '../../domain/time.ts';
import type { RunRecord } from '../../ports/run-store.ts';
import type { ShardOutcome } from './keys.ts';
import type { StoredResult } from './stored.ts';

/** A study of any kind on the wire. */
export type AnyStudy = Sweep | WalkForward | MonteCarlo;

/** A study as the API lists it; with `left`, what its shards left so far, one that is under way says how far it is, and with `ended` one that has ended says what it came to. */
export function studyOnWire(
  kind: StudyKind,
  run: RunRecord,
  { left, ended }: { readonly left?: ReadonlyMap<number, ShardOutcome> | undefined; readonly ended?: StoredResult | undefined } = {},
): AnyStudy {
  // What an earlier attempt counted at its end is counted anew from what the shards left.
  const counted = left === undefined ? run.work : undefined;
  const runs = { total: run.work?.total ?? 0, done: counted?.done ?? 0, failed: counted?.failed ?? 0 };
  const shards = { ...run.shards, ...(left === undefined ? {} : { done: 0, failed: 0 }) };
  for (const { done, failed } of left?.values() ?? []) {
    shards[failed === 0 ? 'done' : 'failed']++;
    runs.done += done;
    runs.failed += failed;
  }
  const study = {
    id: run.id,
    status: run.status,
    symbols: [...run.symbols],
    progress: run.status === 'DONE' ? 1 : runs.total === 0 ? 0 : Math.min(1, (runs.done + runs.failed) / runs.total),
    shards,
    runs,
    createdAt: toIso(run.createdUs),
    finishedAt: run.finishedUs === null ? null : toIso(run.finishedUs),
    error: run.error,
    failures: [...(ended?.failures ?? [])],
    request: run.request,
    result: run.status === 'DONE' ? (ended?.result ?? null) : null,
    ...(kind === 'sweep' ? { plateau: run.status === 'DONE' ? (ended?.plateau ?? null) : null } : {}),
  };
  return study as unknown as AnyStudy;
}
