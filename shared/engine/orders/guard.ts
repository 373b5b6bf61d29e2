import type { Bars } from '../../domain/bars.ts';
import type { OrderId, Protection } from '../../domain/order.ts';
import { levelFrom, TrailingStop } from './trail.ts';

/** The fill that a position's exits live from. */
export interface Entry {
  /** Average entry price of the position. */
  readonly price: number;
  readonly direction: 1 | -1;
  /** Step of the fill, and whether it was inside the bar, not at its open: of that bar only the stop counts. */
  readonly step: number;
  readonly inside: boolean;
  /** Where the price was then. */
  readonly at: number;
  /** Number of the order, or the target, that brought it. */
  readonly by: OrderId;
  /** Number of the stop; the target has the next. */
  readonly id: OrderId;
}

/**
 * The exits that live from an entry's fill until the position is flat. They cover the whole position. One object serves the whole run:
 * its levels are plain numbers, so that a bar that reaches neither costs two comparisons.
 * A trailing stop is checked against a bar first, and follows the bar's best price only then.
 */
export class Guard {
  /** 1 guards a long position, -1 a short one, 0 nothing. */
  direction: 1 | -1 | 0 = 0;
  /** Where the position is closed at a loss, and with a profit; NaN when there is no such exit. */
  stop = NaN;
  target = NaN;
  id: OrderId = 0;
  /** The stop was reached but filled in part only: the rest goes at the next price. */
  triggered = false;
  /** An exit has filled in part. */
  begun = false;
  trails = false;
  #trail: TrailingStop | undefined;
  #fixed = NaN;
  #step = -1;
  #inside = false;
  #at = NaN;
  #by: OrderId = 0;

  guard({ stopLoss, takeProfit, trailingStop }: Protection, { price, direction, step, inside, at, by, id }: Entry): void {
    const away = direction === 1 ? -1 : 1;
    // What an order fills later brings its exits again; its trailing stop has followed the price by then.
    const followed = this.direction === direction && this.#by === by ? this.#trail?.stop : undefined;
    this.direction = direction;
    this.id = id;
    this.#by = by;
    this.triggered = false;
    this.begun = false;
    this.#step = step;
    this.#inside = inside;
    this.#at = at;
    this.#fixed = stopLoss === undefined ? NaN : levelFrom(stopLoss, price, away);
    this.#trail = trailingStop === undefined ? undefined : new TrailingStop(trailingStop, price, direction);
    if (followed !== undefined) this.#trail?.keep(followed);
    this.trails = trailingStop !== undefined;
    this.target = takeProfit === undefined ? NaN : levelFrom(takeProfit, price, direction);
    this.#stand();
  }

  clear(): void {
    this.direction = 0;
    this.stop = NaN;
    this.target = NaN;
    this.trails = false;
    this.triggered = false;
    this.begun = false;
  }

  /** Whether the bar reaches the stop or the target. */
  reachedIn({ low, high }: Bars, row: number): boolean {
    if (this.direction === 1) return (low[row] as number) <= this.stop || (high[row] as number) >= this.target;
    return (high[row] as number) >= this.stop || (low[row] as number) <= this.target;
  }

  /** First row from `row` on and before `end` that reaches the stop or the target; `end` when none does. */
  firstReached({ low, high }: Bars, row: number, end: number): number {
    const { stop, target } = this;
    let at = row;
    if (this.direction === 1) while (at < end && !((low[at] as number) <= stop || (high[at] as number) >= target)) at++;
    else while (at < end && !((high[at] as number) >= stop || (low[at] as number) <= target)) at++;
    return at;
  }

  /** What the stop executes at in a step that reaches it: at its price, or past it at the open or, in the step of an entry inside it, where the price was then. */
  stopIn(step: number, open: number): number {
    const from = this.#inside && this.#step === step ? this.#at : open;
    return this.direction === 1 ? Math.min(this.stop, from) : Math.max(this.stop, from);
  }

  /** Whether the target counts in this step: not when the entry was inside it. */
  targetCounts(step: number): boolean {
    return !(this.#inside && this.#step === step);
  }

  /** Lets a trailing stop follow to the best price of the step, or of the one of an entry inside it to its close. */
  follow(bar: { high: number; low: number; close: number }, step: number): void {
    if (this.#trail === undefined) return;
    const entered = this.#inside && this.#step === step;
    this.#trail.follow(entered ? bar.close : this.direction === 1 ? bar.high : bar.low);
    this.#stand();
  }

  /** Divides every price of it: a split. */
  split(ratio: number): void {
    this.#fixed /= ratio;
    this.target /= ratio;
    this.#trail?.split(ratio);
    this.#stand();
  }

  /** Of the two stops the nearer counts. */
  #stand(): void {
    const trailing = this.#trail?.stop ?? NaN;
    if (Number.isNaN(trailing)) this.stop = this.#fixed;
    else if (Number.isNaN(this.#fixed)) this.stop = trailing;
    else this.stop = this.direction === 1 ? Math.max(this.#fixed, trailing) : Math.min(this.#fixed, trailing);
  }
}
