import type { KernelState } from './kernel.ts';
import { expectLength, type Part } from './state.ts';

/**
 * Highest (`sign` 1) or lowest (-1) of the last `period` values, in constant time on average: a queue of the values that can still
 * become the extremum, best first. Source: Lemire (2006), "Streaming maximum-minimum filter using no more than three comparisons per element".
 */
export class RollingExtremum implements Part {
  readonly #period: number;
  readonly #sign: 1 | -1;
  /** Rings: signed values, and the push at which each came. */
  readonly #values: Float64Array;
  readonly #pushes: Float64Array;
  #head = 0;
  #size = 0;
  #count = 0;

  constructor(period: number, sign: 1 | -1) {
    this.#period = period;
    this.#sign = sign;
    this.#values = new Float64Array(period);
    this.#pushes = new Float64Array(period);
  }

  /** The extremum with `x` in and the oldest value out; before `period` pushes, of those there are. */
  push(x: number): number {
    const period = this.#period;
    const values = this.#values;
    const signed = this.#sign * x;
    const push = this.#count++;
    if (this.#size > 0 && (this.#pushes[this.#head] as number) <= push - period) {
      this.#head = this.#head + 1 === period ? 0 : this.#head + 1;
      this.#size--;
    }
    let tail = this.#head + this.#size;
    if (tail >= period) tail -= period;
    while (this.#size > 0) {
      const last = tail === 0 ? period - 1 : tail - 1;
      if ((values[last] as number) > signed) break;
      tail = last;
      this.#size--;
    }
    values[tail] = signed;
    this.#pushes[tail] = push;
    this.#size++;
    return this.#sign * (values[this.#head] as number);
  }

  /** Pushes since the extremum; of equal ones the newest counts. */
  get age(): number {
    return this.#count - 1 - (this.#pushes[this.#head] as number);
  }

  snapshot(): KernelState {
    return [this.#head, this.#size, this.#count, ...this.#values, ...this.#pushes];
  }

  restore(state: KernelState): void {
    expectLength(state, 3 + 2 * this.#period);
    const [head, size, count, ...rings] = state;
    this.#head = head as number;
    this.#size = size as number;
    this.#count = count as number;
    this.#values.set(rings.slice(0, this.#period));
    this.#pushes.set(rings.slice(this.#period));
  }
}
