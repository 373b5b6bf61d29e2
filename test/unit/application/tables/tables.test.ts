import { describe, expect, test } from 'vitest';
import { parquetTableFiles } from '../../../../shared/adapters/files/table-parquet.ts';
import { rowsQuarantineKey } from '../../../../shared/application/tables/keys.ts';
import { FUNDAMENTALS } from '../../../../shared/market/fundamentals/schema.ts';
import { csvSource, readRows } from '../../../../shared/market/structured/read-rows.ts';
import { Refusal } from '../../../../shared/application/refusal.ts';
import { SALES, TENANT, tablesWorld } from './world.ts';

const HEAD = 'symbol,week,seenAt,sales,final\n';
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable('it was not refused'),
    (error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      return { kind: error.kind, field: error.field, message: error.message };
    },
  );

describe('[MD-16] schemas', () => {
  test('[MD-16] a schema is registered once, changed by columns that may be empty, and any other change is refused by its place', async () => {
    const { register } = tablesWorld();
    expect(await register(SALES)).toMatchObject({ version: 1, builtIn: false, columns: SALES.columns });
    expect((await register(SALES)).version).toBe(1);
    const second = { ...SALES, version: 2, columns: [...SALES.columns, { name: 'shops', type: 'integer', nullable: true }] };
    expect((await register(second)).version).toBe(2);
    expect(await refusal(register(SALES))).toMatchObject({ kind: 'conflict', field: 'version' });
    expect(await refusal(register({ ...second, version: 4 }))).toMatchObject({
      message: 'version: is 4, but "shop-sales" has version 2: a change has version 3',
    });
    expect(await refusal(register({ ...second, version: 3, key: ['symbol'] }))).toEqual({
      kind: 'conflict',
      field: 'key',
      message: 'key: is symbol, but symbol, week in version 2; it does not change',
    });
    expect(await refusal(register({ ...SALES, name: 'other', time: 'day' }))).toMatchObject({ kind: 'invalid', field: 'time' });
    expect(await refusal(register({ ...SALES, name: 'fundamentals' }))).toMatchObject({ kind: 'conflict', field: 'name' });
  });

  test('[MD-16] a dataset of a schema that is not there is refused with the near one', async () => {
    const { register, create } = tablesWorld();
    await register(SALES);
    expect(await refusal(create('shop-sale'))).toMatchObject({
      kind: 'invalid',
      field: 'schema',
      message: 'there is no schema "shop-sale" (did you mean shop-sales?); there are: feature, fundamentals, shop-sales',
    });
  });
});

