import { describe, expect, test } from 'vitest';
import { compress, decompress } from '../../../../shared/adapters/files/gzip.ts';
import { MemoryBars } from '../../../../shared/adapters/memory/bars.ts';
import { MemoryDeadLetters } from '../../../../shared/adapters/memory/dead-letters.ts';
import { MemoryIngest } from '../../../../shared/adapters/memory/ingest.ts';
import { MemoryObjects } from '../../../../shared/adapters/memory/objects.ts';
import { ingestMarket, type StreamRecord } from '../../../../shared/application/ingest-market.ts';
import { archiveMarket } from '../../../../shared/application/raw/archive-market.ts';
import { readRaw } from '../../../../shared/application/raw/read-raw.ts';
import { readTicks } from '../../../../shared/application/raw/read-ticks.ts';
import { encodeMarketEvent, type MarketEvent } from '../../../../shared/contracts/events.ts';
import type { TicksQuery } from '../../../../shared/contracts/ticks.ts';
import type { IngestState } from '../../../../shared/market/ingest.ts';

const START_US = Date.UTC(2026, 0, 5, 12) * 1000;
const MINUTE_US = 60_000_000;
const HOUR_US = 60 * MINUTE_US;
const common = { v: 1, instrument: 'BTC/USDT', venue: 'test', synthetic: true } as const;
const trade = (n: number, timeUs: number, more = {}): MarketEvent => ({
  ...common,
  kind: 'trade',
  eventId: `t${n}`,
  price: `${100 + (n % 9)}.50`,
  quantity: '0.1',
  side: 'buy',
  eventTimeUs: timeUs,
  receiveTimeUs: timeUs,
  ...more,
});
const quote = (timeUs: number): MarketEvent => ({
  ...common,
  kind: 'quote',
  bid: '99',
  ask: '101',
  bidQuantity: '1',
  askQuantity: '2',
  eventTimeUs: timeUs,
  receiveTimeUs: timeUs,
});
const heartbeat = (watermarkUs: number): MarketEvent => ({ ...common, kind: 'heartbeat', watermarkUs });

const recordsOf = (events: readonly MarketEvent[], first = 1000): StreamRecord[] =>
  events.map((event, i) => ({
    id: String(first + i),
    partition: event.instrument,
    source: '',
    bytes: encodeMarketEvent(event),
    arrivedUs: START_US + 100 * HOUR_US,
  }));

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

function world() {
  const objects = new MemoryObjects();
  const keys = async () => all(objects.list(''));
  const read = readTicks({ objects, decompress });
  const ticks = (query: Partial<TicksQuery> = {}) =>
    read({
      instrument: 'BTC/USDT',
      kind: 'trades',
      from: '2026-01-05T00:00:00Z',
      to: '2026-01-06T00:00:00Z',
      limit: 1000,
      format: 'json',
      ...query,
    });
  const ids = async (query: Partial<TicksQuery> = {}) => (await ticks(query)).ticks.map((tick) => ('eventId' in tick ? tick.eventId : ''));
  return { objects, keys, ticks, ids, archive: archiveMarket({ objects, compress }) };
}

describe('the stream as it came', () => {
  test('[SG-02] lies by instrument and hour of event time; the same batch again is the same objects', async () => {
    const { archive, keys } = world();
    const batch = recordsOf([trade(1, START_US), trade(2, START_US + HOUR_US), trade(3, START_US, { instrument: 'ETH' }), quote(START_US)]);
    expect([...(await archive(batch))]).toEqual([]);
    const expected = [
      'raw/market/instrument=BTC%2FUSDT/hour=2026-01-05T12/1000-1003.jsonl.gz',
      'raw/market/instrument=BTC%2FUSDT/hour=2026-01-05T13/1001-1001.jsonl.gz',
      'raw/market/instrument=ETH/hour=2026-01-05T12/1002-1002.jsonl.gz',
    ];
    expect(await keys()).toEqual(expected);
    await archive(batch);
    expect(await keys()).toEqual(expected);
  });

  test('[SG-02] folded anew it makes the same bars, revisions of late trades too', async () => {
    const { archive, objects } = world();
    const events = [
      ...Array.from({ length: 200 }, (_, n) => trade(n, START_US + 50 * MINUTE_US + n * 7_000_000)),
      quote(START_US + 60 * MINUTE_US),
      heartbeat(START_US + 75 * MINUTE_US),
      trade(900, START_US + 52 * MINUTE_US),
      trade(3, START_US + 50 * MINUTE_US + 21_000_000),
      heartbeat(START_US + 80 * MINUTE_US),
    ];
    const records = recordsOf(events);
    const barsOf = async (stream: readonly StreamRecord[]) => {
      const bars = new MemoryBars();
      const run = ingestMarket({ bars, ingest: new MemoryIngest<IngestState>(), deadLetters: new MemoryDeadLetters() });
      expect([...(await run(stream))]).toEqual([]);
      return bars.read({ symbol: 'BTC/USDT', timeframe: '1m' }, { fromUs: 0, toUs: START_US + 9 * HOUR_US, limit: 999 });
    };
    for (let i = 0; i < records.length; i += 37) await archive(records.slice(i, i + 37));
    const raw = (
      await all(readRaw({ objects, decompress }, { instrument: 'BTC/USDT', fromUs: START_US, toUs: START_US + 9 * HOUR_US }))
    ).flat();
    const again = raw
      .toSorted((a, b) => Number(a.sequence) - Number(b.sequence))
      .map(({ sequence, event, arrivedUs }) => ({
        id: sequence,
        partition: 'BTC/USDT',
        source: '',
        bytes: encodeMarketEvent(event),
        arrivedUs,
      }));
    expect(again.map(({ id }) => id)).toEqual(records.map(({ id }) => id));
    const bars = await barsOf(records);
    expect(bars.some(({ revision }) => revision > 0)).toBe(true);
    expect(await barsOf(again)).toEqual(bars);
  });

  test('[DX-01] what cannot be read, or came under a foreign partition, is left to ingestion; what cannot be stored comes again', async () => {
    const { archive, keys, objects } = world();
    const [good, other] = recordsOf([trade(1, START_US), trade(2, START_US, { instrument: 'ETH' })]) as [StreamRecord, StreamRecord];
    const poison = { ...good, id: '1', bytes: new TextEncoder().encode('{') };
    expect([...(await archive([poison, { ...good, partition: 'ETH' }]))]).toEqual([]);
    expect(await keys()).toEqual([]);
    const put = objects.put.bind(objects);
    objects.put = async (key, body, options) => {
      if (key.includes('ETH')) throw new Error('store is away');
      return put(key, body, options);
    };
    expect([...(await archive([good, other]))]).toEqual([['1001', 'store is away']]);
    expect(await keys()).toHaveLength(1);
  });
});

