import type { Bars } from '../../domain/bars.ts';

/** When in a step something fills: at its open, between the open and the close because it came late, or where the bar touches it. */
export const AT_OPEN = 0;
export const LATE = 1;
export const INSIDE = 2;
export type Moment = typeof AT_OPEN | typeof LATE | typeof INSIDE;

/**
 * The bar, or the part of one, that orders meet now: one object that serves the whole run. Its numbers are read when they are asked for:
 * each lies in a column of its own, far from the last one that was read, and most steps need one or two of them.
 */
export class Step {
  /** Counts the steps of a run: two fills of one number are of one step. */
  number = 0;
  /** Row of the run's bars. */
  row = 0;
  /** The bars that are met, the run's or finer ones, and the row of them. */
  bars: Bars;
  at = 0;
  /** The last step in which something came after the open, and how long after that was. */
  #lateStep = -1;
  #lateUs = 0;

  constructor(bars: Bars) {
    this.bars = bars;
  }

  take(bars: Bars, at: number, row: number): void {
    this.number++;
    this.row = row;
    this.bars = bars;
    this.at = at;
  }

  get timeUs(): number {
    return this.bars.time[this.at] as number;
  }

  /** The earliest that what fills now can be: the open, or when the last came that fills after it. */
  get nowUs(): number {
    return this.#lateStep === this.number ? this.timeUs + this.#lateUs : this.timeUs;
  }

  /** Goes on to when a share of the step has passed, unless it is there already. */
  goOn(share: number): void {
    const us = Math.round(share * this.bars.timeframeUs);
    this.#lateUs = this.#lateStep === this.number ? Math.max(this.#lateUs, us) : us;
    this.#lateStep = this.number;
  }

  get open(): number {
    return this.bars.open[this.at] as number;
  }

  get high(): number {
    return this.bars.high[this.at] as number;
  }

  get low(): number {
    return this.bars.low[this.at] as number;
  }

  get close(): number {
    return this.bars.close[this.at] as number;
  }

  get volume(): number {
    return this.bars.volume[this.at] as number;
  }

  get endUs(): number {
    return this.timeUs + this.bars.timeframeUs;
  }
}
