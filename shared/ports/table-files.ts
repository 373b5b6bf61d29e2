import type { StructuredTable } from '../domain/structured-table.ts';
import type { TableSchema } from '../domain/table-schema.ts';

/** Rows as a file of columns, for the lake. What is decoded equals what was encoded; cells of columns that came later are empty. */
export interface TableFiles {
  encode(table: StructuredTable): Uint8Array;
  decode(bytes: Uint8Array, schema: TableSchema): Promise<StructuredTable>;
}
