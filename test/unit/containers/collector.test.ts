import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { Collector } from '../../../containers/collector/collector.ts';
import { instrumentSource } from '../../../containers/collector/instruments.ts';
import { metricLine } from '../../../containers/collector/metrics.ts';
import alpaca from '../../../shared/adapters/alpaca/connector.ts';
import { MemoryLeases } from '../../../shared/adapters/memory/leases.ts';
import type { MarketEvent } from '../../../shared/contracts/events.ts';
import type { Security } from '../../../shared/domain/master/security.ts';
import { security } from '../../support/securities.ts';
import { alpacaProtocol } from '../../venues/alpaca.ts';
import { LocalVenue } from '../../venues/local-venue.ts';

const KEYS = { ALPACA_KEY_ID: 'key', ALPACA_SECRET_KEY: 'secret' };
const AAPL = { instrument: 'alpaca:AAPL', source: 'alpaca', symbol: 'AAPL' };
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** A collector of AAPL over real sockets, its records put into `stream`. `dead` cuts it off from everything at once, as a kill does. */
function collect(venue: LocalVenue, leases: MemoryLeases, stream: MarketEvent[], instruments = async () => [AAPL]) {
  let dead = false;
  const never = new Promise<never>(() => undefined);
  const collector = new Collector({
    self: String(Math.random()),
    instruments,
    leases: { list: () => (dead ? never : leases.list()), claim: (lease) => (dead ? never : leases.claim(lease)) },
    putter: {
      put: async (event, onPut) => {
        if (dead) return never;
        stream.push(event);
        onPut?.();
      },
      flush: async () => undefined,
    },
    connect: async (source) => {
      if (source !== 'alpaca') throw new Error(`there is no ${source}`);
      return alpaca.open({ environment: KEYS, baseUrl: venue.url, timing: { heartbeatMs: 20, firstWaitMs: 10 } });
    },
    onAlarm: () => undefined,
    nowUs: () => Date.now() * 1000,
    everyMs: 20,
    // Longer than a busy machine may keep the first of two from renewing.
    expiryMs: 1000,
  });
  const done = collector.run(() => undefined);
  const kill = () => {
    dead = true;
  };
  stops.push(async () => {
    collector.stop();
    if (!dead) await done;
  });
  return { collector, kill };
}

test('[MD-13] of two collectors one holds the instrument; when it dies the other goes on without a missing trade', async () => {
  const venue = await LocalVenue.start(alpacaProtocol);
  stops.push(() => venue.close());
  const leases = new MemoryLeases();
  const [one, two]: [MarketEvent[], MarketEvent[]] = [[], []];
  const first = collect(venue, leases, one);
  await venue.listened();
  const second = collect(venue, leases, two);
  const tick = (id: number) => venue.tell([{ id, price: '100.50', quantity: 1, timeMs: Date.now() }]);
  for (let id = 1; id <= 30; id++) {
    tick(id);
    await sleep(3);
  }
  expect(second.collector.status()).toEqual([]);
  first.kill();
  for (let id = 31; id <= 60; id++) {
    tick(id);
    await sleep(3);
  }
  await expect.poll(() => second.collector.status().map(({ status }) => status.state), { interval: 5 }).toEqual(['open']);
  for (let id = 61; id <= 70; id++) tick(id);
  const ids = (events: readonly MarketEvent[]) => events.flatMap((event) => (event.kind === 'trade' ? [event.eventId] : []));
  await expect.poll(() => new Set([...ids(one), ...ids(two)]).size, { interval: 5 }).toBe(70);
  expect(new Set(ids(two)).size).toBe(ids(two).length);
  expect(two.every(({ instrument }) => instrument === 'alpaca:AAPL')).toBe(true);
  expect((await leases.list())[0]?.watermarkUs).toBeGreaterThan(0);
});

