import { defineIndicator } from '../define.ts';
import type { Kernel, KernelState } from '../kernel.ts';
import { int } from '../parameters.ts';
import { expectLength } from '../state.ts';
import { wilderSettle } from '../trend/rma.ts';

/**
 * Wilder's average true range, seeded with the mean of the first `period` true ranges, the first bar having none (TA-Lib's seed).
 * Its average is a number of its own, not a part, for speed.
 */
export class Atr implements Kernel {
  readonly #period: number;
  readonly #weight: number;
  readonly #rest: number;
  #before = Number.NaN;
  #value = 0;
  #ranges = 0;

  constructor(period: number) {
    this.#period = period;
    this.#weight = 1 / period;
    this.#rest = 1 - 1 / period;
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high + low + close)) return this.#ranges < this.#period ? Number.NaN : this.#value;
    const before = this.#before;
    this.#before = close;
    // A comparison with the NaN of the first bar is false, which hands it on.
    const range = (high > before ? high : before) - (low < before ? low : before);
    if (this.#ranges === this.#period) return (this.#value = this.#rest * this.#value + this.#weight * range);
    if (Number.isNaN(range)) return Number.NaN;
    this.#value += range;
    if (++this.#ranges < this.#period) return Number.NaN;
    return (this.#value /= this.#period);
  }

  fold([high, low, close]: readonly [Float64Array, Float64Array, Float64Array], [out]: readonly [Float64Array]): void {
    const rows = out.length;
    let i = 0;
    for (; i < rows && this.#ranges < this.#period; i++) out[i] = this.update(high[i] as number, low[i] as number, close[i] as number);
    const [weight, rest] = [this.#weight, this.#rest];
    let value = this.#value;
    let before = this.#before;
    for (; i < rows; i++) {
      const top = high[i] as number;
      const bottom = low[i] as number;
      const range = (top > before ? top : before) - (bottom < before ? bottom : before);
      before = close[i] as number;
      value = rest * value + weight * range;
      out[i] = value;
    }
    this.#value = value;
    this.#before = before;
  }

  snapshot(): KernelState {
    return [this.#before, this.#value, this.#ranges];
  }

  restore(state: KernelState): void {
    expectLength(state, 3);
    const [before, value, ranges] = state;
    this.#before = before as number;
    this.#value = value as number;
    this.#ranges = ranges as number;
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
