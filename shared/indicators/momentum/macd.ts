import { defineIndicator } from '../define.ts';
import type { Kernel, KernelState } from '../kernel.ts';
import { int } from '../parameters.ts';
import { expectLength } from '../state.ts';
import { emaSeed, rowsToForget } from '../trend/ema.ts';

export interface MacdOptions {
  readonly fast: number;
  readonly slow: number;
  readonly signal: number;
  /** 0 TA-Lib's seeds, 1 the first value. */
  readonly seed: number;
}

/**
 * Moving average convergence divergence: fast EMA less slow EMA, its EMA (signal), and their difference (histogram). TA-Lib's seeds: both averages
 * become known at the same row, each from the simple average of the values up to it; the shorter period is the fast one. Its averages are numbers of its own, not parts, for speed.
 */
export class Macd implements Kernel {
  readonly outputs = new Float64Array(3).fill(Number.NaN);
  readonly #weights: readonly [number, number, number];
  readonly #fastRows: number;
  readonly #slowRows: number;
  readonly #signalRows: number;
  readonly #rows: number;
  #seen = 0;
  #fast = 0;
  #slow = 0;
  #signal = 0;

  constructor({ fast: one, slow: other, signal, seed }: MacdOptions) {
    const [fast, slow] = [Math.min(one, other), Math.max(one, other)];
    this.#weights = [2 / (fast + 1), 2 / (slow + 1), 2 / (signal + 1)];
    this.#fastRows = seed === 1 ? 1 : fast;
    this.#slowRows = seed === 1 ? 1 : slow;
    this.#signalRows = seed === 1 ? 1 : signal;
    this.#rows = Math.max(this.#fastRows, this.#slowRows) + this.#signalRows - 1;
  }

  update(x: number): number {
    const outputs = this.outputs;
    if (!Number.isFinite(x)) return outputs[0] as number;
    if (this.#seen < this.#rows) return this.#seed(x);
    const [a, b, c] = this.#weights;
    const fast = (this.#fast = (1 - a) * this.#fast + a * x);
    const slow = (this.#slow = (1 - b) * this.#slow + b * x);
    const line = fast - slow;
    const signal = (this.#signal = (1 - c) * this.#signal + c * line);
    outputs[1] = signal;
    outputs[2] = line - signal;
    return (outputs[0] = line);
  }

  /** The rows in which an average is still a sum. */
  #seed(x: number): number {
    const outputs = this.outputs;
    const known = Math.max(this.#fastRows, this.#slowRows);
    const row = ++this.#seen;
    this.#fast = started(this.#fast, x, { row: row - known + this.#fastRows, rows: this.#fastRows, weight: this.#weights[0] });
    this.#slow = started(this.#slow, x, { row: row - known + this.#slowRows, rows: this.#slowRows, weight: this.#weights[1] });
    if (row < known) return Number.NaN;
    const line = this.#fast - this.#slow;
    this.#signal = started(this.#signal, line, { row: row - known + 1, rows: this.#signalRows, weight: this.#weights[2] });
    if (row === this.#rows) {
      outputs[1] = this.#signal;
      outputs[2] = line - this.#signal;
    }
    return (outputs[0] = line);
  }

  fold([x]: readonly [Float64Array], [lines, signals, histogram]: readonly [Float64Array, Float64Array, Float64Array]): void {
    const { outputs } = this;
    const rows = x.length;
    let i = 0;
    for (; i < rows && this.#seen < this.#rows; i++) {
      this.update(x[i] as number);
      lines[i] = outputs[0] as number;
      signals[i] = outputs[1] as number;
      histogram[i] = outputs[2] as number;
    }
    if (i === rows) return;
    const [a, b, c] = this.#weights;
    const [restA, restB, restC] = [1 - a, 1 - b, 1 - c];
    let fast = this.#fast;
    let slow = this.#slow;
    let signal = this.#signal;
    for (; i < rows; i++) {
      const value = x[i] as number;
      fast = restA * fast + a * value;
      slow = restB * slow + b * value;
      const line = fast - slow;
      signal = restC * signal + c * line;
      lines[i] = line;
      signals[i] = signal;
      histogram[i] = line - signal;
    }
    this.#fast = fast;
    this.#slow = slow;
    this.#signal = signal;
    outputs.set([lines[rows - 1] as number, signal, histogram[rows - 1] as number]);
  }

  snapshot(): KernelState {
    return [this.#seen, this.#fast, this.#slow, this.#signal, ...this.outputs];
  }

  restore(state: KernelState): void {
    expectLength(state, 7);
    const [seen, fast, slow, signal, ...outputs] = state;
    this.#seen = seen as number;
    this.#fast = fast as number;
    this.#slow = slow as number;
    this.#signal = signal as number;
    this.outputs.set(outputs);
  }
}

/** An average that is the mean of its first `rows` values, counted from `row` 1, and exponential after; it has not begun before. */
function started(value: number, x: number, { row, rows, weight }: { row: number; rows: number; weight: number }): number {
  if (row < 1) return 0;
  if (row > rows) return (1 - weight) * value + weight * x;
  return row === rows ? (value + x) / rows : value + x;
}

const period = (value: number, about: string) => int(value, { min: 1, max: 2000, about });

export const macd = defineIndicator({
  id: 'macd',
  name: 'Moving average convergence divergence',
  group: 'momentum',
  about: 'Difference of a fast and a slow exponential average, with its own average as the signal line.',
  inputs: ['close'],
  parameters: {
    fast: period(12, 'period of the fast average'),
    slow: period(26, 'period of the slow average'),
    signal: period(9, 'period of the average of the difference'),
    seed: emaSeed,
  },
  outputs: ['macd', 'signal', 'histogram'],
  unit: 'price',
  warmup: ({ fast, slow, signal, seed }) => (seed === 1 ? 0 : Math.max(fast, slow) - 1 + signal - 1),
  settle: ({ fast, slow, signal }) =>
    Math.max(fast, slow) - 1 + signal - 1 + rowsToForget(2 / (Math.max(fast, slow) + 1)) + rowsToForget(2 / (signal + 1)),
  source: 'Appel (2005), Technical Analysis, ch. 8; seeded like TA-Lib unless asked otherwise.',
  kernel: (values) => new Macd(values),
});
