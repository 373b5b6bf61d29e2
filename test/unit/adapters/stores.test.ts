import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentClient, s3Client } from '../../../shared/adapters/aws/clients.ts';
import { DynamoDatasets } from '../../../shared/adapters/aws/dynamo-datasets.ts';
import { DynamoIngest } from '../../../shared/adapters/aws/dynamo-ingest.ts';
import { DynamoRuns } from '../../../shared/adapters/aws/dynamo-runs.ts';
import { S3Objects } from '../../../shared/adapters/aws/s3-objects.ts';
import { systemClock } from '../../../shared/adapters/aws/system.ts';
import { MemoryDatasets } from '../../../shared/adapters/memory/datasets.ts';
import { MemoryIngest } from '../../../shared/adapters/memory/ingest.ts';
import { MemoryObjects } from '../../../shared/adapters/memory/objects.ts';
import { MemoryRuns } from '../../../shared/adapters/memory/runs.ts';
import type { DatasetRecord, DatasetStore } from '../../../shared/ports/dataset-store.ts';
import type { IngestStore } from '../../../shared/ports/ingest-store.ts';
import type { Objects } from '../../../shared/ports/objects.ts';
import { ACTIVE, type RunRecord, type RunStore } from '../../../shared/ports/run-store.ts';
import { NAMES, startCloud, type TestCloud } from '../../support/cloud.ts';

interface Stores {
  readonly objects: Objects;
  readonly datasets: DatasetStore;
  readonly runs: RunStore;
  readonly ingest: IngestStore<{ readonly sum: number }>;
}

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.stop());

const inMemory = (): Stores => ({
  objects: new MemoryObjects(),
  datasets: new MemoryDatasets(),
  runs: new MemoryRuns(),
  ingest: new MemoryIngest(),
});
const onServers = (): Stores => {
  const client = documentClient();
  return {
    objects: new S3Objects({ client: s3Client(), bucket: NAMES.bucket, clock: systemClock }),
    datasets: new DynamoDatasets(client, NAMES.datasets),
    runs: new DynamoRuns(client, NAMES.runs),
    ingest: new DynamoIngest(client, NAMES.ingest),
  };
};

