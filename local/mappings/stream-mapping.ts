import { setTimeout as sleep } from 'node:timers/promises';
import {
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListShardsCommand,
  type Shard,
} from '@aws-sdk/client-kinesis';
import type { FunctionPool } from '../lambda/function-pool.ts';
import type { LogFile } from '../lambda/log-file.ts';
import { type Checkpoints, SHARD_END } from './checkpoints.ts';
import type { FailureDestinations } from './failure-destination.ts';
import type { MappingSettings } from './settings.ts';
import { processStreamBatch, type StreamRecord } from './stream-batch.ts';
import { failureReport, streamEvent } from './stream-event.ts';

const POLL_MS = 200;
const RETRY_MS = 1000;
/** Lambda's payload is 6 MB, and base64 makes four bytes of three. */
const BATCH_BYTES_MAX = 4 * 1024 * 1024;

export interface StreamMappingParts {
  readonly client: KinesisClient;
  readonly pool: FunctionPool;
  readonly checkpoints: Checkpoints;
  readonly destinations: FailureDestinations;
  readonly log: LogFile;
  readonly region: string;
}

/**
 * Reads a stream for a function: one loop a shard, records in order, parents of a split before their children. A read that failed is tried again from the place
 * where it stood: the newest record of a shard may by then be another.
 */
export class StreamMapping {
  readonly #settings: MappingSettings;
  readonly #parts: StreamMappingParts;
  readonly #stream: string;
  readonly #abort = new AbortController();
  readonly #shards = new Map<string, Promise<void>>();
  #watcher: Promise<void> = Promise.resolve();

  constructor(settings: MappingSettings, parts: StreamMappingParts) {
    this.#settings = settings;
    this.#parts = parts;
    this.#stream = settings.sourceArn.split('/').at(-1) as string;
  }

  start(): void {
    this.#watcher = this.#watch();
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await Promise.all([this.#watcher, ...this.#shards.values()]);
  }

  /** Starts a loop for each shard whose parent has been read to its end, and looks again for the shards that a split makes. */
  async #watch(): Promise<void> {
    const { signal } = this.#abort;
    while (!signal.aborted) {
      await this.#guarded(async () => {
        const { Shards = [] } = await this.#parts.client.send(new ListShardsCommand({ StreamName: this.#stream }));
        const known = new Set(Shards.map((shard) => shard.ShardId));
        for (const shard of Shards)
          if (this.#isDue(shard, known)) this.#shards.set(shard.ShardId as string, this.#read(shard.ShardId as string));
      });
      await this.#wait(10 * POLL_MS);
    }
  }

  #isDue({ ShardId = '', ParentShardId, AdjacentParentShardId }: Shard, known: ReadonlySet<string | undefined>): boolean {
    const { checkpoints } = this.#parts;
    if (this.#shards.has(ShardId) || checkpoints.get(ShardId) === SHARD_END) return false;
    const parents = [ParentShardId, AdjacentParentShardId].filter((parent) => parent !== undefined && known.has(parent)) as string[];
    return parents.every((parent) => checkpoints.get(parent) === SHARD_END);
  }

  async #read(shard: string): Promise<void> {
    const { signal } = this.#abort;
    let iterator: string | undefined;
    let batch: StreamRecord[] = [];
    let firstAtMs = 0;
    while (!signal.aborted) {
      const read = await this.#guarded(async () => {
        iterator ??= await this.#iterator(shard, batch.at(-1)?.sequence ?? this.#parts.checkpoints.get(shard));
        const page = await this.#page(iterator, this.#settings.batchSize - batch.length).catch((error: unknown) => {
          if (error instanceof ExpiredIteratorException) iterator = undefined;
          throw error;
        });
        if (batch.length === 0) firstAtMs = Date.now();
        batch.push(...page.records);
        iterator = page.next;
        return page;
      });
      const ended = read !== undefined && read.next === undefined;
      const full = batch.length >= this.#settings.batchSize || bytesOf(batch) >= BATCH_BYTES_MAX;
      if (batch.length > 0 && (full || ended || Date.now() - firstAtMs >= this.#settings.windowMs)) {
        await this.#process(shard, batch);
        batch = [];
      }
      if (ended && !signal.aborted) return this.#parts.checkpoints.set(shard, SHARD_END);
      if (read?.records.length === 0) await this.#wait(POLL_MS);
    }
  }

  async #iterator(shard: string, after: string | undefined): Promise<string> {
    const position =
      after === undefined
        ? { ShardIteratorType: this.#settings.startingPosition }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, StartingSequenceNumber: after };
    const { ShardIterator } = await this.#parts.client.send(
      new GetShardIteratorCommand({ StreamName: this.#stream, ShardId: shard, ...position }),
    );
    if (ShardIterator === undefined) throw new Error(`shard ${shard} gave no iterator`);
    return ShardIterator;
  }

  async #page(iterator: string, limit: number): Promise<{ records: StreamRecord[]; next: string | undefined }> {
    const { Records = [], NextShardIterator } = await this.#parts.client.send(
      new GetRecordsCommand({ ShardIterator: iterator, Limit: limit }),
    );
    const records = Records.map((record) => ({
      sequence: record.SequenceNumber as string,
      partitionKey: record.PartitionKey as string,
      data: record.Data as Uint8Array,
      arrivalMs: record.ApproximateArrivalTimestamp?.getTime() ?? Date.now(),
    }));
    return { records, next: NextShardIterator ?? undefined };
  }

  async #process(shard: string, batch: readonly StreamRecord[]): Promise<void> {
    const { pool, checkpoints, destinations, region } = this.#parts;
    const source = { shard, streamArn: this.#settings.sourceArn, region };
    await processStreamBatch(batch, this.#settings, {
      invoke: (records, requestId) => pool.invoke(JSON.stringify(streamEvent(records, source)), requestId),
      checkpoint: (sequence) => checkpoints.set(shard, sequence),
      discard: async (records, why) => {
        this.#parts.log.write(`${new Date().toISOString()} ${shard}: ${records.length} records discarded, ${why.condition}\n`);
        if (this.#settings.failureArn === undefined) return;
        const report = failureReport(records, source, { ...why, functionArn: this.#settings.functionArn, nowMs: Date.now() });
        await destinations.send(this.#settings.failureArn, { mapping: this.#settings.id, shard, ...report }, Date.now());
      },
      wait: (ms) => this.#wait(ms),
      now: Date.now,
      signal: this.#abort.signal,
    });
  }

  /** Runs a step; its error is logged, and undefined says that it is to be tried again. */
  async #guarded<T>(step: () => Promise<T>): Promise<T | undefined> {
    try {
      return await step();
    } catch (error) {
      if (this.#abort.signal.aborted) return undefined;
      this.#parts.log.write(`${new Date().toISOString()} ${this.#stream}: ${(error as Error).stack ?? String(error)}\n`);
      await this.#wait(RETRY_MS);
      return undefined;
    }
  }

  async #wait(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#abort.signal }).catch(() => undefined);
  }
}

function bytesOf(records: readonly StreamRecord[]): number {
  return records.reduce((sum, record) => sum + record.data.length, 0);
}
