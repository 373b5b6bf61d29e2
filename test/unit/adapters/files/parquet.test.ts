import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { hashBars } from '../../../../shared/adapters/files/hash-bars.ts';
import { parquetBarFiles } from '../../../../shared/adapters/files/parquet.ts';
import { readParquetTable } from '../../../../shared/adapters/files/parquet-read.ts';
import { writeParquet } from '../../../../shared/adapters/files/parquet-write.ts';
import { HOUR_US, MINUTE_US, toIso } from '../../../../shared/domain/time.ts';
import { encodeCsv } from '../../../../shared/market/csv-write.ts';
import { MarketDataError } from '../../../../shared/market/error.ts';
import { importBars, importTable } from '../../../../shared/market/import.ts';
import { synthesiseBars } from '../../../../shared/market/synthetic-bars.ts';

const START = Date.UTC(2021, 0, 1) * 1000;

test('[MD-07] the same million rows as CSV and as Parquet give byte-equal bars', async () => {
  const bars = synthesiseBars({ seed: 3, bars: 1_000_000, timeframeUs: MINUTE_US, startUs: START, price: 60_000 });
  const fromCsv = importBars(encodeCsv(bars), { symbol: 'BTC/USDT' });
  const fromParquet = importTable(await readParquetTable(writeParquet(bars)), { symbol: 'BTC/USDT' });
  expect(fromCsv.bars.length).toBe(1_000_000);
  expect(hashBars(fromParquet.bars)).toBe(hashBars(fromCsv.bars));
  expect(hashBars(fromCsv.bars)).toBe(hashBars(bars));
  expect([fromParquet.timeframe, fromParquet.instrument]).toEqual([fromCsv.timeframe, fromCsv.instrument]);
}, 60_000);

test('[MD-07] what the lake decodes is what it encoded, bit for bit, and encoding again gives the same bytes', async () => {
  const bars = synthesiseBars({ seed: 4, bars: 300_000, timeframeUs: HOUR_US, startUs: START });
  const bytes = parquetBarFiles.encode(bars);
  expect(await parquetBarFiles.decode(bytes)).toEqual(bars);
  expect(Buffer.compare(parquetBarFiles.encode(bars), bytes)).toBe(0);
}, 60_000);

const day = (n: number) => new Date(Date.UTC(2021, 0, n));
const prices = (length: number) =>
  ['open', 'high', 'low', 'close', 'volume'].map((name) => ({
    name,
    data: Array.from({ length }, (_, i) => (name === 'high' ? 20 : name === 'low' ? 5 : 10 + i)),
    type: 'DOUBLE' as const,
  }));
const write = (time: object, length = 3) => new Uint8Array(parquetWriteBuffer({ columnData: [time as never, ...prices(length)] }));

test.each<[string, object]>([
  ['timestamps in milliseconds', { name: 'timestamp', type: 'TIMESTAMP', data: [day(1), day(2), day(3)] }],
  ['dates', { name: 'Date', type: 'STRING', data: ['2021-01-01', '2021-01-02', '2021-01-03'] }],
  ['epoch milliseconds as whole numbers', { name: 'open_time', type: 'INT64', data: [1, 2, 3].map((n) => BigInt(day(n).getTime())) }],
  [
    'epoch nanoseconds as whole numbers',
    { name: '__index_level_0__', type: 'INT64', data: [1, 2, 3].map((n) => BigInt(day(n).getTime()) * 1_000_000n) },
  ],
  ['epoch seconds as doubles', { name: 'ts', type: 'DOUBLE', data: [1, 2, 3].map((n) => day(n).getTime() / 1000) }],
])('[MD-08] a foreign Parquet file with times as %s is read', async (_name, time) => {
  const { bars, timeframe } = importTable(await readParquetTable(write(time)), { symbol: 'AAPL' });
  expect(Array.from(bars.time, toIso)).toEqual(['2021-01-01T00:00:00Z', '2021-01-02T00:00:00Z', '2021-01-03T00:00:00Z']);
  expect([...bars.close]).toEqual([10, 11, 12]);
  expect(timeframe).toBe('1d');
});

test('[MD-08] timestamps in nanoseconds keep their microseconds', async () => {
  const bytes = parquetWriteBuffer({
    schema: [
      { name: 'root', num_children: 5 },
      {
        name: 'timestamp',
        type: 'INT64',
        repetition_type: 'REQUIRED',
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'NANOS' },
      },
      ...['open', 'high', 'low', 'close'].map((name) => ({ name, type: 'DOUBLE', repetition_type: 'REQUIRED' }) as const),
    ],
    columnData: [
      { name: 'timestamp', data: [1_610_064_000_278_123_000n, 1_610_064_060_278_123_000n] },
      ...prices(2)
        .slice(0, 4)
        .map(({ name, data }) => ({ name, data })),
    ],
  });
  const table = await readParquetTable(new Uint8Array(bytes));
  expect([...table.time]).toEqual([1_610_064_000_278_123, 1_610_064_060_278_123]);
  expect(table.raw(0)).toBe('2021-01-08T00:00:00.278123Z,10,20,5,10');
});

test('[MD-07] a bad row of a Parquet file is rejected by its row number', async () => {
  const columns = [{ name: 'timestamp', type: 'TIMESTAMP' as const, data: [day(1), day(2), day(3)] }, ...prices(3)];
  const high = columns.find(({ name }) => name === 'high') as { data: unknown[] };
  high.data[1] = null;
  const { bars, rejects } = importTable(await readParquetTable(new Uint8Array(parquetWriteBuffer({ columnData: columns as never }))), {
    symbol: 'X',
  });
  expect(bars.length).toBe(2);
  expect(rejects).toMatchObject([{ line: 2, code: 'not-finite', raw: '2021-01-02T00:00:00Z,11,,5,11,11' }]);
});

test('[MD-07] a file that is no Parquet, a part of one, or holds no bars is refused in one line', async () => {
  const whole = writeParquet(synthesiseBars({ seed: 1, bars: 100, timeframeUs: MINUTE_US, startUs: START }));
  const broken = whole.slice();
  broken.fill(0xff, broken.length - 60, broken.length - 8);
  const other = new Uint8Array(parquetWriteBuffer({ columnData: [{ name: 'name', data: ['a'], type: 'STRING' }] }));
  for (const bytes of [new Uint8Array(0), new TextEncoder().encode('timestamp,open\n'), whole.slice(0, 500), broken, other]) {
    await expect(readParquetTable(bytes)).rejects.toThrow(MarketDataError);
  }
  await expect(readParquetTable(other)).rejects.toThrow('no columns for open, high, low, close; found: name');
  await expect(parquetBarFiles.decode(write({ name: 'ts', type: 'TIMESTAMP', data: [day(1), day(2), day(3)] }))).rejects.toThrow(
    'does not say its timeframe',
  );
});
