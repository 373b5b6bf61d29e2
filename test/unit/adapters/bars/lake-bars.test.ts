import { parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import { LakeBars } from '../../../../shared/adapters/files/lake-bars.ts';
import { parquetBarFiles } from '../../../../shared/adapters/files/parquet.ts';
import { readMetadata } from '../../../../shared/adapters/files/parquet-read.ts';
import { writeStoredBars } from '../../../../shared/adapters/files/stored-bars.ts';
import { readPlainColumns } from '../../../../shared/adapters/files/plain-columns.ts';
import { MemoryObjects } from '../../../../shared/adapters/memory/objects.ts';
import { NOTHING_DERIVED, type StoredBar } from '../../../../shared/ports/bar-store.ts';
import { randomBars } from '../../../support/random-bars.ts';

const SERIES = { symbol: 'BTC/USDT', timeframe: '1h' };
const START_US = Date.UTC(2024, 0, 1) * 1000;
const bar = (hour: number, over: Partial<StoredBar> = {}): StoredBar => ({
  timeUs: START_US + hour * 3_600_000_000,
  open: 1,
  high: 2,
  low: 0.5,
  close: 1.5,
  volume: 3,
  trades: 4,
  synthetic: false,
  ...NOTHING_DERIVED,
  ...over,
});

async function keysOf(objects: MemoryObjects): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of objects.list('')) keys.push(key);
  return keys;
}

test('[SG-02] history is partitioned by instrument, timeframe and month, and the same bars again add no file', async () => {
  const objects = new MemoryObjects();
  const lake = new LakeBars(objects);
  await lake.put(SERIES, [bar(0), bar(31 * 24)]);
  await lake.put(SERIES, [bar(0)]);
  const keys = await keysOf(objects);
  expect(keys.map((key) => key.replace(/[0-9a-f]{32}/, 'hash'))).toEqual([
    'history/instrument=BTC%2FUSDT/timeframe=1h/month=2024-01/hash.parquet',
    'history/instrument=BTC%2FUSDT/timeframe=1h/month=2024-02/hash.parquet',
  ]);
});

test('[SG-02] a month of many files becomes one, which any reader of Parquet can read', async () => {
  const objects = new MemoryObjects();
  const lake = new LakeBars(objects);
  for (let hour = 0; hour < 9; hour++) await lake.put(SERIES, [bar(hour), bar(0, { close: hour, revision: hour })]);
  const keys = await keysOf(objects);
  expect(keys).toHaveLength(1);
  const file = (await objects.get(keys[0] as string)) as Uint8Array<ArrayBuffer>;
  const rows = await parquetReadObjects({ file: file.buffer });
  expect(rows).toHaveLength(9);
  expect(rows[0]).toMatchObject({ timestamp: new Date('2024-01-01T00:00:00Z'), close: 8, revision: 8, flags: '' });
});

test('[SG-01] columns of a range are those of the rows, from one file a month or from several', async () => {
  const objects = new MemoryObjects();
  const lake = new LakeBars(objects);
  await lake.put(
    SERIES,
    Array.from({ length: 60 * 24 }, (_, hour) => bar(hour, { close: hour })),
  );
  await lake.put(SERIES, [bar(7, { close: 70, revision: 1 })]);
  const { length, time, close, timeframeUs } = await lake.columns(SERIES, { fromUs: bar(5).timeUs, toUs: bar(800).timeUs });
  expect([length, timeframeUs, time[0], close[0], close[2], close.at(-1)]).toEqual([795, 3_600_000_000, bar(5).timeUs, 5, 70, 799]);
  expect((await lake.columns(SERIES, { fromUs: 0, toUs: START_US })).length).toBe(0);
});

test('[SG-01] plain columns are read as they were written, over several row groups and negative times', () => {
  const bars = randomBars(300_000, 3);
  const shifted = { ...bars, time: bars.time.map((_, i) => -1_000_000 * (300_000 - i)) };
  const bytes = parquetBarFiles.encode(shifted);
  const time = new Float64Array(300_000);
  const close = new Float64Array(300_000);
  const wanted = [
    { name: 'timestamp', type: 'INT64', into: time },
    { name: 'close', type: 'DOUBLE', into: close },
  ] as const;
  expect(readPlainColumns(bytes, readMetadata(bytes), wanted)).toBe(true);
  expect(time).toEqual(shifted.time);
  expect(close).toEqual(bars.close);
});

test('[SG-01] a column that is not plain is left to the general reader', () => {
  const bytes = writeStoredBars([bar(0), bar(1)], '1h');
  for (const name of ['trades', 'return', 'nothing'])
    expect(readPlainColumns(bytes, readMetadata(bytes), [{ name, type: 'DOUBLE', into: new Float64Array(2) }])).toBe(false);
});