const id = (n: number) => `01J${String(n).padStart(23, '0')}`;
const dataset = (n: number, over: Partial<DatasetRecord> = {}): DatasetRecord => ({
  id: id(n),
  name: 'a file',
  symbol: 'BTC/USDT',
  assetClass: null,
  format: 'csv',
  timeframe: null,
  status: 'AWAITING_UPLOAD',
  synthetic: false,
  bars: 0,
  fromUs: null,
  toUs: null,
  sha256: null,
  rejectedRows: 0,
  defects: [],
  createdUs: 1_600_000_000_000_000 + n,
  upload: { bytes: 3, sha256: 'ab' },
  ...over,
});
const run = (n: number, over: Partial<RunRecord> = {}): RunRecord => ({
  id: id(n),
  status: 'QUEUED',
  request: { strategy: 'sma-cross', cash: 0.1 },
  symbols: ['BTC/USDT'],
  shards: { total: 3, done: 0, failed: 0 },
  createdUs: 1_600_000_000_000_000,
  finishedUs: null,
  error: null,
  summary: null,
  ...over,
});
const collected = async (keys: AsyncIterable<string>) => {
  const all: string[] = [];
  for await (const key of keys) all.push(key);
  return all;
};
describe.each([
  ['memory', inMemory],
  ['real servers', onServers],
])('stores: %s', (_, make) => {
  let stores: Stores;
  beforeAll(() => {
    stores = make();
  });

  test('[SG-02] an object comes back byte for byte, and one that was never put is undefined', async () => {
    const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 256);
    expect(await stores.objects.put('a/b', bytes, { contentType: 'application/octet-stream' })).toBe('stored');
    expect(new Uint8Array((await stores.objects.get('a/b')) as Uint8Array)).toEqual(bytes);
    expect(await stores.objects.get('a/c')).toBeUndefined();
  });

  test('[SG-02] of two conditional puts the first one stays', async () => {
    expect(await stores.objects.put('once', 'first', { contentType: 'text/plain', ifAbsent: true })).toBe('stored');
    expect(await stores.objects.put('once', 'second', { contentType: 'text/plain', ifAbsent: true })).toBe('exists');
    expect(new TextDecoder().decode(await stores.objects.get('once'))).toBe('first');
  });

  test('[SG-02] a listing has exactly the keys of its prefix in order, across pages, and deleted ones are gone', async () => {
    const keys = Array.from({ length: 1100 }, (_, i) => `list/${String(i).padStart(4, '0')}`);
    for (let i = 0; i < keys.length; i += 50)
      await Promise.all(keys.slice(i, i + 50).map((key) => stores.objects.put(key, 'x', { contentType: 'text/plain' })));
    await stores.objects.put('lisu', 'x', { contentType: 'text/plain' });
    expect(await collected(stores.objects.list('list/'))).toEqual(keys);
    await stores.objects.delete([...keys.slice(1), 'list/never-there']);
    expect(await collected(stores.objects.list('list/'))).toEqual(['list/0000']);
  });

  test("[SG-02] a dataset is its tenant's alone, and the list is newest first in pages", async () => {
    for (const n of [1, 2, 3]) await stores.datasets.create('ann', dataset(n));
    await stores.datasets.create('bob', dataset(9));
    expect(await stores.datasets.get('ann', id(2))).toEqual(dataset(2));
    expect(await stores.datasets.get('bob', id(2))).toBeUndefined();
    const first = await stores.datasets.list('ann', { limit: 2 });
    expect(first.items.map((one) => one.id)).toEqual([id(3), id(2)]);
    const second = await stores.datasets.list('ann', { limit: 2, cursor: String(first.next) });
    expect(second.items.map((one) => one.id)).toEqual([id(1)]);
    expect(second.next).toBeNull();
  });

  test('[SG-02] many datasets are found at once, missing and foreign ones left out', async () => {
    for (let n = 100; n < 230; n++) await stores.datasets.create('cid', dataset(n));
    const asked = Array.from({ length: 130 }, (_, i) => id(100 + i));
    const found = await stores.datasets.getMany('cid', [...asked, id(1), 'nothing', id(100)]);
    expect(found.map((one) => one.id).sort()).toEqual(asked);
  });

  test('[DX-01] a dataset is finished once: the second outcome changes nothing', async () => {
    await stores.datasets.create('dan', dataset(1));
    const ready = dataset(1, {
      status: 'READY',
      bars: 5,
      fromUs: 1,
      toUs: 2,
      sha256: 'ff',
      defects: [{ code: 'gap', line: 3, detail: 'x' }],
    });
    expect(await stores.datasets.finish('dan', ready)).toBe(true);
    expect(await stores.datasets.finish('dan', dataset(1, { status: 'REJECTED' }))).toBe(false);
    expect(await stores.datasets.get('dan', id(1))).toEqual(ready);
    expect(await stores.datasets.finish('dan', dataset(2, { status: 'READY' }))).toBe(false);
  });

  test('[BT-03] a run moves only from the statuses named, and its summary keeps order and every bit', async () => {
    await stores.runs.create('ann', run(1));
    const summary = { zeta: 0.1 + 0.2, alpha: 5e-324, big: 1.7976931348623157e308, none: null, list: [1 / 3] };
    expect(await stores.runs.advance('ann', id(1), ['RUNNING'], { status: 'DONE' })).toBe(false);
    expect(
      await stores.runs.advance('ann', id(1), ACTIVE, { status: 'DONE', finishedUs: 5, summary, shards: { total: 3, done: 2, failed: 1 } }),
    ).toBe(true);
    const done = await stores.runs.get('ann', id(1));
    expect(JSON.stringify(done?.summary)).toBe(JSON.stringify(summary));
    expect(done).toMatchObject({ status: 'DONE', finishedUs: 5, shards: { total: 3, done: 2, failed: 1 }, request: run(1).request });
    expect(await stores.runs.advance('ann', id(1), ACTIVE, { status: 'FAILED' })).toBe(false);
    expect(await stores.runs.advance('ann', id(7), ACTIVE, { status: 'FAILED' })).toBe(false);
    expect(await stores.runs.get('bob', id(1))).toBeUndefined();
  });

  test('[BT-03] shards that end at the same time are all counted, in the run and in the list', async () => {
    await stores.runs.create('eve', run(1, { shards: { total: 40, done: 0, failed: 0 } }));
    await Promise.all(Array.from({ length: 40 }, (_, i) => stores.runs.countShard('eve', id(1), i % 4 === 0 ? 'failed' : 'done')));
    expect((await stores.runs.get('eve', id(1)))?.shards).toEqual({ total: 40, done: 30, failed: 10 });
    expect((await stores.runs.list('eve', { limit: 5 })).items[0]?.shards).toEqual({ total: 40, done: 30, failed: 10 });
    expect((await stores.runs.list('eve', { limit: 5 })).items).toHaveLength(1);
  });

  test('[BT-03] a deleted run is gone, and a shard that ends after it does not bring it back', async () => {
    await stores.runs.create('fay', run(1));
    await stores.runs.delete('fay', id(1));
    await stores.runs.countShard('fay', id(1), 'done');
    expect(await stores.runs.get('fay', id(1))).toBeUndefined();
    expect((await stores.runs.list('fay', { limit: 5 })).items).toEqual([]);
  });

  test("[DX-01] of two commits on the same version one is refused, and the state is the other's", async () => {
    expect(await stores.ingest.load('X')).toBeUndefined();
    expect(await stores.ingest.commit('X', 0, { sum: 0.1 + 0.2 })).toBe(true);
    expect(await stores.ingest.commit('X', 0, { sum: 2 })).toBe(false);
    expect(await stores.ingest.load('X')).toEqual({ version: 1, state: { sum: 0.1 + 0.2 } });
    expect(await stores.ingest.commit('X', 1, { sum: 3 })).toBe(true);
    expect(await stores.ingest.commit('X', 1, { sum: 4 })).toBe(false);
    expect(await stores.ingest.load('X')).toEqual({ version: 2, state: { sum: 3 } });
  });
});

