import { defineIndicator } from '../define.ts';
import type { Ema } from '../trend/ema.ts';
import type { Kernel, KernelState } from '../kernel.ts';
import { int } from '../parameters.ts';
import { wilder, wilderSettle } from '../trend/rma.ts';
import { loadParts, saveParts } from '../state.ts';
import { TrueRange } from './true-range.ts';

/** Wilder's average true range, seeded with the mean of the first `period` true ranges, the first bar having none (TA-Lib's seed). */
export class Atr implements Kernel {
  readonly #range = new TrueRange();
  readonly #average: Ema;

  constructor(period: number) {
    this.#average = wilder(period);
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high + low + close)) return this.#average.value;
    return this.#average.update(this.#range.update(high, low, close));
  }

  snapshot(): KernelState {
    return saveParts([], [this.#range, this.#average]);
  }

  restore(state: KernelState): void {
    loadParts(state, 0, [this.#range, this.#average]);
  }
}

export const atr = defineIndicator({
  id: 'atr',
  name: 'Average true range',
  group: 'volatility',
  about: 'Wilder’s average of the true range: how far a bar moves, gaps included.',
  inputs: ['high', 'low', 'close'],
  parameters: { period: int(14, { min: 1, max: 5000, about: 'true ranges in the average' }) },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ period }) => period,
  settle: ({ period }) => period + wilderSettle(period),
  source: 'Wilder (1978), New Concepts in Technical Trading Systems, ch. 3; seeded like TA-Lib.',
  kernel: ({ period }) => new Atr(period),
});
