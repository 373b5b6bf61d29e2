import type { Bars } from '../domain/bars.ts';

export interface HistoryKey {
  readonly venue: string;
  readonly symbol: string;
  /** Name, as `1m`. */
  readonly timeframe: string;
}

/** Downloaded bars, one growing set per venue, symbol and timeframe. */
export interface BarHistory {
  /** What is there; undefined when there is nothing yet. */
  load(key: HistoryKey): Promise<Bars | undefined>;
  /** Replaces what is there, all or nothing. */
  save(key: HistoryKey, bars: Bars): Promise<void>;
}
