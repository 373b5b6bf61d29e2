import { expect, test } from 'vitest';
import type { FeedEvent } from '../../../shared/market/events.ts';
import { compareSequences, emptyIngest, foldTrades, partialBar, withoutStored } from '../../../shared/market/ingest.ts';

const MINUTE = 1_610_064_000_000_000;

const trade = (eventId: string, seconds: number, price: string, quantity = '1'): FeedEvent => ({
  kind: 'trade',
  eventId,
  instrument: 'BTC/USDT',
  price,
  quantity,
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
    { timeUs: MINUTE, open: 10, high: 12, low: 10, close: 11, volume: 0.6, trades: 3, synthetic: true },
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

test('[MD-11] a trade whose bar has closed is counted as late and changes nothing else', () => {
  const before = fold(trade('a', 1, '10'), beat(60)).state;
  const after = foldTrades(before, [{ event: trade('late', 2, '99') }]);
  expect(after.closed).toEqual([]);
  expect(after.state).toEqual({ ...before, late: 1 });
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

test('[DX-01] closed bars wait in the outbox until they are said to be stored', () => {
  const { state } = fold(trade('a', 1, '10'), trade('b', 61, '11'), beat(120));
  expect(state.outbox.map(({ timeUs }) => timeUs)).toEqual([MINUTE, MINUTE + 60_000_000]);
  const next = foldTrades(withoutStored(state, MINUTE), [{ event: trade('c', 121, '12') }, { event: beat(180) }]).state;
  expect(next.outbox.map(({ timeUs }) => timeUs)).toEqual([MINUTE + 60_000_000, MINUTE + 120_000_000]);
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
  expect(state.open[0]).toMatchObject({ trades: 20_000 });
  expect(JSON.stringify(state).length).toBeLessThan(350_000);
});

test('a record of another instrument is a bug and throws', () => {
  expect(() => foldTrades(emptyIngest('ETH/USDT'), [{ event: beat(1) }])).toThrow('record of BTC/USDT in the fold of ETH/USDT');
});
