import { describe, expect, test } from 'vitest';
import { joinTables, type StructuredTable } from '../../../../shared/domain/structured-table.ts';
import type { TableSchema } from '../../../../shared/domain/table-schema.ts';
import { appendRows } from '../../../../shared/market/structured/append.ts';
import { tableFeature } from '../../../../shared/market/structured/feature.ts';
import { lineReader, tableBytes } from '../../../../shared/market/structured/identity.ts';
import { knownRows } from '../../../../shared/market/structured/known.ts';
import { csvSource, readRows } from '../../../../shared/market/structured/read-rows.ts';

const SALES: TableSchema = {
  name: 'shop-sales',
  version: 1,
  about: 'Sales of shops as a card company sees them.',
  columns: [
    { name: 'symbol', type: 'text', nullable: false },
    { name: 'week', type: 'time', nullable: false },
    { name: 'seenAt', type: 'time', nullable: false },
    { name: 'sales', type: 'number', unit: 'USD', min: 0, max: 1e12, nullable: false },
    { name: 'shops', type: 'integer', min: 1, nullable: true },
    { name: 'final', type: 'boolean', nullable: true },
    { name: 'remark', type: 'text', nullable: true },
  ],
  key: ['symbol', 'week'],
  knownAt: 'seenAt',
  symbol: 'symbol',
  time: 'week',
};
const NOW_US = Date.parse('2024-06-01T00:00:00Z') * 1000;
const us = (iso: string) => Date.parse(iso) * 1000;
const HEAD = 'symbol,week,seenAt,sales,shops,final,remark\n';
const read = (csv: string, schema = SALES) => readRows(csvSource(new TextEncoder().encode(csv)), schema, NOW_US);
const lines = (table: StructuredTable) => Array.from({ length: table.length }, (_, row) => JSON.parse(lineReader(table)(row)));
const empty = joinTables(SALES, []);

describe('[MD-16] reading rows', () => {
  test('[MD-16] cells become what their columns say; empty ones stay empty, and a date by which something was known is the end of its day', () => {
    const { table, rejects } = read(
      `${HEAD}A,2024-01-01,2024-01-09,12.5,3,true,"two\nlines, ""quoted"""\nB,2024-01-01,2024-01-10T08:00:00Z,0,,,\n`,
    );
    expect(rejects).toEqual([]);
    expect(lines(table)).toEqual([
      {
        symbol: 'A',
        week: '2024-01-01T00:00:00Z',
        seenAt: '2024-01-10T00:00:00Z',
        sales: 12.5,
        shops: 3,
        final: 1,
        remark: 'two\nlines, "quoted"',
      },
      { symbol: 'B', week: '2024-01-01T00:00:00Z', seenAt: '2024-01-10T08:00:00Z', sales: 0 },
    ]);
  });

  test('[MD-16] every bad row is rejected with its line and reason, and the others stay', () => {
    const bad = [
      ['A,2024-01-01,2024-01-09', 'missing-field', 'the row has 3 fields, but the file has 7 columns'],
      [',2024-01-01,2024-01-09,1,,,', 'missing-value', 'symbol is empty'],
      ['A,yesterday,2024-01-09,1,,,', 'bad-time', 'week "yesterday" is no time like the rest of the column'],
      ['A,2024-01-01,2024-01-09,many,,,', 'not-a-number', 'sales "many" is not a number'],
      ['A,2024-01-01,2024-01-09,-1,,,', 'out-of-range', 'sales is -1, but must lie from 0 to 1000000000000'],
      ['A,2024-01-01,2024-01-09,1e999,,,', 'not-finite', 'sales is 1e999, which is no finite number'],
      ['A,2024-01-01,2024-01-09,1,2.5,,', 'not-an-integer', 'shops is 2.5, but must be a whole number'],
      ['A,2024-01-01,2024-01-09,1,0,,', 'out-of-range', 'shops is 0, but must lie at 1 or above'],
      ['A,2024-01-01,2024-01-09,1,1,perhaps,', 'not-a-boolean', 'final "perhaps" is neither true nor false'],
      ['A,2024-01-01,2024-06-02,1,1,,', 'time-out-of-range', 'seenAt is 2024-06-03T00:00:00Z, later than now (2024-06-01T00:00:00Z)'],
    ] as const;
    const { table, rejects } = read(
      `${HEAD}A,2024-01-01,2024-01-09,1,,,\n\n${bad.map(([row]) => `${row}\n`).join('')}B,2024-01-01,2024-01-09,1,,,\n`,
    );
    expect(table.length).toBe(2);
    expect(rejects.map(({ line, code, reason }) => [line, code, reason])).toEqual(bad.map(([, code, reason], i) => [4 + i, code, reason]));
    expect(rejects[3]?.raw).toBe(bad[3][0]);
  });

  test('[MD-16] a file of other columns is refused as a whole, by name', () => {
    expect(() => read('symbol,week,seenAt,turnover\nA,2024-01-01,2024-01-02,1\n')).toThrow('schema shop-sales has no column "turnover"');
    expect(() => read('symbol,week,seen_at,sale\nA,2024-01-01,2024-01-02,1\n')).toThrow('(did you mean sales?)');
    expect(() => read('symbol,week,seenAt\nA,2024-01-01,2024-01-02\n')).toThrow('no column sales, which may not be empty');
    expect(() => read(HEAD)).toThrow('there is no row of data');
  });
});

