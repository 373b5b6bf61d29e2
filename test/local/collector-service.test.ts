import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../../infra/build-app.ts';
import { bundleFunctions } from '../../infra/bundle.ts';
import { resolveStage } from '../../infra/stages.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { CREDENTIALS } from '../../local/credentials.ts';
import { readAssembly } from '../../local/template/assembly.ts';
import { ofType } from '../../local/template/check.ts';
import { bundleCollector } from '../../scripts/bundle-collector.ts';
import { documentClient } from '../../shared/adapters/aws/clients.ts';
import { DynamoBars } from '../../shared/adapters/aws/dynamo-bars.ts';
import { DynamoIngest } from '../../shared/adapters/aws/dynamo-ingest.ts';
import { DynamoInstruments } from '../../shared/adapters/aws/dynamo-instruments.ts';
import { type IngestState, partialBar } from '../../shared/market/ingest.ts';
import { record, security } from '../support/securities.ts';
import { binanceProtocol } from '../venues/binance.ts';
import { LocalVenue } from '../venues/local-venue.ts';
import { temporaryHome } from './fixtures/toy.ts';

/** The platform as the templates say it, but that most functions are empty: only the stream and the collector are looked at. */
const ROOT = join(import.meta.dirname, '../..');
const home = temporaryHome();
const told: string[] = [];
let venue: LocalVenue;
let cloud: Cloud;

beforeAll(async () => {
  venue = await LocalVenue.start(binanceProtocol);
  const synthesise = async (origin: string, directory: string) => {
    const bundles = join(home.path, 'bundles');
    await bundleFunctions(ROOT, { out: bundles, only: ['ingest-market'] });
    await bundleCollector(ROOT, { out: join(home.path, 'collector'), exchanges: ['binance'] });
    const assets = (name: string) => {
      const folder = join(bundles, name);
      mkdirSync(folder, { recursive: true });
      if (name !== 'ingest-market') writeFileSync(join(folder, 'index.mjs'), 'export const handler = async () => null;\n');
      return folder;
    };
    const stage = resolveStage('local', { origin, venueUrl: venue.url });
    buildApp({ stage, outdir: directory, assets, collector: join(home.path, 'collector') }).synth();
    return readAssembly(directory);
  };
  cloud = await startCloud({ port: 0, home: home.path, synthesise, containers: true, progress: (line) => void told.push(line) });
});
afterAll(async () => {
  await cloud?.stop();
  await venue.close();
  home[Symbol.dispose]();
});

test('[MD-13] the service of the template starts with the first active instrument; its trades become bars; it ends with the platform', async () => {
  const tables = ofType(cloud.resources, 'AWS::DynamoDB::GlobalTable');
  const table = (id: string) => tables.find((one) => one.id.startsWith(id))?.ref as string;
  const { region, tables: endpoint } = cloud.endpoints;
  const documents = documentClient(new DynamoDBClient({ endpoint, region, credentials: CREDENTIALS }));
  expect(venue.connections).toBe(0);
  await new DynamoInstruments(documents, table('Instruments')).put(record([Date.now() * 1000, security('BTC/USDT')]));
  const bars = new DynamoBars(documents, table('Bars'));
  await expect.poll(() => venue.listeners.size, { interval: 100 }).toBe(1);
  const ingest = new DynamoIngest<IngestState>(documents, table('Ingest'));
  for (let id = 1; id <= 10; id++) {
    venue.tell([{ id, price: '100.50', quantity: 1, timeMs: Date.now() }]);
    await sleep(50);
  }
  const traded = async () => {
    const state = (await ingest.load('BTC/USDT'))?.state;
    const closed = state?.outbox.filter(({ timeframe }) => timeframe === '1m') ?? [];
    const stored = await bars.read({ symbol: 'BTC/USDT', timeframe: '1m' }, { fromUs: 0, toUs: Number.MAX_SAFE_INTEGER, limit: 10 });
    const open = state === undefined ? undefined : partialBar(state);
    return [...closed, ...stored, ...(open === undefined ? [] : [open])].reduce((sum, { trades }) => sum + trades, 0);
  };
  await expect.poll(traded, { interval: 200 }).toBe(10);
  expect(told.filter((line) => /collector/.test(line))).toEqual(['skytape-local-collector runs']);
  await cloud.stop();
  await expect.poll(() => venue.listeners.size).toBe(0);
});
