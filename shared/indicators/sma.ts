import { defineIndicator } from './define.ts';
import type { Kernel, KernelState } from './kernel.ts';
import { int } from './parameters.ts';

/** Simple moving average of the last `period` values; NaN before. The window is summed afresh each `period` updates, so rounding never builds up. */
export class Sma implements Kernel {
  readonly period: number;
  readonly #window: Float64Array;
  #sum = 0;
  #fresh = 0;
  #next = 0;
  #seen = 0;

  constructor(period: number) {
    this.period = period;
    this.#window = new Float64Array(period);
  }

  update(x: number): number {
    const window = this.#window;
    const at = this.#next;
    this.#sum += x - (window[at] as number);
    this.#fresh += x;
    window[at] = x;
    if (at + 1 === this.period) {
      this.#next = 0;
      this.#sum = this.#fresh;
      this.#fresh = 0;
    } else this.#next = at + 1;
    if (this.#seen < this.period) this.#seen++;
    return this.#seen < this.period ? NaN : this.#sum / this.period;
  }

  snapshot(): KernelState {
    return [this.#sum, this.#fresh, this.#next, this.#seen, ...this.#window];
  }

  restore([sum, fresh, next, seen, ...window]: KernelState): void {
    this.#sum = sum as number;
    this.#fresh = fresh as number;
    this.#next = next as number;
    this.#seen = seen as number;
    this.#window.set(window);
  }
}

export const sma = defineIndicator({
  id: 'sma',
  name: 'Simple moving average',
  group: 'trend',
  about: 'Mean of the last `period` values.',
  inputs: ['close'],
  parameters: { period: int(20, { min: 1, max: 5000, about: 'rows in the window' }) },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'Murphy (1999), Technical Analysis of the Financial Markets, ch. 9.',
  kernel: ({ period }) => new Sma(period),
});
