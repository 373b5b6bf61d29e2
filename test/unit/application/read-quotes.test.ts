import { describe, expect, test } from 'vitest';
import { MemoryBars } from '../../../shared/adapters/memory/bars.ts';
import { MemoryCache } from '../../../shared/adapters/memory/cache.ts';
import { MemoryDeadLetters } from '../../../shared/adapters/memory/dead-letters.ts';
import { MemoryIngest } from '../../../shared/adapters/memory/ingest.ts';
import { ingestMarket } from '../../../shared/application/ingest-market.ts';
import { type KnownQuote, readQuotes } from '../../../shared/application/read-quotes.ts';
import { encodeMarketEvent, type MarketEvent } from '../../../shared/contracts/events.ts';
import type { IngestState } from '../../../shared/market/ingest.ts';
import type { Cache } from '../../../shared/ports/cache.ts';

const START_US = Date.UTC(2026, 0, 5, 12) * 1000;
const SECOND_US = 1_000_000;
const at = (seconds: number) => ({ eventTimeUs: START_US + seconds * SECOND_US, receiveTimeUs: START_US + seconds * SECOND_US });
const common = { v: 1, instrument: 'BTC/USDT', venue: 'test', synthetic: false } as const;
const trade = (seconds: number, price: string, more = {}): MarketEvent => ({
  ...common,
  kind: 'trade',
  eventId: `t${seconds} ${price}`,
  price,
  quantity: '2',
  side: 'sell',
  ...at(seconds),
  ...more,
});
const quote = (seconds: number, bid: string, ask: string, more = {}): MarketEvent => ({
  ...common,
  kind: 'quote',
  bid,
  ask,
  bidQuantity: '3',
  askQuantity: '4',
  ...at(seconds),
  ...more,
});

class BrokenCache implements Cache<KnownQuote> {
  async get(): Promise<never> {
    throw new Error('cache is down');
  }
  async set(): Promise<never> {
    throw new Error('cache is down');
  }
}

function world(cache: Cache<KnownQuote> = new MemoryCache(10)) {
  const ingest = new MemoryIngest<IngestState>();
  const run = ingestMarket({ ingest, bars: new MemoryBars(), deadLetters: new MemoryDeadLetters() });
  let sequence = 0;
  const now = { us: START_US + 10 * SECOND_US };
  const take = async (...events: MarketEvent[]) => {
    const records = events.map((event) => ({
      id: String(1e15 + sequence++),
      partition: event.instrument,
      source: '',
      bytes: encodeMarketEvent(event),
      arrivedUs: START_US + 3600 * SECOND_US,
    }));
    expect([...(await run(records))]).toEqual([]);
  };
  return { take, now, ingest, read: readQuotes({ ingest, cache, clock: { nowUs: () => now.us } }) };
}

