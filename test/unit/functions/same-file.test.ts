import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentClient } from '../../../shared/adapters/aws/clients.ts';
import { DynamoDatasets } from '../../../shared/adapters/aws/dynamo-datasets.ts';
import type { ApiHandler } from '../../../shared/adapters/aws/http/api.ts';
import { fileOf } from '../../../shared/application/datasets/keys.ts';
import { ROUTES, type RouteId } from '../../../shared/contracts/routes.ts';
import type { DatasetRecord } from '../../../shared/ports/dataset-store.ts';
import { type CallOptions, eventOf, invoke } from '../../support/api.ts';
import { NAMES, startCloud, type TestCloud } from '../../support/cloud.ts';

let cloud: TestCloud;
const handlers = new Map<string, ApiHandler>();
beforeAll(async () => {
  cloud = await startCloud();
  for (const name of ['create-dataset', 'complete-dataset', 'read-datasets'])
    handlers.set(name, ((await import(`../../../functions/${name}/handler.ts`)) as { handler: ApiHandler }).handler);
});
afterAll(() => cloud.stop());

const call = (id: RouteId, options: CallOptions = {}) => invoke(handlers.get(ROUTES[id].handler) as ApiHandler, eventOf(id, options));
const rows = Array.from({ length: 30 }, (_, hour) => `${1_600_000_000 + hour * 3600},10,12,9,11,5`);
const content = new TextEncoder().encode(`time,open,high,low,close,volume\n${rows.join('\n')}\n`);
const announced = {
  name: 'file.csv',
  symbol: 'BTC/USDT',
  bytes: content.byteLength,
  sha256: createHash('sha256').update(content).digest('hex'),
};

test('[MD-07] a file of bars that is there already makes no second dataset and the answer says so; of another symbol it does', async () => {
  const first = await call('createDataset', { body: announced });
  // A completion that broke off has remembered the file, but its dataset is not READY.
  const datasets = new DynamoDatasets(documentClient(), NAMES.datasets);
  const record = (await datasets.get('owner', first.body.dataset.id)) as DatasetRecord;
  await datasets.remember('owner', fileOf(record), record.id);
  const early = await call('createDataset', { body: announced });
  expect(early.body.dataset.id).not.toBe(first.body.dataset.id);
  const { url, headers } = first.body.upload;
  expect((await fetch(url, { method: 'PUT', headers, body: content })).status).toBe(200);
  const { body: dataset } = await call('completeDataset', { path: { id: first.body.dataset.id } });
  const again = await call('createDataset', { body: { ...announced, name: 'copy.csv' } });
  expect(again).toMatchObject({ status: 201, body: { dataset, upload: null, repeated: true } });
  expect((await call('completeDataset', { path: { id: dataset.id } })).body).toEqual(dataset);
  const other = await call('createDataset', { body: { ...announced, symbol: 'ETH/USDT' } });
  expect(other.body.upload).not.toBeNull();
  expect((await call('listDatasets')).body.datasets).toHaveLength(3);
});
