import type { Kernel, KernelState } from './kernel.ts';
import { RollingExtremum } from './rolling-extremum.ts';
import { FlowSum, RollingSum } from './rolling-sum.ts';
import { expectLength, loadParts, type Part, saveParts } from './state.ts';

/** Highest (`sign` 1) or lowest (-1) of the last `period` known values; NaN until there are so many. Of equal ones the newest counts. */
export class Extremum implements Kernel {
  readonly #period: number;
  readonly #window: RollingExtremum;
  #seen = 0;
  #value = Number.NaN;

  constructor(period: number, sign: 1 | -1) {
    this.#period = period;
    this.#window = new RollingExtremum(period, sign);
  }

  update(x: number): number {
    if (!Number.isFinite(x)) return this.#value;
    const value = this.#window.push(x);
    if (this.#seen < this.#period) this.#seen++;
    return this.#seen < this.#period ? Number.NaN : (this.#value = value);
  }

  /** Rows since the extremum. */
  get age(): number {
    return this.#window.age;
  }

  snapshot(): KernelState {
    return saveParts([this.#seen, this.#value], [this.#window]);
  }

  restore(state: KernelState): void {
    const [seen, value] = loadParts(state, 2, [this.#window]);
    this.#seen = seen as number;
    this.#value = value as number;
  }
}

/** Sum of the last `period` known values; NaN until there are so many. `flow` promises that none is negative and keeps a sum of zeros exact. */
export class Total implements Kernel {
  readonly #period: number;
  readonly #window: RollingSum;
  #seen = 0;
  #value = Number.NaN;

  constructor(period: number, kind: 'any' | 'flow') {
    this.#period = period;
    this.#window = kind === 'flow' ? new FlowSum(period) : new RollingSum(period);
  }

  update(x: number): number {
    if (!Number.isFinite(x)) return this.#value;
    const value = this.#window.push(x);
    if (this.#seen < this.#period) this.#seen++;
    return this.#seen < this.#period ? Number.NaN : (this.#value = value);
  }

  snapshot(): KernelState {
    return saveParts([this.#seen, this.#value], [this.#window]);
  }

  restore(state: KernelState): void {
    const [seen, value] = loadParts(state, 2, [this.#window]);
    this.#seen = seen as number;
    this.#value = value as number;
  }
}

/** Average of the last `weights.length` known values, each with its weight, the oldest first; NaN before. Time of an update grows with the window. */
export class WeightedWindow implements Kernel {
  readonly #weights: Float64Array;
  readonly #window: Float64Array;
  #next = 0;
  #seen = 0;
  #value = Number.NaN;

  constructor(weights: readonly number[]) {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    this.#weights = Float64Array.from(weights, (weight) => weight / total);
    this.#window = new Float64Array(weights.length);
  }

  update(x: number): number {
    if (!Number.isFinite(x)) return this.#value;
    const window = this.#window;
    const period = window.length;
    window[this.#next] = x;
    this.#next = this.#next + 1 === period ? 0 : this.#next + 1;
    if (this.#seen < period) this.#seen++;
    if (this.#seen < period) return Number.NaN;
    let at = this.#next;
    let value = 0;
    for (let i = 0; i < period; i++) {
      value += (this.#weights[i] as number) * (window[at] as number);
      at = at + 1 === period ? 0 : at + 1;
    }
    return (this.#value = value);
  }

  snapshot(): KernelState {
    return [this.#next, this.#seen, this.#value, ...this.#window];
  }

  restore(state: KernelState): void {
    expectLength(state, 3 + this.#window.length);
    const [next, seen, value, ...window] = state;
    this.#next = next as number;
    this.#seen = seen as number;
    this.#value = value as number;
    this.#window.set(window);
  }
}

/** `kernel`, kept from seeing the first `rows` known values: how TA-Lib lets a fast average start together with a slow one. */
export class Late implements Kernel {
  readonly #rows: number;
  readonly #kernel: Kernel;
  #skipped = 0;

  constructor(kernel: Kernel & Part, rows: number) {
    this.#kernel = kernel;
    this.#rows = rows;
  }

  update(x: number): number {
    if (this.#skipped === this.#rows) return this.#kernel.update(x, Number.NaN, Number.NaN, Number.NaN, Number.NaN);
    if (Number.isFinite(x)) this.#skipped++;
    return Number.NaN;
  }

  snapshot(): KernelState {
    return saveParts([this.#skipped], [this.#kernel]);
  }

  restore(state: KernelState): void {
    const [skipped] = loadParts(state, 1, [this.#kernel]);
    this.#skipped = skipped as number;
  }
}
