import { defineIndicator } from '../define.ts';
import type { Kernel, KernelState } from '../kernel.ts';
import { int } from '../parameters.ts';
import { expectLength } from '../state.ts';

/** Linearly weighted moving average: the newest of `period` values weighs `period`, the oldest 1; NaN before. Summed afresh every `period` updates. */
export class Wma implements Kernel {
  readonly #period: number;
  readonly #divisor: number;
  readonly #window: Float64Array;
  #sum = 0;
  #weighted = 0;
  #next = 0;
  #seen = 0;

  constructor(period: number) {
    this.#period = period;
    this.#divisor = (period * (period + 1)) / 2;
    this.#window = new Float64Array(period);
  }

  update(x: number): number {
    if (Number.isFinite(x)) this.#push(x);
    return this.#seen < this.#period ? Number.NaN : this.#weighted / this.#divisor;
  }

  #push(x: number): void {
    const period = this.#period;
    const at = this.#next;
    // Every value in the window loses one weight, the oldest so its last; the new one enters with the full weight.
    this.#weighted += period * x - this.#sum;
    this.#sum += x - (this.#window[at] as number);
    this.#window[at] = x;
    if (this.#seen < period) this.#seen++;
    if (at + 1 === period) this.#sumAfresh();
    else this.#next = at + 1;
  }

  #sumAfresh(): void {
    let sum = 0;
    let weighted = 0;
    for (let i = 0; i < this.#period; i++) {
      const value = this.#window[i] as number;
      sum += value;
      weighted += (i + 1) * value;
    }
    this.#sum = sum;
    this.#weighted = weighted;
    this.#next = 0;
  }

  snapshot(): KernelState {
    return [this.#sum, this.#weighted, this.#next, this.#seen, ...this.#window];
  }

  restore(state: KernelState): void {
    expectLength(state, 4 + this.#period);
    const [sum, weighted, next, seen, ...window] = state;
    this.#sum = sum as number;
    this.#weighted = weighted as number;
    this.#next = next as number;
    this.#seen = seen as number;
    this.#window.set(window);
  }
}

export const wma = defineIndicator({
  id: 'wma',
  name: 'Weighted moving average',
  group: 'trend',
  about: 'Average in which the newest value weighs `period`, the one before one less, and the oldest 1.',
  inputs: ['close'],
  parameters: { period: int(20, { min: 1, max: 5000, about: 'rows in the window' }) },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'Murphy (1999), Technical Analysis of the Financial Markets, ch. 9.',
  kernel: ({ period }) => new Wma(period),
});
