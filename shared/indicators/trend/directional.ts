import type { KernelState } from '../kernel.ts';
import { int } from '../parameters.ts';
import { expectLength, type Part } from '../state.ts';

/** How Wilder's running sums start. */
export const directionalSeed = int(0, {
  min: 0,
  max: 1,
  about: 'first sum: 0 of period - 1 movements, then smoothed (TA-Lib); 1 of the first `period` movements (Wilder’s book)',
});

export const directionalPeriod = int(14, { min: 1, max: 2000, about: 'movements in each running sum' });

/** Part of the last value that a running sum loses at each row. */
function smoothed(sum: number, x: number, period: number): number {
  return sum - sum / period + x;
}

/**
 * Wilder's directional movement: running sums of the movement up and down and of the true range over `period` rows.
 * Known from `period` rows after the first on. A period of 1 is each row by itself.
 */
export class DirectionalMovement implements Part {
  readonly #period: number;
  readonly #seedRows: number;
  #rows = -1;
  #high = Number.NaN;
  #low = Number.NaN;
  #close = Number.NaN;
  #plus = 0;
  #minus = 0;
  #range = 0;

  constructor(period: number, seed: number) {
    this.#period = period;
    this.#seedRows = seed === 0 ? period - 1 : period;
  }

  /** Takes one bar; true when the sums are known. */
  push(high: number, low: number, close: number): boolean {
    const up = high - this.#high;
    const down = this.#low - low;
    const range = Math.max(high, this.#close) - Math.min(low, this.#close);
    this.#high = high;
    this.#low = low;
    this.#close = close;
    if (++this.#rows === 0) return false;
    const plus = up > down && up > 0 ? up : 0;
    const minus = down > up && down > 0 ? down : 0;
    if (this.#rows <= this.#seedRows) {
      this.#plus += plus;
      this.#minus += minus;
      this.#range += range;
    } else {
      this.#plus = smoothed(this.#plus, plus, this.#period);
      this.#minus = smoothed(this.#minus, minus, this.#period);
      this.#range = smoothed(this.#range, range, this.#period);
    }
    return this.#rows >= this.#period;
  }

  /** Rows seen after the first. */
  get rows(): number {
    return this.#rows;
  }
  get plusMovement(): number {
    return this.#plus;
  }
  get minusMovement(): number {
    return this.#minus;
  }

  /** Movement up in percent of the range; 0 when nothing has moved. */
  get plus(): number {
    return this.#range === 0 ? 0 : (100 * this.#plus) / this.#range;
  }
  get minus(): number {
    return this.#range === 0 ? 0 : (100 * this.#minus) / this.#range;
  }

  /** Wilder's DX, 0..100; NaN when nothing has moved either way. */
  get index(): number {
    const [plus, minus] = [this.plus, this.minus];
    return plus + minus === 0 ? Number.NaN : (100 * Math.abs(plus - minus)) / (plus + minus);
  }

  snapshot(): KernelState {
    return [this.#rows, this.#high, this.#low, this.#close, this.#plus, this.#minus, this.#range];
  }

  restore(state: KernelState): void {
    expectLength(state, 7);
    const [rows, high, low, close, plus, minus, range] = state as unknown as [...[number, number, number, number], number, number, number];
    this.#rows = rows;
    this.#high = high;
    this.#low = low;
    this.#close = close;
    this.#plus = plus;
    this.#minus = minus;
    this.#range = range;
  }
}
