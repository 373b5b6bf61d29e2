import { defineIndicator } from '../define.ts';
import type { Kernel, KernelState } from '../kernel.ts';
import { int } from '../parameters.ts';
import { RollingSum } from '../rolling-sum.ts';

/** Simple moving average of the last `period` values; NaN before. It is its own sum, not the owner of one: an object less per update. */
export class Sma extends RollingSum implements Kernel {
  readonly #period: number;
  #seen = 0;

  constructor(period: number) {
    super(period);
    this.#period = period;
  }

  update(x: number): number {
    if (Number.isFinite(x)) {
      this.push(x);
      if (this.#seen < this.#period) this.#seen++;
    }
    return this.#seen < this.#period ? Number.NaN : this.sum / this.#period;
  }

  override snapshot(): KernelState {
    return [this.#seen, ...super.snapshot()];
  }

  override restore([seen, ...sum]: KernelState): void {
    super.restore(sum);
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
