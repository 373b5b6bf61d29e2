import type { Backfill } from '../../contracts/backfills.ts';
import type { Objects } from '../../ports/objects.ts';
import { getJson } from '../json-objects.ts';
import { Refusal } from '../refusal.ts';
import { type BackfillPlan, type BackfillSummary, chunksPrefix, planKey, requestKey, type StoredBackfill, summaryKey } from './stored.ts';

/** How far a backfill is. Throws a refusal when there is none of that id. */
export function readBackfill({ objects }: { readonly objects: Objects }) {
  return async (tenant: string, id: string): Promise<Backfill> => {
    const [stored, plan, summary] = await Promise.all([
      getJson<StoredBackfill>(objects, requestKey(tenant, id)),
      getJson<BackfillPlan>(objects, planKey(tenant, id)),
      getJson<BackfillSummary>(objects, summaryKey(tenant, id)),
    ]);
    if (stored === undefined) throw new Refusal('not-found', `there is no backfill "${id}"`, { field: 'id' });
    let done = 0;
    for await (const _key of objects.list(chunksPrefix(tenant, id))) done++;
    return {
      id,
      status: summary === undefined ? (plan === undefined ? 'QUEUED' : 'RUNNING') : summary.error === null ? 'DONE' : 'FAILED',
      request: stored.request,
      chunks: { total: plan?.chunks.length ?? 0, done, failed: summary?.failed ?? 0 },
      written: summary?.written ?? 0,
      missing: summary?.missing ?? 0,
      error: summary?.error ?? null,
    };
  };
}