describe('[MD-16] adding rows', () => {
  const first = appendRows(empty, read(`${HEAD}A,2024-01-01,2024-01-09,10,,,\nA,2024-01-08,2024-01-16,11,,,\n`)).added;

  test('[MD-07] the same rows again are none, in whatever order and however often they stand in the file', () => {
    const again = appendRows(
      first,
      read(`${HEAD}A,2024-01-08,2024-01-16,11.0,,,\nA,2024-01-01,2024-01-09,10,,,\nA,2024-01-01,2024-01-09,10,,,\n`),
    );
    expect([again.added.length, again.repeated, again.restated, again.rejects.length]).toEqual([0, 3, 0, 0]);
  });

  test('[MD-17] a correction has a later time of being known; other values for the same time are rejected', () => {
    const more = appendRows(first, read(`${HEAD}A,2024-01-01,2024-02-01,9,,,\nA,2024-01-08,2024-01-16,12,,,\n`));
    expect([more.added.length, more.restated]).toEqual([1, 1]);
    expect(more.rejects).toEqual([
      {
        line: 3,
        code: 'conflicting-duplicate',
        reason:
          'a row of the same symbol, week with seenAt 2024-01-17T00:00:00Z is there with other values; a correction has a later seenAt',
        raw: 'A,2024-01-08,2024-01-16,12,,,',
      },
    ]);
  });

  test('[MD-16] what a table holds makes its bytes, not the order in which it came', () => {
    const rows = ['A,2024-01-01,2024-01-09,10,,,', 'B,2024-01-01,2024-01-09,3,,,', 'A,2024-01-08,2024-01-16,11,,,'];
    const [forth, back] = [rows, rows.toReversed()].map((each) => tableBytes(read(`${HEAD}${each.join('\n')}\n`).table));
    expect(forth).toEqual(back);
    expect(tableBytes(read(`${HEAD}${rows.join('\n').replace(',3,', ',4,')}\n`).table)).not.toEqual(back);
  });
});

describe('[MD-17] what was known', () => {
  // A's first week is 10 as seen on the 9th, corrected to 8 on 1 February; its second is 11; B has one week.
  const { table } = read(
    `${HEAD}A,2024-01-01,2024-01-09T00:00:00Z,10,,,\nB,2024-01-01,2024-01-09T00:00:00Z,3,,,\nA,2024-01-08,2024-01-16T00:00:00Z,11,,,\nA,2024-01-01,2024-02-01T00:00:00Z,8,,,\n`,
  );
  const sales = (filter: Parameters<typeof knownRows>[1]) =>
    knownRows(table, filter).map((row) => (table.columns.get('sales') as Float64Array)[row]);

  test('[MD-17] as of a moment the version before the correction is the answer, and rows known later are none', () => {
    expect(sales({ asOfUs: us('2024-01-09T00:00:00Z') - 1 })).toEqual([]);
    expect(sales({ asOfUs: us('2024-01-09T00:00:00Z') })).toEqual([10, 3]);
    expect(sales({ asOfUs: us('2024-01-31T00:00:00Z'), symbol: 'A' })).toEqual([10, 11]);
    expect(sales({ asOfUs: us('2024-02-01T00:00:00Z'), symbol: 'A' })).toEqual([8, 11]);
  });

  test('[MD-16] a range is of the time that rows speak of, its end exclusive', () => {
    expect(sales({ asOfUs: NOW_US, fromUs: us('2024-01-08T00:00:00Z') })).toEqual([11]);
    expect(sales({ asOfUs: NOW_US, toUs: us('2024-01-08T00:00:00Z') })).toEqual([3, 8]);
  });

  test('[MD-16] as a feature it changes when news comes, and a correction of an older week is none', () => {
    const { value, knownAtUs } = tableFeature(table, 'sales', 'A');
    expect([...value]).toEqual([10, 11]);
    expect([...knownAtUs]).toEqual([us('2024-01-09T00:00:00Z'), us('2024-01-16T00:00:00Z')]);
    const corrected = read(`${HEAD}A,2024-01-01,2024-01-09,10,,,\nA,2024-01-01,2024-01-12,8,,,\n`).table;
    expect([...tableFeature(corrected, 'sales', 'A').value]).toEqual([10, 8]);
    expect(tableFeature(table, 'shops', 'A').length).toBe(0);
    expect(() => tableFeature(table, 'remark')).toThrow('no column of numbers "remark"');
  });
});
