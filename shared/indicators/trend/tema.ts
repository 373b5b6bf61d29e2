import { defineIndicator } from '../define.ts';
import { Ema, rowsToForget } from './ema.ts';
import type { Kernel, KernelState } from '../kernel.ts';
import { int } from '../parameters.ts';
import { loadParts, saveParts } from '../state.ts';

/** Triple exponential average, 3 EMA - 3 EMA(EMA) + EMA(EMA(EMA)); NaN before all three are known. */
export class Tema implements Kernel {
  readonly #once: Ema;
  readonly #twice: Ema;
  readonly #thrice: Ema;

  constructor(period: number) {
    this.#once = new Ema(period);
    this.#twice = new Ema(period);
    this.#thrice = new Ema(period);
  }

  update(x: number): number {
    if (!Number.isFinite(x)) return 3 * this.#once.value - 3 * this.#twice.value + this.#thrice.value;
    const once = this.#once.update(x);
    const twice = this.#twice.update(once);
    return 3 * once - 3 * twice + this.#thrice.update(twice);
  }

  snapshot(): KernelState {
    return saveParts([], [this.#once, this.#twice, this.#thrice]);
  }

  restore(state: KernelState): void {
    loadParts(state, 0, [this.#once, this.#twice, this.#thrice]);
  }
}

export const tema = defineIndicator({
  id: 'tema',
  name: 'Triple exponential moving average',
  group: 'trend',
  about: 'Three exponential averages of each other combined so that most of their lag cancels.',
  inputs: ['close'],
  parameters: { period: int(20, { min: 1, max: 2000, about: 'period of all three exponential averages' }) },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ period }) => 3 * (period - 1),
  settle: ({ period }) => 3 * (period - 1) + 3 * rowsToForget(2 / (period + 1)),
  source: 'Mulloy (1994), "Smoothing data with faster moving averages", Stocks & Commodities 12:1.',
  kernel: ({ period }) => new Tema(period),
});
