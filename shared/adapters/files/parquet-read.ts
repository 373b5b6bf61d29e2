import { type FileMetaData, parquetMetadata, parquetRead, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { DAY_US, toIso } from '../../domain/time.ts';
import { parseTimeframe } from '../../domain/timeframe.ts';
import { planByHeader } from '../../market/columns.ts';
import { MarketDataError } from '../../market/error.ts';
import type { RawTable } from '../../market/table.ts';
import { timeReader } from '../../market/time-text.ts';
import { PARQUET_KEYS } from './parquet-write.ts';

const SAMPLE_ROWS = 100;

/** A value that the file itself declares a time, so that its unit need not be guessed. */
class TypedTime {
  readonly timeUs: number;

  constructor(timeUs: number) {
    this.timeUs = timeUs;
  }
}

/** Times come out as microseconds, whatever unit they are kept in: marked as times in the sample, bare in the columns. */
const parsersOf = <T>(of: (timeUs: number) => T) => ({
  timestampFromMilliseconds: (millis: bigint) => of(Number(millis) * 1000),
  timestampFromMicroseconds: (micros: bigint) => of(Number(micros)),
  timestampFromNanoseconds: (nanos: bigint) => of(Number(nanos / 1000n)),
  dateFromDays: (days: number) => of(days * DAY_US),
});
export const MARKED = parsersOf<unknown>((timeUs) => new TypedTime(timeUs));
export const BARE = parsersOf<unknown>((timeUs) => timeUs);

export type Column = ArrayLike<unknown>;

/**
 * Reads a Parquet file of bars, our own or anyone's, into the same table as a CSV file: columns by name, times as timestamps of any unit, epochs or text.
 * Throws `MarketDataError` when it is no Parquet file, cannot be read, or holds no bars.
 */
export async function readParquetTable(bytes: Uint8Array): Promise<RawTable> {
  const metadata = readMetadata(bytes);
  const names = flatColumns(metadata);
  const header = names.map((name) => (/^__index_level_\d+__$/.test(name) ? '' : name));
  const head = await readColumns(bytes, metadata, { columns: names, rowEnd: SAMPLE_ROWS, parsers: MARKED });
  const rows = Math.min(SAMPLE_ROWS, Number(metadata.num_rows));
  if (rows === 0) throw new MarketDataError('no-valid-row', 'the Parquet file holds no row');
  const sample = Array.from({ length: rows }, (_, row) => names.map((name) => cellText(head.get(name)?.[row])));
  const plan = planByHeader(header, sample);
  const wanted = [plan.time, plan.symbol, ...plan.values, plan.volume]
    .filter((field) => field !== -1)
    .map((field) => names[field] as string);
  const columns = await readColumns(bytes, metadata, { columns: [...new Set(wanted)], parsers: BARE });
  const column = (field: number) => columns.get(names[field] as string) as Column;
  const length = Number(metadata.num_rows);
  const values = plan.values.map((field) => numbers(column(field), length));
  const prices = plan.kind === 'quotes' ? middle(values) : { columns: values, crossed: [] };
  const [open, high, low, close] = prices.columns as [Float64Array, Float64Array, Float64Array, Float64Array];
  const volume = plan.volume === -1 ? new Float64Array(length) : numbers(column(plan.volume), length);
  const isTyped = head.get(names[plan.time] as string)?.[0] instanceof TypedTime;
  const time = isTyped ? numbers(column(plan.time), length) : times(column(plan.time), length, timeReader(plan.timeFormat));
  const symbols = symbolsOf(metadata, plan.symbol === -1 ? undefined : column(plan.symbol), length);
  const timeframe = keyOf(metadata, PARQUET_KEYS.timeframe);
  return {
    length,
    time,
    open,
    high,
    low,
    close,
    volume,
    line: (row) => row + 1,
    raw: (row) => {
      const cells = wanted.map((name) => cellText((columns.get(name) as Column)[row]));
      if (isTyped) cells[0] = cellText(new TypedTime(time[row] as number));
      return cells.join(',');
    },
    rejects: [],
    notes: plan.notes,
    crossed: prices.crossed.length,
    crossedRows: prices.crossed,
    ...symbols,
    ...(timeframe === undefined ? {} : { timeframeUs: parseTimeframe(timeframe) }),
  };
}

/** Names of the columns that hold single values. */
export function flatColumns(metadata: FileMetaData): string[] {
  return parquetSchema(metadata)
    .children.filter(({ children }) => children.length === 0)
    .map(({ element }) => element.name);
}

/** What a Parquet file says of itself. Throws `MarketDataError` when it is none. */
export function readMetadata(bytes: Uint8Array): FileMetaData {
  const isParquet = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4)) === 'PAR1';
  if (bytes.length < 12 || !isParquet(0) || !isParquet(bytes.length - 4)) {
    throw new MarketDataError('not-bars', 'this is no Parquet file, or only a part of one: it does not begin and end with PAR1');
  }
  try {
    return parquetMetadata(bufferOf(bytes));
  } catch (error) {
    throw unreadable(error);
  }
}

