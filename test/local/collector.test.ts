import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetRecordsCommand, GetShardIteratorCommand, type KinesisClient } from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CREDENTIALS } from '../../local/credentials.ts';
import { kinesisClient, type Streams, startStreams } from '../../local/streams/streams.ts';
import { startTables, type Tables } from '../../local/tables/tables.ts';
import { documentClient } from '../../shared/adapters/aws/clients.ts';
import { DynamoInstruments } from '../../shared/adapters/aws/dynamo-instruments.ts';
import { systemClock } from '../../shared/adapters/aws/system.ts';
import { activateInstrument, deactivateInstrument, saveInstrument } from '../../shared/application/instruments/change.ts';
import { bundleCollector } from '../../scripts/bundle-collector.ts';
import type { MarketEvent } from '../../shared/contracts/events.ts';
import { instrumentsTable } from '../support/cloud.ts';
import { binanceProtocol } from '../venues/binance.ts';
import { LocalVenue } from '../venues/local-venue.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const REGION = 'eu-west-1';
const INSTRUMENTS = JSON.stringify([{ instrument: 'BTC/USDT', source: 'ccxt:binance', symbol: 'BTC/USDT' }]);
const directory = mkdtempSync(join(tmpdir(), 'skytape-collector-'));
const children: ChildProcess[] = [];
let [main, shard] = ['', ''];
let venue: LocalVenue;
let tables: Tables;
let streams: Streams;
let kinesis: KinesisClient;

const resource = (type: string, ref: string, properties: Record<string, unknown>) => ({
  id: ref,
  stack: 'test',
  type,
  properties,
  ref,
  attributes: {},
});

beforeAll(async () => {
  main = await bundleCollector(ROOT, { exchanges: ['binance'], out: join(directory, 'bundle') });
  venue = await LocalVenue.start(binanceProtocol);
  tables = await startTables(join(directory, 'tables'));
  streams = await startStreams(join(directory, 'streams'));
  const keys = {
    KeySchema: [{ AttributeName: 'instrument', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'instrument', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
  };
  const leases = ['leases', 'leases-of-the-master'].map((name) => resource('AWS::DynamoDB::GlobalTable', name, keys));
  await tables.create([...leases, instrumentsTable()], REGION);
  await streams.create([resource('AWS::Kinesis::Stream', 'market', { ShardCount: 1 })], REGION);
  kinesis = kinesisClient(streams.url, REGION);
  const found = await kinesis.send(
    new GetShardIteratorCommand({ StreamName: 'market', ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' }),
  );
  shard = found.ShardIterator ?? '';
});

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await venue.close();
  await streams.stop();
  await tables.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** The bundle as it goes into the image, as a process of its own. */
function start(about: Readonly<Record<string, string>> = { INSTRUMENTS, LEASES_TABLE: 'leases' }): ChildProcess {
  const child = spawn(process.execPath, [main], {
    stdio: 'ignore',
    env: {
      ...process.env,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      AWS_ENDPOINT_URL_DYNAMODB: tables.url,
      AWS_ENDPOINT_URL_KINESIS: streams.url,
      MARKET_STREAM: 'market',
      ...about,
      LEASE_EVERY_MS: '500',
      LEASE_EXPIRY_MS: '3000',
      INSTRUMENTS_EVERY_MS: '1000',
      VENUE_URL: venue.url,
    },
  });
  children.push(child);
  return child;
}

async function read(): Promise<MarketEvent[]> {
  const events: MarketEvent[] = [];
  for (let iterator = shard, empty = 0; empty < 2; ) {
    const { Records = [], NextShardIterator = '' } = await kinesis.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: 5000 }));
    events.push(...Records.map(({ Data }) => JSON.parse(new TextDecoder().decode(Data)) as MarketEvent));
    iterator = NextShardIterator;
    if (Records.length === 0) empty++;
  }
  return events;
}

test('[MD-13] of two collectors one is killed: the other has its instrument within 30 s, and no trade is missing before a watermark', async () => {
  const first = start();
  while (venue.listeners.size === 0) await venue.listened();
  start();
  let id = 0;
  const trade = () => venue.tell([{ id: ++id, price: '100.50', quantity: 1, timeMs: Date.now() }]);
  const trading = async (ms: number) => {
    for (const end = Date.now() + ms; Date.now() < end; await sleep(20)) trade();
  };
  await trading(3000);
  const killedMs = Date.now();
  first.kill('SIGKILL');
  while (venue.connections < 2 && Date.now() < killedMs + 30_000) await trading(100);
  expect(Date.now() - killedMs).toBeLessThan(30_000);
  await trading(3000);
  const idsOf = (events: readonly MarketEvent[]) =>
    new Set(events.flatMap((event) => (event.kind === 'trade' ? [Number(event.eventId)] : [])));
  const all = Array.from({ length: id }, (_, i) => i + 1);
  await expect.poll(async () => [...idsOf(await read())].toSorted((a, b) => a - b), { interval: 500 }).toEqual(all);
  // What comes for the first time after a heartbeat must not lie before its watermark.
  let watermarkUs = 0;
  const seen = new Set<string>();
  const late = (await read()).filter((event) => {
    if (event.kind === 'heartbeat') watermarkUs = Math.max(watermarkUs, event.watermarkUs);
    if (event.kind !== 'trade' || seen.has(event.eventId)) return false;
    seen.add(event.eventId);
    return event.eventTimeUs < watermarkUs;
  });
  expect(late).toEqual([]);
});

test('[MD-14] activating an instrument makes its ticks arrive in less than 60 s, deactivating it stops them', async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  const { accessKeyId, secretAccessKey } = CREDENTIALS;
  const client = new DynamoDBClient({ endpoint: tables.url, region: REGION, credentials: { accessKeyId, secretAccessKey } });
  const world = { instruments: new DynamoInstruments(documentClient(client), 'instruments'), clock: systemClock };
  const names = [{ source: 'ccxt:binance', symbol: 'BTC/USDT', from: null, to: null }];
  await saveInstrument(world)('ann', 'SWITCHED', { assetClass: 'crypto', exchange: 'binance', currency: 'USDT', names });
  start({ INSTRUMENTS_TABLE: 'instruments', LEASES_TABLE: 'leases-of-the-master' });
  await sleep(2000);
  const mine = async () => (await read()).filter(({ kind, instrument }) => kind === 'trade' && instrument === 'SWITCHED').length;
  expect(await mine()).toBe(0);
  let id = 1_000_000;
  const arriving = async () => {
    venue.tell([{ id: ++id, price: '100.50', quantity: 1, timeMs: Date.now() }]);
    return (await mine()) > 0;
  };
  const activatedMs = Date.now();
  await activateInstrument(world)('ann', 'SWITCHED', { priority: 1 });
  await expect.poll(arriving, { interval: 250 }).toBe(true);
  expect(Date.now() - activatedMs).toBeLessThan(60_000);
  const open = venue.listeners.size;
  await deactivateInstrument(world)('ann', 'SWITCHED');
  await expect.poll(() => venue.listeners.size, { interval: 250 }).toBeLessThan(open);
  venue.tell([{ id: ++id, price: '100.50', quantity: 1, timeMs: Date.now() }]);
  await sleep(1000);
  // Of those before, some may only now arrive.
  expect((await read()).filter((event) => event.kind === 'trade' && Number(event.eventId) === id)).toEqual([]);
  client.destroy();
});
