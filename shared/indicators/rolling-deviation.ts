import type { KernelState } from './kernel.ts';
import { expectLength, type Part } from './state.ts';

/** Below this share of the largest sum of squares seen since the last exact sum, the running one is rounding noise and is computed anew. */
const NOISE_RATIO = 1e-8;

/**
 * Population standard deviation of the last `period` values. Squares are summed about a nearby anchor instead of zero, and afresh every
 * `period` pushes, so that a large mean does not eat the digits; a window that has just become quiet is summed exactly.
 */
export class RollingDeviation implements Part {
  readonly #period: number;
  readonly #window: Float64Array;
  #anchor = 0;
  #sum = 0;
  #squares = 0;
  #peak = 0;
  #next = 0;
  #full = 0;

  constructor(period: number) {
    this.#period = period;
    this.#window = new Float64Array(period);
  }

  /** The deviation with `x` in and the oldest value out; NaN until there are `period` values. */
  push(x: number): number {
    const at = this.#next;
    const before = (this.#window[at] as number) - this.#anchor;
    const now = x - this.#anchor;
    this.#window[at] = x;
    this.#sum += now - before;
    this.#squares += now * now - before * before;
    if (this.#squares > this.#peak) this.#peak = this.#squares;
    if (at + 1 === this.#period) {
      this.#next = 0;
      this.#full = 1;
      this.#sumAfresh();
    } else this.#next = at + 1;
    return this.deviation;
  }

  get deviation(): number {
    if (this.#full === 0) return Number.NaN;
    if (this.#spread() < NOISE_RATIO * this.#peak) this.#sumAfresh();
    return Math.sqrt(Math.max(0, this.#spread()) / this.#period);
  }

  /** Sum of squares about the mean. */
  #spread(): number {
    return this.#squares - (this.#sum * this.#sum) / this.#period;
  }

  /** Anchors at the mean: the sum about it is nearly zero and the sum of squares has all its digits. */
  #sumAfresh(): void {
    const window = this.#window;
    const period = this.#period;
    let total = 0;
    for (let i = 0; i < period; i++) total += window[i] as number;
    const anchor = total / period;
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < period; i++) {
      const difference = (window[i] as number) - anchor;
      sum += difference;
      squares += difference * difference;
    }
    this.#anchor = anchor;
    this.#sum = sum;
    this.#squares = squares;
    this.#peak = squares;
  }

  snapshot(): KernelState {
    return [this.#anchor, this.#sum, this.#squares, this.#peak, this.#next, this.#full, ...this.#window];
  }

  restore(state: KernelState): void {
    expectLength(state, 6 + this.#period);
    const [anchor, sum, squares, peak, next, full, ...window] = state;
    this.#anchor = anchor as number;
    this.#sum = sum as number;
    this.#squares = squares as number;
    this.#peak = peak as number;
    this.#next = next as number;
    this.#full = full as number;
    this.#window.set(window);
  }
}
