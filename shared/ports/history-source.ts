import type { TimeUs } from '../domain/time.ts';
import type { BarRow } from '../domain/bar-row.ts';

export interface HistoryMarket {
  /** The venue's own spelling of the symbol, as `BTC/USDT`. */
  readonly symbol: string;
  /** Most bars that one page holds. */
  readonly pageBars: number;
}

/** Past bars of a venue, page by page. Every method throws `HistoryError`. */
export interface HistorySource {
  /** Name, as `binance`. */
  readonly venue: string;
  /** Finds a market by any spelling, and checks that the venue has bars of the timeframe. */
  market(symbol: string, timeframe: string): Promise<HistoryMarket>;
  /** Bars that open at or after `fromUs`, ascending, at most `limit`; the last may still be growing. */
  page(request: HistoryPage): Promise<readonly BarRow[]>;
}

export interface HistoryPage {
  readonly symbol: string;
  readonly timeframe: string;
  readonly fromUs: TimeUs;
  readonly limit: number;
  /** Ends waiting between attempts. */
  readonly signal?: AbortSignal;
}

export type HistoryFault =
  | 'unknown-venue'
  | 'unknown-symbol'
  | 'unknown-timeframe'
  /** The key is missing, wrong or run out: a person must act. */
  | 'unauthorised'
  | 'unavailable'
  /** Asked too often, and the venue wants a longer wait than is sat out. */
  | 'rate-limited'
  | 'refused'
  /** What came is not what the venue's documents promise. */
  | 'malformed'
  | 'interrupted';

/** What a venue would not or could not answer, in one line. */
export class HistoryError extends Error {
  readonly code: HistoryFault;

  constructor(code: HistoryFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'HistoryError';
    this.code = code;
  }
}
