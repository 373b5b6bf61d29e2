import { defineIndicator } from '../define.ts';
import { Ema, rowsToForget } from './ema.ts';
import type { Kernel, KernelState } from '../kernel.ts';
import { int } from '../parameters.ts';
import { loadParts, saveParts } from '../state.ts';

/** Double exponential average, 2 EMA - EMA(EMA), with less lag than one; NaN before both are known. */
export class Dema implements Kernel {
  readonly #once: Ema;
  readonly #twice: Ema;

  constructor(period: number) {
    this.#once = new Ema(period);
    this.#twice = new Ema(period);
  }

  update(x: number): number {
    if (!Number.isFinite(x)) return 2 * this.#once.value - this.#twice.value;
    const once = this.#once.update(x);
    return 2 * once - this.#twice.update(once);
  }

  snapshot(): KernelState {
    return saveParts([], [this.#once, this.#twice]);
  }

  restore(state: KernelState): void {
    loadParts(state, 0, [this.#once, this.#twice]);
  }
}

export const dema = defineIndicator({
  id: 'dema',
  name: 'Double exponential moving average',
  group: 'trend',
  about: 'Twice the exponential average less the exponential average of it: the same smoothing with less lag.',
  inputs: ['close'],
  parameters: { period: int(20, { min: 1, max: 2000, about: 'period of both exponential averages' }) },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ period }) => 2 * (period - 1),
  // The seed enters the second average too: its weight falls as n times the power, hence twice the rows.
  settle: ({ period }) => 2 * (period - 1) + 2 * rowsToForget(2 / (period + 1)),
  source: 'Mulloy (1994), "Smoothing data with faster moving averages", Stocks & Commodities 12:1.',
  kernel: ({ period }) => new Dema(period),
});
