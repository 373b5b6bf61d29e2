export type RowRejectCode =
  | 'missing-field'
  | 'extra-field'
  | 'missing-value'
  | 'not-a-number'
  | 'not-finite'
  | 'not-an-integer'
  | 'not-a-boolean'
  | 'bad-time'
  | 'out-of-range'
  | 'text-too-long'
  | 'time-out-of-range'
  | 'conflicting-duplicate';

/** A row that was not taken, why, and how it stood. */
export interface RowReject {
  /** Line of the file, from 1; for Parquet the row, from 1. */
  readonly line: number;
  readonly code: RowRejectCode;
  readonly reason: string;
  readonly raw: string;
}
