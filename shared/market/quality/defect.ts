import type { Bars } from '../../domain/bars.ts';
import type { TimeUs } from '../../domain/time.ts';

/** What can be wrong with market data; `docs/guides/checking-data.md` says what each means. */
export type QualityCode =
  | 'missing'
  | 'gap'
  | 'duplicate'
  | 'out-of-order'
  | 'outlier'
  | 'stale'
  | 'crossed'
  | 'negative'
  | 'not-finite'
  | 'high-below-low'
  | 'outside-range'
  | 'split-jump'
  | 'unit'
  | 'time-zone'
  | 'time-range'
  | 'closed-market'
  | 'unreadable';

/** Something wrong at a place in the data. Nothing is repaired: what is flagged stays as it is. */
export interface QualityDefect {
  readonly code: QualityCode;
  /** Open of the bar, or of the first bar that is missing, in ISO 8601; of a row whose time cannot be read, its line. */
  readonly at: string;
  readonly detail: string;
}

/** A defect of bars that can be read, before it is put in words for people. */
export interface Finding {
  readonly code: QualityCode;
  readonly timeUs: TimeUs;
  readonly detail: string;
  /** The rows of the bars that it taints, `to` not among them. */
  readonly from: number;
  readonly to: number;
  /** Bars that should be there and are not, by trading date. */
  readonly missing?: ReadonlyMap<string, number>;
}

/** A finding about a single row. */
export function atRow(bars: Bars, row: number, code: QualityCode, detail: string): Finding {
  return { code, timeUs: bars.time[row] as number, detail, from: row, to: row + 1 };
}
