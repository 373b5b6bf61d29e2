import { defineIndicator } from '../define.ts';
import type { Kernel, KernelState } from '../kernel.ts';
import { int } from '../parameters.ts';
import { loadParts, saveParts } from '../state.ts';
import { Wma } from './wma.ts';

/** Hull moving average: WMA over sqrt(period) of 2 WMA(period / 2) - WMA(period), both lengths rounded down; NaN before. */
export class Hma implements Kernel {
  readonly #half: Wma;
  readonly #whole: Wma;
  readonly #smooth: Wma;

  constructor(period: number) {
    this.#half = new Wma(Math.floor(period / 2));
    this.#whole = new Wma(period);
    this.#smooth = new Wma(Math.floor(Math.sqrt(period)));
  }

  update(x: number): number {
    // The parts skip an unknown value themselves, but the last one must not count the repeated difference as a new one.
    if (!Number.isFinite(x)) return this.#smooth.update(Number.NaN);
    return this.#smooth.update(2 * this.#half.update(x) - this.#whole.update(x));
  }

  snapshot(): KernelState {
    return saveParts([], [this.#half, this.#whole, this.#smooth]);
  }

  restore(state: KernelState): void {
    loadParts(state, 0, [this.#half, this.#whole, this.#smooth]);
  }
}

export const hma = defineIndicator({
  id: 'hma',
  name: 'Hull moving average',
  group: 'trend',
  about: 'Weighted average of twice the half-length weighted average less the whole one: smooth and nearly without lag.',
  inputs: ['close'],
  parameters: { period: int(20, { min: 2, max: 5000, about: 'rows in the long window' }) },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ period }) => period - 1 + Math.floor(Math.sqrt(period)) - 1,
  settle: ({ period }) => period - 1 + Math.floor(Math.sqrt(period)) - 1,
  source: 'Hull (2005), "The Hull Moving Average": Integer(Period / 2) and Integer(SquareRoot(Period)).',
  kernel: ({ period }) => new Hma(period),
});
