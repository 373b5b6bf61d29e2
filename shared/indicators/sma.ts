import { defineIndicator } from './define.ts';
import type { Kernel, KernelState } from './kernel.ts';
import { int } from './parameters.ts';
import { RollingSum } from './rolling-sum.ts';
import { loadParts, saveParts } from './state.ts';

/** Simple moving average of the last `period` values; NaN before. */
export class Sma implements Kernel {
  readonly #period: number;
  readonly #sum: RollingSum;
  #seen = 0;

  constructor(period: number) {
    this.#period = period;
    this.#sum = new RollingSum(period);
  }

  update(x: number): number {
    if (x - x !== 0) return this.value;
    const sum = this.#sum.push(x);
    if (this.#seen < this.#period) this.#seen++;
    return this.#seen < this.#period ? Number.NaN : sum / this.#period;
  }

  get value(): number {
    return this.#seen < this.#period ? Number.NaN : this.#sum.sum / this.#period;
  }

  snapshot(): KernelState {
    return saveParts([this.#seen], [this.#sum]);
  }

  restore(state: KernelState): void {
    const [seen] = loadParts(state, 1, [this.#sum]);
    this.#seen = seen as number;
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
