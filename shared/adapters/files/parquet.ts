import type { FileMetaData } from 'hyparquet';
import { allocateBars, type Bars } from '../../domain/bars.ts';
import { parseTimeframe } from '../../domain/timeframe.ts';
import { MarketDataError } from '../../market/error.ts';
import type { BarFiles } from '../../ports/bar-files.ts';
import { keyOf, readMetadata, readParquetTable } from './parquet-read.ts';
import { PARQUET_KEYS, writeParquet } from './parquet-write.ts';
import { readPlainColumns } from './plain-columns.ts';

/** The lake's own files of bars: Parquet, readable by any tool. Only files that `encode` wrote are decoded; others go through the import. */
export const parquetBarFiles: BarFiles = {
  encode: (bars) => writeParquet(bars),
  async decode(bytes) {
    const metadata = readMetadata(bytes);
    const timeframe = keyOf(metadata, PARQUET_KEYS.timeframe);
    if (timeframe === undefined)
      throw new MarketDataError('unknown-timeframe', 'the Parquet file does not say its timeframe: the lake did not write it');
    const timeframeUs = parseTimeframe(timeframe);
    const plain = readPlainBars(bytes, metadata, timeframeUs);
    if (plain !== undefined) return plain;
    const { length, time, open, high, low, close, volume } = await readParquetTable(bytes);
    return { length, timeframeUs, time, open, high, low, close, volume };
  },
};

/** Bars of a file whose columns lie plainly in it, quickly; undefined when they do not. */
export function readPlainBars(bytes: Uint8Array, metadata: FileMetaData, timeframeUs: number): Bars | undefined {
  const bars = allocateBars(Number(metadata.num_rows), timeframeUs);
  const doubles = (['open', 'high', 'low', 'close', 'volume'] as const).map(
    (name) => ({ name, type: 'DOUBLE', into: bars[name] }) as const,
  );
  const columns = [{ name: 'timestamp', type: 'INT64', into: bars.time } as const, ...doubles];
  return readPlainColumns(bytes, metadata, columns) ? bars : undefined;
}
