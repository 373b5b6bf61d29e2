import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinTables, takeRows } from '../../../shared/domain/structured-table.ts';
import type { TableSchema } from '../../../shared/domain/table-schema.ts';
import { appendRows } from '../../../shared/market/structured/append.ts';
import { tableFeature } from '../../../shared/market/structured/feature.ts';
import { lineReader, tableBytes } from '../../../shared/market/structured/identity.ts';
import { knownRows } from '../../../shared/market/structured/known.ts';
import { csvSource, readRows } from '../../../shared/market/structured/read-rows.ts';

const SCHEMA: TableSchema = {
  name: 'any',
  version: 1,
  about: 'Any rows.',
  columns: [
    { name: 'symbol', type: 'text', nullable: false },
    { name: 'period', type: 'time', nullable: false },
    { name: 'known', type: 'time', nullable: false },
    { name: 'value', type: 'number', nullable: true },
  ],
  key: ['symbol', 'period'],
  knownAt: 'known',
  symbol: 'symbol',
  time: 'period',
};
const DAY_MS = 86_400_000;
const at = (day: number) => new Date(Date.UTC(2020, 0, 1) + day * DAY_MS).toISOString();
interface Row {
  readonly symbol: string;
  readonly period: number;
  readonly known: number;
  readonly value: number | null;
}
const anyRow = fc.record({
  symbol: fc.constantFrom('A', 'B'),
  period: fc.nat(4),
  known: fc.nat(9),
  value: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { freq: 6 }),
});
/** One row for each symbol, period and time of being known: what a source that does not contradict itself says. */
const anyRows = fc.uniqueArray(anyRow, { maxLength: 30, selector: ({ symbol, period, known }) => `${symbol} ${period} ${known}` });
const read = (rows: readonly Row[]) => {
  const lines = rows.map(({ symbol, period, known, value }) => `${symbol},${at(period)},${at(known)},${value === null ? '' : value}`);
  return readRows(
    csvSource(new TextEncoder().encode(`symbol,period,known,value\n${['A,2019-01-01,2019-01-01T00:00:00Z,1', ...lines].join('\n')}\n`)),
    SCHEMA,
    Infinity,
  );
};
const empty = joinTables(SCHEMA, []);

test('[MD-17] as of any moment the rows are those that a reader of everything known by then would pick', () => {
  fc.assert(
    fc.property(anyRows, fc.nat(10), fc.constantFrom('A', 'B'), (rows, day, symbol) => {
      const { table } = read(rows);
      const asOfUs = Date.parse(at(day)) * 1000;
      const lineOf = lineReader(table);
      const found = knownRows(table, { asOfUs, symbol, fromUs: 1577836800000000 }).map((row) => JSON.parse(lineOf(row)));
      const periods = [...new Set(rows.filter((row) => row.symbol === symbol && row.known <= day).map(({ period }) => period))].sort(
        (a, b) => a - b,
      );
      const wanted = periods.map(
        (period) =>
          rows.filter((row) => row.symbol === symbol && row.period === period && row.known <= day).sort((a, b) => b.known - a.known)[0]
            ?.value,
      );
      expect(found.map(({ value }) => value ?? null)).toEqual(wanted.map((value) => (value === null ? null : (value as number) + 0)));
      // Cutting off what came to be known later changes nothing.
      const early = takeRows(
        table,
        [...Array(table.length).keys()].filter((row) => ((table.columns.get('known') as Float64Array)[row] as number) <= asOfUs),
      );
      const cut = lineReader(early);
      expect(knownRows(early, { asOfUs: Infinity, symbol, fromUs: 1577836800000000 }).map((row) => JSON.parse(cut(row)))).toEqual(found);
    }),
  );
});

test('[MD-16] a feature at any moment is the value of the latest period known by then, whatever order the rows came in', () => {
  fc.assert(
    fc.property(anyRows, fc.nat(10), (rows, day) => {
      const asOfUs = Date.parse(at(day)) * 1000;
      const valueOf = (given: readonly Row[]) => {
        const { knownAtUs, value, length } = tableFeature(read(given).table, 'value', 'B');
        let last: number | undefined;
        for (let row = 0; row < length; row++) if ((knownAtUs[row] as number) <= asOfUs) last = value[row];
        return last;
      };
      const known = rows.filter((row) => row.symbol === 'B' && row.known <= day && row.value !== null);
      const [latest] = known.sort((a, b) => b.period - a.period || b.known - a.known);
      expect(valueOf(rows)).toEqual(latest === undefined ? undefined : (latest.value as number) + 0);
    }),
  );
});

test('[MD-07] rows added twice, or in parts and any order, are the same table', () => {
  fc.assert(
    fc.property(anyRows, fc.nat(30), (rows, cut) => {
      const whole = appendRows(empty, read(rows)).added;
      const first = appendRows(empty, read(rows.slice(cut).toReversed()));
      const second = appendRows(first.added, read(rows.slice(0, cut)));
      const parts = joinTables(SCHEMA, [first.added, second.added]);
      expect(tableBytes(parts)).toEqual(tableBytes(whole));
      expect(appendRows(parts, read(rows))).toMatchObject({ repeated: whole.length, rejects: [] });
    }),
  );
});
