import type { Cells, StructuredTable } from '../../domain/structured-table.ts';
import { toIso } from '../../domain/time.ts';

/** What says which rows are versions of one another: equal exactly when the cells of the key are. */
export function keyReader({ columns, schema }: StructuredTable): (row: number) => string {
  const cells = schema.key.map((name) => columns.get(name) as Cells);
  return (row) => JSON.stringify(cells.map((column) => column[row]));
}

/** A row as one line of JSON: its cells by name in the order of the schema, those that are empty left out. Rows are the same when their lines are. */
export function lineReader({ columns, schema }: StructuredTable): (row: number) => string {
  const wanted = schema.columns.map(({ name, type }) => ({ name, isTime: type === 'time', cells: columns.get(name) as Cells }));
  return (row) => {
    const line: Record<string, number | string> = {};
    for (const { name, isTime, cells } of wanted) {
      const value = cells[row] as number | string | null;
      if (value !== null && !Number.isNaN(value)) line[name] = isTime ? toIso(value as number) : value;
    }
    return JSON.stringify(line);
  };
}

/**
 * What makes two tables the same, as bytes to hash: a line of JSON for each row, in order of when it was known, then of the line itself. However and in whatever
 * order the rows came in, equal tables have equal bytes.
 */
export function tableBytes(table: StructuredTable): Uint8Array {
  const lineOf = lineReader(table);
  const known = table.columns.get(table.schema.knownAt) as Float64Array;
  const lines = Array.from({ length: table.length }, (_, row) => ({ knownAtUs: known[row] as number, line: lineOf(row) }));
  lines.sort((a, b) => a.knownAtUs - b.knownAtUs || (a.line < b.line ? -1 : 1));
  return new TextEncoder().encode(`skytape table 1\nschema ${table.schema.name}\n${lines.map(({ line }) => `${line}\n`).join('')}`);
}
