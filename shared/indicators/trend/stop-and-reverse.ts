import type { Kernel, KernelState } from '../kernel.ts';
import { expectLength } from '../state.ts';

/** How fast one side's stop follows: where the acceleration starts, what each new extreme adds, and its limit. */
export interface Side {
  readonly start: number;
  readonly step: number;
  readonly limit: number;
}

export interface StopAndReverseOptions {
  readonly long: Side;
  readonly short: Side;
  /** Where the first stop stands: above 0 long there, below 0 short there, 0 by the first two bars. */
  readonly startValue?: number;
  /** Share by which a stop that has just turned stands further off. */
  readonly offset?: number;
}

/**
 * Wilder's parabolic stop. The position starts short when the second bar reaches further down than up, else long, with the stop at the first
 * bar's other end (TA-Lib's start). `update` returns the stop; `isLong` tells the side it stood on at that row.
 */
export class StopAndReverse implements Kernel {
  readonly #long: Side;
  readonly #short: Side;
  readonly #startValue: number;
  readonly #offset: number;
  #rows = 0;
  #high = Number.NaN;
  #low = Number.NaN;
  #side = 1;
  #stop = Number.NaN;
  #extreme = Number.NaN;
  #speed = 0;
  #value = Number.NaN;
  #shown = 1;

  constructor({ long, short, startValue = 0, offset = 0 }: StopAndReverseOptions) {
    this.#long = long;
    this.#short = short;
    this.#startValue = startValue;
    this.#offset = offset;
  }

  get isLong(): boolean {
    return this.#shown === 1;
  }

  update(high: number, low: number): number {
    if (!Number.isFinite(high) || !Number.isFinite(low)) return this.#value;
    if (this.#rows === 0) {
      this.#rows = 1;
      this.#high = high;
      this.#low = low;
      return Number.NaN;
    }
    if (this.#rows === 1) this.#start(high, low);
    this.#value = this.#follow(high, low);
    this.#high = high;
    this.#low = low;
    return this.#value;
  }

  #start(high: number, low: number): void {
    this.#rows = 2;
    const down = this.#low - low;
    const falls = down > 0 && high - this.#high < down;
    this.#side = this.#startValue > 0 || (this.#startValue === 0 && !falls) ? 1 : -1;
    const other = this.#side === 1 ? this.#low : this.#high;
    this.#stop = this.#startValue === 0 ? other : Math.abs(this.#startValue);
    this.#extreme = this.#side === 1 ? high : low;
    this.#speed = (this.#side === 1 ? this.#long : this.#short).start;
    // The stop of the first row may not be moved by the bar before it.
    this.#high = high;
    this.#low = low;
  }

  #follow(high: number, low: number): number {
    const long = this.#side === 1;
    if (long ? low <= this.#stop : high >= this.#stop) return this.#turn(high, low);
    const stop = this.#stop;
    this.#shown = this.#side;
    const { step, limit } = long ? this.#long : this.#short;
    if (long ? high > this.#extreme : low < this.#extreme) {
      this.#extreme = long ? high : low;
      this.#speed = Math.min(limit, this.#speed + step);
    }
    this.#advance(high, low);
    return stop;
  }

  #turn(high: number, low: number): number {
    this.#side = -this.#side;
    this.#shown = this.#side;
    const long = this.#side === 1;
    let stop = this.#outside(this.#extreme, high, low);
    stop += (long ? -1 : 1) * stop * this.#offset;
    this.#stop = stop;
    this.#speed = (long ? this.#long : this.#short).start;
    this.#extreme = long ? high : low;
    this.#advance(high, low);
    return stop;
  }

  #advance(high: number, low: number): void {
    this.#stop = this.#outside(this.#stop + this.#speed * (this.#extreme - this.#stop), high, low);
  }

  /** A stop never stands inside the ranges of the last two bars. */
  #outside(stop: number, high: number, low: number): number {
    return this.#side === 1 ? Math.min(stop, this.#low, low) : Math.max(stop, this.#high, high);
  }

  snapshot(): KernelState {
    return [this.#rows, this.#high, this.#low, this.#side, this.#stop, this.#extreme, this.#speed, this.#value, this.#shown];
  }

  restore(state: KernelState): void {
    expectLength(state, 9);
    const [rows, high, low, side, stop, extreme, speed, value, shown] = state as unknown as [
      ...[number, number, number, number, number],
      ...[number, number, number, number],
    ];
    this.#rows = rows;
    this.#high = high;
    this.#low = low;
    this.#side = side;
    this.#stop = stop;
    this.#extreme = extreme;
    this.#speed = speed;
    this.#value = value;
    this.#shown = shown;
  }
}
