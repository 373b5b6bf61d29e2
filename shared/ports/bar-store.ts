import type { BarRow } from '../domain/bar-row.ts';
import type { Bars } from '../domain/bars.ts';
import type { TimeUs } from '../domain/time.ts';

/** Bars of one instrument and timeframe. */
export interface Series {
  readonly symbol: string;
  /** Name as `1m`. */
  readonly timeframe: string;
}

/** A closed bar with what is known and derived of it; a null could not be known. */
export interface StoredBar extends BarRow {
  /** How many trades it is made of; 0 where the venue does not say. */
  readonly trades: number;
  readonly synthetic: boolean;
  /** 0 when it closed, more when it was corrected since. */
  readonly revision: number;
  /** Codes of what is doubtful about it. */
  readonly flags: readonly string[];
  readonly return: number | null;
  readonly mid: number | null;
  readonly spread: number | null;
  readonly imbalance: number | null;
  readonly session: string | null;
}

/** What a bar has of which nothing more is known than its prices and its volume. */
export const NOTHING_DERIVED = { revision: 0, flags: [], return: null, mid: null, spread: null, imbalance: null, session: null } as const;

/** A row of columns, which must have it. */
export function barRow(bars: Bars, row: number): BarRow {
  const at = (column: Float64Array) => column[row] as number;
  return {
    timeUs: at(bars.time),
    open: at(bars.open),
    high: at(bars.high),
    low: at(bars.low),
    close: at(bars.close),
    volume: at(bars.volume),
  };
}

export interface BarRange {
  /** Inclusive. */
  readonly fromUs: TimeUs;
  /** Exclusive. */
  readonly toUs: TimeUs;
}

/** Closed bars of instruments. Storing one again changes nothing; a later revision takes the place of an earlier one, never the other way. */
export interface BarStore {
  put(series: Series, bars: readonly StoredBar[]): Promise<void>;
  /** At most `limit` bars of the range, ascending. */
  read(series: Series, range: BarRange & { readonly limit: number }): Promise<readonly StoredBar[]>;
}

/** A bar made of stored ones. */
export interface AggregatedBar extends BarRow {
  readonly trades: number;
}

/** Everything that a store of bars can be asked. */
export interface TimeSeriesStore extends BarStore {
  /** The newest bar; undefined when there is none. */
  latest(series: Series): Promise<StoredBar | undefined>;
  /** Bars of `timeframe` made of the stored bars of the range, ascending; a span without one has none. `timeframe` is a whole number of the series' own. */
  aggregate(series: Series, range: BarRange & { readonly timeframe: string }): Promise<readonly AggregatedBar[]>;
  /** Removes every bar that opens before `beforeUs`. */
  forget(series: Series, beforeUs: TimeUs): Promise<void>;
}

/** Bars of the last days. */
export interface HotStore extends BarStore {
  /** Removes these bars, as they are: one that was corrected since they were read stays. */
  remove(series: Series, bars: readonly StoredBar[]): Promise<void>;
}

/** Where bars go when they are no longer hot. */
export interface ArchiveStore extends BarStore {
  /** Puts each month that ended at or before `beforeUs` into the form that is read fastest; changes no bar. */
  compact(series: Series, beforeUs: TimeUs): Promise<void>;
}

/** Bars of long ago, which are read as columns. */
export interface HistoryStore extends BarStore {
  columns(series: Series, range: BarRange): Promise<Bars>;
}
