import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentClient } from '../../../shared/adapters/aws/clients.ts';
import { DynamoDatasets } from '../../../shared/adapters/aws/dynamo-datasets.ts';
import { DynamoSchemas } from '../../../shared/adapters/aws/dynamo-schemas.ts';
import { DynamoTables } from '../../../shared/adapters/aws/dynamo-tables.ts';
import { MemoryDatasets } from '../../../shared/adapters/memory/datasets.ts';
import { MemorySchemas } from '../../../shared/adapters/memory/schemas.ts';
import { MemoryTables } from '../../../shared/adapters/memory/tables.ts';
import type { TableSchema } from '../../../shared/domain/table-schema.ts';
import type { TableRecord } from '../../../shared/ports/table-store.ts';
import { NAMES, startCloud, type TestCloud } from '../../support/cloud.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.stop());

const inMemory = () => ({ datasets: new MemoryDatasets(), schemas: new MemorySchemas(), tables: new MemoryTables() });
const onServers = () => {
  const client = documentClient();
  return {
    datasets: new DynamoDatasets(client, NAMES.datasets),
    schemas: new DynamoSchemas(client, NAMES.datasets),
    tables: new DynamoTables(client, NAMES.datasets),
  };
};
const schema = (name: string, version = 1): TableSchema => ({
  name,
  version,
  about: 'Anything.',
  columns: [
    { name: 'zeta', type: 'time', nullable: false },
    { name: 'alpha', type: 'number', min: 0.1, nullable: true },
  ],
  key: [],
  knownAt: 'zeta',
  symbol: null,
  time: null,
});
const id = (n: number) => `01J${String(n).padStart(23, '0')}`;
const table = (n: number, over: Partial<TableRecord> = {}): TableRecord => ({
  id: id(n),
  name: 'rows',
  schema: 'any',
  schemaVersion: 1,
  rows: 0,
  revision: 0,
  parts: [],
  sha256: null,
  knownFromUs: null,
  knownToUs: null,
  createdUs: 1,
  changedUs: 1,
  ...over,
});

describe.each([
  ['in memory', inMemory],
  ['on DynamoDB', onServers],
])('stores of rows %s', (_, make) => {
  let stores: ReturnType<typeof inMemory> | ReturnType<typeof onServers>;
  beforeAll(() => {
    stores = make();
  });

  test('[MD-16] a schema keeps the order of its columns, and of two who store the same version the first wins', async () => {
    expect(await stores.schemas.put('ann', schema('any', 2))).toBe(false);
    expect(await stores.schemas.put('ann', schema('any'))).toBe(true);
    expect(await stores.schemas.put('ann', schema('any'))).toBe(false);
    expect(await stores.schemas.put('ann', schema('any', 2))).toBe(true);
    expect(await stores.schemas.put('ann', schema('also'))).toBe(true);
    expect(JSON.stringify(await stores.schemas.get('ann', 'any'))).toBe(JSON.stringify(schema('any', 2)));
    expect((await stores.schemas.list('ann')).map(({ name }) => name)).toEqual(['also', 'any']);
    expect(await stores.schemas.get('bob', 'any')).toBeUndefined();
    expect(await stores.schemas.list('bob')).toEqual([]);
  });

  test('[MD-16] a dataset of rows moves on one revision at a time, and no list of bars has it', async () => {
    for (const n of [1, 2]) await stores.tables.create('ann', table(n));
    const next = table(1, { revision: 1, rows: 3, parts: ['1-a'], sha256: 'ff', knownFromUs: 1, knownToUs: 2 });
    expect(await stores.tables.advance('ann', next)).toBe(true);
    expect(await stores.tables.advance('ann', { ...next, rows: 9 })).toBe(false);
    expect(await stores.tables.advance('ann', table(7, { revision: 1 }))).toBe(false);
    expect(await stores.tables.get('ann', id(1))).toEqual(next);
    expect(await stores.tables.get('bob', id(1))).toBeUndefined();
    const first = await stores.tables.list('ann', { limit: 1 });
    expect(first.items).toEqual([table(2)]);
    expect((await stores.tables.list('ann', { limit: 1, cursor: String(first.next) })).items).toEqual([next]);
    expect((await stores.datasets.list('ann', { limit: 10 })).items).toEqual([]);
    expect(await stores.datasets.getMany('ann', [id(1)])).toEqual([]);
  });

  test('[MD-07] of a file the dataset that was remembered last is known, to its tenant alone', async () => {
    await stores.datasets.remember('ann', '["ab","csv"]', id(1));
    await stores.datasets.remember('ann', '["ab","csv"]', id(2));
    expect(await stores.datasets.sameFile('ann', '["ab","csv"]')).toBe(id(2));
    expect(await stores.datasets.sameFile('ann', '["ab","parquet"]')).toBeUndefined();
    expect(await stores.datasets.sameFile('bob', '["ab","csv"]')).toBeUndefined();
  });
});