describe('[MD-16] rows', () => {
  const good = `${HEAD}A,2024-01-01,2024-01-09T00:00:00Z,10,true\nA,2024-01-08,2024-01-16T00:00:00Z,11,\nB,2024-01-01,2024-01-09T00:00:00Z,3,false\n`;

  async function withSales() {
    const world = tablesWorld();
    await world.register(SALES);
    return { ...world, id: await world.create('shop-sales') };
  }

  test('[MD-16] good rows are stored, bad ones land in quarantine with line and reason', async () => {
    const { id, add, objects } = await withSales();
    const { upload, table, ...counts } = await add(id, `${good}A,2024-01-15,2024-01-23,-4,\nA,soon,2024-01-23,4,\n`);
    expect(counts).toEqual({
      added: 3,
      restated: 0,
      repeated: 0,
      rejected: 2,
      defects: [
        { code: 'out-of-range', line: 5, detail: 'sales is -4, but must lie at 0 or above' },
        { code: 'bad-time', line: 6, detail: 'week "soon" is no time like the rest of the column' },
      ],
    });
    expect(table).toMatchObject({ rows: 3, revision: 1, knownFrom: '2024-01-09T00:00:00Z', knownTo: '2024-01-16T00:00:00Z' });
    const quarantine = new TextDecoder().decode(await objects.get(rowsQuarantineKey(TENANT, id, upload)));
    expect(quarantine).toBe(
      'line,code,reason,raw\n5,out-of-range,"sales is -4, but must lie at 0 or above","A,2024-01-15,2024-01-23,-4,"\n6,bad-time,"week ""soon"" is no time like the rest of the column","A,soon,2024-01-23,4,"\n',
    );
  });

  test('[MD-07] the same file again, and the same rows as Parquet, change nothing and say so', async () => {
    const { id, add, complete } = await withSales();
    const { upload, table } = await add(id, good);
    const again = { added: 0, restated: 0, repeated: 3, rejected: 0, defects: [], table };
    expect(await complete(TENANT, id, upload)).toEqual(again);
    expect(await add(id, good)).toMatchObject(again);
    const columns = SALES.columns.map((column) => ({ nullable: false, ...column, type: column.type as 'text' }));
    const rows = readRows(csvSource(new TextEncoder().encode(good)), { ...SALES, version: 1, columns }, Infinity).table;
    expect(await add(id, parquetTableFiles.encode(rows))).toMatchObject(again);
  });

  test('[MD-17] rows are read as they were known, page by page, and the time zone of a question does not matter', async () => {
    const { id, add, read } = await withSales();
    await add(id, good);
    await add(id, `${HEAD}A,2024-01-01,2024-02-01T00:00:00Z,8,true\n`);
    const sales = async (query: Record<string, unknown>) => (await read(id, { columns: 'sales', ...query })).rows.map(([cell]) => cell);
    expect(await sales({})).toEqual([3, 8, 11]);
    expect(await sales({ asOf: '2024-01-31T23:59:59Z' })).toEqual([10, 3, 11]);
    expect(await sales({ asOf: '2024-02-01T01:00:00+01:00', symbol: 'A' })).toEqual([8, 11]);
    expect(await sales({ asOf: '2024-01-08' })).toEqual([]);
    expect(await sales({ from: '2024-01-08', symbol: 'A' })).toEqual([11]);
    const first = await read(id, { limit: 2 });
    expect(first).toEqual({
      schema: 'shop-sales',
      asOf: '2026-01-01T00:00:00Z',
      columns: ['symbol', 'week', 'seenAt', 'sales', 'final'],
      rows: [
        ['B', '2024-01-01T00:00:00Z', '2024-01-09T00:00:00Z', 3, false],
        ['A', '2024-01-01T00:00:00Z', '2024-02-01T00:00:00Z', 8, true],
      ],
      next: '2',
    });
    expect((await read(id, { limit: 2, cursor: '2' })).rows).toEqual([['A', '2024-01-08T00:00:00Z', '2024-01-16T00:00:00Z', 11, null]]);
    expect(await refusal(read(id, { columns: 'turnover' }))).toMatchObject({ kind: 'invalid', field: 'query.columns' });
    expect(await refusal(read(id, { asOf: '2300-01-01' }))).toMatchObject({ kind: 'invalid', field: 'query.asOf' });
    expect(await refusal(read('01JNONE'))).toMatchObject({ kind: 'not-found', field: 'id' });
  });

  test('[MD-16] rows of before a column came are read with it empty', async () => {
    const { id, add, read, register } = await withSales();
    await add(id, good);
    await register({ ...SALES, version: 2, columns: [...SALES.columns, { name: 'shops', type: 'integer', nullable: true }] });
    const { table, repeated, added } = await add(
      id,
      `${good}B,2024-01-08,2024-01-16T00:00:00Z,4,\n`.replaceAll('\n', ',\n').replace('final,', 'final,shops'),
    );
    expect([repeated, added, table.schemaVersion]).toEqual([3, 1, 2]);
    expect((await read(id, { columns: 'symbol,shops' })).rows).toEqual([
      ['A', null],
      ['B', null],
      ['A', null],
      ['B', null],
    ]);
  });

  test('[MD-16] two who add rows at the same time both find theirs there, and many parts become one', async () => {
    const { id, add, read, tables } = await withSales();
    const row = (day: number) => `${HEAD}A,2024-01-${String(day).padStart(2, '0')},2024-03-01T00:00:00Z,${day},\n`;
    await Promise.all([1, 2, 3].map((day) => add(id, row(day))));
    expect((await read(id, { columns: 'sales' })).rows.flat()).toEqual([1, 2, 3]);
    for (let i = 0; i < 63; i++)
      await add(id, `${HEAD}B,2024-02-01,2024-03-01T00:00:${String(i % 60).padStart(2, '0')}.${i < 60 ? 0 : 1}Z,${i},\n`);
    const record = await tables.get(TENANT, id);
    expect([record?.rows, record?.revision, record?.parts.length]).toEqual([66, 66, 2]);
    expect((await read(id, { columns: 'sales', symbol: 'B' })).rows).toEqual([[59]]);
  });

  test('[MD-16] what is no such file, not there yet or of another tenant is refused', async () => {
    const { id, add, complete } = await withSales();
    expect(await refusal(add(id, 'a,b\n1,2\n'))).toMatchObject({ kind: 'unprocessable', field: 'file' });
    expect(await refusal(complete(TENANT, id, '01J00000000000000000000099'))).toMatchObject({ kind: 'conflict', field: 'upload' });
    expect(await refusal(complete(TENANT, id, '../x'))).toMatchObject({ kind: 'not-found', field: 'upload' });
    expect(await refusal(complete('ann', id, '01J00000000000000000000099'))).toMatchObject({ kind: 'not-found', field: 'id' });
  });

  test('[MD-17] the schema of fundamentals is one of them', async () => {
    const { create, add } = tablesWorld();
    const id = await create('fundamentals');
    const names = FUNDAMENTALS.columns.map(({ name }) => name).join(',');
    expect(await add(id, `${names}\nACME,2023-12-31,12,2024-02-15,USD,100,10,12,5,2,50,120,70,10\n`)).toMatchObject({
      added: 1,
      rejected: 0,
    });
  });
});
