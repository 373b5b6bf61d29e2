import type { KernelState } from '../kernel.ts';
import type { Part } from '../state.ts';
import { Recent } from '../recent.ts';

/** The last `length` values in order of size. Found by halving and moved as one block, so a row costs little even in a long window. */
export class SortedRecent implements Part {
  readonly length: number;
  readonly #recent: Recent;
  readonly #sorted: Float64Array;
  #size = 0;

  constructor(length: number) {
    this.length = length;
    this.#recent = new Recent(length);
    this.#sorted = new Float64Array(length);
  }

  /** Takes `x` and says whether there are `length` values. */
  push(x: number): boolean {
    const sorted = this.#sorted;
    if (this.#size === this.length) {
      const leaving = this.#below(this.#recent.at(0));
      sorted.copyWithin(leaving, leaving + 1);
      this.#size--;
    }
    const place = this.#below(x);
    sorted.copyWithin(place + 1, place, this.#size);
    sorted[place] = x;
    this.#size++;
    return this.#recent.push(x);
  }

  /** The value at `place` of a full window: 0 is the smallest. */
  at(place: number): number {
    return this.#sorted[place] as number;
  }

  /** Value below which the share `q` of a full window lies, on the straight line between the two nearest (Hyndman & Fan 1996, type 7). */
  quantile(q: number): number {
    const place = q * (this.length - 1);
    const before = Math.floor(place);
    const low = this.at(before);
    return before + 1 < this.length ? low + (place - before) * (this.at(before + 1) - low) : low;
  }

  /** How many values are below `x`. */
  #below(x: number): number {
    let low = 0;
    let high = this.#size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#sorted[middle] as number) < x) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  snapshot(): KernelState {
    return [this.#size, ...this.#sorted, ...this.#recent.snapshot()];
  }

  restore(state: KernelState): void {
    const [size, ...rest] = state;
    this.#recent.restore(rest.slice(this.length));
    this.#size = size as number;
    this.#sorted.set(rest.slice(0, this.length));
  }
}
