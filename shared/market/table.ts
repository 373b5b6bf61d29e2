/** A row that was not taken, and why. Rendered by `quarantineCsv`. */
export interface Reject {
  /** Line of the file, from 1; for Parquet the row, from 1. */
  readonly line: number;
  readonly code: RejectCode;
  readonly reason: string;
  /** The row as it stood. */
  readonly raw: string;
}

export type RejectCode =
  | 'missing-field'
  | 'extra-field'
  | 'missing-value'
  | 'not-a-number'
  | 'not-finite'
  | 'bad-time'
  | 'time-out-of-range'
  | 'out-of-order'
  | 'conflicting-duplicate'
  | 'price-not-positive'
  | 'volume-negative'
  | 'high-below-low'
  | 'open-outside-range'
  | 'close-outside-range'
  | 'inside-another-bar'
  | 'crossed'
  | 'unreadable';

/** Rows read from a file, before anything is checked but that the cells are numbers and times. Columns are `length` long. */
export interface RawTable {
  readonly length: number;
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  /** Line of the file that a row stood on. */
  readonly line: (row: number) => number;
  readonly raw: (row: number) => string;
  /** Rows that could not be read at all, ascending in line. */
  readonly rejects: readonly Reject[];
  /** Every symbol of the file in order of appearance; empty when it names none. */
  readonly symbols: readonly string[];
  /** Rows per symbol as an index into `symbols`; absent when the file names at most one. */
  readonly symbolOf?: Int32Array;
  /** The timeframe that the file itself states. */
  readonly timeframeUs?: number;
  /** How the columns were understood, in words. */
  readonly notes: readonly string[];
  /** Rows whose bid closes above the ask; 0 where there are no quotes. */
  readonly crossed: number;
  /** Which rows those are. */
  readonly crossedRows?: readonly number[];
}
