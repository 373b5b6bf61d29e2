import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RetryOptions } from '../../shared/adapters/connector/retry.ts';
import type { ConnectorSettings } from '../../shared/adapters/connector/settings.ts';
import { fetchHistory } from '../../shared/application/fetch-history.ts';
import type { Bars } from '../../shared/domain/bars.ts';
import type { FeedRecord, FeedTick } from '../../shared/domain/feed.ts';
import type { AssetClass } from '../../shared/domain/instrument.ts';
import type { MarketConnector, MarketStream, StreamAlarm, StreamRequest } from '../../shared/ports/market-connector.ts';
import { above, LocalVenue, type Protocol, type VenueTick } from '../venues/local-venue.ts';

/** What a connector is held to, and with which venue. */
export interface ContractSubject {
  readonly name: string;
  readonly protocol: Protocol;
  readonly open: (settings: ConnectorSettings) => Promise<MarketConnector>;
  /** A variable of the environment for each key. */
  readonly keys: Readonly<Record<string, string>>;
  readonly symbol: string;
  readonly assetClass: AssetClass;
  readonly currency: string;
  /** What its stream tells of a tick. */
  readonly tells: 'trade' | 'quote';
  /** How it says that the key is not accepted, by HTTP and by its stream; not for public data. */
  readonly locks?: boolean;
  /** Whether a connection begins with the state of things, so that the first tick after it may be a hole's. */
  readonly sums?: boolean;
  /** Ticks that stand in the venue's history; `none` where it keeps none. */
  readonly history: 'all' | 'newest' | 'none';
  /** Path of the requests for bars. */
  readonly barsPath: string;
}

const QUICK: RetryOptions = { attempts: 3, firstWaitMs: 5, longestWaitMs: 1000 };
const FROM = Date.UTC(2023, 4, 1, 4);
const MINUTE_MS = 60_000;
const US = 1000;

/** `count` ticks from number `from`, one a second, the newest a few seconds ago. */
export function someTicks(count: number, from = 0, startMs = startOf(count + from)): VenueTick[] {
  return Array.from({ length: count }, (_, i) => {
    const n = from + i;
    return { id: n + 1, price: (100 + n / 4).toFixed(2), quantity: n + 1, timeMs: startMs + n * 1000 };
  });
}

export function startOf(count: number): number {
  return (Math.floor(Date.now() / 1000) - count - 4) * 1000;
}

const plain = (text: string) => String(Number(text));
const told = (tick: FeedTick) => (tick.kind === 'trade' ? tick.price : tick.kind === 'quote' ? tick.bid : '');

