import { counted } from '../shared/domain/counted.ts';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import type { Bars } from '../shared/domain/bars.ts';
import type { AssetClass, Instrument } from '../shared/domain/instrument.ts';
import { parseTimeframe } from '../shared/domain/timeframe.ts';
import { parseCsv } from '../shared/market/csv.ts';
import { encodeCsv } from '../shared/market/csv-write.ts';
import { MarketDataError } from '../shared/market/error.ts';
import { type Feed, feedTable } from '../shared/market/feed.ts';
import { type Imported, type ImportOptions, importTable } from '../shared/market/import.ts';
import { inferInstrument, splitPair, symbolOfFileName } from '../shared/market/instrument.ts';
import type { RawTable } from '../shared/market/table.ts';
import { catalogueNames, findDataset } from './catalogue-home.ts';
import { nearest } from '../shared/domain/nearest.ts';
import { standardInputFile } from './standard-input.ts';
import { fileError, unknownName, UserError } from './user-error.ts';

/** As a file it is what is piped in. */
const STDIN = '-';
/** What a file is taken to be about when neither it nor its name nor the user says. */
const DEFAULT_SYMBOL = 'BTC/USDT';
/** Gaps are what a market with sessions is made of: the import lists them, a backtest does not. */
const UNREMARKABLE: readonly string[] = ['gap', 'gaps'];

export interface DataAbout {
  readonly symbol?: string;
  readonly timeframe?: string;
  readonly assetClass?: AssetClass;
}

/** Where the bars of one shard lie, and what the user says of them; plain data, so that it can go to a worker thread. */
export interface DatasetSource {
  /** As the user wrote it. */
  readonly label: string;
  readonly path: string;
  /** SHA-256 of the file as it was first given, where the catalogue knows it; else it is taken of the file itself. */
  readonly sha256?: string;
  readonly synthetic: boolean;
  readonly about: DataAbout;
  /** Id of the feed that reads the file; absent for CSV and Parquet. */
  readonly feed?: string;
}

export interface LoadedDataset {
  readonly bars: Bars;
  readonly instrument: Instrument;
  readonly sha256: string;
  readonly synthetic: boolean;
  /** What its reader should know: rejected rows, and what was taken for granted. */
  readonly notes: readonly string[];
}

