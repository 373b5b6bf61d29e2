import { setTimeout as sleep } from 'node:timers/promises';
import type { FunctionPool } from '../lambda/function-pool.ts';
import type { Message, Queue } from '../queues/queue.ts';
import { md5, systemAttributes } from '../queues/queues.ts';
import { readFailures } from './batch-response.ts';
import type { MappingSettings } from './settings.ts';

const POLL_MS = 100;

/** Reads a queue for a function, one batch at a time, which also keeps the order of a FIFO group. What fails stays hidden until its visibility timeout, then comes again. */
export class QueueMapping {
  readonly #settings: MappingSettings;
  readonly #pool: FunctionPool;
  readonly #queue: Queue;
  readonly #deadLetters: Queue | undefined;
  readonly #region: string;
  readonly #abort = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(settings: MappingSettings, parts: { pool: FunctionPool; queue: Queue; deadLetters: Queue | undefined; region: string }) {
    this.#settings = settings;
    this.#pool = parts.pool;
    this.#queue = parts.queue;
    this.#deadLetters = parts.deadLetters;
    this.#region = parts.region;
  }

  start(): void {
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (!this.#abort.signal.aborted) {
      const batch = await this.#collect();
      if (batch.length > 0) await this.#process(batch);
      else await this.#wait(POLL_MS);
    }
  }

  async #collect(): Promise<Message[]> {
    const batch: Message[] = [];
    let untilMs = Number.POSITIVE_INFINITY;
    while (batch.length < this.#settings.batchSize && Date.now() < untilMs && !this.#abort.signal.aborted) {
      const received = this.#queue.receive(this.#settings.batchSize - batch.length, this.#deadLetters);
      if (batch.length === 0 && received.length === 0) return [];
      if (batch.length === 0) untilMs = Date.now() + this.#settings.windowMs;
      batch.push(...received);
      if (received.length === 0) await this.#wait(POLL_MS);
    }
    return batch;
  }

  async #process(batch: readonly Message[]): Promise<void> {
    const outcome = await this.#pool.invoke(JSON.stringify({ Records: batch.map((message) => this.#record(message)) }));
    if (this.#abort.signal.aborted && !outcome.ok) return;
    const failures = readFailures(outcome, this.#settings.reportsItems, new Set(batch.map((message) => message.id)));
    if (failures === 'all') return;
    for (const message of batch) if (!failures.has(message.id)) this.#queue.delete(message.handle);
  }

  #record(message: Message): unknown {
    const attributes = Object.entries(message.attributes ?? {}).map(([name, value]) => [
      name,
      {
        dataType: value.DataType,
        stringValue: value.StringValue,
        binaryValue: value.BinaryValue,
        stringListValues: [],
        binaryListValues: [],
      },
    ]);
    return {
      messageId: message.id,
      receiptHandle: message.handle,
      body: message.body,
      attributes: systemAttributes(message),
      messageAttributes: Object.fromEntries(attributes),
      md5OfBody: md5(message.body),
      eventSource: 'aws:sqs',
      eventSourceARN: this.#queue.settings.arn,
      awsRegion: this.#region,
    };
  }

  async #wait(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#abort.signal }).catch(() => undefined);
  }
}
