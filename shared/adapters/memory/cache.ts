import type { Cache } from '../../ports/cache.ts';

/** A cache inside the process: of more than `most` entries the one that was set longest ago goes. */
export class MemoryCache<Value> implements Cache<Value> {
  readonly #entries = new Map<string, Value>();
  readonly #most: number;
  constructor(most: number) {
    this.#most = most;
  }

  async get(key: string): Promise<Value | undefined> {
    return this.#entries.get(key);
  }

  async set(key: string, value: Value): Promise<void> {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    const oldest = this.#entries.keys().next();
    if (this.#entries.size > this.#most && !oldest.done) this.#entries.delete(oldest.value);
  }
}
