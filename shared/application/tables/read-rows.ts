import type { RowsPage, RowsQuery } from '../../contracts/tables.ts';
import type { Cells, StructuredTable } from '../../domain/structured-table.ts';
import { columnOf, type TableColumn, type TableSchema } from '../../domain/table-schema.ts';
import { type TimeUs, toIso } from '../../domain/time.ts';
import { knownRows } from '../../market/structured/known.ts';
import type { Clock } from '../../ports/clock.ts';
import type { TableRecord } from '../../ports/table-store.ts';
import { positionCursor } from '../cursor.ts';
import { instantOfQuery, rangeOfQuery } from '../query-range.ts';
import { Refusal } from '../refusal.ts';
import { findSchema } from './schemas.ts';
import { findTable, loadTable, type TablesWorld } from './tables.ts';

interface World extends TablesWorld {
  readonly clock: Clock;
}

/** A page of the rows that were known at a moment, in order of the time they speak of. `next` is the place in that list after the page. Throws a refusal that names the field at fault. */
export function readTableRows(world: World) {
  const rowsOf = lastTable(world);
  return async (tenant: string, id: string, query: RowsQuery): Promise<RowsPage> => {
    const asOfUs = instantOfQuery('asOf', query.asOf) ?? world.clock.nowUs();
    const { fromUs, toUs } = rangeOfQuery(query);
    const start = positionCursor(query.cursor);
    const record = await findTable(world.tables, tenant, id);
    const schema = await findSchema(world.schemas, tenant, record.schema);
    const columns = columnsOf(schema, query.columns);
    if (query.symbol !== undefined && schema.symbol === null)
      throw new Refusal('invalid', `query.symbol: rows of schema ${schema.name} belong to no symbol`, { field: 'query.symbol' });
    const table = await rowsOf(tenant, record, schema);
    const found = knownRows(table, { asOfUs, symbol: query.symbol, fromUs, toUs });
    const end = start + query.limit;
    const read = columns.map((column) => cellReader(column, table));
    return {
      schema: schema.name,
      asOf: toIso(asOfUs),
      columns: columns.map(({ name }) => name),
      rows: found.slice(start, end).map((row) => read.map((cell) => cell(row))),
      next: end < found.length ? String(end) : null,
    };
  };
}

function columnsOf(schema: TableSchema, names: string | undefined): readonly TableColumn[] {
  if (names === undefined) return schema.columns;
  return [...new Set(names.split(','))].map((name) => {
    const column = columnOf(schema, name);
    if (column !== undefined) return column;
    const there = schema.columns.map((one) => one.name).join(', ');
    throw new Refusal('invalid', `query.columns: schema ${schema.name} has no column "${name}" (there are: ${there})`, {
      field: 'query.columns',
    });
  });
}

type WireCell = RowsPage['rows'][number][number];

function cellReader({ name, type }: TableColumn, { columns }: StructuredTable): (row: number) => WireCell {
  const cells = columns.get(name) as Cells;
  return (row) => {
    const value = cells[row] as number | string | null;
    if (value === null || Number.isNaN(value)) return null;
    if (type === 'time') return toIso(value as TimeUs);
    return type === 'boolean' ? value === 1 : value;
  };
}

/** `loadTable` that keeps the last one decoded: pages of one come in a row, and a revision never changes. */
function lastTable(world: World): (tenant: string, record: TableRecord, schema: TableSchema) => Promise<StructuredTable> {
  let last: { readonly key: string; readonly table: Promise<StructuredTable> } | undefined;
  return (tenant, record, schema) => {
    const key = `${tenant}/${record.id}/${record.revision}/${schema.version}`;
    if (last?.key !== key) last = { key, table: loadTable(world, tenant, record, schema) };
    const { table } = last;
    table.catch(() => {
      if (last?.table === table) last = undefined;
    });
    return table;
  };
}
