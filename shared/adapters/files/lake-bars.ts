import { createHash } from 'node:crypto';
import { allocateBars, type Bars, firstBarAtOrAfter, sliceBars } from '../../domain/bars.ts';
import { type TimeUs, toIso } from '../../domain/time.ts';
import { parseTimeframe } from '../../domain/timeframe.ts';
import { aggregateRows } from '../../market/aggregate-rows.ts';
import type { AggregatedBar, ArchiveStore, BarRange, HistoryStore, Series, StoredBar, TimeSeriesStore } from '../../ports/bar-store.ts';
import type { Objects } from '../../ports/objects.ts';
import { readPlainBars } from './parquet.ts';
import { readMetadata } from './parquet-read.ts';
import { readStoredBars, writeStoredBars } from './stored-bars.ts';

/** Files that a month may have before they are made one. */
const MOST_PARTS = 8;
/** Lists again when a file that was listed is gone: another has just made one of several. */
const MAX_READS = 5;

/**
 * Bars as Parquet in the lake, the history: `history/instrument=BTC%2FUSDT/timeframe=1m/month=2021-01/{hash}.parquet`.
 * Each put adds a file named by its content; a month of many files is compacted into one. Nothing is ever changed in place, so writers need not agree.
 */
export class LakeBars implements TimeSeriesStore, HistoryStore, ArchiveStore {
  readonly #objects: Objects;

  constructor(objects: Objects) {
    this.#objects = objects;
  }

