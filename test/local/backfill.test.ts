import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../../infra/build-app.ts';
import { bundleFunctions } from '../../infra/bundle.ts';
import { resolveStage } from '../../infra/stages.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { readAssembly } from '../../local/template/assembly.ts';
import { type Client, createClient } from '../../shared/contracts/client.ts';
import { DAY_US } from '../../shared/domain/time.ts';
import { untilLeft } from '../support/clock.ts';
import { type FakeBinance, fakeBinance } from '../venues/fake-binance.ts';
import { temporaryHome } from './fixtures/toy.ts';

/** The platform with its bundles and state machine, its exchange a local one over real HTTP. */
const ROOT = join(import.meta.dirname, '../..');
const REQUEST = { venue: 'binance', symbol: 'BTC/USDT', timeframe: '1m', from: '2023-05-01', to: '2023-05-04' } as const;
const home = temporaryHome();
let fake: FakeBinance;
let cloud: Cloud;
let api: Client;

beforeAll(async () => {
  fake = await fakeBinance(Date.UTC(2023, 5, 1));
  const synthesise = async (origin: string, directory: string) => {
    const bundles = join(home.path, 'bundles');
    await bundleFunctions(ROOT, { out: bundles });
    const stage = resolveStage('local', { origin, venueUrl: fake.url, collectors: 0 });
    buildApp({ stage, outdir: directory, assets: (name) => join(bundles, name) }).synth();
    return readAssembly(directory);
  };
  cloud = await startCloud({ port: 0, home: home.path, synthesise });
  const token = await cloud.token();
  api = createClient({ baseUrl: cloud.url, token: () => token });
});
afterAll(async () => {
  await cloud?.stop();
  await fake.close();
  home[Symbol.dispose]();
});

async function backfilled() {
  const { id, status } = await api.startBackfill({ body: REQUEST });
  expect(status).toBe('QUEUED');
  await expect.poll(async () => (await api.getBackfill({ id })).status, { interval: 200 }).not.toMatch(/QUEUED|RUNNING/);
  return api.getBackfill({ id });
}

test('[MD-01] a backfill over HTTP stores 4,320 minutes once; the same again writes none', async () => {
  expect(await backfilled()).toMatchObject({
    status: 'DONE',
    written: 4320,
    missing: 0,
    chunks: { total: 1, done: 1, failed: 0 },
    error: null,
  });
  expect(await backfilled()).toMatchObject({ status: 'DONE', written: 0, chunks: { total: 0 } });
});

test('[SG-04] what was backfilled is read page by page without overlap, and a bar there is none of is said', async () => {
  const query = { symbol: 'BTC/USDT', limit: 2000 };
  const times: string[] = [];
  const sizes: number[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await api.readBars({ query: { ...query, ...(cursor === undefined ? {} : { cursor }) } });
    times.push(...page.bars.map(({ time }) => time));
    sizes.push(page.bars.length);
    if (page.next === null) break;
    cursor = page.next;
  }
  expect([sizes, new Set(times).size, times[0], times.at(-1)]).toEqual([
    [2000, 2000, 320],
    4320,
    '2023-05-01T00:00:00Z',
    '2023-05-03T23:59:00Z',
  ]);
  await expect(api.readBars({ query: { symbol: 'BTC/USDT', timeframe: '1h' } })).rejects.toThrow('there is no bar of 1h of "BTC/USDT"');
});

test('[OP-03] a schedule by hand: minutes of an instrument are fetched, then checked; the score of its last day is kept', {
  timeout: 600_000,
}, async () => {
  // The day before is looked at, so midnight must not pass meanwhile.
  await untilLeft(240_000, DAY_US / 1000);
  fake.nowMs = Date.now();
  const id = 'btc~now';
  const names = [{ source: 'ccxt:binance', symbol: 'BTC/USDT' }];
  await api.saveInstrument({ id, body: { assetClass: 'crypto', exchange: 'binance', currency: 'USDT', names } });
  await api.activateInstrument({ id, body: {} });
  await api.saveSchedule({ id: 'minutes', body: { instruments: 'active', timeframe: '1m', lookbackDays: 2 } });
  await api.saveSchedule({ id: 'score', body: { kind: 'check', instruments: 'active', timeframe: '1m', after: 'minutes', scoreMin: 100 } });
  expect(await api.runSchedule({ id: 'minutes' })).toMatchObject({ status: 'QUEUED' });
  const newest = async (schedule: string) => (await api.listScheduleRuns({ id: schedule })).runs[0];
  await expect.poll(async () => (await newest('score'))?.status, { interval: 200 }).toMatch(/DONE|FAILED/);
  expect(await newest('minutes')).toMatchObject({ status: 'DONE', items: 1, failed: [], execution: 1 });
  expect(await newest('score')).toMatchObject({ status: 'DONE', failed: [] });
  const { days } = await api.instrumentQuality({ id });
  expect(days).toMatchObject([
    { date: new Date(fake.nowMs - DAY_US / 1000).toISOString().slice(0, 10), score: 100, bars: 1440, missing: 0 },
  ]);
  expect((await api.readBars({ query: { symbol: 'btc/now', limit: 5 } })).bars).toHaveLength(5);
});
