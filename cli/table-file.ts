import { sha256 } from '../shared/adapters/aws/system.ts';
import { joinTables, type StructuredTable } from '../shared/domain/structured-table.ts';
import type { TableSchema } from '../shared/domain/table-schema.ts';
import { MarketDataError } from '../shared/market/error.ts';
import { type Appended, appendRows } from '../shared/market/structured/append.ts';
import { tableBytes } from '../shared/market/structured/identity.ts';
import { csvSource, readRows } from '../shared/market/structured/read-rows.ts';
import { isParquet, readBytes } from './dataset.ts';
import { note } from './terminal.ts';
import { UserError } from './user-error.ts';

/** Rejected rows that are named. */
const NAMED = 10;

export interface RowsFile extends Appended {
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Rows of a CSV or Parquet file by a schema, as the platform would take them. Throws `UserError` when it is no such file. */
export async function readRowsFile(path: string, schema: TableSchema): Promise<RowsFile> {
  const bytes = readBytes(path, path);
  try {
    const source = isParquet(bytes, path) ? await parquetRows(bytes) : csvSource(bytes);
    return { bytes, ...appendRows(joinTables(schema, []), readRows(source, schema, Date.now() * 1000)) };
  } catch (error) {
    if (error instanceof MarketDataError) throw new UserError(`${path}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** The rows of a file with the hash that a dataset of them would have; says on the error stream which are left out. Throws `UserError` when none fits. */
export async function readTableFile(path: string, schema: TableSchema): Promise<{ table: StructuredTable; sha256: string }> {
  const { added, rejects } = await readRowsFile(path, schema);
  noteRejects(path, rejects);
  if (added.length === 0) throw new UserError(`${path}: no row of it fits the schema ${schema.name}`);
  return { table: added, sha256: sha256(tableBytes(added)) };
}

/** Names the first of the rows that were left out. */
export function noteRejects(path: string, rejects: readonly { readonly line: number; readonly reason: string }[]): void {
  for (const { line, reason } of rejects.slice(0, NAMED)) note(`${path}: line ${line} is left out: ${reason}`);
  if (rejects.length > NAMED) note(`${path}: ${rejects.length - NAMED} more rows are left out`);
}

async function parquetRows(bytes: Uint8Array<ArrayBuffer>) {
  const { parquetSource } = await import('../shared/adapters/files/table-parquet.ts');
  return parquetSource(bytes);
}