/** Columns of a file by name. Throws `MarketDataError` when it cannot be read. */
export async function readColumns(
  bytes: Uint8Array,
  metadata: FileMetaData,
  { columns, rowEnd, parsers }: { readonly columns: string[]; readonly rowEnd?: number; readonly parsers: typeof MARKED },
): Promise<Map<string, Column>> {
  const buffer = bufferOf(bytes);
  const length = Number(metadata.num_rows);
  const read = new Map<string, unknown[] | Float64Array>();
  try {
    await parquetRead({
      file: { byteLength: buffer.byteLength, slice: (start, end) => buffer.slice(start, end) },
      metadata,
      columns,
      compressors,
      parsers,
      ...(rowEnd === undefined ? {} : { rowEnd: Math.min(rowEnd, length) }),
      onChunk({ columnName, columnData, rowStart }) {
        let target = read.get(columnName);
        if (target === undefined)
          read.set(columnName, (target = columnData instanceof Float64Array ? new Float64Array(length) : Array.from({ length })));
        for (let i = 0; i < columnData.length; i++) target[rowStart + i] = columnData[i];
      },
    });
  } catch (error) {
    throw unreadable(error);
  }
  return read;
}

function unreadable(error: unknown): MarketDataError {
  const reason = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] as string;
  return new MarketDataError('not-bars', `the Parquet file cannot be read: ${reason}`);
}

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  const whole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
  return (whole ? bytes.buffer : bytes.slice().buffer) as ArrayBuffer;
}

/** Doubles of a column of any number type; NaN where there is no number, which validation then refuses by line. */
function numbers(column: Column, length: number): Float64Array {
  if (column instanceof Float64Array) return column;
  return Float64Array.from({ length }, (_, row) => {
    const value = column[row];
    if (typeof value === 'number') return value;
    if (typeof value === 'bigint') return Number(value);
    return typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
  });
}

function times(column: Column, length: number, read: (bytes: Uint8Array, start: number, end: number) => number): Float64Array {
  const encoder = new TextEncoder();
  return Float64Array.from({ length }, (_, row) => {
    const text = encoder.encode(cellText(column[row]));
    return read(text, 0, text.length);
  });
}

function middle(values: readonly Float64Array[]): { readonly columns: readonly Float64Array[]; readonly crossed: readonly number[] } {
  const [bidClose, askClose] = [values[3], values[7]] as [Float64Array, Float64Array];
  const crossed = Array.from(bidClose.keys()).filter((row) => (bidClose[row] as number) > (askClose[row] as number));
  return {
    columns: values
      .slice(0, 4)
      .map((bid, edge) => bid.map((price, row) => (price + ((values[edge + 4] as Float64Array)[row] as number)) / 2)),
    crossed,
  };
}

function symbolsOf(
  metadata: FileMetaData,
  column: Column | undefined,
  length: number,
): { readonly symbols: readonly string[]; readonly symbolOf?: Int32Array } {
  if (column === undefined) {
    const symbol = keyOf(metadata, PARQUET_KEYS.symbol);
    return { symbols: symbol === undefined ? [] : [symbol] };
  }
  const index = new Map<string, number>();
  const symbolOf = Int32Array.from({ length }, (_, row) => {
    const name = cellText(column[row]);
    if (!index.has(name)) index.set(name, index.size);
    return index.get(name) as number;
  });
  return index.size > 1 ? { symbols: [...index.keys()], symbolOf } : { symbols: [...index.keys()] };
}

/** A value of the file's own metadata. */
export function keyOf(metadata: FileMetaData, key: string): string | undefined {
  return metadata.key_value_metadata?.find((pair) => pair.key === key)?.value;
}

/** A value as the text of a cell; empty for none and for what is no single value. */
export function cellText(value: unknown): string {
  if (value instanceof TypedTime) return Number.isSafeInteger(value.timeUs) ? toIso(value.timeUs) : '';
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? String(value) : '';
}
