import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FeedChannel } from '../../domain/feed.ts';
import type { BarRow } from '../../domain/bar-row.ts';
import { HistoryError, type HistoryMarket, type HistoryPage } from '../../ports/history-source.ts';
import type { MarketConnector, MarketStream, VenueInstrument } from '../../ports/market-connector.ts';
import { type BhavRow, readBhavcopy } from './read.ts';

export type IndianExchange = 'nse' | 'bse';
export const EXCHANGES: readonly IndianExchange[] = ['nse', 'bse'];

/** Series that are shares as everybody trades them; where a day has a symbol in several, the first of these counts. */
const SERIES = ['EQ', 'BE', 'BZ', 'SM', 'A', 'B', 'T', 'X', 'XT', 'Z', 'M'];
/** Everything is read at once, so a page may be as long as it likes. */
const PAGE = 100_000;

/** The files of one exchange in a folder. They are read when first asked for, and stay as they were then. */
export class Bhavcopy implements MarketConnector {
  readonly venue: IndianExchange;
  readonly delayUs = 0;
  readonly channels: readonly FeedChannel[] = [];
  readonly #folder: string;
  #rows: Promise<ReadonlyMap<string, readonly BhavRow[]>> | undefined;

  constructor(venue: IndianExchange, folder: string) {
    this.venue = venue;
    this.#folder = folder;
  }

  async instruments(): Promise<readonly VenueInstrument[]> {
    return [...(await this.#read()).keys()]
      .sort()
      .map((symbol) => ({ symbol, venueSymbol: symbol, assetClass: 'equity', currency: 'INR' }));
  }

  async market(symbol: string, timeframe: string): Promise<HistoryMarket> {
    if (timeframe !== '1d') throw new HistoryError('unknown-timeframe', `${this.venue} has no bars of ${timeframe}; it has 1d`);
    const name = symbol.toUpperCase().replaceAll('&', '_');
    const known = await this.#read();
    if (known.has(name)) return { symbol: name, pageBars: PAGE };
    throw new HistoryError('unknown-symbol', `no file of ${this.venue} in ${this.#folder} has "${symbol}"; symbols look like RELIANCE`);
  }

  async page({ symbol, fromUs, limit }: HistoryPage): Promise<readonly BarRow[]> {
    const rows = (await this.#read()).get(symbol) ?? [];
    return rows
      .filter(({ timeUs }) => timeUs >= fromUs)
      .slice(0, limit)
      .map(({ timeUs, open, high, low, close, volume }) => ({ timeUs, open, high, low, close, volume }));
  }

  stream(): MarketStream {
    throw new HistoryError('refused', `${this.venue} publishes files once a day and has no stream`);
  }

  #read(): Promise<ReadonlyMap<string, readonly BhavRow[]>> {
    this.#rows ??= this.#readAll();
    return this.#rows;
  }

  async #readAll(): Promise<ReadonlyMap<string, readonly BhavRow[]>> {
    const files = await readdir(this.#folder).catch((error: unknown) => {
      throw new HistoryError('refused', `BHAVCOPY_FOLDER is "${this.#folder}", but no such folder can be read`, { cause: error });
    });
    const days = new Map<string, BhavRow>();
    for (const file of files.filter((name) => name.toLowerCase().endsWith('.csv')).sort()) {
      for (const row of readBhavcopy(await readFile(join(this.#folder, file), 'utf8'), file)) {
        if (row.exchange !== this.venue || rank(row) < 0) continue;
        const key = `${row.timeUs} ${row.symbol}`;
        const before = days.get(key);
        if (before === undefined || rank(row) < rank(before)) days.set(key, row);
      }
    }
    const ascending = [...days.values()].sort((a, b) => a.timeUs - b.timeUs);
    return Map.groupBy(ascending, ({ symbol }) => symbol);
  }
}

function rank({ series }: BhavRow): number {
  return SERIES.indexOf(series);
}
