import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ccxtHistory } from '../../shared/adapters/ccxt/history.ts';
import { FolderHistory } from '../../shared/adapters/files/folder-history.ts';
import { type FetchRequest, fetchHistory } from '../../shared/application/fetch-history.ts';
import { toIso } from '../../shared/domain/time.ts';
import { HistoryError } from '../../shared/ports/history-source.ts';
import { type FakeBinance, fakeBinance } from './fake-binance.ts';

/** The real ccxt class of Binance against a local exchange over real HTTP. */
const FROM = Date.UTC(2023, 4, 1);
const TO = Date.UTC(2023, 4, 4);
const KEY = { venue: 'binance', symbol: 'BTC/USDT', timeframe: '1m' };
const QUICK = { attempts: 4, firstWaitMs: 5, longestWaitMs: 3000 };

let fake: FakeBinance;
let folder: string;
let history: FolderHistory;

beforeEach(async () => {
  fake = await fakeBinance(Date.UTC(2023, 5, 1));
  folder = await mkdtemp(join(tmpdir(), 'skytape-history-'));
  history = new FolderHistory(folder);
});
afterEach(async () => {
  await fake.close();
  await rm(folder, { recursive: true, force: true });
});

async function download(request: Partial<FetchRequest> = {}) {
  const source = await ccxtHistory('binance', { baseUrl: fake.url, retry: QUICK });
  const run = fetchHistory({ source, history, clock: { nowUs: () => fake.nowMs * 1000 } });
  return run({ symbol: 'BTC/USDT', timeframe: '1m', fromUs: FROM * 1000, toUs: TO * 1000, ...request });
}

const klineRequests = () => fake.requests.filter((path) => path.includes('/klines'));

test('[MD-01] three days of minutes are 4,320 bars; 17 deleted are written again, and nothing a third time', async () => {
  expect(await download()).toEqual({ symbol: 'BTC/USDT', written: 4320, kept: 0, missing: 0, total: 4320, interrupted: false });
  expect(klineRequests()).toHaveLength(5);
  const whole = await readFile(history.pathOf(KEY), 'utf8');
  const lines = whole.split('\n');
  expect(lines).toHaveLength(4320 + 2);
  expect([lines[0], lines[1]]).toEqual([
    'timestamp,open,high,low,close,volume',
    '2023-05-01T00:00:00Z,40000.61,40002.11,39999.36,40000.98,12.34567',
  ]);
  const deleted = new Set([1, 2, 3, 700, 701, 2000, 2001, 2002, 2003, 2500, 3100, 3101, 4000, 4001, 4318, 4319, 4320]);
  await writeFile(history.pathOf(KEY), lines.filter((_, i) => !deleted.has(i)).join('\n'));
  expect(await download()).toMatchObject({ written: 17, kept: 4303, total: 4320 });
  expect(await readFile(history.pathOf(KEY), 'utf8')).toBe(whole);
  const before = klineRequests().length;
  expect(await download()).toMatchObject({ written: 0, kept: 4320, total: 4320 });
  expect(klineRequests()).toHaveLength(before);
  expect(await readFile(history.pathOf(KEY), 'utf8')).toBe(whole);
});

test('[MD-01] a longer range fetches what is new and keeps the rest', async () => {
  await download({ fromUs: (FROM + 86_400_000) * 1000, toUs: (FROM + 2 * 86_400_000) * 1000 });
  expect(await download()).toMatchObject({ written: 2880, kept: 1440, total: 4320 });
});

test('[MD-01] a damaged row is fetched again', async () => {
  await download();
  const text = await readFile(history.pathOf(KEY), 'utf8');
  await writeFile(history.pathOf(KEY), text.replace(/^2023-05-02T00:00:00Z,.*$/m, '2023-05-02T00:00:00Z,oops'));
  expect(await download()).toMatchObject({ written: 1 });
  expect(await readFile(history.pathOf(KEY), 'utf8')).toBe(text);
});

test('[MD-01] minutes that the venue does not have are counted, never invented', async () => {
  for (const minute of [10, 11, 12, 2000]) fake.outages.add(FROM + minute * 60_000);
  expect(await download()).toMatchObject({ written: 4316, missing: 4, total: 4316 });
  expect(await download()).toMatchObject({ written: 0, missing: 4 });
});

