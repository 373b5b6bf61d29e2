import type { SummariseStep } from '../../contracts/backtest-steps.ts';
import type { Objects } from '../../ports/objects.ts';
import { causeOf } from '../cause.ts';
import { getJson, putJson } from '../json-objects.ts';
import { type BackfillPlan, type BackfillSummary, type ChunkResult, chunkKey, planKey, summaryKey } from './stored.ts';

/** Adds up what the chunks left. A chunk that left nothing has failed; the same backfill again asks for what it missed. */
export function summariseBackfill({ objects }: { readonly objects: Objects }) {
  return async ({ tenant, runId, error }: SummariseStep): Promise<void> => {
    const plan = await getJson<BackfillPlan>(objects, planKey(tenant, runId));
    const results = await Promise.all((plan?.chunks ?? []).map((_, i) => getJson<ChunkResult>(objects, chunkKey(tenant, runId, i + 1))));
    const there = results.filter((result) => result !== undefined);
    const failed = results.length - there.length;
    const sum = (field: keyof ChunkResult) => there.reduce((total, result) => total + result[field], 0);
    const summary: BackfillSummary = {
      written: sum('written'),
      missing: sum('missing'),
      failed,
      error:
        error === undefined
          ? failed === 0
            ? null
            : `${failed} of ${results.length} chunks failed; the same backfill again fetches them`
          : causeOf(error),
    };
    await putJson(objects, summaryKey(tenant, runId), summary);
  };
}