describe('presigned URLs', () => {
  const objects = () => onServers().objects;
  const content = new TextEncoder().encode('time,open\n1,2\n');
  const announced = { bytes: content.byteLength, sha256: createHash('sha256').update(content).digest('hex') };
  const inMinutes = (n: number) => systemClock.nowUs() + n * 60_000_000;
  const put = (url: string, headers: Readonly<Record<string, string>>, body: Uint8Array<ArrayBuffer>) =>
    fetch(url, { method: 'PUT', headers, body });

  test('[SG-02] the announced bytes are taken with a plain PUT and can be read by a presigned GET as the type it says', async () => {
    const { url, headers } = await objects().presignPut('uploads/a/1', { expiresUs: inMinutes(5), ...announced });
    expect((await put(url, headers, content)).status).toBe(200);
    expect(new Uint8Array((await objects().get('uploads/a/1')) as Uint8Array)).toEqual(content);
    const read = await fetch(
      await objects().presignGet('uploads/a/1', { expiresUs: inMinutes(5), contentType: 'text/html; charset=utf-8' }),
    );
    expect(read.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await read.text()).toBe('time,open\n1,2\n');
  });

  test('[SG-02] other bytes, another length, a missing checksum and another key are refused', async () => {
    const { url, headers } = await objects().presignPut('uploads/a/2', { expiresUs: inMinutes(5), ...announced });
    const other = Uint8Array.from(content, (byte) => byte ^ 1);
    expect((await put(url, headers, other)).status).toBe(400);
    expect((await put(url, headers, content.slice(1))).status).toBe(403);
    expect((await put(url, {}, content)).status).toBe(403);
    expect((await put(url.replace('/a/2', '/a/3'), headers, content)).status).toBe(403);
    expect(await objects().get('uploads/a/2')).toBeUndefined();
  });

  test('[SG-02] an expired URL is refused', async () => {
    const { url, headers } = await objects().presignPut('uploads/a/4', { expiresUs: inMinutes(-5), ...announced });
    await new Promise((resolve) => setTimeout(resolve, 2100));
    expect((await put(url, headers, content)).status).toBe(403);
  });
});
