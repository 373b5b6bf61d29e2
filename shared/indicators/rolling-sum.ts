import type { KernelState } from './kernel.ts';
import { expectLength, type Part } from './state.ts';

/** Sum of the last `period` values. It is summed afresh every `period` pushes, so that rounding never builds up. */
export class RollingSum implements Part {
  readonly #period: number;
  readonly #window: Float64Array;
  #sum = 0;
  #fresh = 0;
  #next = 0;

  constructor(period: number) {
    this.#period = period;
    this.#window = new Float64Array(period);
  }

  /** The sum with `x` in and the oldest value out; before `period` pushes, of those there are. */
  push(x: number): number {
    const window = this.#window;
    const at = this.#next;
    this.#sum += x - (window[at] as number);
    this.#fresh += x;
    window[at] = x;
    if (at + 1 === this.#period) {
      this.#next = 0;
      this.#sum = this.#fresh;
      this.#fresh = 0;
    } else this.#next = at + 1;
    return this.#sum;
  }

  get sum(): number {
    return this.#sum;
  }

  snapshot(): KernelState {
    return [this.#sum, this.#fresh, this.#next, ...this.#window];
  }

  restore(state: KernelState): void {
    expectLength(state, 3 + this.#period);
    const [sum, fresh, next, ...window] = state;
    this.#sum = sum as number;
    this.#fresh = fresh as number;
    this.#next = next as number;
    this.#window.set(window);
  }
}
