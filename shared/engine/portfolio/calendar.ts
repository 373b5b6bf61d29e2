import { type Bars, closeUsOf } from '../../domain/bars.ts';
import type { TimeUs } from '../../domain/time.ts';
import type { Cursor } from '../../strategies/view.ts';

/** What goes by a calendar. */
interface Scheduled {
  /** First row of the range. */
  readonly startRow: number;
  cursor: Cursor;
  calendar: Calendar;
  /** Its bars end before the run does. */
  ends: boolean;
}

/** Bars in time, once for all markets that share them: which bar is open, and what comes next. */
export class Calendar {
  readonly timeframeUs: number;
  readonly markets: Scheduled[] = [];
  /** By the row at which the range starts. */
  readonly #cursors = new Map<number, Cursor>();
  /** Time of the next opening or close; Infinity after the last. */
  nextUs: TimeUs;
  /** When a bar opened, or closed, last. */
  openedUs = NaN;
  closedUs = NaN;
  readonly #time: Float64Array;
  readonly #rows: Pick<Bars, 'time' | 'timeframeUs'>;
  /** Bar that is open or was last, counted from the start of the range. */
  #bar = -1;
  #isOpen = false;

  constructor(time: Float64Array, timeframeUs: number) {
    this.#time = time;
    this.#rows = { time, timeframeUs };
    this.timeframeUs = timeframeUs;
    this.nextUs = time[0] as number;
  }

  /** Whether these are the same bars in time. */
  covers(time: Float64Array): boolean {
    const own = this.#time;
    if (own.length !== time.length) return false;
    for (let i = 0; i < own.length; i++) if (own[i] !== time[i]) return false;
    return true;
  }

  /** Takes a market in that has these bars. */
  add(market: Scheduled): void {
    const { startRow } = market;
    const cursor = this.#cursors.get(startRow) ?? { row: -1 };
    this.#cursors.set(startRow, cursor);
    market.cursor = cursor;
    market.calendar = this;
    this.markets.push(market);
  }

  /** Lets strategies see the bar that closed last. */
  show(): void {
    for (const [startRow, cursor] of this.#cursors) cursor.row = startRow + this.#bar;
  }

  /** A bar is under way. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  get length(): number {
    return this.#time.length;
  }

  /** Number of the bar that opened or closed last, from 0 in the range. */
  get bar(): number {
    return this.#bar;
  }

  get lastOpenUs(): TimeUs {
    return this.#time[this.#time.length - 1] as number;
  }

  closeUs(bar: number): TimeUs {
    return closeUsOf(this.#rows, bar);
  }

  /** Closes the bar that is open, if it closes at `timeUs`. */
  close(timeUs: TimeUs): boolean {
    if (!this.#isOpen || this.nextUs !== timeUs) return false;
    this.#isOpen = false;
    this.closedUs = timeUs;
    this.nextUs = this.#bar + 1 < this.#time.length ? (this.#time[this.#bar + 1] as number) : Infinity;
    return true;
  }

  /** Opens the next bar, if it opens at `timeUs`. */
  open(timeUs: TimeUs): boolean {
    if (this.#isOpen || this.nextUs !== timeUs) return false;
    this.#isOpen = true;
    this.openedUs = timeUs;
    this.nextUs = this.closeUs(++this.#bar);
    return true;
  }

  /** Goes on from the bar that is open to another: all before that has closed. */
  skipTo(bar: number): void {
    this.#bar = bar;
    this.closedUs = this.closeUs(bar - 1);
    this.openedUs = this.#time[bar] as number;
    this.nextUs = this.closeUs(bar);
  }

  /** Longest time from one opening to the next: how long the market may be silent while it is still alive. */
  longestPauseUs(): number {
    let longest = this.timeframeUs;
    for (let i = 1; i < this.#time.length; i++) longest = Math.max(longest, (this.#time[i] as number) - (this.#time[i - 1] as number));
    return longest;
  }
}
