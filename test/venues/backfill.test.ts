import { afterEach, beforeEach, expect, test } from 'vitest';
import { ccxtHistory } from '../../shared/adapters/ccxt/history.ts';
import { LakeBars } from '../../shared/adapters/files/lake-bars.ts';
import { MemoryObjects } from '../../shared/adapters/memory/objects.ts';
import { planBackfill } from '../../shared/application/backfills/plan-backfill.ts';
import { readBackfill } from '../../shared/application/backfills/read-backfill.ts';
import { runBackfill } from '../../shared/application/backfills/run-backfill.ts';
import { startBackfill } from '../../shared/application/backfills/start-backfill.ts';
import { summariseBackfill } from '../../shared/application/backfills/summarise-backfill.ts';
import type { BackfillRequest } from '../../shared/contracts/backfills.ts';
import type { StoredBar } from '../../shared/ports/bar-store.ts';
import { type FakeBinance, fakeBinance } from './fake-binance.ts';

/** The real ccxt class of Binance against a local exchange over real HTTP, step by step as the state machine calls them. */
const SERIES = { symbol: 'BTC/USDT', timeframe: '1m' };
const ALL = { fromUs: 0, toUs: Number.MAX_SAFE_INTEGER };
const THREE_DAYS: BackfillRequest = { venue: 'binance', symbol: 'btcusdt', timeframe: '1m', from: '2023-05-01', to: '2023-05-04' };
const QUICK = { attempts: 3, firstWaitMs: 5, longestWaitMs: 50 };

let fake: FakeBinance;
let objects: MemoryObjects;
let history: LakeBars;
let count = 0;

beforeEach(async () => {
  fake = await fakeBinance(Date.UTC(2023, 5, 1));
  objects = new MemoryObjects();
  history = new LakeBars(objects);
});
afterEach(() => fake.close());

/** `lost` is the chunk whose function fails; none is 0. */
async function backfill(request: BackfillRequest = THREE_DAYS, chunkBars?: number, lost = 0) {
  const clock = { nowUs: () => fake.nowMs * 1000 };
  const world = { objects, history, clock, sources: (venue: string) => ccxtHistory(venue, { baseUrl: fake.url, retry: QUICK }) };
  const started: string[] = [];
  const workflow = { start: async (name: string) => void started.push(name), stop: async () => undefined };
  const { id } = await startBackfill({ objects, workflow, ids: { next: () => `backfill-${++count}` } })('owner', request);
  expect(started).toEqual([id]);
  const step = { tenant: 'owner', runId: id };
  try {
    const { shards } = await planBackfill(world, chunkBars)(step);
    for (const shard of shards) if (shard !== lost) await runBackfill(world)({ ...step, shard }).catch(() => ({ ok: false }));
    await summariseBackfill({ objects })(step);
  } catch (error) {
    await summariseBackfill({ objects })({
      ...step,
      error: { Error: 'HistoryError', Cause: JSON.stringify({ errorMessage: (error as Error).message }) },
    });
  }
  return readBackfill({ objects })('owner', id);
}

test('[MD-01] three days of minutes are 4,320 bars; 17 deleted are written again, and nothing a third time', async () => {
  expect(await backfill()).toMatchObject({
    status: 'DONE',
    written: 4320,
    missing: 0,
    chunks: { total: 1, done: 1, failed: 0 },
    error: null,
  });
  const whole = await history.read(SERIES, { ...ALL, limit: 10_000 });
  expect(whole).toHaveLength(4320);
  const deleted = new Set([0, 1, 2, 700, 701, 2000, 2001, 2002, 2003, 2500, 3100, 3101, 4000, 4001, 4317, 4318, 4319]);
  await history.forget(SERIES, Number.MAX_SAFE_INTEGER);
  await history.put(
    SERIES,
    whole.filter((_: StoredBar, i) => !deleted.has(i)),
  );
  expect(await backfill()).toMatchObject({ status: 'DONE', written: 17, missing: 0 });
  expect(await history.read(SERIES, { ...ALL, limit: 10_000 })).toEqual(whole);
  const before = fake.requests.filter((path) => path.includes('/klines')).length;
  expect(await backfill()).toMatchObject({ status: 'DONE', written: 0, chunks: { total: 0, done: 0, failed: 0 } });
  expect(fake.requests.filter((path) => path.includes('/klines'))).toHaveLength(before);
});

test('[MD-01] only the chunks in which bars are missing are asked for', async () => {
  expect(await backfill({ ...THREE_DAYS, from: '2023-05-02', to: '2023-05-03' }, 1440)).toMatchObject({
    written: 1440,
    chunks: { total: 1 },
  });
  expect(await backfill(THREE_DAYS, 1440)).toMatchObject({ status: 'DONE', chunks: { total: 2, done: 2 }, written: 2880, missing: 0 });
});

test('[MD-01] a chunk that fails is said, the others are kept, and the same backfill again fetches it', async () => {
  const plan = (lost: number) => backfill(THREE_DAYS, 1440, lost);
  expect(await plan(2)).toMatchObject({
    status: 'FAILED',
    written: 2880,
    chunks: { total: 3, done: 2, failed: 1 },
    error: expect.stringContaining('1 of 3 chunks'),
  });
  expect(await plan(0)).toMatchObject({ status: 'DONE', written: 1440, chunks: { total: 1, done: 1, failed: 0 } });
});

test('[MD-01] a market that the venue does not have fails the backfill with its name', async () => {
  expect(await backfill({ ...THREE_DAYS, symbol: 'NOPE/USDT' })).toMatchObject({
    status: 'FAILED',
    written: 0,
    error: 'binance has no market "NOPE/USDT"; symbols look like BTC/USDT',
  });
});

test('[MD-01] a backfill of another tenant is not there, and a range without end is refused at its field', async () => {
  const { id } = await backfill({ ...THREE_DAYS, to: '2023-05-01T00:10:00Z' });
  await expect(readBackfill({ objects })('somebody', id)).rejects.toMatchObject({ kind: 'not-found' });
  await expect(backfill({ ...THREE_DAYS, from: '1980-01-01' })).rejects.toMatchObject({ kind: 'invalid', field: 'from' });
  await expect(backfill({ ...THREE_DAYS, to: '2023-04-01' })).rejects.toMatchObject({
    kind: 'invalid',
    field: 'to',
    message: 'to: 2023-04-01 is not after from (2023-05-01)',
  });
});
