import type { Kernel, KernelState } from './kernel.ts';
import { expectLength, type Part } from './state.ts';
import { steps } from './steps.ts';

/** The last `length` values in the order in which they came. */
export class Recent implements Part {
  readonly length: number;
  readonly #ring: Float64Array;
  #next = 0;
  #seen = 0;

  constructor(length: number) {
    this.length = length;
    this.#ring = new Float64Array(length);
  }

  /** Takes `x`, unless it is unknown, and says whether there are `length` values. */
  push(x: number): boolean {
    if (Number.isFinite(x)) {
      this.#ring[this.#next] = x;
      this.#next = this.#next + 1 === this.length ? 0 : this.#next + 1;
      if (this.#seen < this.length) this.#seen++;
    }
    return this.#seen === this.length;
  }

  /** The value at `i` of a full window: 0 is the oldest, `length - 1` the newest. */
  at(i: number): number {
    const at = this.#next + i;
    return this.#ring[at < this.length ? at : at - this.length] as number;
  }

  mean(): number {
    let sum = 0;
    for (let i = 0; i < this.length; i++) sum += this.#ring[i] as number;
    return sum / this.length;
  }

  /** Mean of the given power (a whole number) of the distances from `center`. */
  moment(center: number, power: number): number {
    let sum = 0;
    for (let i = 0; i < this.length; i++) {
      const distance = (this.#ring[i] as number) - center;
      let product = distance;
      for (let k = 1; k < power; k++) product *= distance;
      sum += product;
    }
    return sum / this.length;
  }

  snapshot(): KernelState {
    return [this.#next, this.#seen, ...this.#ring];
  }

  restore(state: KernelState): void {
    expectLength(state, 2 + this.length);
    const [next, seen, ...ring] = state;
    this.#next = next as number;
    this.#seen = seen as number;
    this.#ring.set(ring);
  }
}

/** Kernel of a function of the last `period` values; NaN before there are so many. */
export function ofRecent(period: number, of: (recent: Recent) => number): Kernel {
  return steps(1, ({ part }) => {
    const recent = part(new Recent(period));
    return (x) => (recent.push(x) ? of(recent) : Number.NaN);
  });
}
