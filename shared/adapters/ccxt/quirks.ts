/** Where a venue's stream and its history must be told to speak of the same trades. */
interface Quirks {
  /** Options of the ccxt class. */
  readonly options?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The venue gives only so many of the newest trades, from no time that could be named. */
  readonly newest?: number;
}

const QUIRKS: Readonly<Record<string, Quirks>> = {
  // History comes as aggregated trades, whose numbers are not those of single ones.
  binance: { options: { watchTrades: { name: 'aggTrade' }, watchTradesForSymbols: { name: 'aggTrade' } } },
  // The channel `trades` adds up trades of one order at one price; history does not.
  okx: { options: { watchTrades: { channel: 'trades-all' } }, newest: 500 },
  bybit: { newest: 60 },
  coinbase: { newest: 1000 },
};

export function quirksOf(venue: string): Quirks {
  return QUIRKS[venue] ?? {};
}
