import { randomUUID } from 'node:crypto';
import type { Outcome } from '../lambda/worker-thread.ts';
import { readFailures } from './batch-response.ts';
import type { MappingSettings } from './settings.ts';

export interface StreamRecord {
  readonly sequence: string;
  readonly partitionKey: string;
  readonly data: Uint8Array;
  readonly arrivalMs: number;
}

export type Discarded = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** What a batch needs from the world. */
export interface BatchWorld {
  readonly invoke: (records: readonly StreamRecord[], requestId: string) => Promise<Outcome>;
  /** Everything up to this sequence number is done with. */
  readonly checkpoint: (sequence: string) => void;
  readonly discard: (
    records: readonly StreamRecord[],
    why: { condition: Discarded; requestId: string; invocations: number },
  ) => Promise<void>;
  readonly wait: (ms: number) => Promise<void>;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/**
 * Takes a batch of one shard to its end, in order: retries from the lowest failed record, halves a failing batch when asked to, and puts aside what is out of
 * retries or too old, so that the shard goes on. AWS Lambda Developer Guide, "Handling errors in a Kinesis event source".
 */
export async function processStreamBatch(batch: readonly StreamRecord[], settings: MappingSettings, world: BatchWorld): Promise<void> {
  let left = batch;
  let retries = 0;
  for (let invocations = 1; left.length > 0 && !world.signal.aborted; invocations++) {
    left = await discardOld(left, settings, world);
    if (left.length === 0) return;
    const requestId = randomUUID();
    const failed = firstFailed(left, await world.invoke(left, requestId), settings);
    // An outcome that arrives while stopping says nothing about the records.
    if (world.signal.aborted) return;
    if (failed > 0) world.checkpoint((left[failed - 1] as StreamRecord).sequence);
    if (failed > 0) retries = 0;
    left = left.slice(failed);
    if (left.length === 0) return;
    if (failed === 0 && settings.bisect && left.length > 1) {
      const middle = Math.ceil(left.length / 2);
      await processStreamBatch(left.slice(0, middle), settings, world);
      left = left.slice(middle);
      continue;
    }
    if (retries >= settings.retries) {
      await world.discard(left, { condition: 'RetryAttemptsExhausted', requestId, invocations });
      world.checkpoint((left.at(-1) as StreamRecord).sequence);
      return;
    }
    await world.wait(Math.min(100 * 2 ** retries++, 10_000));
  }
}

/** Index of the first record that failed; the length of the batch when none did. */
function firstFailed(records: readonly StreamRecord[], outcome: Outcome, settings: MappingSettings): number {
  const failures = readFailures(outcome, settings.reportsItems, new Set(records.map((record) => record.sequence)));
  if (failures === 'all') return 0;
  const first = records.findIndex((record) => failures.has(record.sequence));
  return first === -1 ? records.length : first;
}

async function discardOld(
  records: readonly StreamRecord[],
  settings: MappingSettings,
  world: BatchWorld,
): Promise<readonly StreamRecord[]> {
  const firstFresh = records.findIndex((record) => world.now() - record.arrivalMs <= settings.maxAgeMs);
  const old = firstFresh === -1 ? records : records.slice(0, firstFresh);
  const last = old.at(-1);
  if (last === undefined) return records;
  await world.discard(old, { condition: 'RecordAgeExceeded', requestId: randomUUID(), invocations: 0 });
  world.checkpoint(last.sequence);
  return records.slice(old.length);
}
