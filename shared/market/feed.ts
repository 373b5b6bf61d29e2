import type { BarRow } from '../domain/bar-row.ts';
import { parseTimeframe } from '../domain/timeframe.ts';
import { MarketDataError } from './error.ts';
import type { RawTable, Reject } from './table.ts';

/** One bar as a feed reads it. */
export interface FeedRow extends BarRow {
  /** Where a file holds several instruments, of which `--symbol` picks one. */
  readonly symbol?: string;
}

/** How a file is read that is no table of bars: a file under feeds/, by its types forgotten. */
export interface Feed {
  /** kebab-case, equal to the file name; `--data ID:FILE` names it. */
  readonly id: string;
  readonly about: string;
  /** Length of a bar, like `1h`; told from the rows when absent. */
  readonly timeframe?: string;
  readonly records: (bytes: Uint8Array) => Iterable<unknown>;
  readonly row: (record: unknown, number: number) => FeedRow | undefined;
}

interface FeedSource<R> extends Omit<Feed, 'records' | 'row'> {
  /** What a file is made of, in its order: `lines`, or what a list in it holds. */
  readonly records: (bytes: Uint8Array) => Iterable<R>;
  /** The bar of a record; nothing for one that is none, like a heading. `number` counts from 1. What it throws is why the record is rejected. */
  readonly row: (record: R, number: number) => FeedRow | undefined;
}

/** Makes a feed. Throws, naming it and what is missing, when the source has not the shape that a type check would ask for. */
export function defineFeed<R>(source: FeedSource<R>): Feed {
  const { id, about, records, row, timeframe } = source;
  if (typeof id !== 'string' || !/^[a-z][a-z0-9-]*$/.test(id)) throw new Error(`feed id "${String(id)}" is not kebab-case`);
  if (typeof about !== 'string') throw new Error(`feed ${id} has no about: one line that says what it reads`);
  if (typeof records !== 'function') throw new Error(`feed ${id} has no records(bytes); for a file of lines, write records: lines`);
  if (typeof row !== 'function') throw new Error(`feed ${id} has no row(record)`);
  if (timeframe !== undefined) parseTimeframe(timeframe);
  // What `records` gives is what `row` takes; the types were checked where the source was written.
  return source as unknown as Feed;
}

/** A file as text, UTF-8. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** The lines of a file, UTF-8. */
export function lines(bytes: Uint8Array): string[] {
  return textOf(bytes).trimEnd().split(/\r?\n/);
}

const VALUES = ['timeUs', 'open', 'high', 'low', 'close', 'volume'] as const;
const RAW_CHARACTERS = 200;

/** The rows of a file as a feed reads them, for the checks that every file goes through. Throws `MarketDataError` when the feed finds none, or its code fails. */
export function feedTable(feed: Feed, bytes: Uint8Array): RawTable {
  const rows: FeedRow[] = [];
  const found: { readonly line: number; readonly record: unknown }[] = [];
  const rejects: Reject[] = [];
  let line = 0;
  for (const record of recordsOf(feed, bytes)) {
    line++;
    const read = readRow(feed, record, line);
    if (read === undefined) continue;
    if ('reason' in read) rejects.push({ line, raw: rawText(record), ...read });
    else {
      rows.push(read);
      found.push({ line, record });
    }
  }
  if (rows.length === 0) {
    const why = rejects[0] === undefined ? 'no bar in it' : `no sound row in it; record ${rejects[0].line}: ${rejects[0].reason}`;
    throw new MarketDataError('no-valid-row', `feed ${feed.id} found ${why}`, rejects);
  }
  const [time, open, high, low, close, volume] = VALUES.map((name) => Float64Array.from(rows, (row) => row[name])) as Columns;
  return {
    length: rows.length,
    time,
    open,
    high,
    low,
    close,
    volume,
    line: (row) => found[row]?.line ?? 0,
    raw: (row) => rawText(found[row]?.record),
    rejects,
    ...symbolsOf(rows),
    ...(feed.timeframe === undefined ? {} : { timeframeUs: parseTimeframe(feed.timeframe) }),
    notes: [],
    crossed: 0,
  };
}

type Columns = [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];

/** All of them before the first row is read, so that what fails is known to be the file. */
function recordsOf({ id, records }: Feed, bytes: Uint8Array): readonly unknown[] {
  try {
    return [...records(bytes)];
  } catch (cause) {
    throw new MarketDataError('not-bars', `feed ${id} cannot read the file: ${messageOf(cause)}`);
  }
}

function readRow({ id, row }: Feed, record: unknown, line: number): FeedRow | Pick<Reject, 'code' | 'reason'> | undefined {
  let read: unknown;
  try {
    read = row(record, line);
  } catch (cause) {
    return { code: 'unreadable', reason: messageOf(cause) };
  }
  if (read === undefined) return undefined;
  if (typeof read !== 'object' || read === null) {
    throw new MarketDataError(
      'not-bars',
      `feed ${id}: row returned ${JSON.stringify(read)}, but must return { ${VALUES.join(', ')} } or nothing`,
    );
  }
  const given = read as Readonly<Record<string, unknown>>;
  const odd = VALUES.find((name) => typeof given[name] !== 'number');
  return odd === undefined ? (read as FeedRow) : { code: 'not-a-number', reason: `${odd} is ${String(given[odd])}, but must be a number` };
}

function symbolsOf(rows: readonly FeedRow[]): Pick<RawTable, 'symbols' | 'symbolOf'> {
  const named = [...new Set(rows.map(({ symbol }) => symbol))];
  const symbols = named.filter((symbol) => symbol !== undefined);
  return { symbols, ...(named.length > 1 ? { symbolOf: Int32Array.from(rows, ({ symbol }) => symbols.indexOf(symbol as string)) } : {}) };
}

function rawText(record: unknown): string {
  return (typeof record === 'string' ? record : (JSON.stringify(record) ?? typeof record)).slice(0, RAW_CHARACTERS);
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
