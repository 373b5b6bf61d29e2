import { defineIndicator } from '../define.ts';
import type { Kernel, KernelState } from '../kernel.ts';
import { expectLength } from '../state.ts';

/** Wilder's true range: the bar's range, widened to the close before it. NaN for the first bar, which has none before it (TA-Lib's rule). */
export class TrueRange implements Kernel {
  #close = Number.NaN;
  #value = Number.NaN;

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high + low + close)) return this.#value;
    const before = this.#close;
    this.#close = close;
    // Math.max and Math.min hand on the NaN of the first bar.
    return (this.#value = Math.max(high, before) - Math.min(low, before));
  }

  snapshot(): KernelState {
    return [this.#close, this.#value];
  }

  restore(state: KernelState): void {
    expectLength(state, 2);
    const [close, value] = state;
    this.#close = close as number;
    this.#value = value as number;
  }
}

export const trueRange = defineIndicator({
  id: 'true-range',
  name: 'True range',
  group: 'volatility',
  about: 'Range of the bar, counting the gap from the close before it.',
  inputs: ['high', 'low', 'close'],
  parameters: {},
  outputs: ['value'],
  unit: 'price',
  warmup: () => 1,
  settle: () => 1,
  source: 'Wilder (1978), New Concepts in Technical Trading Systems, ch. 3.',
  kernel: () => new TrueRange(),
});
