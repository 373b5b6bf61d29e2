import type { Reject } from './table.ts';

export type MarketDataCode =
  | 'empty-file'
  | 'not-text'
  | 'not-bars'
  | 'missing-column'
  | 'unknown-column'
  | 'unreadable-time'
  | 'several-symbols'
  | 'unknown-symbol'
  | 'no-valid-row'
  | 'unknown-timeframe'
  | 'not-factors';

/** A file that is refused as a whole. `message` is one line that names what is missing and what was found. */
export class MarketDataError extends Error {
  readonly code: MarketDataCode;
  /** The rows that were looked at and refused before the file was, by line. */
  readonly rejects: readonly Reject[];

  constructor(code: MarketDataCode, message: string, rejects: readonly Reject[] = []) {
    super(message);
    this.name = 'MarketDataError';
    this.code = code;
    this.rejects = rejects;
  }
}
