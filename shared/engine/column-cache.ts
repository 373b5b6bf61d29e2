import { BAR_COLUMNS, type Bars } from '../domain/bars.ts';

/** The outputs of an indicator. */
export type Columns = readonly Float64Array[];

/**
 * Columns of indicators that runs over the same bars share: in a sweep most combinations need what another has computed. Bounded in bytes;
 * what was not used for longest is let go first. Nobody may write to a column once it is in.
 */
export class ColumnCache {
  hits = 0;
  misses = 0;
  bytes = 0;
  readonly #limitBytes: number;
  /** Least recently used first. */
  readonly #kept = new Map<string, Columns>();
  readonly #bars: Bars[] = [];

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** The columns of that key over these bars, from `compute` when they are not kept. */
  get(key: string, bars: Bars, compute: () => Columns): Columns {
    const place = `${this.#placeOf(bars)} ${key}`;
    const known = this.#kept.get(place);
    if (known) {
      this.hits++;
      this.#kept.delete(place);
      this.#kept.set(place, known);
      return known;
    }
    this.misses++;
    const columns = compute();
    this.#kept.set(place, columns);
    this.bytes += bytesOf(columns);
    for (const [oldest, old] of this.#kept) {
      if (this.bytes <= this.#limitBytes) break;
      this.#kept.delete(oldest);
      this.bytes -= bytesOf(old);
    }
    return columns;
  }

  clear(): void {
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
