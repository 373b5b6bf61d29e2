import { defineIndicator } from '../define.ts';
import type { Kernel, KernelState } from '../kernel.ts';
import { Lag } from '../lag.ts';
import { int } from '../parameters.ts';
import { loadParts, saveParts } from '../state.ts';

/** Difference between a value and the one `period` rows before; NaN before. */
export class Momentum implements Kernel {
  readonly #lag: Lag;
  #last = Number.NaN;

  constructor(period: number) {
    this.#lag = new Lag(period);
  }

  update(x: number): number {
    if (!Number.isFinite(x)) return this.#last;
    return (this.#last = x - this.#lag.push(x));
  }

  snapshot(): KernelState {
    return saveParts([this.#last], [this.#lag]);
  }

  restore(state: KernelState): void {
    const [last] = loadParts(state, 1, [this.#lag]);
    this.#last = last as number;
  }
}

export const momentum = defineIndicator({
  id: 'momentum',
  name: 'Momentum',
  group: 'momentum',
  about: 'Change over the last rows, in the unit of the input.',
  inputs: ['close'],
  parameters: { period: int(10, { min: 1, max: 5000, about: 'rows between the two values' }) },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ period }) => period,
  settle: ({ period }) => period,
  source: 'Murphy (1999), Technical Analysis of the Financial Markets, ch. 10.',
  kernel: ({ period }) => new Momentum(period),
});
