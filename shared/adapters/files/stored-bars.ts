import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { StoredBar } from '../../ports/bar-store.ts';
import { PARQUET_KEYS } from './parquet-write.ts';

const PRICES = ['open', 'high', 'low', 'close', 'volume'] as const;
const COUNTS = ['trades', 'revision'] as const;
const DERIVED = ['return', 'mid', 'spread', 'imbalance'] as const;
/** Codes of flags hold no blank. */
const FLAG_MARK = ' ';

/**
 * Stored bars of one series as Parquet: `timestamp` in microseconds UTC and prices as plain doubles, as in every file of the lake, then what else is known of a bar.
 * The same bars give the same bytes.
 */
export function writeStoredBars(bars: readonly StoredBar[], timeframe: string): Uint8Array {
  const required = <T extends object>(column: T) => ({ ...column, repetition_type: 'REQUIRED' }) as const;
  const optional = <T extends object>(column: T) => ({ ...column, repetition_type: 'OPTIONAL' }) as const;
  const text = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const;
  const schema = [
    required({ name: 'timestamp', type: 'INT64', converted_type: 'TIMESTAMP_MICROS', logical_type: MICROSECONDS } as const),
    ...PRICES.map((name) => required({ name, type: 'DOUBLE' } as const)),
    ...COUNTS.map((name) => required({ name, type: 'INT32' } as const)),
    required({ name: 'synthetic', type: 'BOOLEAN' } as const),
    ...DERIVED.map((name) => optional({ name, type: 'DOUBLE' } as const)),
    required({ name: 'flags', ...text }),
    optional({ name: 'session', ...text }),
  ];
  const data = [
    { name: 'timestamp', data: BigInt64Array.from(bars, ({ timeUs }) => BigInt(timeUs)), encoding: 'PLAIN' as const },
    ...PRICES.map((name) => ({ name, data: Float64Array.from(bars, (bar) => bar[name]), encoding: 'PLAIN' as const })),
    ...COUNTS.map((name) => ({ name, data: Int32Array.from(bars, (bar) => bar[name]) })),
    { name: 'synthetic', data: bars.map(({ synthetic }) => synthetic) },
    ...DERIVED.map((name) => ({ name, data: bars.map((bar) => bar[name]) })),
    { name: 'flags', data: bars.map(({ flags }) => flags.join(FLAG_MARK)) },
    { name: 'session', data: bars.map(({ session }) => session) },
  ];
  return new Uint8Array(
    parquetWriteBuffer({
      schema: [{ name: 'root', num_children: schema.length }, ...schema],
      columnData: data,
      rowGroupSize: 131_072,
      kvMetadata: [{ key: PARQUET_KEYS.timeframe, value: timeframe }],
      createdBy: 'skytape',
    }),
  );
}

/** Every row of a file that `writeStoredBars` wrote. */
export async function readStoredBars(bytes: Uint8Array): Promise<StoredBar[]> {
  const file = bytes.slice().buffer;
  const rows = await parquetReadObjects({
    file: { byteLength: file.byteLength, slice: (start, end) => file.slice(start, end) },
    compressors,
    parsers: { timestampFromMicroseconds: Number },
  });
  return rows.map(({ timestamp, flags, ...row }) => ({
    timeUs: timestamp,
    ...row,
    flags: flags === '' ? [] : (flags as string).split(FLAG_MARK),
  })) as unknown as StoredBar[];
}

const MICROSECONDS = { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' } as const;
