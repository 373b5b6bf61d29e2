import { MarketDataError } from '../../market/error.ts';
import type { BarFiles } from '../../ports/bar-files.ts';
import { readParquetTable } from './parquet-read.ts';
import { writeParquet } from './parquet-write.ts';

/** The lake's own files of bars: Parquet, readable by any tool. Only files that `encode` wrote are decoded; others go through the import. */
export const parquetBarFiles: BarFiles = {
  encode: (bars) => writeParquet(bars),
  async decode(bytes) {
    const { length, timeframeUs, time, open, high, low, close, volume } = await readParquetTable(bytes);
    if (timeframeUs === undefined)
      throw new MarketDataError('unknown-timeframe', 'the Parquet file does not say its timeframe: the lake did not write it');
    return { length, timeframeUs, time, open, high, low, close, volume };
  },
};
