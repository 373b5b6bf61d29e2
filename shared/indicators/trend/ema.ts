import { defineIndicator } from '../define.ts';
import type { Kernel, KernelState } from '../kernel.ts';
import { int } from '../parameters.ts';
import { expectLength } from '../state.ts';

/** Weight that the seed of an exponential average may keep before it counts as forgotten. */
const SEED_WEIGHT = 1e-9;

/** How exponential averages start. */
export const emaSeed = int(0, {
  min: 0,
  max: 1,
  about: 'start: 0 the simple average of the first `period` values (TA-Lib), 1 the first value (TradingView)',
});

/**
 * Exponential moving average seeded with the simple average of the first `period` values; NaN before.
 * `alpha` is the weight of the newest value: 2 / (period + 1) unless given; Wilder's smoothing has 1 / period.
 */
export class Ema implements Kernel {
  readonly #period: number;
  readonly #alpha: number;
  readonly #rest: number;
  #value = 0;
  #seen = 0;

  constructor(period: number, alpha: number = 2 / (period + 1)) {
    this.#period = period;
    this.#alpha = alpha;
    this.#rest = 1 - alpha;
  }

  update(x: number): number {
    if (!Number.isFinite(x)) return this.value;
    if (this.#seen === this.#period) return (this.#value = this.#rest * this.#value + this.#alpha * x);
    this.#value += x;
    this.#seen++;
    if (this.#seen < this.#period) return Number.NaN;
    this.#value /= this.#period;
    return this.#value;
  }

  get value(): number {
    return this.#seen < this.#period ? Number.NaN : this.#value;
  }

  fold([x]: readonly [Float64Array], [out]: readonly [Float64Array]): void {
    const rows = x.length;
    let i = 0;
    for (; i < rows && this.#seen < this.#period; i++) out[i] = this.update(x[i] as number);
    const [alpha, rest] = [this.#alpha, this.#rest];
    let value = this.#value;
    for (; i < rows; i++) {
      value = rest * value + alpha * (x[i] as number);
      out[i] = value;
    }
    this.#value = value;
  }

  snapshot(): KernelState {
    return [this.#value, this.#seen];
  }

  restore(state: KernelState): void {
    expectLength(state, 2);
    const [value, seen] = state;
    this.#value = value as number;
    this.#seen = seen as number;
  }
}

/** Rows after which the seed of an average with this `alpha` has a weight below 1e-9. */
export function rowsToForget(alpha: number): number {
  return alpha >= 1 ? 1 : Math.ceil(Math.log(SEED_WEIGHT) / Math.log(1 - alpha));
}

/** An average with the weight of `period`, seeded as `emaSeed` says. */
export function seededEma(period: number, seed: number): Ema {
  return new Ema(seed === 1 ? 1 : period, 2 / (period + 1));
}

export const ema = defineIndicator({
  id: 'ema',
  name: 'Exponential moving average',
  group: 'trend',
  about: 'Average in which each value weighs 2 / (period + 1) less than the next; seeded with the simple average unless asked otherwise.',
  inputs: ['close'],
  parameters: { period: int(20, { min: 1, max: 5000, about: 'rows that a simple average of the same lag would have' }), seed: emaSeed },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ period, seed }) => (seed === 1 ? 0 : period - 1),
  settle: ({ period }) => period - 1 + rowsToForget(2 / (period + 1)),
  source: 'Appel (2005), Technical Analysis, ch. 1; seeded like TA-Lib unless asked otherwise.',
  kernel: ({ period, seed }) => seededEma(period, seed),
});
