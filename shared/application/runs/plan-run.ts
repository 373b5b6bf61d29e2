import type { DatasetStore } from '../../ports/dataset-store.ts';
import type { Objects } from '../../ports/objects.ts';
import { ACTIVE, type RunStore } from '../../ports/run-store.ts';
import { getJson, putJson } from '../json-objects.ts';
import { planKey, requestKey } from './keys.ts';
import { sourceOf } from './named-datasets.ts';
import type { RunStep } from '../../contracts/backtest-steps.ts';
import { shardCount, type ShardSource, type StoredPlan, type StoredRequest } from './stored.ts';

interface World {
  readonly datasets: DatasetStore;
  readonly runs: RunStore;
  readonly objects: Objects;
}

/** First step of a run: writes down what each shard works on and marks the run RUNNING. Doing it again writes the same. Shards count from 1. */
export function planRun(world: World) {
  return async ({ tenant, runId }: RunStep): Promise<RunStep & { shards: number[] }> => {
    const stored = await getJson<StoredRequest>(world.objects, requestKey(tenant, runId));
    if (stored === undefined) throw new Error(`run ${runId} has no request`);
    const { datasets: ids, with: others = [], rates = [], detail } = stored.request;
    const found = new Map(
      (await world.datasets.getMany(tenant, [...new Set([...ids, ...others, ...rates, ...(detail ?? [])])])).map((record) => [
        record.id,
        record,
      ]),
    );
    const source = (datasetId: string): ShardSource => {
      const record = found.get(datasetId);
      if (record === undefined) throw new Error(`dataset "${datasetId}" is gone`);
      return sourceOf(record);
    };
    await putJson(world.objects, planKey(tenant, runId), {
      plan: stored.plan,
      sources: ids.map(source),
      others: others.map(source),
      rates: rates.map(source),
      ...(detail === undefined ? {} : { details: detail.map(source) }),
      ...(stored.features === undefined ? {} : { features: stored.features }),
    } satisfies StoredPlan);
    if (!(await world.runs.advance(tenant, runId, ACTIVE, { status: 'RUNNING' }))) throw new Error(`run ${runId} has ended already`);
    return { tenant, runId, shards: Array.from({ length: shardCount(stored.plan, ids.length) }, (_, i) => i + 1) };
  };
}
