import { defineIndicator } from '../define.ts';
import type { Kernel, KernelState } from '../kernel.ts';
import { int } from '../parameters.ts';
import { expectLength } from '../state.ts';
import { wilderSettle } from '../trend/rma.ts';

/** Gains in percent of gains and losses; 0 when nothing has moved, which is TA-Lib's value. */
export function strength(gain: number, loss: number): number {
  const moved = gain + loss;
  return moved === 0 ? 0 : (100 * gain) / moved;
}

/**
 * Wilder's relative strength index, 0..100; NaN until `period` changes are known. The averages are its own numbers, not parts: it is among the
 * most used, and halves of `change` and its size give gain and loss without a branch that chance would mispredict.
 */
export class Rsi implements Kernel {
  readonly #period: number;
  readonly #weight: number;
  readonly #rest: number;
  #before = Number.NaN;
  #gains = 0;
  #losses = 0;
  #changes = 0;

  constructor(period: number) {
    this.#period = period;
    this.#weight = 1 / period / 2;
    this.#rest = 1 - 1 / period;
  }

  update(x: number): number {
    if (!Number.isFinite(x)) return this.#changes < this.#period ? Number.NaN : strength(this.#gains, this.#losses);
    const change = x - this.#before;
    const size = Math.abs(change);
    this.#before = x;
    if (this.#changes === this.#period) {
      const gains = (this.#gains = this.#rest * this.#gains + this.#weight * (size + change));
      const losses = (this.#losses = this.#rest * this.#losses + this.#weight * (size - change));
      return strength(gains, losses);
    }
    if (Number.isNaN(change)) return Number.NaN;
    return this.#seed(size + change, size - change);
  }

  /** Sums of the first changes, then their means. */
  #seed(twiceGain: number, twiceLoss: number): number {
    this.#gains += twiceGain;
    this.#losses += twiceLoss;
    if (++this.#changes < this.#period) return Number.NaN;
    this.#gains /= 2 * this.#period;
    this.#losses /= 2 * this.#period;
    return strength(this.#gains, this.#losses);
  }

  fold([x]: readonly [Float64Array], [out]: readonly [Float64Array]): void {
    const rows = x.length;
    let i = 0;
    for (; i < rows && this.#changes < this.#period; i++) out[i] = this.update(x[i] as number);
    const [weight, rest] = [this.#weight, this.#rest];
    let gains = this.#gains;
    let losses = this.#losses;
    let before = this.#before;
    for (; i < rows; i++) {
      const value = x[i] as number;
      const change = value - before;
      const size = Math.abs(change);
      before = value;
      gains = rest * gains + weight * (size + change);
      losses = rest * losses + weight * (size - change);
      const moved = gains + losses;
      out[i] = moved === 0 ? 0 : (100 * gains) / moved;
    }
    this.#gains = gains;
    this.#losses = losses;
    this.#before = before;
  }

  snapshot(): KernelState {
    return [this.#before, this.#gains, this.#losses, this.#changes];
  }

  restore(state: KernelState): void {
    expectLength(state, 4);
    const [before, gains, losses, changes] = state;
    this.#before = before as number;
    this.#gains = gains as number;
    this.#losses = losses as number;
    this.#changes = changes as number;
  }
}

export const rsi = defineIndicator({
  id: 'rsi',
  name: 'Relative strength index',
  group: 'momentum',
  about: 'Share of the rises in the movement of the last rows, 0 to 100, with Wilder’s smoothing; 0 when nothing moved, as in TA-Lib.',
  inputs: ['close'],
  parameters: { period: int(14, { min: 2, max: 5000, about: 'changes in the averages' }) },
  outputs: ['value'],
  unit: 100,
  warmup: ({ period }) => period,
  settle: ({ period }) => period + wilderSettle(period),
  source: 'Wilder (1978), New Concepts in Technical Trading Systems, ch. 6.',
  kernel: ({ period }) => new Rsi(period),
});
