import { defineIndicator } from '../define.ts';
import type { Kernel, KernelState } from '../kernel.ts';
import { Lag } from '../lag.ts';
import { int } from '../parameters.ts';
import { loadParts, saveParts } from '../state.ts';

/** Lambert's constant: it puts most values between -100 and 100. */
const LAMBERT = 0.015;
/** A mean deviation below this share of the price is rounding noise of the mean. */
const NOISE_RATIO = 1e-12;

/** Commodity channel index: distance of the typical price from its average, in units of 0.015 mean deviations; 0 when nothing moved. */
export class Cci implements Kernel {
  readonly #window: Lag;
  #value = Number.NaN;

  constructor(period: number) {
    this.#window = new Lag(period);
  }

  update(price: number): number {
    if (!Number.isFinite(price)) return this.#value;
    this.#window.push(price);
    const mean = this.#window.mean();
    const deviation = this.#window.meanDistance(mean);
    const still = deviation <= NOISE_RATIO * Math.abs(mean);
    return (this.#value = still ? 0 : (price - mean) / (LAMBERT * deviation));
  }

  snapshot(): KernelState {
    return saveParts([this.#value], [this.#window]);
  }

  restore(state: KernelState): void {
    const [value] = loadParts(state, 1, [this.#window]);
    this.#value = value as number;
  }
}

export const cci = defineIndicator({
  id: 'cci',
  name: 'Commodity channel index',
  group: 'momentum',
  about: 'Distance of the typical price from its average, in units of its mean deviation: mostly between -100 and 100.',
  inputs: ['hlc3'],
  parameters: { period: int(20, { min: 2, max: 1000, about: 'bars in the window; the cost of a row grows with it' }) },
  outputs: ['value'],
  unit: 100,
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'Lambert (1980), "Commodity channel index", Commodities 9:10.',
  kernel: ({ period }) => new Cci(period),
});
