import type { TableSchema } from './table-schema.ts';

/** Cells of one column: doubles with NaN for an empty cell (times in microseconds UTC, booleans as 0 and 1), or texts with null for one. */
export type Cells = Float64Array | readonly (string | null)[];

/** Rows of a structured dataset as columns, one for each column of the schema, each `length` long. */
export interface StructuredTable {
  readonly schema: TableSchema;
  readonly length: number;
  readonly columns: ReadonlyMap<string, Cells>;
}

/** Cells of a column of numbers or times. Throws for a column of texts, or one that the schema does not have. */
export function numbersOf({ columns, schema }: StructuredTable, name: string): Float64Array {
  const cells = columns.get(name);
  if (cells instanceof Float64Array) return cells;
  throw new RangeError(`schema ${schema.name} has no column of numbers "${name}"`);
}

/** Cells of a column of texts. Throws for any other. */
export function textsOf({ columns, schema }: StructuredTable, name: string): readonly (string | null)[] {
  const cells = columns.get(name);
  if (cells !== undefined && !(cells instanceof Float64Array)) return cells;
  throw new RangeError(`schema ${schema.name} has no column of texts "${name}"`);
}

/** When each row could be known, microseconds UTC. */
export function knownAtOf(table: StructuredTable): Float64Array {
  return numbersOf(table, table.schema.knownAt);
}

/** The given rows of a table, in the given order. */
export function takeRows({ schema, columns }: StructuredTable, rows: readonly number[]): StructuredTable {
  const taken = new Map<string, Cells>();
  for (const [name, cells] of columns) {
    taken.set(
      name,
      cells instanceof Float64Array
        ? Float64Array.from(rows, (row) => cells[row] as number)
        : rows.map((row) => cells[row] as string | null),
    );
  }
  return { schema, length: rows.length, columns: taken };
}

/** All rows of several tables of one schema, one table after the other; cells of columns that a table does not have yet are empty. */
export function joinTables(schema: TableSchema, tables: readonly StructuredTable[]): StructuredTable {
  const length = tables.reduce((sum, table) => sum + table.length, 0);
  const columns = new Map<string, Cells>();
  for (const { name, type } of schema.columns)
    columns.set(name, type === 'text' ? joinTexts(tables, name) : joinNumbers(tables, name, length));
  return { schema, length, columns };
}

function joinTexts(tables: readonly StructuredTable[], name: string): (string | null)[] {
  return tables.flatMap(({ columns, length }) => (columns.get(name) as readonly (string | null)[] | undefined) ?? Array(length).fill(null));
}

function joinNumbers(tables: readonly StructuredTable[], name: string, length: number): Float64Array {
  const joined = new Float64Array(length).fill(NaN);
  let at = 0;
  for (const table of tables) {
    const cells = table.columns.get(name);
    if (cells instanceof Float64Array) joined.set(cells, at);
    at += table.length;
  }
  return joined;
}
