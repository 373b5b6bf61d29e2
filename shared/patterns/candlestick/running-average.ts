import type { Setting } from './settings.ts';

/**
 * The yardstick of one setting for every bar of the window: factor x average over the `period` bars before it.
 * The total is carried from the first bar it counts, `start`, as TA-Lib carries it: at an exact tie (a body of exactly a tenth of the
 * average range)
 * the last bits decide, and those depend on where a running total began. Formations that begin at the same bar share one.
 */
export class RunningAverage {
  /** Yardstick of each bar of the window; NaN where it is not known. */
  readonly column: Float64Array;
  readonly #source: Float64Array;
  readonly #period: number;
  readonly #factor: number;
  readonly #divisor: number;
  readonly #start: number;
  #total = 0;

  constructor(source: Float64Array, { range, period, factor }: Setting, start: number) {
    this.column = new Float64Array(source.length);
    this.#source = source;
    this.#period = period;
    this.#factor = factor;
    this.#divisor = range === 2 ? 2 : 1;
    this.#start = start;
  }

  /** Judges the bars `from` to `to` (exclusive) of the window, whose first bar is the `first`-th ever. */
  advance(from: number, to: number, first: number): void {
    const { column } = this;
    const source = this.#source;
    const period = this.#period;
    const factor = this.#factor;
    const divisor = this.#divisor;
    if (period === 0) {
      for (let i = from; i < to; i++) column[i] = (factor * (source[i] as number)) / divisor;
      return;
    }
    const known = Math.min(to, Math.max(from, this.#start + period - first));
    let total = this.#total;
    for (let i = from; i < known; i++) {
      column[i] = Number.NaN;
      if (first + i >= this.#start) total += source[i] as number;
    }
    for (let i = known; i < to; i++) {
      column[i] = (factor * (total / period)) / divisor;
      total += (source[i] as number) - (source[i - period] as number);
    }
    this.#total = total;
  }

  get total(): number {
    return this.#total;
  }

  set total(value: number) {
    this.#total = value;
  }
}
