import { expectLength } from '../../indicators/state.ts';
import type { KernelState } from '../../indicators/kernel.ts';
import { RunningAverage } from './running-average.ts';
import type { Setting } from './settings.ts';
import { Yardstick } from './yardstick.ts';

/**
 * The last bars as formations see them: bodies, shadows, colours and the averages they are held against, computed once a bar for all formations.
 * A window that slides when it is full, so a bar costs the same however long the history. `back` counts from the bar under the cursor, 0 is that bar.
 */
export class BarShapes {
  /** Index in the window of the bar that is judged. */
  cursor = -1;
  readonly #capacity: number;
  readonly #history: number;
  readonly #open: Float64Array;
  readonly #high: Float64Array;
  readonly #low: Float64Array;
  readonly #close: Float64Array;
  readonly #top: Float64Array;
  readonly #bottom: Float64Array;
  readonly #body: Float64Array;
  readonly #range: Float64Array;
  readonly #shadows: Float64Array;
  readonly #colour: Int8Array;
  readonly #averages = new Map<string, RunningAverage>();
  #length = 0;
  #judged = 0;
  #count = 0;

  /** `history` bars stay visible before the newest; the window slides after every `stride` bars. */
  constructor(history: number, stride: number) {
    this.#history = history;
    this.#capacity = history + stride;
    const column = () => new Float64Array(this.#capacity);
    [this.#open, this.#high, this.#low, this.#close] = [column(), column(), column(), column()];
    [this.#top, this.#bottom, this.#body, this.#range, this.#shadows] = [column(), column(), column(), column(), column()];
    this.#colour = new Int8Array(this.#capacity);
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
    this.#range[i] = high - low;
    this.#shadows[i] = high - top + (bottom - low);
    this.#colour[i] = white ? 1 : -1;
  }

  /** Brings every average up to the newest bar and puts the cursor on it. */
  measure(): void {
    const first = this.#count - this.#length;
    for (const average of this.#averages.values()) average.advance(this.#judged, this.#length, first);
    this.#judged = this.#length;
    this.cursor = this.#length - 1;
  }

  /** Drops all bars of the window but its history. */
  slide(): void {
    const from = Math.max(0, this.#length - this.#history);
    for (const column of this.#columns()) column.copyWithin(0, from, this.#length);
    this.#length -= from;
    this.#judged -= from;
    this.cursor -= from;
  }

  /** The yardstick of a setting for the bar `back` before the cursor, its total carried from the `start`-th bar on. To be asked for before the first bar. */
  yardstick(setting: Setting, back: number, start: number): Yardstick {
    const sources = [this.#body, this.#range, this.#shadows];
    const key = `${setting.range}|${setting.period}|${setting.factor}|${setting.period === 0 ? 0 : start}`;
    const average = this.#averages.get(key) ?? new RunningAverage(sources[setting.range] as Float64Array, setting, start);
    this.#averages.set(key, average);
    return new Yardstick(this, average.column, back);
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
    return this.high(back) - this.top(back);
  }
  lowerShadow(back: number): number {
    return this.bottom(back) - this.low(back);
  }
  /** 1 for a close at or above the open, otherwise -1. */
  colour(back: number): number {
    return this.#colour[this.cursor - back] as number;
  }
  white(back: number): boolean {
    return this.colour(back) === 1;
  }
  black(back: number): boolean {
    return this.colour(back) === -1;
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
    return [this.#count, ...columns, ...Array.from(this.#averages.values(), ({ total }) => total)];
  }

  /** Throws when the state is not that of a window of the same history and averages. */
  restore(state: KernelState): void {
    const columns = this.#columns();
    const totals = 1 + columns.length * this.#history;
    expectLength(state, totals + this.#averages.size);
    this.#count = state[0] as number;
    this.#length = Math.min(this.#history, this.#count);
    this.#judged = this.#length;
    this.cursor = this.#length - 1;
    for (const [c, column] of columns.entries()) {
      const end = 1 + (c + 1) * this.#history;
      column.set(state.slice(end - this.#length, end));
    }
    for (const [a, average] of [...this.#averages.values()].entries()) average.total = state[totals + a] as number;
  }

  #columns(): (Float64Array | Int8Array)[] {
    const prices = [this.#open, this.#high, this.#low, this.#close, this.#top, this.#bottom, this.#body, this.#range, this.#shadows];
    return [...prices, this.#colour, ...Array.from(this.#averages.values(), ({ column }) => column)];
  }
}
