import type { CreateTable, Table } from '../../contracts/tables.ts';
import type { StructuredTable } from '../../domain/structured-table.ts';
import { joinTables } from '../../domain/structured-table.ts';
import type { TableSchema } from '../../domain/table-schema.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Objects } from '../../ports/objects.ts';
import type { SchemaStore } from '../../ports/schema-store.ts';
import type { TableFiles } from '../../ports/table-files.ts';
import type { TableRecord, TableStore } from '../../ports/table-store.ts';
import { idCursor, type PageQuery } from '../cursor.ts';
import { Refusal } from '../refusal.ts';
import { partKey } from './keys.ts';
import { findSchema } from './schemas.ts';
import { tableOnWire } from './wire.ts';

/** What reading rows takes. */
export interface TablesWorld {
  readonly tables: TableStore;
  readonly schemas: SchemaStore;
  readonly objects: Objects;
  readonly tableFiles: TableFiles;
}

/** Parts read at once. */
const PARALLEL = 16;

/** Makes an empty dataset of rows. Throws a refusal (invalid) for a schema that is not there. */
export function createTable({ tables, schemas, clock, ids }: Pick<TablesWorld, 'tables' | 'schemas'> & { clock: Clock; ids: Ids }) {
  return async (tenant: string, { name, schema }: CreateTable): Promise<Table> => {
    const { version } = await findSchema(schemas, tenant, schema, { kind: 'invalid', field: 'schema' });
    const nowUs = clock.nowUs();
    const record: TableRecord = {
      id: ids.next(),
      name,
      schema,
      schemaVersion: version,
      rows: 0,
      revision: 0,
      parts: [],
      sha256: null,
      knownFromUs: null,
      knownToUs: null,
      createdUs: nowUs,
      changedUs: nowUs,
    };
    await tables.create(tenant, record);
    return tableOnWire(record);
  };
}

/** A page of the tenant's datasets of rows, newest first. */
export function listTables(tables: TableStore) {
  return async (tenant: string, query: PageQuery): Promise<{ tables: Table[]; next: string | null }> => {
    const { items, next } = await tables.list(tenant, idCursor(query));
    return { tables: items.map(tableOnWire), next };
  };
}

export function getTable(tables: TableStore) {
  return async (tenant: string, id: string): Promise<Table> => tableOnWire(await findTable(tables, tenant, id));
}

/** Throws a refusal (not-found), also for one of another tenant. */
export async function findTable(tables: TableStore, tenant: string, id: string, field = 'id'): Promise<TableRecord> {
  const record = await tables.get(tenant, id);
  if (record !== undefined) return record;
  throw new Refusal('not-found', `there is no dataset of rows "${id}"; GET /datasets/tables lists them`, { field });
}

/** All rows of the given parts. Throws when one of them is not there: then the lake has lost it. */
export async function loadTable(
  { objects, tableFiles }: Pick<TablesWorld, 'objects' | 'tableFiles'>,
  tenant: string,
  { id, parts }: Pick<TableRecord, 'id' | 'parts'>,
  schema: TableSchema,
): Promise<StructuredTable> {
  const read: StructuredTable[] = [];
  for (let i = 0; i < parts.length; i += PARALLEL) {
    const some = parts.slice(i, i + PARALLEL).map(async (part) => {
      const bytes = await objects.get(partKey(tenant, id, part));
      if (bytes === undefined) throw new Error(`part ${part} of dataset ${id} is gone`);
      return tableFiles.decode(bytes, schema);
    });
    read.push(...(await Promise.all(some)));
  }
  return joinTables(schema, read);
}
