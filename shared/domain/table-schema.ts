export type ColumnType = 'number' | 'integer' | 'boolean' | 'text' | 'time';
export const COLUMN_TYPES: readonly ColumnType[] = ['number', 'integer', 'boolean', 'text', 'time'];

/** A column of a structured dataset. */
export interface TableColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly about?: string;
  /** Like `USD` or `shares`; for the reader. */
  readonly unit?: string;
  /** Bounds of a number, both inclusive. */
  readonly min?: number;
  readonly max?: number;
  /** Whether a cell may be empty. */
  readonly nullable: boolean;
}

/** What the rows of a structured dataset look like. The columns it names by role are among its columns. */
export interface TableSchema {
  readonly name: string;
  /** 1, then one more for each change. */
  readonly version: number;
  readonly about: string;
  readonly columns: readonly TableColumn[];
  /** Columns that say what a row is about: rows with the same key are versions of one another. Without any, all rows are. */
  readonly key: readonly string[];
  /** The column of the time from which a row could be known. */
  readonly knownAt: string;
  /** The column of the instrument's symbol; null where rows belong to none. */
  readonly symbol: string | null;
  /** The column of the time that a row speaks of, like the end of a quarter; null where that is the time it was known. */
  readonly time: string | null;
}

/** The column of that name, if the schema has it. */
export function columnOf(schema: TableSchema, name: string): TableColumn | undefined {
  return schema.columns.find((column) => column.name === name);
}
