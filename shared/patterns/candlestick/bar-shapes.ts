import type { KernelState } from '../../indicators/kernel.ts';
import { expectLength } from '../../indicators/state.ts';
import { COLOURING, type Need } from './needs.ts';
import { RunningAverage } from './running-average.ts';
import type { Setting } from './settings.ts';
import { Trait } from './trait.ts';
import { Yardstick } from './yardstick.ts';

/**
 * The last bars as formations see them: bodies, shadows, colours, the averages they are held against and how they compare, computed once a
 * bar
 * for all formations. A window that slides when it is full, so a bar costs the same however long the history.
 * `back` counts from the bar under the cursor, which is 0.
 */
export class BarShapes {
  /** Index in the window of the bar that is judged. */
  cursor = -1;
  /** Five colours of each bar of the window as bits, its own lowest: 1 is white, a close at or above the open. */
  readonly colours: Uint8Array;
  readonly #capacity: number;
  readonly #history: number;
  readonly #open: Float64Array;
  readonly #high: Float64Array;
  readonly #low: Float64Array;
  readonly #close: Float64Array;
  readonly #top: Float64Array;
  readonly #bottom: Float64Array;
  readonly #body: Float64Array;
  readonly #upper: Float64Array;
  readonly #lower: Float64Array;
  readonly #range: Float64Array;
  readonly #shadows: Float64Array;
  readonly #averages: RunningAverage[] = [];
  readonly #traits: Trait[] = [];
  /** The same by what makes two of them equal. */
  readonly #averageOf = new Map<string, RunningAverage>();
  readonly #traitOf = new Map<string, Trait>();
  #length = 0;
  #measured = 0;
  #count = 0;

