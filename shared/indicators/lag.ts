import type { KernelState } from './kernel.ts';
import { expectLength, type Part } from './state.ts';

/** Remembers the last `period` values. */
export class Lag implements Part {
  readonly #period: number;
  readonly #window: Float64Array;
  #next = 0;

  constructor(period: number) {
    this.#period = period;
    this.#window = new Float64Array(period).fill(Number.NaN);
  }

  /** Takes `x` and gives the value pushed `period` pushes before it; NaN when there was none. */
  push(x: number): number {
    const at = this.#next;
    const old = this.#window[at] as number;
    this.#window[at] = x;
    this.#next = at + 1 === this.#period ? 0 : at + 1;
    return old;
  }

  /** Mean of the remembered values, added up anew; NaN until there are `period` of them. */
  mean(): number {
    let sum = 0;
    for (let i = 0; i < this.#period; i++) sum += this.#window[i] as number;
    return sum / this.#period;
  }

  /** Mean distance of the remembered values from `center`; NaN until there are `period` of them. */
  meanDistance(center: number): number {
    let sum = 0;
    for (let i = 0; i < this.#period; i++) sum += Math.abs((this.#window[i] as number) - center);
    return sum / this.#period;
  }

  /** Mean of the last `count` values. */
  meanOfLast(count: number): number {
    let sum = 0;
    for (let back = 1; back <= count; back++) sum += this.#window[(this.#next - back + this.#period) % this.#period] as number;
    return sum / count;
  }

  /** Remembered values that are below `x`; NaN until there are `period` of them. */
  countBelow(x: number): number {
    let count = 0;
    for (let i = 0; i < this.#period; i++) {
      const value = this.#window[i] as number;
      if (Number.isNaN(value)) return Number.NaN;
      if (value < x) count++;
    }
    return count;
  }

  snapshot(): KernelState {
    return [this.#next, ...this.#window];
  }

  restore(state: KernelState): void {
    expectLength(state, 1 + this.#period);
    const [next, ...window] = state;
    this.#next = next as number;
    this.#window.set(window);
  }
}
