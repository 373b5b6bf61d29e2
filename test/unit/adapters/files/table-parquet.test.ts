import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { parquetSource, parquetTableFiles } from '../../../../shared/adapters/files/table-parquet.ts';
import { joinTables } from '../../../../shared/domain/structured-table.ts';
import type { TableSchema } from '../../../../shared/domain/table-schema.ts';
import { csvSource, readRows } from '../../../../shared/market/structured/read-rows.ts';

const SCHEMA: TableSchema = {
  name: 'all-kinds',
  version: 1,
  about: 'A column of each type.',
  columns: [
    { name: 'at', type: 'time', nullable: false },
    { name: 'name', type: 'text', nullable: true },
    { name: 'value', type: 'number', nullable: true },
    { name: 'count', type: 'integer', nullable: true },
    { name: 'final', type: 'boolean', nullable: true },
  ],
  key: ['name'],
  knownAt: 'at',
  symbol: null,
  time: null,
};
const NOW_US = Date.parse('2026-01-01T00:00:00Z') * 1000;
const CSV =
  'at,name,value,count,final\n2024-01-01T00:00:00.000001Z,"é, ü",0.1,3,true\n2024-01-02T00:00:00Z,,-1.5e-300,,false\n2024-01-03T00:00:00Z,b,,0,\n';
const { table } = readRows(csvSource(new TextEncoder().encode(CSV)), SCHEMA, NOW_US);

test('[MD-16] what is stored comes back to the last bit, empty cells as empty', async () => {
  expect(await parquetTableFiles.decode(parquetTableFiles.encode(table), SCHEMA)).toEqual(table);
  const none = joinTables(SCHEMA, []);
  expect(await parquetTableFiles.decode(parquetTableFiles.encode(none), SCHEMA)).toEqual(none);
});

test('[MD-16] rows of before a column came have it empty', async () => {
  const wider: TableSchema = { ...SCHEMA, version: 2, columns: [...SCHEMA.columns, { name: 'source', type: 'text', nullable: true }] };
  const { columns } = await parquetTableFiles.decode(parquetTableFiles.encode(table), wider);
  expect(columns.get('source')).toEqual([null, null, null]);
});

test('[MD-07] the same rows as CSV and as Parquet are the same table', async () => {
  const own = readRows(await parquetSource(parquetTableFiles.encode(table)), SCHEMA, NOW_US);
  expect(own.rejects).toEqual([]);
  expect(own.table).toEqual(table);
  // As pandas would write it: nanosecond-free timestamps in milliseconds, whole numbers of 32 bits.
  const theirs = new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'at', data: [new Date('2024-01-02T03:00:00Z')], type: 'TIMESTAMP' },
        { name: 'name', data: ['c'], type: 'STRING' },
        { name: 'value', data: [2], type: 'INT32' },
        { name: 'count', data: [5n], type: 'INT64' },
        { name: 'final', data: [true], type: 'BOOLEAN' },
      ],
    }),
  );
  const read = readRows(await parquetSource(theirs), SCHEMA, NOW_US);
  expect(read.rejects).toEqual([]);
  expect(Object.fromEntries([...read.table.columns].map(([name, cells]) => [name, cells[0]]))).toEqual({
    at: Date.parse('2024-01-02T03:00:00Z') * 1000,
    name: 'c',
    value: 2,
    count: 5,
    final: 1,
  });
  await expect(parquetSource(new TextEncoder().encode('at,name\n'))).rejects.toThrow('this is no Parquet file');
});
