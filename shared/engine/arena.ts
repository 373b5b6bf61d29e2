import type { ColumnCache } from './column-cache.ts';

/** Round trips as numbers. */
export interface RoundTrips {
  /** How many are over. */
  readonly closed: number;
  /** Writes net pnl and seconds held of each, in order of exit. */
  writePnl(pnl: Float64Array, holdSeconds: Float64Array): void;
}

/**
 * Memory that runs share one after the other: fresh columns cost a page fault every 4 KiB, which is most of the time of a short strategy.
 * What a run took stays valid until `reset`.
 */
export class Arena {
  /** Indicator columns that outlive a run, when runs share them. */
  readonly columns: ColumnCache | undefined;
  /** What the runs since the last reset recorded, in their order: for readers that want numbers and no object a trade. */
  readonly recorders: RoundTrips[] = [];
  #free = new Map<number, Float64Array[]>();
  #taken = new Map<number, Float64Array[]>();
  readonly #near: Float64Array[] = [];

  constructor(columns?: ColumnCache) {
    this.columns = columns;
  }

  /** A column of `length` doubles with unspecified content. */
  take(length: number): Float64Array {
    const column = this.#free.get(length)?.pop() ?? new Float64Array(length);
    const taken = this.#taken.get(length);
    if (taken) taken.push(column);
    else this.#taken.set(length, [column]);
    return column;
  }

  /** Like `take`; where runs share indicator columns it lies where they do, so that vector code reaches it. */
  takeNear(length: number): Float64Array {
    const column = this.columns?.take(length);
    if (column === undefined) return this.take(length);
    this.#near.push(column);
    return column;
  }

  /** Gives everything back, so that columns taken before must not be read any more; what the last run did not use is let go. */
  reset(): void {
    this.#free = this.#taken;
    this.#taken = new Map();
    this.recorders.length = 0;
    for (let column = this.#near.pop(); column !== undefined; column = this.#near.pop()) this.columns?.give(column);
    this.columns?.settle();
  }
}
