import { expect, test } from 'vitest';
import { readParquetTable } from '../../../../shared/adapters/files/parquet-read.ts';
import { MemoryDatasets } from '../../../../shared/adapters/memory/datasets.ts';
import { MemoryObjects } from '../../../../shared/adapters/memory/objects.ts';
import { checkDataset } from '../../../../shared/application/datasets/check-dataset.ts';
import { uploadKey } from '../../../../shared/application/datasets/keys.ts';
import { DataQuality } from '../../../../shared/contracts/quality.ts';
import { HOUR_US } from '../../../../shared/domain/time.ts';
import { encodeCsv } from '../../../../shared/market/csv-write.ts';
import { synthesiseBars } from '../../../../shared/market/synthetic-bars.ts';
import type { DatasetRecord } from '../../../../shared/ports/dataset-store.ts';

const TENANT = 'owner';
const startUs = Date.parse('2024-03-04T00:00:00Z') * 1000;
const nowUs = startUs + 1000 * HOUR_US;
const lines = new TextDecoder()
  .decode(encodeCsv(synthesiseBars({ seed: 1, bars: 240, timeframeUs: HOUR_US, startUs })))
  .trim()
  .split('\n');

/** A platform with one dataset of that file, put where an upload goes; without a file when there is none. */
async function world(file?: string, about: Partial<DatasetRecord> = {}) {
  const [datasets, objects] = [new MemoryDatasets(), new MemoryObjects()];
  await datasets.create(TENANT, {
    id: 'one',
    name: 'one',
    symbol: 'BTC/USDT',
    assetClass: 'crypto',
    format: 'csv',
    timeframe: '1h',
    status: 'READY',
    synthetic: true,
    bars: 240,
    fromUs: startUs,
    toUs: nowUs,
    sha256: '0'.repeat(64),
    rejectedRows: 0,
    defects: [],
    createdUs: startUs,
    upload: { bytes: 1, sha256: '0'.repeat(64) },
    ...about,
  });
  if (file !== undefined) await objects.put(uploadKey(TENANT, 'one'), new TextEncoder().encode(file), { contentType: 'text/csv' });
  return checkDataset({ datasets, objects, clock: { nowUs: () => nowUs }, parquetTable: readParquetTable });
}

test('[MD-09] a dataset is judged by its file as it was uploaded, rows that were rejected among them', async () => {
  const file = lines.with(51, (lines[51] as string).replace(/^([^,]*),[^,]*/, '$1,-5'));
  file.splice(101, 5);
  const answer = await (await world(file.join('\n')))(TENANT, 'one', {});
  expect(DataQuality.parse(answer)).toEqual(answer);
  expect(answer.defects.map(({ code, at }) => [code, at])).toEqual([
    ['negative', '2024-03-06T02:00:00Z'],
    ['gap', '2024-03-08T04:00:00Z'],
  ]);
  expect([answer.score, answer.bars, answer.calendar, answer.cleanDays, answer.defectCount]).toEqual([97.5, 235, '24/7', 8, 2]);
});

test('[MD-09] the calendar can be named, and one that does not cover the years is refused with the field', async () => {
  const check = await world(lines.join('\n'));
  expect(await check(TENANT, 'one', { calendar: 'FX' })).toMatchObject({ calendar: 'FX' });
  const old = await world(lines.join('\n').replaceAll('2024-', '1974-'));
  await expect(old(TENANT, 'one', { calendar: 'NYSE' })).rejects.toMatchObject({
    kind: 'unprocessable',
    field: 'query.calendar',
    message: expect.stringContaining('outside the years 1990 to 2049 that the calendar NYSE covers'),
  });
});

test('[MD-09] without a file there is nothing to judge, and an unknown dataset is not found', async () => {
  const check = await world(undefined, { status: 'AWAITING_UPLOAD' });
  await expect(check(TENANT, 'one', {})).rejects.toMatchObject({ kind: 'conflict', message: expect.stringContaining('has not been put') });
  const expired = await world();
  await expect(expired(TENANT, 'one', {})).rejects.toMatchObject({ kind: 'conflict', message: expect.stringContaining('no longer kept') });
  await expect(check(TENANT, 'two', {})).rejects.toMatchObject({ kind: 'not-found' });
  const page = await world('<html>');
  await expect(page(TENANT, 'one', {})).rejects.toMatchObject({ kind: 'unprocessable', field: 'file' });
});
