import type { SchemaElement } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Cells } from '../../domain/structured-table.ts';
import type { ColumnType, TableColumn } from '../../domain/table-schema.ts';
import type { CsvRecord } from '../../market/structured/csv-records.ts';
import type { RowSource } from '../../market/structured/read-rows.ts';
import type { TableFiles } from '../../ports/table-files.ts';
import { BARE, type Column, cellText, flatColumns, MARKED, readColumns, readMetadata } from './parquet-read.ts';

/** How each type of column lies in a file; every column may hold nulls. */
const ELEMENTS: Readonly<Record<ColumnType, Omit<SchemaElement, 'name'>>> = {
  number: { type: 'DOUBLE', repetition_type: 'OPTIONAL' },
  integer: { type: 'DOUBLE', repetition_type: 'OPTIONAL' },
  boolean: { type: 'BOOLEAN', repetition_type: 'OPTIONAL' },
  text: { type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL', converted_type: 'UTF8' },
  time: {
    type: 'INT64',
    repetition_type: 'OPTIONAL',
    converted_type: 'TIMESTAMP_MICROS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
  },
};
const ROW_GROUP = 131_072;

/** Rows in the lake: Parquet, readable by any tool. */
export const parquetTableFiles: TableFiles = {
  encode({ schema, columns }) {
    const buffer = parquetWriteBuffer({
      schema: [
        { name: 'root', num_children: schema.columns.length },
        ...schema.columns.map(({ name, type }) => ({ name, ...ELEMENTS[type] })),
      ],
      columnData: schema.columns.map((column) => ({ name: column.name, data: valuesOf(columns.get(column.name) as Cells, column) })),
      rowGroupSize: ROW_GROUP,
      createdBy: 'skytape',
    });
    return new Uint8Array(buffer);
  },

  async decode(bytes, schema) {
    const metadata = readMetadata(bytes);
    const there = flatColumns(metadata);
    const length = Number(metadata.num_rows);
    const wanted = schema.columns.filter(({ name }) => there.includes(name));
    const read = await readColumns(bytes, metadata, { columns: wanted.map(({ name }) => name), parsers: BARE });
    const columns = schema.columns.map((column): [string, Cells] => [column.name, cellsOf(read.get(column.name), column, length)]);
    return { schema, length, columns: new Map(columns) };
  },
};

function valuesOf(cells: Cells, { type }: TableColumn): unknown[] {
  if (!(cells instanceof Float64Array)) return [...cells];
  return Array.from(cells, (value) => {
    if (Number.isNaN(value)) return null;
    if (type === 'time') return BigInt(value);
    return type === 'boolean' ? value === 1 : value;
  });
}

function cellsOf(values: Column | undefined, { type }: TableColumn, length: number): Cells {
  if (type === 'text') return Array.from({ length }, (_, row) => (values?.[row] as string | null | undefined) ?? null);
  return Float64Array.from({ length }, (_, row) => {
    const value = values?.[row];
    return value === undefined || value === null ? NaN : Number(value);
  });
}

/** The rows of anyone's Parquet file as texts. Throws `MarketDataError` when it is none. */
export async function parquetSource(bytes: Uint8Array): Promise<RowSource> {
  const metadata = readMetadata(bytes);
  const names = flatColumns(metadata);
  const read = await readColumns(bytes, metadata, { columns: names, parsers: MARKED });
  return {
    names,
    records: recordsOf(
      names.map((name) => read.get(name)),
      Number(metadata.num_rows),
    ),
  };
}

function* recordsOf(columns: readonly (Column | undefined)[], length: number): Generator<CsvRecord> {
  for (let row = 0; row < length; row++) {
    const cells = columns.map((column) => textOf(column?.[row]));
    yield { line: row + 1, cells, raw: cells.join(',') };
  }
}

function textOf(value: unknown): string {
  return typeof value === 'boolean' ? String(value) : cellText(value).trim();
}
