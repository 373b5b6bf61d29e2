import type { FeedRecord } from '../../domain/feed.ts';

/** Records between a stream and who reads it. One reader. */
export class RecordQueue {
  readonly #max: number;
  #records: FeedRecord[] = [];
  #head = 0;
  #reader: PromiseWithResolvers<IteratorResult<FeedRecord>> | undefined;
  #drain: PromiseWithResolvers<void> | undefined;
  #end: { readonly error?: unknown } | undefined;

  constructor(max: number) {
    this.#max = max;
  }

  /** Whether so many wait that no more should be made. */
  get full(): boolean {
    return this.#records.length - this.#head >= this.#max;
  }

  push(record: FeedRecord): void {
    if (this.#end !== undefined) return;
    if (this.#reader === undefined) this.#records.push(record);
    else {
      this.#reader.resolve({ done: false, value: record });
      this.#reader = undefined;
    }
  }

  async next(): Promise<IteratorResult<FeedRecord>> {
    const value = this.#records[this.#head];
    if (value !== undefined) {
      this.#head++;
      this.#compact();
      return { done: false, value };
    }
    if (this.#end !== undefined) {
      if (this.#end.error !== undefined) throw this.#end.error;
      return { done: true, value: undefined };
    }
    this.#reader = Promise.withResolvers();
    return this.#reader.promise;
  }

  /** No more will come; who reads gets the rest first, then the error. */
  end(error?: unknown): void {
    if (this.#end !== undefined) return;
    this.#end = error === undefined ? {} : { error };
    this.#drain?.resolve();
    if (this.#reader === undefined) return;
    if (error === undefined) this.#reader.resolve({ done: true, value: undefined });
    else this.#reader.reject(error);
  }

  /** When half of what waited has been read, or the signal says stop. */
  async drained(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    this.#drain ??= Promise.withResolvers();
    const { promise, resolve } = this.#drain;
    signal.addEventListener('abort', () => resolve(), { once: true });
    await promise;
  }

  #compact(): void {
    const left = this.#records.length - this.#head;
    if (left <= this.#max / 2) {
      this.#drain?.resolve();
      this.#drain = undefined;
    }
    if (this.#head < 1024 || this.#head * 2 < this.#records.length) return;
    this.#records = this.#records.slice(this.#head);
    this.#head = 0;
  }
}
