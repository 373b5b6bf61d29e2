import { joinTables, type StructuredTable } from '../shared/domain/structured-table.ts';
import type { TableSchema } from '../shared/domain/table-schema.ts';
import { sha256 } from '../shared/adapters/aws/system.ts';
import { MarketDataError } from '../shared/market/error.ts';
import { appendRows } from '../shared/market/structured/append.ts';
import { tableBytes } from '../shared/market/structured/identity.ts';
import { csvSource, readRows } from '../shared/market/structured/read-rows.ts';
import { isParquet, readBytes } from './dataset.ts';
import { note } from './terminal.ts';
import { UserError } from './user-error.ts';

/** Rejected rows that are named. */
const NAMED = 3;

/** Rows of a CSV or Parquet file by a schema, as the platform would take them; says on the error stream which are not. Throws `UserError` when it is no such file. */
export async function readTableFile(path: string, schema: TableSchema): Promise<{ table: StructuredTable; sha256: string }> {
  const bytes = readBytes(path, path);
  try {
    const source = isParquet(bytes, path) ? await parquetRows(bytes) : csvSource(bytes);
    const { added, rejects } = appendRows(joinTables(schema, []), readRows(source, schema, Date.now() * 1000));
    for (const { line, reason } of rejects.slice(0, NAMED)) note(`note: ${path}: line ${line} is left out: ${reason}`);
    if (rejects.length > NAMED) note(`note: ${path}: ${rejects.length - NAMED} more rows are left out`);
    if (added.length === 0) throw new UserError(`${path}: no row of it fits the schema ${schema.name}`);
    return { table: added, sha256: sha256(tableBytes(added)) };
  } catch (error) {
    if (error instanceof MarketDataError) throw new UserError(`${path}: ${error.message}`, { cause: error });
    throw error;
  }
}

async function parquetRows(bytes: Uint8Array<ArrayBuffer>) {
  const { parquetSource } = await import('../shared/adapters/files/table-parquet.ts');
  return parquetSource(bytes);
}