/** The facts that hold for every connector. */
export function connectorContract(subject: ContractSubject): void {
  const { name, symbol, tells } = subject;
  let venue: LocalVenue;
  let connector: MarketConnector;
  const streams: MarketStream[] = [];
  const open = (timing: ConnectorSettings['timing'] = {}) =>
    subject.open({
      environment: subject.keys,
      baseUrl: venue.url,
      retry: QUICK,
      timing: { firstWaitMs: 10, longestWaitMs: 40, heartbeatMs: 20, settleMs: 15, ...timing },
    });
  beforeEach(async () => {
    venue = await LocalVenue.start(subject.protocol);
    connector = await open();
  });
  afterEach(async () => {
    await Promise.all(streams.splice(0).map((stream) => stream.close()));
    await venue.close();
  });

  function streamOf(request: Partial<StreamRequest> = {}, from = connector) {
    const seen: FeedRecord[] = [];
    const alarms: StreamAlarm[] = [];
    const quarantined: string[] = [];
    const stream = from.stream({
      symbols: [symbol],
      channels: [tells === 'trade' ? 'trades' : 'quotes'],
      onAlarm: (alarm) => alarms.push(alarm),
      onQuarantine: (_, reason) => quarantined.push(reason),
      ...request,
    });
    streams.push(stream);
    const reading = (async () => {
      for await (const record of stream.records) seen.push(record);
    })();
    reading.catch(() => undefined);
    const ticks = () => seen.filter((record): record is FeedTick => record.kind !== 'heartbeat');
    const come = (count: number) => expect.poll(() => ticks().length, { interval: 3 }).toBe(count);
    return { stream, seen, alarms, quarantined, reading, ticks, come };
  }
  const opened = async (running: ReturnType<typeof streamOf>) => {
    await venue.listened();
    await expect.poll(() => running.stream.status().state, { interval: 3 }).toBe('open');
  };

  describe(`the connector ${name}`, () => {
    test('[MD-03] lists its instruments in the platform spelling, with class and currency', async () => {
      const found = (await connector.instruments()).find((one) => one.symbol === symbol);
      expect(found).toMatchObject({ assetClass: subject.assetClass, currency: subject.currency });
    });

    test('[MD-03] an unknown symbol and an unknown timeframe are refused by kind, in one line', async () => {
      await expect(connector.market('NOPE/NOPE', '1m')).rejects.toMatchObject({ name: 'HistoryError', code: 'unknown-symbol' });
      await expect(connector.market(symbol, '7m')).rejects.toMatchObject({ name: 'HistoryError', code: 'unknown-timeframe' });
      await expect(connector.market(symbol, '7m')).rejects.toThrow(/no bars of 7m; it has .*1m/);
    });

    test('[MD-03] bars come by pages and equal those of the venue; what is there is not asked for again', async () => {
      let kept: Bars | undefined;
      const history = { load: async () => kept, save: async (_: unknown, bars: Bars) => void (kept = bars) };
      const fetch = fetchHistory({ source: connector, history, clock: { nowUs: () => Date.UTC(2023, 5, 1) * US } });
      const request = { symbol, timeframe: '1m', fromUs: FROM * US, toUs: (FROM + 250 * MINUTE_MS) * US };
      expect(await fetch(request)).toMatchObject({ symbol, written: 250, missing: 0 });
      const rows = venue.bars(FROM, FROM + 250 * MINUTE_MS);
      expect([...(kept?.time ?? [])]).toEqual(rows.map(({ timeMs }) => timeMs * US));
      for (const column of ['open', 'high', 'low', 'close', 'volume'] as const) {
        expect([...(kept?.[column] ?? [])]).toEqual(rows.map((row) => row[column]));
      }
      const asked = venue.requests.length;
      expect(await fetch(request)).toMatchObject({ written: 0, kept: 250 });
      expect(venue.requests.slice(asked).filter((path) => path.includes(subject.barsPath))).toEqual([]);
    });

    const page = () => connector.page({ symbol, timeframe: '1m', fromUs: FROM * US, limit: 10 });

    test('[MD-03] 429 is waited out as long as the venue asks; 5xx and a page of HTML are asked again', async () => {
      await connector.market(symbol, '1m');
      venue.faultsFor = subject.barsPath;
      venue.faults.push({ status: 429, headers: { 'retry-after': '0.15' } });
      const start = performance.now();
      expect(await page()).toHaveLength(10);
      expect(performance.now() - start).toBeGreaterThanOrEqual(145);
      venue.faults.push({ status: 503 }, { status: 200, body: '<html>busy</html>' });
      expect(await page()).toHaveLength(10);
    });

    test('[MD-03] every kind of fault has its own code', async () => {
      await connector.market(symbol, '1m');
      venue.faultsFor = subject.barsPath;
      const faults = (status: number) => venue.faults.push(...Array.from({ length: QUICK.attempts }, () => ({ status })));
      faults(503);
      await expect(page()).rejects.toMatchObject({ code: 'unavailable' });
      faults(429);
      await expect(page()).rejects.toMatchObject({ code: 'rate-limited' });
      venue.faults.push({ status: 429, headers: { 'retry-after': '900' } });
      await expect(page()).rejects.toMatchObject({ code: 'rate-limited' });
      if (subject.locks !== true) return;
      venue.locked = true;
      await expect(page()).rejects.toMatchObject({ code: 'unauthorised' });
    });

    if (subject.locks === true) {
      test('[MD-04] a key that is missing, or not accepted any longer, is named: no silent stop', async () => {
        const [first = ''] = Object.keys(subject.keys);
        const without = subject.open({ environment: { ...subject.keys, [first]: '' }, baseUrl: venue.url });
        await expect(without).rejects.toMatchObject({ code: 'unauthorised', message: expect.stringContaining(`set ${first}`) });
        await connector.instruments();
        venue.locked = true;
        const running = streamOf();
        await expect(running.reading).rejects.toMatchObject({ name: 'HistoryError', code: 'unauthorised' });
        expect(running.alarms).toMatchObject([{ code: 'unauthorised', venue: connector.venue }]);
        expect(running.stream.status().state).toBe('closed');
      });
    }

    test('[MD-05] what streams is canonical: symbol, exact decimal text, microseconds', async () => {
      const running = streamOf();
      await opened(running);
      const ticks = someTicks(3);
      venue.tell(ticks);
      await running.come(3);
      expect(running.ticks().map(({ eventTimeUs }) => eventTimeUs)).toEqual(ticks.map(({ timeMs }) => timeMs * US));
      expect(running.ticks().map(told)).toEqual(['100', '100.25', '100.5']);
      for (const tick of running.ticks()) {
        expect(tick).toMatchObject({ v: 1, kind: tells, instrument: symbol, venue: connector.venue, synthetic: false });
        expect(tick.receiveTimeUs).toBeGreaterThan(tick.eventTimeUs);
        if (tick.kind === 'trade') expect(tick.quantity).toBe(String(Math.round((Number(tick.price) - 100) * 4) + 1));
      }
    });

    test('[MD-02] what comes twice is handed on once', async () => {
      const running = streamOf();
      await opened(running);
      venue.copies = 2;
      for (const tick of someTicks(20)) venue.tell([tick]);
      await running.come(20);
      venue.copies = 1;
      venue.tell(someTicks(1, 20));
      await running.come(21);
      expect(new Set(running.ticks().map(told)).size).toBe(21);
    });

    test('[MD-02] a tick more than two seconds ahead of the clock is put aside with its reason', async () => {
      const running = streamOf();
      await opened(running);
      const [good, bad] = someTicks(2) as [VenueTick, VenueTick];
      venue.tell([good]);
      venue.tell([{ ...bad, timeMs: Math.ceil(Date.now() / 1000) * 1000 + 60_000 }]);
      await running.come(1);
      await expect.poll(() => running.quarantined, { interval: 3 }).toHaveLength(1);
      expect(running.quarantined[0]).toMatch(/^eventTimeUs: \d+ is more than 2 s ahead/);
      expect(running.stream.status().quarantined).toBe(1);
    });

    test('[MD-02] heartbeats move the watermark behind the clock, and only while the connection stands', async () => {
      const running = streamOf();
      await opened(running);
      const marks = () => running.seen.flatMap((record) => (record.kind === 'heartbeat' ? [record.watermarkUs] : []));
      await expect.poll(() => marks().length, { interval: 3 }).toBeGreaterThanOrEqual(3);
      const all = marks();
      expect(all).toEqual(all.toSorted((a, b) => a - b));
      expect(all.at(-1)).toBeLessThanOrEqual(Date.now() * US - connector.delayUs - 900_000);
      venue.locked = true;
      await running.stream.close();
      const before = running.seen.length;
      await sleep(50);
      expect(running.seen).toHaveLength(before);
    });

    if (subject.tells === 'trade') {
      test('[MD-02] trades out of order come each once', async () => {
        if (subject.sums) return;
        const running = streamOf();
        await opened(running);
        const [a, b, c] = someTicks(3) as [VenueTick, VenueTick, VenueTick];
        for (const tick of [c, a, b]) venue.tell([tick]);
        await running.come(3);
        expect(running.ticks().map(told).toSorted()).toEqual(['100', '100.25', '100.5']);
      });
    }

    test('[MD-02] a socket that is cut: the stream goes on by itself, and the hole is filled or named', async () => {
      const running = streamOf();
      await opened(running);
      // The hole lies in the present: behind the watermark nothing is missing.
      const ticks = someTicks(1000).map((tick, i) => (i < 500 ? tick : { ...tick, timeMs: Date.now() }));
      for (let i = 0; i < 500; i += 50) venue.tell(ticks.slice(i, i + 50));
      await running.come(500);
      venue.cut();
      venue.happen(ticks.slice(500, 520));
      await expect.poll(() => running.stream.status().reconnects, { interval: 3 }).toBe(1);
      await opened(running);
      for (let i = 520; i < 1000; i += 48) venue.tell(ticks.slice(i, i + 48));
      if (subject.history === 'none') {
        await running.come(980 + (subject.sums ? 1 : 0));
        if (tells === 'trade') {
          expect(running.stream.status().holes).toMatchObject([{ symbol }]);
          expect(running.alarms).toMatchObject([{ code: 'hole' }]);
        }
        if (subject.sums) expect(sumOf(running.ticks())).toBe(ticks.reduce((sum, { quantity }) => sum + quantity, 0));
      } else {
        await running.come(1000);
        expect(running.ticks().map(told).toSorted()).toEqual(ticks.map(({ price }) => plain(price)).toSorted());
        expect(running.stream.status()).toMatchObject({ reconnects: 1, holes: [] });
        expect(running.stream.status().backfilled).toBeGreaterThanOrEqual(20);
        const at = (id: number) => running.ticks().findIndex((tick) => told(tick) === plain((ticks[id] as VenueTick).price));
        expect(at(510)).toBeLessThan(at(520));
      }
    });

    if (subject.history !== 'none') {
      test('[MD-13] a stream that resumes begins with the trades since then', async () => {
        const ticks = someTicks(30);
        venue.happen(ticks.slice(0, 20));
        const running = streamOf({ resumeUs: { [symbol]: (ticks[5] as VenueTick).timeMs * US } });
        await opened(running);
        venue.tell(ticks.slice(20));
        await running.come(25);
        expect(running.ticks().map(told)).toEqual(ticks.slice(5).map(({ price }) => plain(price)));
      });

      test('[MD-13] a reader that is too slow costs no memory and no trade: reading stops, and what was missed is fetched', async () => {
        const slow = await open({ maxQueued: 40, heartbeatMs: 500 });
        const ticks = someTicks(300);
        const stream = slow.stream({
          symbols: [symbol],
          channels: ['trades'],
          resumeUs: { [symbol]: Date.now() * US },
        });
        streams.push(stream);
        const records = stream.records[Symbol.asyncIterator]();
        const first = records.next();
        await venue.listened();
        for (let i = 0; i < 300; i += 10) {
          // Of the present: behind the watermark nothing is missing.
          venue.tell(ticks.slice(i, i + 10).map((tick) => ({ ...tick, timeMs: Date.now() })));
          await sleep(1);
        }
        await expect.poll(() => stream.status().state, { interval: 3 }).not.toBe('open');
        const ids = new Set<string>();
        for (let next = await first; !next.done && ids.size < 300; next = await records.next())
          if (next.value.kind === 'trade') ids.add(next.value.eventId);
        expect(ids.size).toBe(300);
      });
    }

    if (subject.protocol.book !== undefined) {
      test('[MD-12] best prices come as a quote; crossed ones are put aside', async () => {
        const running = streamOf({ channels: ['quotes'] });
        await venue.listened(subject.protocol.topics?.book);
        await expect.poll(() => running.stream.status().state, { interval: 3 }).toBe('open');
        const timeMs = (startOf(1) as number) + 1000;
        venue.tellBook({ timeMs, bids: [['100.10', 7]], asks: [['100.35', 9]] });
        // A venue may begin with what its book was before.
        const best = () => running.ticks().at(-1);
        await expect
          .poll(best, { interval: 3 })
          .toMatchObject({ kind: 'quote', bid: '100.1', bidQuantity: '7', ask: '100.35', askQuantity: '9' });
        venue.tellBook({ timeMs: timeMs + 1000, bids: [[above('100.35', 30), 7]], asks: [['100.35', 9]] });
        await expect.poll(() => running.quarantined.at(-1), { interval: 3 }).toBe('ask: 100.35 is below the bid 100.65');
        expect(best()).toMatchObject({ bid: '100.1' });
      });
    }
  });
}

function sumOf(ticks: readonly FeedTick[]): number {
  return ticks.reduce((sum, tick) => sum + (tick.kind === 'trade' ? Number(tick.quantity) : 0), 0);
}
