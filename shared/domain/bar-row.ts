import type { TimeUs } from './time.ts';

/** One bar as a row, for the edges where bars come and go one by one. `timeUs` is its open. */
export interface BarRow {
  readonly timeUs: TimeUs;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}