describe('the latest quotes', () => {
  test('[SG-05] are the newest quote and trade by event time, with mid, spread and age', async () => {
    const { take, read } = world();
    await take(trade(5, '100.5'), trade(3, '99'), quote(8, '100', '101'), quote(7, '1', '2'));
    expect((await read(['BTC/USDT'])).quotes).toEqual([
      {
        instrument: 'BTC/USDT',
        quote: { bid: 100, ask: 101, bidQuantity: 3, askQuantity: 4, venue: 'test', time: '2026-01-05T12:00:08Z' },
        trade: { price: 100.5, quantity: 2, side: 'sell', venue: 'test', time: '2026-01-05T12:00:05Z' },
        // Alone, by hand: (100 x 3 + 101 x 4) / 7.
        consolidated: {
          bid: { price: 100, quantity: 3, venues: ['test'] },
          ask: { price: 101, quantity: 4, venues: ['test'] },
          composite: expect.closeTo(704 / 7, 12),
          crossed: false,
          venues: ['test'],
          stale: [],
        },
        mid: 100.5,
        spread: 1,
        ageMs: 2000,
        stale: false,
        delayed: false,
        synthetic: false,
      },
    ]);
  });

  test('[MD-12] of three venues the best bid and ask and the composite price are those of the sheet, and one that is silent for ten seconds drops out', async () => {
    const { take, read, now } = world();
    const of = (venue: string, bidQuantity: string, askQuantity: string) => ({ venue, bidQuantity, askQuantity });
    await take(
      quote(8, '100', '102', of('a', '1', '2')),
      quote(9, '101', '103', of('b', '2', '1')),
      quote(7, '101', '102', of('c', '4', '6')),
      quote(6, '105', '106', of('a', '9', '9')),
    );
    const consolidated = async () => (await read(['BTC/USDT'])).quotes[0]?.consolidated;
    // (100 x 1 + 102 x 2 + 101 x 2 + 103 x 1 + 101 x 4 + 102 x 6) / 16
    expect(await consolidated()).toEqual({
      bid: { price: 101, quantity: 6, venues: ['b', 'c'] },
      ask: { price: 102, quantity: 8, venues: ['a', 'c'] },
      composite: expect.closeTo(1625 / 16, 12),
      crossed: false,
      venues: ['a', 'b', 'c'],
      stale: [],
    });
    now.us = START_US + 18 * SECOND_US;
    expect(await consolidated()).toMatchObject({ bid: { price: 101, venues: ['b'] }, ask: { price: 102, venues: ['a'] }, stale: ['c'] });
    now.us = START_US + 20 * SECOND_US;
    expect(await consolidated()).toBeNull();
  });

  test('[SG-05] the second call is a hit; a new quote, trade or bar is seen at once', async () => {
    const { take, read } = world();
    const bid = async () => (await read(['BTC/USDT'])).quotes[0]?.quote?.bid;
    await take(quote(1, '100', '101'));
    expect([(await read(['BTC/USDT'])).hit, (await read(['BTC/USDT'])).hit, await bid()]).toEqual([false, true, 100]);
    await take(quote(2, '102', '103'));
    expect([(await read(['BTC/USDT'])).hit, await bid(), (await read(['BTC/USDT'])).hit]).toEqual([false, 102, true]);
    await take(trade(2, '50'), { ...common, kind: 'heartbeat', watermarkUs: START_US + 60 * SECOND_US });
    expect([(await read(['BTC/USDT'])).hit, (await read(['BTC/USDT'])).quotes[0]?.trade?.price]).toEqual([false, 50]);
  });

  test('[SG-05] of several instruments one that is not cached makes it a miss', async () => {
    const { take, read } = world();
    await take(quote(1, '100', '101'), quote(1, '10', '11', { instrument: 'ETH/USDT' }));
    await read(['BTC/USDT']);
    expect([(await read(['BTC/USDT', 'ETH/USDT'])).hit, (await read(['ETH/USDT', 'BTC/USDT'])).hit]).toEqual([false, true]);
  });

  test('[SG-05] a cache that is down is done without', async () => {
    const { take, read } = world(new BrokenCache());
    await take(quote(1, '100', '101'));
    for (let i = 0; i < 2; i++) expect(await read(['BTC/USDT'])).toMatchObject({ hit: false, quotes: [{ mid: 100.5 }] });
  });

  test('[SG-05] a full cache forgets what was put into it first', async () => {
    const cache = new MemoryCache<number>(2);
    for (const [i, key] of ['a', 'b', 'a', 'c'].entries()) await cache.set(key, i);
    expect([await cache.get('a'), await cache.get('b'), await cache.get('c')]).toEqual([2, undefined, 3]);
  });

  test('[SG-05] what is a minute old is stale, also from the cache; what a venue holds back is delayed', async () => {
    const { take, read, now } = world();
    await take(quote(0, '100', '101', { delayed: true }));
    const flags = async () => (await read(['BTC/USDT'])).quotes.map(({ ageMs, stale, delayed }) => [ageMs, stale, delayed]);
    now.us = START_US + 60 * SECOND_US;
    expect(await flags()).toEqual([[60_000, false, true]]);
    now.us += 1000;
    expect(await flags()).toEqual([[60_001, true, true]]);
  });

  test('[SG-05] an instrument of which only one kind came has null for the other; one of which nothing came is named', async () => {
    const { take, read } = world();
    await take(trade(1, '5'));
    expect((await read(['BTC/USDT'])).quotes).toMatchObject([{ quote: null, mid: null, spread: null, trade: { price: 5 }, ageMs: 9000 }]);
    await expect(read(['BTC/USDT', 'NONE'])).rejects.toMatchObject({ kind: 'not-found', field: 'query.instruments' });
    await expect(read(['NONE'])).rejects.toThrow('nothing was streamed of "NONE"');
  });

  test('[SG-05] a state that was kept before trades were remembered is read', async () => {
    const { take, read, ingest } = world();
    await take(quote(1, '100', '101'));
    const { version, state } = (await ingest.load('BTC/USDT')) as { version: number; state: IngestState };
    const { trade: _before, ...older } = state;
    await ingest.commit('BTC/USDT', version, older);
    expect((await read(['BTC/USDT'])).quotes).toMatchObject([{ trade: null, mid: 100.5 }]);
    await take(trade(9, '7'));
    expect((await read(['BTC/USDT'])).quotes).toMatchObject([{ trade: { price: 7 } }]);
  });
});