describe('GET /ticks', () => {
  test('[SG-04] trades come in order of event time, from inclusive, to exclusive, quotes apart', async () => {
    const { archive, ids, ticks } = world();
    await archive(recordsOf([trade(3, START_US + 2000), trade(1, START_US), quote(START_US + 500), trade(2, START_US + 1000)]));
    expect(await ids()).toEqual(['t1', 't2', 't3']);
    expect(await ids({ from: '2026-01-05T12:00:00.001Z', to: '2026-01-05T12:00:00.002Z' })).toEqual(['t2']);
    expect((await ticks({ kind: 'quotes' })).ticks).toEqual([
      { time: '2026-01-05T12:00:00.000500Z', bid: '99', ask: '101', bidQuantity: '1', askQuantity: '2', venue: 'test', synthetic: true },
    ]);
    expect(await ids({ instrument: 'NONE' })).toEqual([]);
  });

  test('[SG-04] 250 ticks arrive over three pages without overlap, across hours and days', async () => {
    const { archive, ticks } = world();
    const times = Array.from({ length: 250 }, (_, n) => START_US + Math.floor(n / 3) * 17 * MINUTE_US);
    const records = recordsOf(times.map((timeUs, n) => trade(n, timeUs)));
    for (let i = 0; i < records.length; i += 30) await archive(records.slice(i, i + 30));
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await ticks({ to: '2026-01-08T00:00:00Z', limit: 100, cursor });
      pages.push(page.ticks.map((tick) => ('eventId' in tick ? tick.eventId : '')));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(pages.map((page) => page.length)).toEqual([100, 100, 50]);
    expect(pages.flat()).toEqual(times.map((_, n) => `t${n}`));
  });

  test('[SG-04] a batch that was kept twice in other cuts, and a trade that the venue sent twice, are shown once', async () => {
    const { archive, ids, ticks } = world();
    const records = recordsOf([trade(1, START_US), trade(2, START_US + 1), trade(2, START_US + 1), trade(3, START_US + 2)]);
    await archive(records);
    await archive(records.slice(0, 2));
    await archive(records.slice(1));
    expect(await ids()).toEqual(['t1', 't2', 't3']);
    const first = await ticks({ limit: 2 });
    expect(await ids({ cursor: first.next ?? '' })).toEqual(['t3']);
    const quotes = recordsOf([quote(START_US), quote(START_US), quote(START_US + 1)], 2000);
    await archive(quotes);
    await archive(quotes.slice(1));
    expect((await ticks({ kind: 'quotes' })).ticks).toHaveLength(3);
  });

  test('[SG-04] a copy of a trade on the page before is not shown on the next', async () => {
    const { archive, ids, ticks } = world();
    await archive(recordsOf([trade(1, START_US), trade(2, START_US), trade(1, START_US), trade(3, START_US)]));
    const first = await ticks({ limit: 2 });
    expect([first.ticks.length, await ids({ cursor: first.next ?? '' })]).toEqual([2, ['t3']]);
    const second = await ticks({ limit: 1 });
    expect(await ids({ cursor: second.next ?? '' })).toEqual(['t2', 't3']);
  });

  test('[SG-04] a bad range or cursor is refused by the name of its field', async () => {
    const { ticks } = world();
    const cases: readonly [Partial<TicksQuery>, string][] = [
      [{ from: '2026-01-05T00:00:00Z', to: '2026-01-05T00:00:00Z' }, 'query.to'],
      [{ from: '2026-01-05T00:00:00Z', to: '2026-02-05T00:00:01Z' }, 'query.to'],
      [{ from: '1066-01-05T00:00:00Z' }, 'query.from'],
      [{ cursor: '12' }, 'query.cursor'],
    ];
    for (const [query, field] of cases) await expect(ticks(query), JSON.stringify(query)).rejects.toMatchObject({ kind: 'invalid', field });
  });
});
