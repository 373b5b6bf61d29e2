import { setTimeout as sleep } from 'node:timers/promises';
import { type KinesisClient, PutRecordsCommand, type PutRecordsRequestEntry } from '@aws-sdk/client-kinesis';
import { encodeMarketEvent, type MarketEvent } from '../../contracts/events.ts';

export interface PutterOptions {
  readonly client: KinesisClient;
  readonly stream: string;
  /** Records that wait; `put` waits while there are so many. */
  readonly maxWaiting?: number;
  /** Between two calls, so that records gather. */
  readonly lingerMs?: number;
  readonly onError?: (error: unknown) => void;
}

interface Waiting {
  readonly event: MarketEvent;
  readonly onPut: (() => void) | undefined;
}

/** What a call takes: 500 records. */
const BATCH = 500;
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 5000;

/**
 * Puts events to a stream in batches. Of a batch that is taken in part only the refused records go again, as often as it takes; a heartbeat never
 * goes in a call with, or before, the trades that it speaks of. Memory is bounded: `put` waits while too many records do.
 */
export class KinesisPutter {
  readonly #options: PutterOptions;
  readonly #maxWaiting: number;
  #waiting: Waiting[] = [];
  #room: PromiseWithResolvers<void> | undefined;
  #running: Promise<void> | undefined;
  #failures = 0;

  constructor(options: PutterOptions) {
    this.#options = options;
    this.#maxWaiting = options.maxWaiting ?? 20_000;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Fulfilled when there is room for it, before it is sent; `onPut` is called when the stream has it. */
  async put(event: MarketEvent, onPut?: () => void): Promise<void> {
    while (this.#waiting.length >= this.#maxWaiting) {
      this.#room ??= Promise.withResolvers();
      await this.#room.promise;
    }
    this.#waiting.push({ event, onPut });
    this.#running ??= this.#run();
  }

  /** When everything that was put is in the stream. */
  async flush(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #run(): Promise<void> {
    await sleep(this.#options.lingerMs ?? 50);
    while (this.#waiting.length > 0) {
      const { batch, rest } = nextBatch(this.#waiting);
      this.#waiting = rest;
      const refused = await this.#send(batch);
      this.#waiting = [...refused, ...this.#waiting];
      this.#room?.resolve();
      this.#room = undefined;
      if (refused.length === 0) this.#failures = 0;
      else await sleep(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures++) * (0.75 + Math.random() / 2));
    }
    this.#running = undefined;
  }

  async #send(batch: readonly Waiting[]): Promise<Waiting[]> {
    const Records = batch.map(({ event }): PutRecordsRequestEntry => ({ PartitionKey: event.instrument, Data: encodeMarketEvent(event) }));
    try {
      const answer = await this.#options.client.send(new PutRecordsCommand({ StreamName: this.#options.stream, Records }));
      const isRefused = (i: number) => answer.Records?.[i]?.ErrorCode !== undefined;
      for (const [i, { onPut }] of batch.entries()) if (!isRefused(i)) onPut?.();
      return batch.filter((_, i) => isRefused(i));
    } catch (error) {
      // Whether the call was lost or its answer: event ids make a second time harmless.
      this.#options.onError?.(error);
      return [...batch];
    }
  }
}

function nextBatch(waiting: readonly Waiting[]): { readonly batch: Waiting[]; readonly rest: Waiting[] } {
  const batch: Waiting[] = [];
  const rest: Waiting[] = [];
  const going = new Set<string>();
  const blocked = new Set<string>();
  for (const one of waiting) {
    const { instrument, kind } = one.event;
    if (batch.length < BATCH && kind === 'heartbeat' && going.has(instrument)) blocked.add(instrument);
    if (batch.length >= BATCH || blocked.has(instrument)) rest.push(one);
    else {
      batch.push(one);
      if (kind !== 'heartbeat') going.add(instrument);
    }
  }
  return { batch, rest };
}