  async put(series: Series, bars: readonly StoredBar[]): Promise<void> {
    for (const [month, rows] of Map.groupBy(bars, monthOf)) {
      await this.#write(series, month, newest(rows));
      if ((await this.#keys(`${prefixOf(series)}month=${month}/`)).length > MOST_PARTS) await this.#compact(series, month);
    }
  }

  async read(series: Series, { fromUs, toUs, limit }: BarRange & { readonly limit: number }): Promise<readonly StoredBar[]> {
    const bars: StoredBar[] = [];
    for (const month of await this.#months(series)) {
      if (!overlaps(month, { fromUs, toUs })) continue;
      bars.push(...(await this.#rows(series, month)).filter(({ timeUs }) => timeUs >= fromUs && timeUs < toUs));
      if (bars.length >= limit) break;
    }
    return bars.slice(0, limit);
  }

  /** The bars of a range as columns: a month that is one file is read without looking at its rows. */
  async columns(series: Series, range: BarRange): Promise<Bars> {
    const parts: Bars[] = [];
    for (const month of await this.#months(series)) {
      if (overlaps(month, range)) parts.push(within(await this.#monthColumns(series, month), range));
    }
    return joined(parts, parseTimeframe(series.timeframe));
  }

  async latest(series: Series): Promise<StoredBar | undefined> {
    for (const month of (await this.#months(series)).toReversed()) {
      const newestBar = (await this.#rows(series, month)).at(-1);
      if (newestBar !== undefined) return newestBar;
    }
    return undefined;
  }

  async aggregate(series: Series, range: BarRange & { readonly timeframe: string }): Promise<readonly AggregatedBar[]> {
    return aggregateRows(await this.read(series, { ...range, limit: Infinity }), parseTimeframe(range.timeframe));
  }

  async forget(series: Series, beforeUs: TimeUs): Promise<void> {
    for (const month of await this.#months(series)) {
      if (!overlaps(month, { fromUs: -Infinity, toUs: beforeUs })) return;
      const keys = await this.#keys(`${prefixOf(series)}month=${month}/`);
      const kept = (await this.#rows(series, month)).filter(({ timeUs }) => timeUs >= beforeUs);
      const written = kept.length === 0 ? undefined : await this.#write(series, month, kept);
      await this.#objects.delete(keys.filter((key) => key !== written));
    }
  }

  /** Makes one file of every month that has several and has ended by then. */
  async compact(series: Series, beforeUs: TimeUs): Promise<void> {
    for (const month of await this.#months(series))
      if (endOf(month) <= beforeUs && (await this.#keys(`${prefixOf(series)}month=${month}/`)).length > 1)
        await this.#compact(series, month);
  }

  async #compact(series: Series, month: string): Promise<void> {
    const keys = await this.#keys(`${prefixOf(series)}month=${month}/`);
    const parts = await Promise.all(keys.map((key) => this.#objects.get(key)));
    if (parts.includes(undefined)) return;
    const written = await this.#write(series, month, newest((await Promise.all((parts as Uint8Array[]).map(readStoredBars))).flat()));
    await this.#objects.delete(keys.filter((key) => key !== written));
  }

  async #write(series: Series, month: string, rows: readonly StoredBar[]): Promise<string> {
    const bytes = writeStoredBars(rows, series.timeframe);
    const key = `${prefixOf(series)}month=${month}/${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}.parquet`;
    await this.#objects.put(key, bytes, { contentType: 'application/vnd.apache.parquet', ifAbsent: true });
    return key;
  }

  async #rows(series: Series, month: string): Promise<StoredBar[]> {
    return newest((await Promise.all((await this.#parts(series, month)).map(readStoredBars))).flat());
  }

  async #monthColumns(series: Series, month: string): Promise<Bars> {
    const parts = await this.#parts(series, month);
    const timeframeUs = parseTimeframe(series.timeframe);
    const only = parts.length === 1 ? (parts[0] as Uint8Array) : undefined;
    const plain = only === undefined ? undefined : readPlainBars(only, readMetadata(only), timeframeUs);
    return plain ?? columnsOf(newest((await Promise.all(parts.map(readStoredBars))).flat()), timeframeUs);
  }

  /** The files of a month, all of one moment. */
  async #parts(series: Series, month: string): Promise<Uint8Array[]> {
    for (let read = 0; read < MAX_READS; read++) {
      const keys = await this.#keys(`${prefixOf(series)}month=${month}/`);
      const parts = await Promise.all(keys.map((key) => this.#objects.get(key)));
      if (!parts.includes(undefined)) return parts as Uint8Array[];
    }
    throw new Error(`the files of ${series.symbol} ${series.timeframe} in ${month} changed ${MAX_READS} times while they were read`);
  }

  /** Months with a file, ascending. */
  async #months(series: Series): Promise<string[]> {
    const prefix = prefixOf(series);
    const keys = await this.#keys(prefix);
    return [...new Set(keys.map((key) => key.slice(`${prefix}month=`.length).slice(0, 'yyyy-mm'.length)))].sort();
  }

  async #keys(prefix: string): Promise<string[]> {
    const keys: string[] = [];
    for await (const key of this.#objects.list(prefix)) keys.push(key);
    return keys;
  }
}

function prefixOf({ symbol, timeframe }: Series): string {
  return `history/instrument=${encodeURIComponent(symbol)}/timeframe=${timeframe}/`;
}

function monthOf({ timeUs }: StoredBar): string {
  return toIso(timeUs).slice(0, 'yyyy-mm'.length);
}

function overlaps(month: string, { fromUs, toUs }: BarRange): boolean {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return Date.UTC(year, number - 1) * 1000 < toUs && endOf(month) > fromUs;
}

function endOf(month: string): TimeUs {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return Date.UTC(year, number) * 1000;
}

/** Ascending, of each time the newest revision. */
function newest(rows: readonly StoredBar[]): StoredBar[] {
  const byTime = new Map<TimeUs, StoredBar>();
  for (const row of rows) if (row.revision >= (byTime.get(row.timeUs)?.revision ?? 0)) byTime.set(row.timeUs, row);
  return [...byTime.values()].sort((a, b) => a.timeUs - b.timeUs);
}

function columnsOf(rows: readonly StoredBar[], timeframeUs: number): Bars {
  const bars = allocateBars(rows.length, timeframeUs);
  for (const [i, row] of rows.entries()) {
    bars.time[i] = row.timeUs;
    for (const column of ['open', 'high', 'low', 'close', 'volume'] as const) bars[column][i] = row[column];
  }
  return bars;
}

function within(bars: Bars, { fromUs, toUs }: BarRange): Bars {
  return sliceBars(bars, firstBarAtOrAfter(bars, fromUs), firstBarAtOrAfter(bars, toUs));
}

function joined(parts: readonly Bars[], timeframeUs: number): Bars {
  const whole = allocateBars(
    parts.reduce((sum, { length }) => sum + length, 0),
    timeframeUs,
  );
  let row = 0;
  for (const part of parts) {
    for (const column of ['time', 'open', 'high', 'low', 'close', 'volume'] as const) whole[column].set(part[column], row);
    row += part.length;
  }
  return whole;
}
