import type { Bars } from '../../domain/bars.ts';

/** The bar, or the part of one, that orders meet now: numbers in one object that serves the whole run. */
export class Step {
  /** Counts the steps of a run: two fills of one number are of one step. */
  number = 0;
  /** Row of the run's bars. */
  row = 0;
  /** The bars that are met, the run's or finer ones, and the row of them. */
  bars: Bars;
  at = 0;
  timeUs = 0;
  open = 0;
  high = 0;
  low = 0;
  close = 0;

  constructor(bars: Bars) {
    this.bars = bars;
  }

  take(bars: Bars, at: number, row: number): void {
    this.number++;
    this.row = row;
    this.bars = bars;
    this.at = at;
    this.timeUs = bars.time[at] as number;
    this.open = bars.open[at] as number;
    this.high = bars.high[at] as number;
    this.low = bars.low[at] as number;
    this.close = bars.close[at] as number;
  }

  get volume(): number {
    return this.bars.volume[this.at] as number;
  }

  get endUs(): number {
    return this.timeUs + this.bars.timeframeUs;
  }
}
