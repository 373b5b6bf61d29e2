import type { Cells, StructuredTable } from '../../domain/structured-table.ts';
import { nearest } from '../../domain/nearest.ts';
import type { TableSchema } from '../../domain/table-schema.ts';
import { SECOND_US, type TimeUs, toIso } from '../../domain/time.ts';
import { readHead } from '../csv-layout.ts';
import { MarketDataError } from '../error.ts';
import { type CellFault, type CellReader, cellReader, type CellValue, isFault } from './cell-reader.ts';
import { type CsvRecord, csvRecords } from './csv-records.ts';
import type { RowReject } from './reject.ts';

/** A file of rows as texts, before anything is checked: names of its columns, and its records. */
export interface RowSource {
  readonly names: readonly string[];
  readonly records: Iterable<CsvRecord>;
}

export interface ReadRows {
  readonly table: StructuredTable;
  /** Line of the file on which a row of the table stood. */
  readonly lines: readonly number[];
  /** How a row stood in the file. */
  readonly raws: readonly string[];
  readonly rejects: readonly RowReject[];
}

/** Rows by which the formats of times are told. */
const SAMPLE_ROWS = 100;
const MAX_RAW = 500;
/** How far a clock elsewhere may be ahead of ours. */
const AHEAD_US = 2 * SECOND_US;

/** The records of a CSV file. Throws `MarketDataError` when it is no table of text. */
export function csvSource(bytes: Uint8Array): RowSource {
  const { delimiter, at } = readHead(bytes, 'the first line names the columns of the schema');
  const { start, line } = at(0);
  const records = csvRecords(new TextDecoder().decode(bytes.subarray(start)), delimiter);
  const head = records.next();
  const names = head.done === true ? [] : head.value.cells;
  return { names, records: offset(records, line - 1) };
}

function* offset(records: Iterable<CsvRecord>, lines: number): Generator<CsvRecord> {
  for (const record of records) yield { ...record, line: record.line + lines };
}

/**
 * Checks every row of a file against a schema. What fits becomes columns, what does not is rejected with its line and why; nothing is filled in or repaired.
 * Throws `MarketDataError` when the file lacks a column that may not be empty, or has one that the schema does not.
 */
export function readRows({ names, records }: RowSource, schema: TableSchema, nowUs: TimeUs): ReadRows {
  const places = placesOf(names, schema);
  const all = [...records];
  if (all.length === 0) throw new MarketDataError('no-valid-row', 'the file ends after its first line: there is no row of data');
  const sample = all.slice(0, SAMPLE_ROWS);
  const readers = schema.columns.map((column, i): CellReader => {
    const cells = sample.map((record) => record.cells[places[i] as number] ?? '');
    return cellReader(column, cells, column.name === schema.knownAt);
  });
  const kept: CellValue[][] = schema.columns.map(() => []);
  const lines: number[] = [];
  const raws: string[] = [];
  const rejects: RowReject[] = [];
  const known = schema.columns.findIndex(({ name }) => name === schema.knownAt);
  for (const { line, cells, raw } of all) {
    const values = cells.length === names.length ? readCells(cells, places, readers) : widthFault(cells.length, names.length);
    const found = Array.isArray(values) ? futureFault(values[known] as number, schema, nowUs) : values;
    if (found !== undefined) rejects.push({ line, ...found, raw: raw.slice(0, MAX_RAW) });
    else {
      (values as CellValue[]).forEach((value, i) => (kept[i] as CellValue[]).push(value));
      lines.push(line);
      raws.push(raw.slice(0, MAX_RAW));
    }
  }
  return { table: tableOf(schema, kept, lines.length), lines, raws, rejects };
}

/** For each column of the schema its place in the file; -1 for one that may be empty and is not there. */
function placesOf(names: readonly string[], schema: TableSchema): number[] {
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const wanted = schema.columns.map(({ name }) => plain(name));
  for (const [i, name] of names.entries()) {
    if (!wanted.includes(plain(name))) {
      const near = nearest(
        name,
        schema.columns.map((column) => column.name),
      );
      throw new MarketDataError(
        'unknown-column',
        `schema ${schema.name} has no column "${name}"${near ? ` (did you mean ${near}?)` : ''}; leave it out of the file, or add it to the schema`,
      );
    }
    if (names.findIndex((other) => plain(other) === plain(name)) < i)
      throw new MarketDataError('unknown-column', `the file has the column "${name}" twice`);
  }
  return schema.columns.map(({ name, nullable }) => {
    const place = names.findIndex((given) => plain(given) === plain(name));
    if (place === -1 && !nullable)
      throw new MarketDataError('missing-column', `no column ${name}, which may not be empty; found: ${names.join(', ')}`);
    return place;
  });
}

function readCells(cells: readonly string[], places: readonly number[], readers: readonly CellReader[]): CellValue[] | CellFault {
  const values: CellValue[] = [];
  for (const [i, read] of readers.entries()) {
    const value = read(cells[places[i] as number] ?? '');
    if (isFault(value)) return value;
    values.push(value);
  }
  return values;
}

function widthFault(found: number, wanted: number): CellFault {
  return {
    code: found < wanted ? 'missing-field' : 'extra-field',
    reason: `the row has ${found} fields, but the file has ${wanted} columns`,
  };
}

/** Nobody can know today what comes to be known tomorrow. */
function futureFault(knownAtUs: number, { knownAt }: TableSchema, nowUs: TimeUs): CellFault | undefined {
  if (knownAtUs <= nowUs + AHEAD_US) return undefined;
  return { code: 'time-out-of-range', reason: `${knownAt} is ${toIso(knownAtUs)}, later than now (${toIso(nowUs)})` };
}

function tableOf(schema: TableSchema, kept: readonly CellValue[][], length: number): StructuredTable {
  const columns = schema.columns.map(({ name, type }, i): [string, Cells] => {
    const cells = kept[i] as CellValue[];
    return [name, type === 'text' ? (cells as (string | null)[]) : Float64Array.from(cells as number[])];
  });
  return { schema, length, columns: new Map(columns) };
}
