import type { KernelState } from '../kernel.ts';
import { expectLength, type Part } from '../state.ts';

/**
 * Row of the highest (`sign` 1) or lowest (-1) of the last `period` values, counted from the first row of all. Of equal values the newest counts,
 * but when the old extremum has left the window the oldest: the places that TA-Lib finds, which a strategy moved from there expects.
 */
export class RecentExtremum implements Part {
  readonly #period: number;
  readonly #sign: 1 | -1;
  readonly #ring: Float64Array;
  #rows = 0;
  #row = -1;

  constructor(period: number, sign: 1 | -1) {
    this.#period = period;
    this.#sign = sign;
    this.#ring = new Float64Array(period);
  }

  /** The row with `x` in and the oldest value out; NaN before there are `period` values. */
  push(x: number): number {
    const period = this.#period;
    const ring = this.#ring;
    const row = this.#rows++;
    const first = row - period + 1;
    ring[row % period] = this.#sign * x;
    if (first < 0) return Number.NaN;
    if (this.#row < first) {
      this.#row = first;
      for (let i = first + 1; i <= row; i++) if ((ring[i % period] as number) > (ring[this.#row % period] as number)) this.#row = i;
    } else if (this.#sign * x >= (ring[this.#row % period] as number)) this.#row = row;
    return this.#row;
  }

  snapshot(): KernelState {
    return [this.#rows, this.#row, ...this.#ring];
  }

  restore(state: KernelState): void {
    expectLength(state, 2 + this.#period);
    const [rows, row, ...ring] = state;
    this.#rows = rows as number;
    this.#row = row as number;
    this.#ring.set(ring);
  }
}
