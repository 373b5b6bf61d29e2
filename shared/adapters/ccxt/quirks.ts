/** Where a venue's stream and its history must be told to speak of the same trades. */
interface Quirks {
  /** Options of the ccxt class. */
  readonly options?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The venue gives only so many of the newest trades, from no time that could be named. */
  readonly newest?: number;
  /** Member of a streamed trade that says how many trades it adds up; its id is that of the last. */
  readonly sums?: string;
}

const QUIRKS: Readonly<Record<string, Quirks>> = {
  // History comes as aggregated trades, whose numbers are not those of single ones.
  binance: { options: { watchTrades: { name: 'aggTrade' }, watchTradesForSymbols: { name: 'aggTrade' } } },
  // The stream adds up the trades of one order at one price and says how many; history does not.
  okx: { newest: 500, sums: 'count' },
  bybit: { newest: 60 },
  coinbase: { newest: 1000 },
};

export function quirksOf(venue: string): Quirks {
  return QUIRKS[venue] ?? {};
}
