import { expect, test } from 'vitest';
import type { FeedEvent } from '../../../shared/market/events.ts';
import { compareSequences, emptyIngest, foldTrades, partialBar } from '../../../shared/market/ingest.ts';

const MINUTE = 1_610_064_000_000_000;

const trade = (eventId: string, seconds: number, price: string, quantity = '1'): FeedEvent => ({
  kind: 'trade',
  eventId,
  instrument: 'BTC/USDT',
  venue: 'test',
  price,
  quantity,
  side: 'buy',
  eventTimeUs: MINUTE + seconds * 1_000_000,
  synthetic: true,
});
const beat = (seconds: number): FeedEvent => ({
  kind: 'heartbeat',
  instrument: 'BTC/USDT',
  watermarkUs: MINUTE + seconds * 1_000_000,
  synthetic: true,
});
const fold = (...events: FeedEvent[]) =>
  foldTrades(
    emptyIngest('BTC/USDT'),
    events.map((event) => ({ event })),
  );

test('[MD-11] a bar closes when the watermark reaches its end, and not before', () => {
  const minute = [trade('a', 1, '10', '0.1'), trade('b', 30, '12', '0.2'), trade('c', 59.9, '11', '0.3')];
  expect(fold(...minute, beat(59)).closed).toEqual([]);
  expect(fold(...minute, beat(60)).closed).toEqual([
    {
      timeframe: '1m',
      timeUs: MINUTE,
      open: 10,
      high: 12,
      low: 10,
      close: 11,
      volume: 0.6,
      trades: 3,
      synthetic: true,
      revision: 0,
      flags: [],
      return: null,
      mid: null,
      spread: null,
      imbalance: 1,
      session: null,
    },
  ]);
});

test('[MD-11] the bar that is still open can be read, but is not closed', () => {
  const { state, closed } = fold(trade('a', 1, '10'), trade('b', 61, '20'), beat(60));
  expect(closed).toHaveLength(1);
  expect(partialBar(state)).toMatchObject({ timeUs: MINUTE + 60_000_000, close: 20, trades: 1 });
  expect(partialBar(emptyIngest('BTC/USDT'))).toBeUndefined();
});

test('[MD-11] open and close go by event time when trades come out of order', () => {
  const { closed } = fold(trade('b', 20, '12'), trade('a', 10, '10'), trade('c', 15, '15'), beat(60));
  expect(closed[0]).toMatchObject({ open: 10, high: 15, low: 10, close: 12 });
});

test('[MD-11] a late trade makes a revision of its bar, and of the next one whose return it changes', () => {
  const before = fold(trade('a', 1, '10'), trade('b', 61, '20'), beat(120)).state;
  const after = foldTrades(before, [{ event: trade('late', 30, '16') }]);
  expect(after.closed).toMatchObject([
    { timeUs: MINUTE, open: 10, high: 16, close: 16, volume: 2, trades: 2, revision: 1 },
    { timeUs: MINUTE + 60_000_000, close: 20, return: 0.25, revision: 1 },
  ]);
  // A trade before the first of its bar changes the open and not the close: the next bar stays as it is.
  const again = foldTrades(after.state, [{ event: trade('later', 0, '12') }]);
  expect(again.closed).toMatchObject([{ timeUs: MINUTE, open: 12, close: 16, trades: 3, revision: 2 }]);
  expect([again.state.corrected, again.state.late]).toEqual([2, 0]);
});

test('[MD-11] a late trade of a minute that had none makes its bar, closed at once', () => {
  const before = fold(trade('a', 1, '10'), beat(180)).state;
  expect(foldTrades(before, [{ event: trade('late', 61, '11') }]).closed).toMatchObject([
    { timeUs: MINUTE + 60_000_000, close: 11, trades: 1, revision: 0, return: 11 / 10 - 1 },
  ]);
});

test('[MD-11] a trade more than an hour late is counted and changes nothing, in no timeframe', () => {
  const settings = { timeframesUs: [60_000_000, 86_400_000_000] };
  const before = foldTrades(emptyIngest('BTC/USDT'), [{ event: trade('a', 1, '10') }, { event: beat(3661) }], settings).state;
  const after = foldTrades(before, [{ event: trade('late', 2, '99') }], settings);
  expect(after.closed).toEqual([]);
  expect(after.state).toEqual({ ...before, late: 1 });
});

