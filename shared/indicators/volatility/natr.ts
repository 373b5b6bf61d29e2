import { Atr } from './atr.ts';
import { defineIndicator } from '../define.ts';
import type { Kernel, KernelState } from '../kernel.ts';
import { int } from '../parameters.ts';
import { wilderSettle } from '../trend/rma.ts';
import { loadParts, saveParts } from '../state.ts';

/** Average true range in percent of the close, comparable between instruments; 0 at a close of 0. */
export class Natr implements Kernel {
  readonly #range: Atr;
  #value = Number.NaN;

  constructor(period: number) {
    this.#range = new Atr(period);
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high + low + close)) return this.#value;
    const range = this.#range.update(high, low, close);
    const perUnit = close === 0 ? 0 : 100 / close;
    return (this.#value = range * perUnit);
  }

  snapshot(): KernelState {
    return saveParts([this.#value], [this.#range]);
  }

  restore(state: KernelState): void {
    const [value] = loadParts(state, 1, [this.#range]);
    this.#value = value as number;
  }
}

export const natr = defineIndicator({
  id: 'natr',
  name: 'Normalised average true range',
  group: 'volatility',
  about: 'Average true range in percent of the close.',
  inputs: ['high', 'low', 'close'],
  parameters: { period: int(14, { min: 1, max: 5000, about: 'true ranges in the average' }) },
  outputs: ['value'],
  unit: 100,
  warmup: ({ period }) => period,
  settle: ({ period }) => period + wilderSettle(period),
  source: 'Forman (2006), "Cross-market evaluations with normalized average true range", Stocks & Commodities 24:5.',
  kernel: ({ period }) => new Natr(period),
});
