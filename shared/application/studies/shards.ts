import type { Objects } from '../../ports/objects.ts';
import type { StudyStep } from '../../contracts/study-steps.ts';
import { getJson } from '../json-objects.ts';
import { batchesPrefix, batchKey, outcomeOf, type ShardOutcome, shardKey, shardsPrefix, taskKey } from './keys.ts';
import { unpack } from './packed.ts';
import type { ShardHeader, ShardTask, StoredBatch } from './stored.ts';

/** Shards read at once. */
const PARALLEL = 16;
export const LOST = 'it left no result: it ran out of time or memory, or was stopped';

type Study = Pick<StudyStep, 'tenant' | 'studyId'>;

/** What the shards of a study left so far, by their number: of each the latest attempt, of those up to `attempt` when it is given. */
export async function outcomes(objects: Objects, study: Study, attempt = Infinity): Promise<Map<number, ShardOutcome>> {
  const found = new Map<number, ShardOutcome>();
  for await (const key of objects.list(shardsPrefix(study))) {
    const outcome = outcomeOf(key);
    if (outcome === undefined || outcome.attempt > attempt) continue;
    const known = found.get(outcome.shard);
    if (known === undefined || known.attempt <= outcome.attempt) found.set(outcome.shard, outcome);
  }
  return found;
}

/** The last batch that was planned, and its number; number 0 before the first. */
export async function lastBatch(
  objects: Objects,
  study: Study,
): Promise<{ readonly number: number; readonly batch: StoredBatch | undefined }> {
  let number = 0;
  for await (const key of objects.list(batchesPrefix(study))) number = Number(/(\d+)\.json$/.exec(key)?.[1] ?? number);
  return { number, batch: number === 0 ? undefined : await getJson<StoredBatch>(objects, batchKey(study, number)) };
}

/** The shards of each search of a study, in the order in which their combinations were tried. */
export async function shardsBySearch(objects: Objects, study: Study): Promise<number[][]> {
  const found: number[][] = [];
  for await (const key of objects.list(batchesPrefix(study))) {
    const batch = await getJson<StoredBatch>(objects, key);
    let shard = batch?.first ?? 1;
    for (const [search, { shards }] of (batch?.searches ?? []).entries()) {
      const own = (found[search] ??= []);
      for (let i = 0; i < shards; i++) own.push(shard++);
    }
  }
  return found;
}

/** What a shard left. */
export interface ShardResult extends ShardHeader {
  readonly shard: number;
  readonly numbers: Float64Array;
}

/** The results of some shards in the order of `numbers`, a few at a time in memory; one that left none has failed as a whole. */
export async function* readShards(
  objects: Objects,
  study: Study,
  left: ReadonlyMap<number, ShardOutcome>,
  numbers: Iterable<number>,
): AsyncGenerator<ShardResult> {
  const all = [...numbers];
  for (let first = 0; first < all.length; first += PARALLEL) {
    yield* await Promise.all(all.slice(first, first + PARALLEL).map((shard) => readShard(objects, study, left, shard)));
  }
}

async function readShard(objects: Objects, study: Study, left: ReadonlyMap<number, ShardOutcome>, shard: number): Promise<ShardResult> {
  const outcome = left.get(shard);
  const bytes = outcome === undefined ? undefined : await objects.get(shardKey(study, outcome));
  if (bytes !== undefined) {
    const { header, numbers } = unpack<ShardHeader>(bytes);
    return { shard, ...header, numbers };
  }
  const task = await taskOf(objects, study, shard);
  return { shard, task, failures: [{ index: null, error: LOST }], facts: null, numbers: new Float64Array(0) };
}

/** Throws when there is no such shard. */
export async function taskOf(objects: Objects, study: Study, shard: number): Promise<ShardTask> {
  const task = await getJson<ShardTask>(objects, taskKey(study, shard));
  if (task === undefined) throw new Error(`study ${study.studyId} has no shard ${shard}`);
  return task;
}

/** The places of a task's combinations that have a result. */
export function succeeded({ failures }: Pick<ShardHeader, 'failures'>, count: number): number[] {
  if (failures.some(({ index }) => index === null)) return [];
  const failed = new Set(failures.map(({ index }) => index));
  return Array.from({ length: count }, (_, i) => i).filter((i) => !failed.has(i));
}