test('[MD-11] every configured timeframe closes from the same trades, each when its own end is reached', () => {
  const settings = { timeframesUs: [60_000_000, 300_000_000, 3_600_000_000] };
  const events = [trade('a', 1, '10'), trade('b', 61, '12'), beat(120), trade('c', 290, '9'), beat(300)];
  const { closed, state } = foldTrades(
    emptyIngest('BTC/USDT'),
    events.map((event) => ({ event })),
    settings,
  );
  expect(closed.map((bar) => [bar.timeframe, bar.timeUs - MINUTE, bar.open, bar.high, bar.low, bar.close, bar.trades])).toEqual([
    ['1m', 0, 10, 10, 10, 10, 1],
    ['1m', 60_000_000, 12, 12, 12, 12, 1],
    ['1m', 240_000_000, 9, 9, 9, 9, 1],
    ['5m', 0, 10, 12, 9, 9, 3],
  ]);
  expect(partialBar(state, '1h')).toMatchObject({ timeUs: MINUTE, trades: 3, closed: false });
});

test('[DX-01] a copy of a trade is counted and changes no bar, open or closed', () => {
  const { state } = fold(trade('a', 1, '10'), trade('a', 1, '10'), beat(60), trade('a', 1, '10'));
  expect(state.duplicates).toBe(2);
  expect(state.late).toBe(0);
  expect(state.outbox).toMatchObject([{ volume: 1, trades: 1 }]);
  // A copy in a later batch, its bar long closed, is told from a late trade too.
  const later = foldTrades(state, [{ event: trade('a', 1, '10') }]).state;
  expect([later.duplicates, later.late]).toEqual([3, 0]);
});

test('[DX-01] closed bars wait in the outbox until they are said to be stored; a correction takes the place of what it corrects', () => {
  const { state } = fold(trade('a', 1, '10'), trade('b', 61, '11'), beat(120));
  expect(state.outbox.map(({ timeUs }) => timeUs)).toEqual([MINUTE, MINUTE + 60_000_000]);
  const next = foldTrades(state, [{ event: trade('late', 62, '12') }]).state;
  expect(next.outbox.map(({ timeUs, revision }) => [timeUs, revision])).toEqual([
    [MINUTE, 0],
    [MINUTE + 60_000_000, 1],
  ]);
});

test('[DX-01] a copy is told from a new trade long after its bar, and however many trades came between', () => {
  const day = Array.from({ length: 20_000 }, (_, i) => trade(String(1000 + i), i / 10, '10'));
  const { state } = fold(...day, beat(2400));
  const copies = [trade('1000', 0, '10'), trade('20999', 1999.9, '10'), trade('5000', 400, '10')];
  const after = foldTrades(
    state,
    copies.map((event) => ({ event })),
  );
  expect([after.closed, after.state.duplicates, after.state.corrected]).toEqual([[], 3, 0]);
  expect(JSON.stringify(after.state.seen)).toBe(`{"ranges":{"test":[[1000,20999,${MINUTE + 1_999_900_000}]]},"texts":[],"forgottenUs":0}`);
});

test('[DX-01] ids that are no numbers are forgotten one day, and a trade that old is then left out and never counted twice', () => {
  const day = Array.from({ length: 5000 }, (_, i) => trade(`id-${i}`, i / 10, '10'));
  const { state } = fold(...day, beat(600));
  expect(state.seen.texts).toHaveLength(2048);
  const after = foldTrades(state, [{ event: trade('id-0', 0, '10') }, { event: trade('new', 100, '10') }]);
  expect([after.closed, after.state.late]).toEqual([[], 2]);
});

test('[DX-01] sequence numbers of any length compare as numbers', () => {
  expect(compareSequences('9', '10')).toBeLessThan(0);
  expect(
    compareSequences(
      '49590338271490256608559692538361571095921575989136588898',
      '49590338271490256608559692538361571095921575989136588897',
    ),
  ).toBeGreaterThan(0);
  expect(compareSequences('7', '7')).toBe(0);
  expect(compareSequences('1', '')).toBeGreaterThan(0);
});

test('[DX-01] a minute of twenty thousand trades keeps the state far under 400 KB', () => {
  const events = Array.from({ length: 20_000 }, (_, i) => trade(`5532875${String(i).padStart(6, '0')}`, i / 400, '39432.48'));
  const { state } = fold(...events);
  expect(state.series['1m']?.bars[0]).toMatchObject({ trades: 20_000 });
  expect(JSON.stringify(state).length).toBeLessThan(350_000);
});

test('a record of another instrument is a bug and throws', () => {
  expect(() => foldTrades(emptyIngest('ETH/USDT'), [{ event: beat(1) }])).toThrow('record of BTC/USDT in the fold of ETH/USDT');
});
