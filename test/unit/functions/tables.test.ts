import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiHandler } from '../../../shared/adapters/aws/http/api.ts';
import { ROUTES, type RouteId } from '../../../shared/contracts/routes.ts';
import { RowsAdded, RowsPage, RowsUpload, Table, TableSchemaInfo } from '../../../shared/contracts/tables.ts';
import { type CallOptions, eventOf, invoke } from '../../support/api.ts';
import { startCloud, type TestCloud } from '../../support/cloud.ts';

let cloud: TestCloud;
const handlers = new Map<string, ApiHandler>();
beforeAll(async () => {
  cloud = await startCloud();
  for (const name of ['change-tables', 'read-tables'])
    handlers.set(name, ((await import(`../../../functions/${name}/handler.ts`)) as { handler: ApiHandler }).handler);
});
afterAll(() => cloud.stop());

const call = (id: RouteId, options: CallOptions = {}) => invoke(handlers.get(ROUTES[id].handler) as ApiHandler, eventOf(id, options));

const SCORES = {
  name: 'headline-scores',
  about: 'How headlines about a company read.',
  columns: [
    { name: 'ticker', type: 'text' },
    { name: 'publishedAt', type: 'time' },
    { name: 'score', type: 'number', min: -1, max: 1 },
  ],
  key: ['ticker'],
  knownAt: 'publishedAt',
  symbol: 'ticker',
};

async function put(id: string, text: string) {
  const content = new TextEncoder().encode(text);
  const sha256 = createHash('sha256').update(content).digest('hex');
  const { id: upload, upload: target } = RowsUpload.parse(
    (await call('addRows', { path: { id }, body: { bytes: content.length, sha256 } })).body,
  );
  const response = await fetch(target.url, { method: target.method, headers: target.headers, body: content });
  expect(response.status).toBe(200);
  return upload;
}

test('[MD-16] over the API a schema is registered, rows are put, checked and read as they were known', async () => {
  const registered = await call('registerSchema', { body: SCORES });
  expect(registered.status).toBe(201);
  expect(TableSchemaInfo.parse(registered.body)).toMatchObject({ name: 'headline-scores', version: 1, time: null });
  expect((await call('listSchemas')).body.schemas.map(({ name }: { name: string }) => name)).toEqual([
    'feature',
    'fundamentals',
    'headline-scores',
  ]);
  expect((await call('getSchema', { path: { name: 'headline-scores' } })).body).toEqual(registered.body);

  const made = await call('createTable', { body: { name: 'Headlines', schema: 'headline-scores' } });
  expect(made.status).toBe(201);
  const { id } = Table.parse(made.body);
  const upload = await put(
    id,
    'ticker,publishedAt,score\nACME,2024-01-02T08:00:00Z,0.5\nACME,2024-01-03T08:00:00Z,2\nACME,2024-01-04T08:00:00Z,-0.25\n',
  );
  const added = RowsAdded.parse((await call('completeRows', { path: { id, upload } })).body);
  expect(added).toMatchObject({ added: 2, repeated: 0, restated: 1, rejected: 1, defects: [{ code: 'out-of-range', line: 3 }] });
  expect((await call('completeRows', { path: { id, upload } })).body).toMatchObject({ added: 0, repeated: 2, table: added.table });

  const page = await call('readRows', { path: { id }, query: 'asOf=2024-01-03&columns=publishedAt,score' });
  expect(RowsPage.parse(page.body).rows).toEqual([['2024-01-02T08:00:00Z', 0.5]]);
  expect((await call('listTables')).body.tables).toEqual([added.table]);
  expect((await call('getTable', { path: { id } })).body).toEqual(added.table);
  expect((await call('getTable', { path: { id }, tenant: 'ann' })).status).toBe(404);
});

test('[MD-16] what cannot be is refused with the field at fault', async () => {
  const bad = { ...SCORES, name: 'bad', columns: [...SCORES.columns.slice(0, 2), { name: 'score', type: 'decimal' }] };
  expect(await call('registerSchema', { body: bad })).toMatchObject({ status: 400, body: { field: 'columns.2.type' } });
  expect(await call('registerSchema', { body: { ...SCORES, version: 2, key: [] } })).toMatchObject({ status: 409, body: { field: 'key' } });
  expect(await call('createTable', { body: { name: 'x', schema: 'nothing-like-it' } })).toMatchObject({
    status: 400,
    body: { field: 'schema' },
  });
  expect(await call('readRows', { path: { id: 'none' } })).toMatchObject({ status: 404, body: { field: 'id' } });
});