export interface ImportedFile extends Imported {
  readonly sha256: string;
  /** The file itself; what a feed read of it as CSV, so that another feed makes another file. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly format: 'csv' | 'parquet';
}

interface AboutAll {
  readonly symbol?: readonly string[];
  readonly timeframe?: string;
  readonly assetClass?: AssetClass;
}

/** Every `--data` of a command as a source, as `sourcesOf` finds them. Throws `UserError` also for one that is given twice, however it is spelt. */
export function datasetSources(data: readonly string[], about: AboutAll): DatasetSource[] {
  const sources = sourcesOf(data, about);
  const seen = new Map<string, string>();
  for (const [i, { label, path }] of sources.entries()) {
    // A file of several instruments may come again for another of them.
    const same = `${existsSync(path) ? realpathSync(path) : path}\n${about.symbol?.[i] ?? ''}`;
    const before = seen.get(same);
    if (before !== undefined)
      throw new UserError(`${before === label ? `${label} is` : `${before} and ${label} are the same file,`} given twice; give each once`);
    seen.set(same, label);
  }
  return sources;
}

/** A file where there is one, else a name in the catalogue. Throws `UserError` for what is neither. */
export function sourcesOf(data: readonly string[], about: AboutAll): DatasetSource[] {
  const { symbol: symbols = [], timeframe, assetClass } = about;
  if (symbols.length > 0 && symbols.length !== data.length) {
    throw new UserError(`--symbol names ${symbols.length} symbols for ${data.length} files; give one for each, or none`);
  }
  return data.map((label, i) => {
    const symbol = symbols[i];
    const said: DataAbout = {
      ...(symbol === undefined ? {} : { symbol: checkSymbol(symbol) }),
      ...(timeframe === undefined ? {} : { timeframe }),
      ...(assetClass === undefined ? {} : { assetClass }),
    };
    return sourceOf(label, said);
  });
}

export interface DataOptions extends DataAbout {
  /** A file, or a name in the catalogue. */
  readonly data: string;
}

/** The one data set of a command that looks at bars without trading them. */
export function loadOne({ data, symbol, timeframe, assetClass }: DataOptions): Promise<LoadedDataset> {
  const about = {
    ...(symbol === undefined ? {} : { symbol: [symbol] }),
    ...(timeframe === undefined ? {} : { timeframe }),
    ...(assetClass === undefined ? {} : { assetClass }),
  };
  return loadDataset(datasetSources([data], about)[0] as DatasetSource);
}

function sourceOf(label: string, about: DataAbout): DatasetSource {
  if (label === STDIN) return { label, path: standardInputFile(), synthetic: false, about };
  const file = statSync(label, { throwIfNoEntry: false });
  if (file?.isDirectory()) throw new UserError(`cannot read ${label}: it is a folder; name the files in it`);
  if (file) return { label, path: resolve(label), synthetic: false, about };
  const [, feed, fed] = /^([a-z][a-z0-9-]*):(.+)$/.exec(label) ?? [];
  if (feed !== undefined && fed !== undefined && statSync(fed, { throwIfNoEntry: false })?.isFile())
    return { label, path: resolve(fed), synthetic: false, about, feed };
  const known = findDataset(label);
  if (known) {
    const { path, record } = known;
    const { symbol, assetClass, timeframe, sha256, synthetic } = record;
    if (about.timeframe !== undefined && parseTimeframe(about.timeframe) !== parseTimeframe(timeframe))
      throw new UserError(`--timeframe is ${about.timeframe}, but the dataset ${label} has bars of ${timeframe}; leave it out`);
    return { label, path, sha256, synthetic, about: { symbol, assetClass, timeframe, ...about } };
  }
  if (/[./\\]/.test(label)) throw new UserError(`cannot read ${label}: no such file`);
  const names = catalogueNames();
  const near = nearest(label, names);
  const there = names.length === 0 ? 'the catalogue is empty' : `the catalogue has ${names.join(', ')}`;
  throw new UserError(`there is no file and no dataset "${label}"${near ? ` (did you mean ${near}?)` : ''}; ${there}`);
}

/** Reads a source: the worker's first step. */
export async function loadDataset(source: DatasetSource): Promise<LoadedDataset> {
  const { sha256, synthetic } = source;
  // What the catalogue holds was checked when it came in; a synthetic market may well reach into the future.
  const imported = await importFile(source, { future: sha256 !== undefined });
  const { rejects, defects } = imported;
  const count = counted(rejects.length, 'row');
  const rejected = rejects.length > 0 ? [`${count} rejected; \`skytape data import\` lists them with line and reason`] : [];
  return {
    bars: imported.bars,
    instrument: imported.instrument,
    sha256: sha256 ?? imported.sha256,
    synthetic,
    notes: [...rejected, ...defects.filter(({ code }) => !UNREMARKABLE.includes(code)).map(({ detail }) => detail)],
  };
}

/** Bars of a file, by a feed where one is named, through the checks of the import. Throws `UserError` when it cannot be read, `MarketDataError` when it is no bar file. */
export async function importFile(source: DatasetSource, { future = false } = {}): Promise<ImportedFile> {
  const { about } = source;
  const read = readBytes(source.path, source.label);
  const options: ImportOptions = { ...about, ...(future ? {} : { nowUs: Date.now() * 1000 }), ...namedBy(source) };
  const imported = await tableOf(read, source)
    .then((table) => importTable(table, options))
    .catch((error: unknown) => {
      throw error instanceof MarketDataError ? new MarketDataError(error.code, `${source.label}: ${error.message}`, error.rejects) : error;
    });
  const isFed = source.feed !== undefined;
  const bytes = isFed ? (encodeCsv(imported.bars) as Uint8Array<ArrayBuffer>) : read;
  const format = !isFed && isParquet(read, source.path) ? 'parquet' : 'csv';
  const file = { bytes, format, sha256: createHash('sha256').update(bytes).digest('hex') } as const;
  if (imported.instrument.symbol !== 'UNKNOWN') return { ...imported, ...file };
  const instrument = inferInstrument({ bars: imported.bars, symbol: DEFAULT_SYMBOL, ...about });
  const assumed = {
    code: 'note',
    detail: `nothing says what it is about: it is taken for ${DEFAULT_SYMBOL}, --symbol says otherwise`,
  } as const;
  return { ...imported, ...file, instrument, defects: [...imported.defects, assumed] };
}

/** The rows of a file as they stand. Throws `MarketDataError` when it is no bar file, `UserError` for a feed that is none. */
export async function tableOf(bytes: Uint8Array<ArrayBuffer>, { path, feed }: Pick<DatasetSource, 'path' | 'feed'>): Promise<RawTable> {
  if (feed !== undefined) return feedTable(await feedNamed(feed), bytes);
  return isParquet(bytes, path) ? parquetTable(bytes) : parseCsv(bytes);
}

/** The name of a file, where it says what the file is about. */
export function namedBy({ label, path, feed }: Pick<DatasetSource, 'label' | 'path' | 'feed'>): { readonly fileName?: string } {
  const fileName = basename(feed === undefined ? label : path);
  return namesInstrument(fileName) ? { fileName } : {};
}

async function feedNamed(id: string): Promise<Feed> {
  const { loadFeeds } = await import('./registry.ts');
  const feeds = await loadFeeds();
  const found = feeds.find((feed) => feed.id === id);
  if (found) return found;
  throw unknownName(
    'feed',
    id,
    feeds.map((feed) => feed.id),
  );
}

export function readBytes(path: string, label: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    throw fileError('read', label, error);
  }
}

/** `BTCUSDT-1h.csv` and `AAPL.csv` say what they are about; `bars.csv` does not. */
function namesInstrument(fileName: string): boolean {
  const symbol = symbolOfFileName(fileName);
  return symbol !== undefined && (splitPair(symbol) !== undefined || fileName.startsWith(symbol));
}

export function isParquet(bytes: Uint8Array, path: string): boolean {
  return new TextDecoder().decode(bytes.subarray(0, 4)) === 'PAR1' || ['.parquet', '.pq'].includes(extname(path).toLowerCase());
}

async function parquetTable(bytes: Uint8Array<ArrayBuffer>) {
  const { readParquetTable } = await import('../shared/adapters/files/parquet-read.ts');
  return readParquetTable(bytes);
}

export function checkSymbol(symbol: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9./:_-]{0,39}$/.test(symbol)) return symbol;
  throw new UserError(`--symbol is "${symbol}", but must be letters, digits and . / : _ - , at most 40, like BTC/USDT`);
}
