/** How good the stored bars of an instrument were on one trading day. */
export interface DayQuality {
  readonly instrument: string;
  readonly timeframe: string;
  /** `2026-11-20`. */
  readonly date: string;
  readonly score: number;
  readonly bars: number;
  readonly missing: number;
  readonly defects: readonly { readonly code: string; readonly at: string; readonly detail: string }[];
  /** Their number, of which the first are listed. */
  readonly defectCount: number;
}

/** Scores by instrument and day. One of the same instrument, day and timeframe takes the place of the one before. */
export interface QualityStore {
  put(quality: DayQuality): Promise<void>;
  /** Days from `from` to before `to`, ascending, at most `limit`. */
  range(instrument: string, range: { readonly from: string; readonly to: string; readonly limit: number }): Promise<readonly DayQuality[]>;
}