  /** `history` bars stay visible before the newest; the window slides after every `stride` bars. */
  constructor(history: number, stride: number) {
    this.#history = history;
    this.#capacity = history + stride;
    const column = () => new Float64Array(this.#capacity);
    [this.#open, this.#high, this.#low, this.#close] = [column(), column(), column(), column()];
    [this.#top, this.#bottom, this.#body, this.#range] = [column(), column(), column(), column()];
    [this.#upper, this.#lower, this.#shadows] = [column(), column(), column()];
    this.colours = new Uint8Array(this.#capacity);
  }

  /** Bars ever pushed. */
  get count(): number {
    return this.#count;
  }

  /** Bars that still fit before the window slides. */
  get room(): number {
    return this.#capacity - this.#length;
  }

  /** Index in the window one past the newest bar. */
  get end(): number {
    return this.#length;
  }

  /** Adds a bar of four finite prices; `measure` must follow before anything is judged. */
  push(open: number, high: number, low: number, close: number): void {
    if (this.#length === this.#capacity) this.slide();
    const i = this.#length++;
    const white = close >= open;
    const top = white ? close : open;
    const bottom = white ? open : close;
    this.#count++;
    this.#open[i] = open;
    this.#high[i] = high;
    this.#low[i] = low;
    this.#close[i] = close;
    this.#top[i] = top;
    this.#bottom[i] = bottom;
    this.#body[i] = top - bottom;
    this.#upper[i] = high - top;
    this.#lower[i] = bottom - low;
    this.#range[i] = high - low;
    this.#shadows[i] = high - top + (bottom - low);
    this.colours[i] = (((i > 0 ? (this.colours[i - 1] as number) : 0) << 1) | (white ? 1 : 0)) & COLOURING;
  }

  /** Brings averages and traits up to the newest bar and puts the cursor on it. */
  measure(): void {
    const first = this.#count - this.#length;
    for (const average of this.#averages) average.advance(this.#measured, this.#length, first);
    for (const trait of this.#traits) trait.advance(this.#measured, this.#length);
    this.#measured = this.#length;
    this.cursor = this.#length - 1;
  }

  /** Drops all bars of the window but its history. */
  slide(): void {
    const from = Math.max(0, this.#length - this.#history);
    for (const column of this.#columns()) column.copyWithin(0, from, this.#length);
    this.#length -= from;
    this.#measured -= from;
    this.cursor -= from;
  }

  /**
   * The yardstick of a setting for the bar `back` before the cursor, its total carried from the `start`-th bar on. To be asked for before
   * the first bar.
   */
  yardstick(setting: Setting, back: number, start: number): Yardstick {
    return new Yardstick(this, this.#average(setting, start).column, back);
  }

  /** How every bar stands to a yardstick, whose total is carried from the `start`-th bar on. To be asked for before the first bar. */
  trait({ measure, relation }: Need, setting: Setting, start: number): Uint8Array {
    const key = `${measure} ${relation} ${averageKey(setting, start)}`;
    const measures = { body: this.#body, upperShadow: this.#upper, lowerShadow: this.#lower };
    const known = this.#traitOf.get(key);
    if (known) return known.column;
    const trait = new Trait(measures[measure], relation, this.#average(setting, start).column);
    this.#traitOf.set(key, trait);
    this.#traits.push(trait);
    return trait.column;
  }

  open(back: number): number {
    return this.#open[this.cursor - back] as number;
  }
  high(back: number): number {
    return this.#high[this.cursor - back] as number;
  }
  low(back: number): number {
    return this.#low[this.cursor - back] as number;
  }
  close(back: number): number {
    return this.#close[this.cursor - back] as number;
  }
  /** The upper end of the real body. */
  top(back: number): number {
    return this.#top[this.cursor - back] as number;
  }
  /** The lower end of the real body. */
  bottom(back: number): number {
    return this.#bottom[this.cursor - back] as number;
  }
  body(back: number): number {
    return this.#body[this.cursor - back] as number;
  }
  range(back: number): number {
    return this.#range[this.cursor - back] as number;
  }
  upperShadow(back: number): number {
    return this.#upper[this.cursor - back] as number;
  }
  lowerShadow(back: number): number {
    return this.#lower[this.cursor - back] as number;
  }
  white(back: number): boolean {
    return (((this.colours[this.cursor] as number) >> back) & 1) === 1;
  }
  /** 1 for white, -1 for black. */
  colour(back: number): number {
    return this.white(back) ? 1 : -1;
  }
  /** Whether the real body of the bar `back` lies wholly above that of the bar `before`. */
  bodyGapsUp(back: number, before: number): boolean {
    return this.bottom(back) > this.top(before);
  }
  bodyGapsDown(back: number, before: number): boolean {
    return this.top(back) < this.bottom(before);
  }
  /** Whether the bar `back`, shadows included, lies wholly above the bar `before`. */
  gapsUp(back: number, before: number): boolean {
    return this.low(back) > this.high(before);
  }
  gapsDown(back: number, before: number): boolean {
    return this.high(back) < this.low(before);
  }

  /** The bars counted, the history of every column (NaN where there is none yet) and the totals. */
  snapshot(): KernelState {
    const kept = Math.min(this.#history, this.#length);
    const columns = this.#columns().flatMap((column) => [
      ...Array.from({ length: this.#history - kept }, () => Number.NaN),
      ...column.subarray(this.#length - kept, this.#length),
    ]);
    return [this.#count, ...columns, ...this.#averages.map(({ total }) => total)];
  }

  /** Throws when the state is not that of a window of the same history, averages and traits. */
  restore(state: KernelState): void {
    const columns = this.#columns();
    const totals = 1 + columns.length * this.#history;
    expectLength(state, totals + this.#averages.length);
    this.#count = state[0] as number;
    this.#length = Math.min(this.#history, this.#count);
    this.#measured = this.#length;
    this.cursor = this.#length - 1;
    for (const [c, column] of columns.entries()) {
      const end = 1 + (c + 1) * this.#history;
      column.set(state.slice(end - this.#length, end));
    }
    for (const [a, average] of this.#averages.entries()) average.total = state[totals + a] as number;
  }

  #average(setting: Setting, start: number): RunningAverage {
    const sources = [this.#body, this.#range, this.#shadows];
    const key = averageKey(setting, start);
    const known = this.#averageOf.get(key);
    if (known) return known;
    const average = new RunningAverage(sources[setting.range] as Float64Array, setting, start);
    this.#averageOf.set(key, average);
    this.#averages.push(average);
    return average;
  }

  #columns(): (Float64Array | Uint8Array)[] {
    const prices = [this.#open, this.#high, this.#low, this.#close, this.#top, this.#bottom];
    const sizes = [this.#body, this.#upper, this.#lower, this.#range, this.#shadows];
    const shared = [...this.#averages, ...this.#traits].map(({ column }) => column);
    return [...prices, ...sizes, this.colours, ...shared];
  }
}

/** Two that are equal are one average; without a period there is no total, so it does not matter where it would begin. */
function averageKey({ range, period, factor }: Setting, start: number): string {
  return `${range} ${period} ${factor} ${period === 0 ? 0 : start}`;
}
