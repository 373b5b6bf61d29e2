import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Bars } from '../../domain/bars.ts';
import { timeframeName } from '../../domain/timeframe.ts';

export interface BarsLabel {
  readonly symbol?: string;
}

/** Keys of the file's own metadata, from which a reader tells a file of ours and its timeframe. */
export const PARQUET_KEYS = { timeframe: 'skytape.timeframe', symbol: 'skytape.symbol' } as const;

const ROW_GROUP = 131_072;

/** Bars as Parquet: `timestamp` in microseconds UTC, then open, high, low, close, volume as doubles. The same bars give the same bytes. */
export function writeParquet(bars: Bars, label: BarsLabel = {}): Uint8Array {
  const time = BigInt64Array.from(bars.time, BigInt);
  const double = (name: string) => ({ name, type: 'DOUBLE', repetition_type: 'REQUIRED' }) as const;
  const names = ['open', 'high', 'low', 'close', 'volume'] as const;
  const buffer = parquetWriteBuffer({
    schema: [
      { name: 'root', num_children: 6 },
      {
        name: 'timestamp',
        type: 'INT64',
        repetition_type: 'REQUIRED',
        converted_type: 'TIMESTAMP_MICROS',
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
      },
      ...names.map(double),
    ],
    columnData: [{ name: 'timestamp', data: time }, ...names.map((name) => ({ name, data: bars[name], encoding: 'PLAIN' as const }))],
    rowGroupSize: ROW_GROUP,
    kvMetadata: [
      { key: PARQUET_KEYS.timeframe, value: timeframeName(bars.timeframeUs) },
      ...(label.symbol === undefined ? [] : [{ key: PARQUET_KEYS.symbol, value: label.symbol }]),
    ],
    createdBy: 'skytape',
  });
  return new Uint8Array(buffer);
}
