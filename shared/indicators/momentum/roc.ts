import { defineIndicator } from '../define.ts';
import type { Kernel, KernelState } from '../kernel.ts';
import { Lag } from '../lag.ts';
import { int } from '../parameters.ts';
import { loadParts, saveParts } from '../state.ts';

/** Rate of change over `period` rows in percent; NaN before, 0 when the value then was 0. */
export class Roc implements Kernel {
  readonly #lag: Lag;
  #last = Number.NaN;

  constructor(period: number) {
    this.#lag = new Lag(period);
  }

  update(x: number): number {
    if (!Number.isFinite(x)) return this.#last;
    const before = this.#lag.push(x);
    return (this.#last = before === 0 ? 0 : 100 * (x / before - 1));
  }

  snapshot(): KernelState {
    return saveParts([this.#last], [this.#lag]);
  }

  restore(state: KernelState): void {
    const [last] = loadParts(state, 1, [this.#lag]);
    this.#last = last as number;
  }
}

export const roc = defineIndicator({
  id: 'roc',
  name: 'Rate of change',
  group: 'momentum',
  about: 'Change over the last rows in percent of the value then.',
  inputs: ['close'],
  parameters: { period: int(10, { min: 1, max: 5000, about: 'rows between the two values' }) },
  outputs: ['value'],
  unit: 100,
  warmup: ({ period }) => period,
  settle: ({ period }) => period,
  source: 'Murphy (1999), Technical Analysis of the Financial Markets, ch. 10.',
  kernel: ({ period }) => new Roc(period),
});
