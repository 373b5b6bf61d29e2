import { createHash } from 'node:crypto';
import { sha256 } from '../../../../shared/adapters/aws/system.ts';
import { parquetSource, parquetTableFiles } from '../../../../shared/adapters/files/table-parquet.ts';
import { MemoryObjects } from '../../../../shared/adapters/memory/objects.ts';
import { MemorySchemas } from '../../../../shared/adapters/memory/schemas.ts';
import { MemoryTables } from '../../../../shared/adapters/memory/tables.ts';
import { addRows, completeRows } from '../../../../shared/application/tables/add-rows.ts';
import { rowsUploadKey } from '../../../../shared/application/tables/keys.ts';
import { readTableRows } from '../../../../shared/application/tables/read-rows.ts';
import { registerSchema } from '../../../../shared/application/tables/schemas.ts';
import { createTable } from '../../../../shared/application/tables/tables.ts';
import { RegisterSchema, RowsQuery } from '../../../../shared/contracts/tables.ts';

export const TENANT = 'owner';

/** Weekly sales of shops, as a card company might sell them. */
export const SALES = {
  name: 'shop-sales',
  about: 'Weekly sales of shops.',
  columns: [
    { name: 'symbol', type: 'text' },
    { name: 'week', type: 'time' },
    { name: 'seenAt', type: 'time' },
    { name: 'sales', type: 'number', unit: 'USD', min: 0 },
    { name: 'final', type: 'boolean', nullable: true },
  ],
  key: ['symbol', 'week'],
  knownAt: 'seenAt',
  symbol: 'symbol',
  time: 'week',
};

/** Use cases of datasets of rows over stores in memory. */
export function tablesWorld() {
  const [tables, schemas, objects] = [new MemoryTables(), new MemorySchemas(), new MemoryObjects()];
  let made = 0;
  const world = {
    tables,
    schemas,
    objects,
    tableFiles: parquetTableFiles,
    parquetSource,
    sha256,
    clock: { nowUs: () => Date.parse('2026-01-01T00:00:00Z') * 1000 },
    ids: { next: () => `01J${String(++made).padStart(23, '0')}` },
    uploadSeconds: 60,
  };
  const announce = addRows(world);
  const complete = completeRows(world);
  const create = createTable(world);
  return {
    ...world,
    complete,
    register: (schema: unknown) => registerSchema(schemas)(TENANT, RegisterSchema.parse(schema)),
    create: async (schema: string) => (await create(TENANT, { name: `rows of ${schema}`, schema })).id,
    read: (id: string, query: Record<string, unknown> = {}) => readTableRows(world)(TENANT, id, RowsQuery.parse(query)),
    /** Announces a file, puts it and completes it. */
    add: async (id: string, file: string | Uint8Array) => {
      const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
      const announced = { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
      const { id: upload } = await announce(TENANT, id, announced);
      await objects.put(rowsUploadKey(TENANT, id, upload), bytes, { contentType: 'text/csv' });
      return { upload, ...(await complete(TENANT, id, upload)) };
    },
  };
}
