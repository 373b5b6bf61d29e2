import type { KernelState } from './kernel.ts';
import { expectLength, type Part } from './state.ts';

/** Below this share of the largest sum of squares seen since the last exact sum, the running one is rounding noise and is computed anew. */
const NOISE_RATIO = 1e-8;

/**
 * Straight line of least squares through the last `period` values, the oldest at 0 and the newest at `period - 1`. Sums run about an anchor near
 * the values and are added up afresh every `period` pushes and when a storm has left the window, so that rounding never builds up.
 */
export class RollingRegression implements Part {
  readonly #period: number;
  readonly #window: Float64Array;
  #anchor = 0;
  #sum = 0;
  #weighted = 0;
  #squares = 0;
  #peak = 0;
  #next = 0;
  #seen = 0;

  constructor(period: number) {
    this.#period = period;
    this.#window = new Float64Array(period);
  }

  /** Takes `y`, unless it is unknown, and says whether there are `period` values. */
  push(y: number): boolean {
    const period = this.#period;
    if (!Number.isFinite(y)) return this.#seen === period;
    const at = this.#next;
    const leaving = this.#seen === period ? (this.#window[at] as number) - this.#anchor : 0;
    const entering = y - this.#anchor;
    this.#window[at] = y;
    // With one value fewer in front, each of the others stands one place earlier.
    this.#weighted += (period - 1) * entering - (this.#sum - leaving);
    this.#sum += entering - leaving;
    this.#squares += entering * entering - leaving * leaving;
    if (this.#squares > this.#peak) this.#peak = this.#squares;
    if (this.#seen < period) this.#seen++;
    this.#next = at + 1 === period ? 0 : at + 1;
    if (this.#seen === period && (this.#next === 0 || this.#squares < NOISE_RATIO * this.#peak)) this.#sumAfresh();
    return this.#seen === period;
  }

  get slope(): number {
    const n = this.#period;
    return n === 1 ? 0 : (12 * (this.#weighted - ((n - 1) / 2) * this.#sum)) / (n * (n * n - 1));
  }

  /** Height of the line `place` places from the oldest value. */
  lineAt(place: number): number {
    return this.#anchor + this.#sum / this.#period + this.slope * (place - (this.#period - 1) / 2);
  }

  /** Sum of squares of the values about their mean. */
  get spread(): number {
    return Math.max(0, this.#squares - (this.#sum * this.#sum) / this.#period);
  }

  /** Part of the spread that the line explains, never more than all of it. */
  get explained(): number {
    const n = this.#period;
    return Math.min(this.spread, (this.slope ** 2 * n * (n * n - 1)) / 12);
  }

  #sumAfresh(): void {
    const period = this.#period;
    let total = 0;
    for (let i = 0; i < period; i++) total += this.#window[i] as number;
    this.#anchor = total / period;
    this.#sum = 0;
    this.#weighted = 0;
    this.#squares = 0;
    for (let i = 0; i < period; i++) {
      const at = this.#next + i;
      const y = (this.#window[at < period ? at : at - period] as number) - this.#anchor;
      this.#sum += y;
      this.#weighted += i * y;
      this.#squares += y * y;
    }
    this.#peak = this.#squares;
  }

  snapshot(): KernelState {
    return [this.#anchor, this.#sum, this.#weighted, this.#squares, this.#peak, this.#next, this.#seen, ...this.#window];
  }

  restore(state: KernelState): void {
    expectLength(state, 7 + this.#period);
    const [anchor, sum, weighted, squares, peak, next, seen, ...window] = state;
    this.#anchor = anchor as number;
    this.#sum = sum as number;
    this.#weighted = weighted as number;
    this.#squares = squares as number;
    this.#peak = peak as number;
    this.#next = next as number;
    this.#seen = seen as number;
    this.#window.set(window);
  }
}
