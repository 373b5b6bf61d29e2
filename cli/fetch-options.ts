/** What `skytape data fetch` is asked. */
export interface FetchOptions {
  readonly source?: string;
  /** Short for the source `ccxt:EXCHANGE`. */
  readonly exchange?: string;
  readonly symbol: string;
  readonly timeframe: string;
  readonly from: string;
  readonly to?: string;
  readonly name?: string;
  readonly json?: boolean;
  readonly exchangeUrl?: string;
  readonly api?: string;
}
