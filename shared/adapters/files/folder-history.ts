import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Bars } from '../../domain/bars.ts';
import { encodeCsv } from '../../market/csv-write.ts';
import { MarketDataError } from '../../market/error.ts';
import { importBars } from '../../market/import.ts';
import type { BarHistory, HistoryKey } from '../../ports/bar-history.ts';

/**
 * Downloaded bars as CSV files under a folder, one per venue, symbol and timeframe: `binance/BTC-USDT-1m.csv`. People may read, copy and edit them;
 * a row that is missing or damaged is a hole, which the next download fills.
 */
export class FolderHistory implements BarHistory {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  pathOf({ venue, symbol, timeframe }: HistoryKey): string {
    return join(this.#folder, venue, `${symbol.replaceAll(/[^A-Za-z0-9]+/g, '-')}-${timeframe}.csv`);
  }

  async load(key: HistoryKey): Promise<Bars | undefined> {
    const path = this.pathOf(key);
    const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (bytes === undefined) return undefined;
    try {
      return importBars(bytes, { timeframe: key.timeframe, symbol: key.symbol }).bars;
    } catch (error) {
      if (!(error instanceof MarketDataError)) throw error;
      throw new MarketDataError(error.code, `${path} holds no bars (${error.message}); move it away to download it afresh`);
    }
  }

  /** Writes beside the old file and then takes its place, so a crash leaves one or the other whole. */
  async save(key: HistoryKey, bars: Bars): Promise<void> {
    const path = this.pathOf(key);
    const fresh = `${path}.${process.pid}.part`;
    await mkdir(dirname(path), { recursive: true });
    try {
      await writeFile(fresh, encodeCsv(bars), { flush: true });
      await rename(fresh, path);
    } finally {
      await rm(fresh, { force: true });
    }
  }
}
