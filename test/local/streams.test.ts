import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { type KinesisClient, PutRecordCommand, PutRecordsCommand, SplitShardCommand } from '@aws-sdk/client-kinesis';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cloud } from '../../local/cloud.ts';
import { CREDENTIALS } from '../../local/credentials.ts';
import { kinesisClient } from '../../local/streams/streams.ts';
import { startToy, temporaryHome } from './fixtures/toy.ts';

const StreamName = 'toy-stream';
const home = temporaryHome();
let cloud: Cloud;
let kinesis: KinesisClient;
let tables: DynamoDBClient;
let lake: S3Client;

const open = async () => {
  cloud = await startToy(home.path);
  const { region } = cloud.endpoints;
  kinesis = kinesisClient(cloud.endpoints.streams, region);
  tables = new DynamoDBClient({ endpoint: cloud.endpoints.tables, region, credentials: CREDENTIALS });
  lake = new S3Client({ endpoint: cloud.endpoints.services, region, credentials: CREDENTIALS, forcePathStyle: true });
};
const data = (id: string, fault?: string) => Buffer.from(JSON.stringify({ id, fault }));
const put = (...records: [id: string, fault?: string][]) =>
  kinesis.send(
    new PutRecordsCommand({ StreamName, Records: records.map(([id, fault]) => ({ PartitionKey: 'p', Data: data(id, fault) })) }),
  );
const seen = async (id: string) => {
  const { Item } = await tables.send(new GetItemCommand({ TableName: 'toys', Key: { id: { S: id } }, ConsistentRead: true }));
  return Number(Item?.['seen']?.N ?? 0);
};
const failures = async () => (await lake.send(new ListObjectsV2Command({ Bucket: 'toy-lake', Prefix: 'aws/lambda/' }))).Contents ?? [];
const until = (read: () => Promise<unknown>, value: unknown) => expect.poll(read, { interval: 50 }).toEqual(value);

beforeAll(open);
afterAll(async () => {
  await cloud.stop();
  home[Symbol.dispose]();
});

test('[DX-01] records reach the function in batches, and a record put twice arrives twice', async () => {
  await put(['a'], ['b'], ['a']);
  await until(() => Promise.all([seen('a'), seen('b')]), [2, 1]);
});

test('[DX-01] of a batch of 100 with one failed item, the others are processed and the shard goes on', async () => {
  const before = (await failures()).length;
  const batch = Array.from({ length: 100 }, (_, i): [string, string?] => (i === 40 ? ['p40', 'item'] : [`p${i}`]));
  await put(...batch);
  await put(['after']);
  await until(() => seen('after'), 1);
  for (const id of ['p0', 'p39', 'p41', 'p99']) expect([id, await seen(id)]).toEqual([id, 1]);
  expect(await seen('p40')).toBeGreaterThan(1);
  await until(async () => (await failures()).length, before + 1);
});

test('[DX-01] a poison record that throws is cornered by halving, and ends in the failure destination with its data', async () => {
  const before = new Set((await failures()).map((object) => object.Key));
  await put(['q0'], ['q1'], ['poison', 'throw'], ['q3'], ['q4']);
  await until(() => seen('q4'), 1);
  for (const id of ['q0', 'q1', 'q3']) expect(await seen(id)).toBeGreaterThan(0);
  await until(async () => (await failures()).length, before.size + 1);
  const fresh = (await failures()).find((object) => !before.has(object.Key));
  const report = JSON.parse(
    (await (await lake.send(new GetObjectCommand({ Bucket: 'toy-lake', Key: fresh?.Key }))).Body?.transformToString()) ?? '',
  ) as {
    requestContext: unknown;
    KinesisBatchInfo: unknown;
    payload: string;
  };
  expect(report).toMatchObject({
    requestContext: { condition: 'RetryAttemptsExhausted' },
    KinesisBatchInfo: { batchSize: 1, streamArn: expect.stringContaining('toy-stream') },
  });
  const { Records } = JSON.parse(report.payload) as { Records: { kinesis: { data: string } }[] };
  expect(Buffer.from(Records[0]?.kinesis.data ?? '', 'base64').toString()).toBe(data('poison', 'throw').toString());
});

test('[DX-01] tables, records and the place in the stream survive a restart', async () => {
  await tables.send(new PutItemCommand({ TableName: 'toys', Item: { id: { S: 'kept' }, seen: { N: '7' } } }));
  const count = await seen('a');
  await cloud.stop();
  await open();
  await put(['later']);
  await until(() => seen('later'), 1);
  expect([await seen('kept'), await seen('a')]).toEqual([7, count]);
});

test('[DX-01] with its checkpoints gone, a mapping reads the shard again from the start', async () => {
  const count = await seen('b');
  await cloud.stop();
  rmSync(join(home.path, 'cloud', 'checkpoints'), { recursive: true });
  await open();
  await until(() => seen('b'), count + 1);
  await until(() => seen('later'), 2);
});

test('[DX-01] after a split the children are read once the parent is at its end', async () => {
  await kinesis.send(
    new SplitShardCommand({
      StreamName,
      ShardToSplit: 'shardId-000000000000',
      NewStartingHashKey: '170141183460469231731687303715884105728',
    }),
  );
  const put = async (id: string) => (await kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: 'p', Data: data(id) }))).ShardId;
  await expect.poll(() => put('probe')).not.toBe('shardId-000000000000');
  await put('child');
  await until(() => seen('child'), 1);
  const mapping = cloud.resources.find((resource) => resource.id === 'StreamMapping')?.ref;
  const stored = JSON.parse(readFileSync(join(home.path, 'cloud', 'checkpoints', `${mapping}.json`), 'utf8')) as Record<string, string>;
  expect(stored['shardId-000000000000']).toBe('SHARD_END');
});
