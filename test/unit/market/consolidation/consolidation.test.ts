import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { BookLevel, FeedBook, FeedQuote } from '../../../../shared/domain/feed.ts';
import { QuoteConsolidator } from '../../../../shared/market/consolidation/consolidated-quote.ts';
import { OrderBook } from '../../../../shared/market/consolidation/order-book.ts';

const FOLDER = new URL('../../../../../shared/data/book/', import.meta.url);
const real = test.skipIf(!existsSync(FOLDER));
if (!existsSync(FOLDER)) console.log('skipped: no ../shared/data');
const NOW = 1_700_000_000_000_000;
const SECOND = 1_000_000;

const quote = (venue: string, bid: string, bidQuantity: string, ask: string, askQuantity: string, ageUs = 0): FeedQuote => ({
  v: 1,
  kind: 'quote',
  instrument: 'BTC/USDT',
  venue,
  eventTimeUs: NOW - ageUs,
  receiveTimeUs: NOW - ageUs,
  synthetic: false,
  bid,
  bidQuantity,
  ask,
  askQuantity,
});

/**
 * By hand:   bid  quantity   ask  quantity
 *   a      100.0     2     100.4     1
 *   b      100.1     1     100.3     2
 *   c      100.1     3     100.5     1
 * best bid 100.1 (b and c, 4), best ask 100.3 (b, 2);
 * composite (200 + 100.4 + 100.1 + 200.6 + 300.3 + 100.5) / 10 = 1001.9 / 10 = 100.19
 */
test('[MD-12] best bid and offer and the volume-weighted price of three venues equal a hand sheet', () => {
  const market = new QuoteConsolidator();
  for (const one of [quote('a', '100', '2', '100.4', '1'), quote('b', '100.1', '1', '100.3', '2'), quote('c', '100.1', '3', '100.5', '1')])
    market.add(one);
  const now = market.at('BTC/USDT', NOW);
  expect(now).toMatchObject({
    bid: { price: '100.1', quantity: 4, venues: ['b', 'c'] },
    ask: { price: '100.3', quantity: 2, venues: ['b'] },
    crossed: false,
    venues: ['a', 'b', 'c'],
    stale: [],
  });
  expect(now?.composite).toBeCloseTo(100.19, 10);
});

test('[MD-12] a venue silent for more than ten seconds drops out; at ten seconds it still counts', () => {
  const market = new QuoteConsolidator();
  market.add(quote('a', '100', '2', '100.4', '1'));
  market.add(quote('b', '100.1', '1', '100.3', '2', 10 * SECOND));
  expect(market.at('BTC/USDT', NOW)?.venues).toEqual(['a', 'b']);
  expect(market.at('BTC/USDT', NOW + 1)).toMatchObject({ bid: { price: '100', venues: ['a'] }, ask: { price: '100.4' }, stale: ['b'] });
  expect(market.at('BTC/USDT', NOW + 11 * SECOND)).toBeUndefined();
  expect(market.at('ETH/USDT', NOW)).toBeUndefined();
});

test('[MD-12] venues that cross each other are said to; an older quote replaces no newer one', () => {
  const market = new QuoteConsolidator();
  market.add(quote('a', '100', '1', '100.4', '1'));
  market.add(quote('b', '100.6', '1', '100.9', '1'));
  market.add(quote('b', '99', '1', '99.5', '1', SECOND));
  expect(market.at('BTC/USDT', NOW)).toMatchObject({ bid: { price: '100.6' }, ask: { price: '100.4' }, crossed: true });
});

const book = (over: Partial<FeedBook>): FeedBook => ({
  v: 1,
  kind: 'book',
  form: 'delta',
  instrument: 'X',
  venue: 'v',
  eventTimeUs: NOW,
  receiveTimeUs: NOW,
  synthetic: false,
  bids: [],
  asks: [],
  ...over,
});

test('[MD-12] changes apply in an unbroken chain; old ones are stale, a missing one is a gap until the next snapshot', () => {
  const one = new OrderBook();
  expect(one.apply(book({ previousSequence: 1, lastSequence: 2 }))).toBe('gap');
  const snapshot = book({
    form: 'snapshot',
    lastSequence: 10,
    bids: [
      ['9', '1'],
      ['8', '2'],
    ],
    asks: [['11', '1']],
  });
  expect(one.apply(snapshot)).toBe('applied');
  expect(one.apply(book({ previousSequence: 8, lastSequence: 10, bids: [['9', '5']] }))).toBe('stale');
  expect(
    one.apply(
      book({
        previousSequence: 8,
        lastSequence: 12,
        bids: [
          ['9', '0'],
          ['8.5', '4'],
        ],
        asks: [['10', '3']],
      }),
    ),
  ).toBe('applied');
  expect(one.levels(5)).toEqual({
    bids: [
      ['8.5', '4'],
      ['8', '2'],
    ],
    asks: [
      ['10', '3'],
      ['11', '1'],
    ],
  });
  expect(one.apply(book({ previousSequence: 13, lastSequence: 14 }))).toBe('gap');
  expect([one.isWhole, one.levels(5)]).toEqual([false, { bids: [], asks: [] }]);
  expect(one.apply(book({ previousSequence: 14, lastSequence: 15 }))).toBe('gap');
  expect(one.apply({ ...snapshot, lastSequence: 20 })).toBe('applied');
  expect(one.levels(1)).toEqual({ bids: [['9', '1']], asks: [['11', '1']] });
  expect(() => one.apply(book({ lastSequence: 21 }))).toThrow('previousSequence');
});

