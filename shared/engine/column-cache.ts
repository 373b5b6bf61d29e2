import { BAR_COLUMNS, type Bars } from '../domain/bars.ts';
import type { ColumnMemory } from '../vector/column-memory.ts';

/** The outputs of an indicator. */
export type Columns = readonly Float64Array[];

/**
 * Columns of indicators that runs over the same bars share: in a sweep most combinations need what another has computed. Bounded in bytes;
 * what was not used for longest is let go first, and its memory used again after `settle`. Nobody may write to a column once it is in.
 */
export class ColumnCache {
  hits = 0;
  misses = 0;
  bytes = 0;
  readonly #limitBytes: number;
  /** Least recently used first. */
  readonly #kept = new Map<string, Columns>();
  readonly #bars: Bars[] = [];
  readonly #memory: ColumnMemory | undefined;
  /** Let go, but perhaps still read by the run that is on. */
  readonly #gone: Float64Array[] = [];
  readonly #allocate = (length: number) => this.#memory?.take(length) ?? new Float64Array(length);

  constructor(limitBytes: number, memory?: ColumnMemory) {
    this.#limitBytes = limitBytes;
    this.#memory = memory;
  }

  /** The columns of that key over these bars, from `compute` when they are not kept; it takes them from `allocate`. */
  get(key: string, bars: Bars, compute: (allocate: (length: number) => Float64Array) => Columns): Columns {
    const place = `${this.#placeOf(bars)} ${key}`;
    const known = this.#kept.get(place);
    if (known) {
      this.hits++;
      this.#kept.delete(place);
      this.#kept.set(place, known);
      return known;
    }
    this.misses++;
    const columns = compute(this.#allocate);
    this.#kept.set(place, columns);
    this.bytes += bytesOf(columns);
    for (const [oldest, old] of this.#kept) {
      if (this.bytes <= this.#limitBytes) break;
      this.#kept.delete(oldest);
      this.#gone.push(...old);
      this.bytes -= bytesOf(old);
    }
    return columns;
  }

  /** A column beside the kept ones, where there is such a place, until it is given back. */
  take(length: number): Float64Array | undefined {
    return this.#memory?.take(length);
  }

  give(column: Float64Array): void {
    this.#memory?.give(column);
  }

  /** Between two runs, when nobody reads what was let go. */
  settle(): void {
    for (let column = this.#gone.pop(); column !== undefined; column = this.#gone.pop()) this.#memory?.give(column);
  }

  clear(): void {
    for (const columns of this.#kept.values()) this.#gone.push(...columns);
    this.#kept.clear();
    this.bytes = 0;
    this.hits = 0;
    this.misses = 0;
  }

  #placeOf(bars: Bars): number {
    const known = this.#bars.findIndex((other) => isSame(bars, other));
    return known >= 0 ? known : this.#bars.push(bars) - 1;
  }
}

/** Whether both are views of the same rows in the same memory. */
function isSame(a: Bars, b: Bars): boolean {
  return (
    a.timeframeUs === b.timeframeUs &&
    BAR_COLUMNS.every(
      (name) => a[name].buffer === b[name].buffer && a[name].byteOffset === b[name].byteOffset && a[name].length === b[name].length,
    )
  );
}

function bytesOf(columns: Columns): number {
  return columns.reduce((sum, { byteLength }) => sum + byteLength, 0);
}