test('[MD-01] the candle that has not closed is left out until it has', async () => {
  fake.nowMs = FROM + 10 * 60_000 + 30_000;
  const first = await download();
  expect(first.written).toBe(10);
  const bars = await history.load(KEY);
  expect(toIso(bars?.time.at(-1) ?? 0)).toBe('2023-05-01T00:09:00Z');
  fake.nowMs += 60_000;
  expect((await download()).written).toBe(1);
});

test('[MD-01] 429 and 5xx are waited out, a second long when the venue says so', async () => {
  fake.faults.push({ status: 429, headers: { 'retry-after': '1' } }, { status: 503, body: '<html>busy</html>' }, { status: 502, body: '' });
  const start = Date.now();
  expect(await download({ toUs: (FROM + 60 * 60_000) * 1000 })).toMatchObject({ written: 60 });
  expect(Date.now() - start).toBeGreaterThanOrEqual(1000);
  expect(klineRequests()).toHaveLength(4);
});

test('[MD-01] a venue that asks for too long a wait is given up at once, in one line; what came before is kept', async () => {
  await download({ toUs: (FROM + 60 * 60_000) * 1000 });
  fake.faults.push({ status: 418, headers: { 'retry-after': '900' } });
  const failure = await download().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(HistoryError);
  expect(failure).toMatchObject({ code: 'unavailable' });
  expect((failure as Error).message).toMatch(/^binance cannot be reached: .*418/);
  expect((failure as Error).message).not.toContain('\n');
  expect((await history.load(KEY))?.length).toBe(60);
});

test('[MD-01] pages that came before a failure are saved, and the next run goes on from there', async () => {
  const source = await ccxtHistory('binance', { baseUrl: fake.url, retry: QUICK });
  let pages = 0;
  const flaky = {
    venue: source.venue,
    market: source.market.bind(source),
    page: (request: Parameters<typeof source.page>[0]) => (++pages === 3 ? Promise.reject(new Error('power cut')) : source.page(request)),
  };
  const run = fetchHistory({ source: flaky, history, clock: { nowUs: () => fake.nowMs * 1000 } });
  await expect(run({ symbol: 'BTC/USDT', timeframe: '1m', fromUs: FROM * 1000, toUs: TO * 1000 })).rejects.toThrow('power cut');
  expect(await download()).toMatchObject({ kept: 2000, written: 2320 });
});

test('[MD-01] an interruption keeps what has come and says so', async () => {
  const stop = new AbortController();
  const result = await download({ signal: stop.signal, onProgress: (done) => done >= 2000 && stop.abort() });
  expect(result).toMatchObject({ written: 2000, interrupted: true });
  expect((await readdir(join(folder, 'binance'))).sort()).toEqual(['BTC-USDT-1m.csv']);
});

test('[MD-01] progress counts up to the whole', async () => {
  const seen: string[] = [];
  await download({ onProgress: (done, total) => seen.push(`${done}/${total}`) });
  expect(seen).toEqual(['1000/4320', '2000/4320', '3000/4320', '4000/4320', '4320/4320']);
});

test.each<[string, Partial<FetchRequest>, string]>([
  ['symbol', { symbol: 'NOPE/USDT' }, 'binance has no market "NOPE/USDT"; symbols look like BTC/USDT'],
  ['timeframe', { timeframe: '7m' }, 'binance has no bars of 7m; it has '],
])('[MD-01] an unknown %s is refused in one line, before anything is written', async (_name, request, message) => {
  await expect(download(request)).rejects.toThrow(message);
  expect(await readdir(folder)).toEqual([]);
});

test('[MD-01] an unknown venue, or one that is a path, is refused by name', async () => {
  await expect(ccxtHistory('binanse')).rejects.toThrow('venue "binanse" is not one that ccxt knows');
  await expect(ccxtHistory('../base/Exchange')).rejects.toThrow('is not one that ccxt knows');
});

test("[MD-01] the venue's own spelling of a symbol finds the market too", async () => {
  expect(await download({ symbol: 'BTCUSDT', toUs: (FROM + 60_000) * 1000 })).toMatchObject({ symbol: 'BTC/USDT', written: 1 });
});