test('[MD-13] a collector that is stopped gives its leases back with how far it came', async () => {
  const venue = await LocalVenue.start(alpacaProtocol);
  stops.push(() => venue.close());
  const leases = new MemoryLeases();
  const stream: MarketEvent[] = [];
  collect(venue, leases, stream);
  await expect.poll(() => stream.some(({ kind }) => kind === 'heartbeat'), { interval: 5 }).toBe(true);
  await stops.pop()?.();
  const beats = stream.flatMap((event) => (event.kind === 'heartbeat' ? [event.watermarkUs] : []));
  const [lease] = await leases.list();
  expect(lease?.owner).toBe('');
  expect(lease?.watermarkUs).toBeGreaterThanOrEqual(beats.at(-1) as number);
});

test('[MD-14] an instrument that is activated streams within a round, one that is deactivated stops; a source that is not there sinks no other', async () => {
  const venue = await LocalVenue.start(alpacaProtocol);
  stops.push(() => venue.close());
  const leases = new MemoryLeases();
  const stream: MarketEvent[] = [];
  let wanted: (typeof AAPL)[] = [];
  const { collector } = collect(venue, leases, stream, async () => wanted);
  await sleep(60);
  expect(venue.connections).toBe(0);
  wanted = [{ instrument: 'gone', source: 'gone', symbol: 'X' }, AAPL];
  await venue.listened();
  venue.tell([{ id: 1, price: '100.50', quantity: 1, timeMs: Date.now() }]);
  await expect.poll(() => stream.some(({ kind }) => kind === 'trade'), { interval: 5 }).toBe(true);
  wanted = [];
  await expect.poll(() => collector.status(), { interval: 5 }).toEqual([]);
  await expect.poll(async () => (await leases.list()).map(({ owner }) => owner), { interval: 5 }).toEqual(['', '']);
  // The pause is not fetched when it is wanted again.
  expect((await leases.list()).map(({ watermarkUs }) => watermarkUs)).toEqual([0, 0]);
  const before = stream.length;
  venue.tell([{ id: 2, price: '100.50', quantity: 1, timeMs: Date.now() }]);
  await sleep(60);
  expect(stream.length).toBe(before);
});

test('[MD-14] what is collected: the environment first, then the active ones by priority; a master that fails once changes nothing', async () => {
  const lines = [
    security('B', { priority: 2 }),
    security('A', { priority: 2 }),
    security('C', { priority: 1 }),
    security('D', { names: [] }),
  ];
  let nowUs = 0;
  let answer: () => Promise<Security[]> = async () => lines;
  const errors: unknown[] = [];
  const ask = instrumentSource({
    fixed: [AAPL],
    active: () => answer(),
    nowUs: () => nowUs,
    everyMs: 10,
    onError: (error) => errors.push(error),
  });
  const ids = async () => (await ask()).map(({ instrument }) => instrument);
  expect(await ids()).toEqual(['alpaca:AAPL', 'C', 'A', 'B']);
  answer = async () => [];
  nowUs = 9_999;
  expect(await ids()).toHaveLength(4);
  nowUs = 10_000;
  expect(await ids()).toEqual(['alpaca:AAPL']);
  answer = () => Promise.reject(new Error('throttled'));
  nowUs = 20_000;
  expect(await ids()).toEqual(['alpaca:AAPL']);
  expect(errors).toHaveLength(1);
});

test('[MD-13] metrics are a line that CloudWatch reads: a heartbeat, the largest lag, what waits', () => {
  const state = {
    state: 'open',
    reconnects: 1,
    received: 9,
    duplicates: 0,
    quarantined: 2,
    backfilled: 0,
    overruns: 0,
    holes: [],
    lagUs: 2_500_000,
  } as const;
  const line = JSON.parse(
    metricLine({ nowMs: 5, self: 'me', stage: 'dev', status: [{ instrument: 'A', status: state }], waiting: 7, alarms: 1 }),
  ) as object;
  expect(line).toMatchObject({
    CollectorHeartbeat: 1,
    LagMs: 2500,
    WaitingRecords: 7,
    Reconnects: 1,
    Quarantined: 2,
    FeedAlarms: 1,
    OpenStreams: 1,
  });
  expect(line).toMatchObject({ _aws: { Timestamp: 5, CloudWatchMetrics: [{ Namespace: 'Skytape', Dimensions: [['service', 'stage']] }] } });
});
