import type { TimeUs } from '../domain/time.ts';

/** One bar as a row, for the edges where bars come and go one by one. `timeUs` is its open. */
export interface BarRow {
  readonly timeUs: TimeUs;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** Bars of one instrument and timeframe. */
export interface Series {
  readonly symbol: string;
  /** Name as `1m`. */
  readonly timeframe: string;
}

export interface StoredBar extends BarRow {
  /** How many trades it is made of. */
  readonly trades: number;
  readonly synthetic: boolean;
}

/** Closed bars of streamed instruments. Storing one again changes nothing. */
export interface BarStore {
  put(series: Series, bars: readonly StoredBar[]): Promise<void>;
  /** At most `limit` bars from `fromUs` (inclusive) to `toUs` (exclusive), ascending. */
  read(series: Series, range: { readonly fromUs: TimeUs; readonly toUs: TimeUs; readonly limit: number }): Promise<readonly StoredBar[]>;
}