interface BybitMessage {
  readonly type: 'snapshot' | 'delta';
  readonly ts: number;
  readonly data: { readonly b: BookLevel[]; readonly a: BookLevel[]; readonly u: number };
}

/** Bybit numbers its messages one by one. */
const bybit = ({ type, ts, data }: BybitMessage): FeedBook =>
  book({ form: type, eventTimeUs: ts * 1000, bids: data.b, asks: data.a, lastSequence: data.u, previousSequence: data.u - 1 });

const bybitMessages = () =>
  readFileSync(new URL('bybit_XRPUSDT_ob500.jsonl', FOLDER), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as BybitMessage);

real('[MD-12] five seconds of a real Bybit book equal a plain map of them after every message', () => {
  const one = new OrderBook();
  const plain = { b: new Map<number, string>(), a: new Map<number, string>() };
  for (const message of bybitMessages()) {
    expect(one.apply(bybit(message))).toBe('applied');
    for (const side of ['b', 'a'] as const) {
      for (const [price, quantity] of message.data[side]) {
        if (Number(quantity) === 0) plain[side].delete(Number(price));
        else plain[side].set(Number(price), quantity);
      }
    }
    const { bids, asks } = one.levels(1000);
    const sorted = (map: Map<number, string>, sign: number) => [...map].sort(([x], [y]) => sign * (x - y));
    expect(bids.map(([price, quantity]) => [Number(price), quantity])).toEqual(sorted(plain.b, -1));
    expect(asks.map(([price, quantity]) => [Number(price), quantity])).toEqual(sorted(plain.a, 1));
    expect(Number(bids[0]?.[0])).toBeLessThan(Number(asks[0]?.[0]));
  }
});

real('[MD-12] a real book with one message taken out asks for a snapshot', () => {
  const one = new OrderBook();
  const outcomes = bybitMessages()
    .filter((_, i) => i !== 20)
    .map((message) => one.apply(bybit(message)));
  expect(outcomes.slice(0, 20)).toEqual(Array(20).fill('applied'));
  expect(new Set(outcomes.slice(20))).toEqual(new Set(['gap']));
});

real("[MD-12] Binance's changes ten minutes after its snapshot do not fit it; on one that they follow they do", () => {
  const rows = (name: string) =>
    readFileSync(new URL(name, FOLDER), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',') as [string, string, string, string, string, string, string, string, string]);
  const side = (all: ReturnType<typeof rows>, letter: string): BookLevel[] =>
    all.filter((row) => row[4] === letter).map((row) => [row[6], row[7]]);
  const before = rows('binance_BTCUSDT_depth_snapshot.csv');
  const changes = rows('binance_BTCUSDT_depth_updates.csv');
  const snapshot = book({ form: 'snapshot', lastSequence: Number(before[0]?.[3]), bids: side(before, 'b'), asks: side(before, 'a') });
  const [, , , last, , , , , previous] = changes[0] as ReturnType<typeof rows>[number];
  const delta = book({
    lastSequence: Number(last),
    previousSequence: Number(previous),
    bids: side(changes, 'b'),
    asks: side(changes, 'a'),
  });
  const one = new OrderBook();
  expect([one.apply(snapshot), one.apply(delta), one.isWhole]).toEqual(['applied', 'gap', false]);
  expect([one.apply({ ...snapshot, lastSequence: Number(previous) }), one.apply(delta), one.isWhole]).toEqual(['applied', 'applied', true]);
  // Rows stand in the files more than once, so both are read into a plain map first.
  const expected = (letter: string, sign: number) =>
    [...new Map([...side(before, letter), ...side(changes, letter)])]
      .filter(([, quantity]) => Number(quantity) > 0)
      .toSorted(([a], [b]) => sign * (Number(a) - Number(b)));
  expect(one.levels(1000)).toEqual({ bids: expected('b', -1), asks: expected('a', 1) });
});
