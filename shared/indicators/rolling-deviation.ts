import type { KernelState } from './kernel.ts';
import { expectLength, type Part } from './state.ts';

/** Below this share of the largest sum of squares seen since the last exact sum, the running one is rounding noise and is computed anew. */
const NOISE_RATIO = 1e-8;

/** The sums are taken afresh at the end of the window that holds so many pushes since the last time. */
const FRESH_AFTER = 64;

/**
 * Population standard deviation of the last `period` values. Squares are summed about a nearby anchor instead of zero, and afresh every few
 * windows, so that a large mean does not eat the digits; a window that has just become quiet is summed exactly.
 */
export class RollingDeviation implements Part {
  readonly #period: number;
  /** 1 / period: multiplying is several times faster than dividing. */
  readonly #share: number;
  readonly #window: Float64Array;
  /** Windows between two fresh sums, and the place of this window among them. */
  readonly #rounds: number;
  #round = 0;
  #anchor = 0;
  #sum = 0;
  #squares = 0;
  #peak = 0;
  #next = 0;
  #full = 0;

  constructor(period: number) {
    this.#period = period;
    this.#share = 1 / period;
    this.#rounds = Math.ceil(FRESH_AFTER / period);
    this.#window = new Float64Array(period);
  }

  /** The deviation with `x` in and the oldest value out; NaN until there are `period` values. */
  push(x: number): number {
    const at = this.#next;
    const anchor = this.#anchor;
    const before = (this.#window[at] as number) - anchor;
    const now = x - anchor;
    this.#window[at] = x;
    const sum = (this.#sum += now - before);
    const squares = (this.#squares += now * now - before * before);
    if (squares > this.#peak) this.#peak = squares;
    if (at + 1 === this.#period) {
      this.#endWindow();
      return this.deviation;
    }
    this.#next = at + 1;
    const spread = squares - sum * sum * this.#share;
    if (this.#full === 0 || spread < NOISE_RATIO * this.#peak) return this.deviation;
    return Math.sqrt(Math.max(0, spread) * this.#share);
  }

  #endWindow(): void {
    this.#next = 0;
    this.#full = 1;
    if (this.#round === 0) this.#sumAfresh();
    this.#round = this.#round + 1 === this.#rounds ? 0 : this.#round + 1;
  }

  /** The deviations of a whole column of finite values, to the last bit those of pushing them one by one. */
  foldColumn(x: Float64Array, out: Float64Array): void {
    const period = this.#period;
    const head = Math.min(x.length, period);
    let i = 0;
    while (i < head) out[i] = this.push(x[i++] as number);
    const sums = new Float64Array(4);
    while (i < x.length) {
      sums.set([this.#anchor, this.#sum, this.#squares, this.#peak]);
      const wrap = i + period - this.#next;
      const fresh = wrap + ((this.#rounds - this.#round) % this.#rounds) * period;
      const start = i;
      i = slide({ x, out, period }, sums, start, Math.min(fresh - 1, x.length));
      this.#anchor = sums[0] as number;
      this.#sum = sums[1] as number;
      this.#squares = sums[2] as number;
      this.#peak = sums[3] as number;
      // The window as it was before row i, which ends a run of windows or has become quiet: `push` knows what to do then.
      const next = this.#next + i - start;
      this.#round = (this.#round + Math.floor(next / period)) % this.#rounds;
      this.#next = next % period;
      this.#takeWindow(x, i - 1);
      if (i < x.length) out[i] = this.push(x[i++] as number);
    }
  }

  /** Makes the window that of the row `newest`. */
  #takeWindow(x: Float64Array, newest: number): void {
    const older = this.#period - this.#next;
    this.#window.set(x.subarray(newest + 1 - this.#next, newest + 1), 0);
    this.#window.set(x.subarray(newest + 1 - this.#period, newest + 1 - this.#period + older), this.#next);
  }

  get deviation(): number {
    if (this.#full === 0) return Number.NaN;
    if (this.#spread() < NOISE_RATIO * this.#peak) this.#sumAfresh();
    return Math.sqrt(Math.max(0, this.#spread()) * this.#share);
  }

  /** Sum of squares about the mean. */
  #spread(): number {
    return this.#squares - this.#sum * this.#sum * this.#share;
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
    return [this.#anchor, this.#sum, this.#squares, this.#peak, this.#next, this.#full, this.#round, ...this.#window];
  }

  restore(state: KernelState): void {
    expectLength(state, 7 + this.#period);
    const [anchor, sum, squares, peak, next, full, round, ...window] = state;
    this.#anchor = anchor as number;
    this.#sum = sum as number;
    this.#squares = squares as number;
    this.#peak = peak as number;
    this.#next = next as number;
    this.#full = full as number;
    this.#round = round as number;
    this.#window.set(window);
  }
}

interface Columns {
  readonly x: Float64Array;
  readonly out: Float64Array;
  readonly period: number;
}

/**
 * The pushes of the rows `from` to `to`, as far as none needs the sums afresh: returns the first row that does. A function of its own, without
 * anything rare in it: V8 keeps the sums in registers.
 */
function slide({ x, out, period }: Columns, sums: Float64Array, from: number, to: number): number {
  const share = 1 / period;
  const anchor = sums[0] as number;
  let sum = sums[1] as number;
  let squares = sums[2] as number;
  let peak = sums[3] as number;
  let i = from;
  for (; i < to; i++) {
    const before = (x[i - period] as number) - anchor;
    const now = (x[i] as number) - anchor;
    const newSum = sum + (now - before);
    const newSquares = squares + (now * now - before * before);
    const newPeak = newSquares > peak ? newSquares : peak;
    const spread = newSquares - newSum * newSum * share;
    if (spread < NOISE_RATIO * newPeak) break;
    sum = newSum;
    squares = newSquares;
    peak = newPeak;
    out[i] = Math.sqrt(Math.max(0, spread) * share);
  }
  sums[1] = sum;
  sums[2] = squares;
  sums[3] = peak;
  return i;
}
