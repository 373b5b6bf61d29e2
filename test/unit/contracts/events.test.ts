import { expect, test } from 'vitest';
import { encodeMarketEvent, type MarketHeartbeat, type MarketTrade, parseMarketEvent } from '../../../shared/contracts/events.ts';

const trade: MarketTrade = {
  v: 1,
  kind: 'trade',
  eventId: '553287559',
  instrument: 'BTC/USDT',
  venue: 'binance',
  price: '39432.48',
  quantity: '0.000263',
  side: 'sell',
  eventTimeUs: 1_610_064_000_278_000,
  receiveTimeUs: 1_610_064_000_300_000,
  synthetic: false,
};
const heartbeat: MarketHeartbeat = {
  v: 1,
  kind: 'heartbeat',
  instrument: 'BTC/USDT',
  venue: 'binance',
  watermarkUs: 1_610_064_001_000_000,
  synthetic: false,
};

test('[DX-01] a trade and a heartbeat survive the trip through bytes unchanged', () => {
  expect(parseMarketEvent(encodeMarketEvent(trade))).toEqual({ ok: true, event: trade });
  expect(parseMarketEvent(encodeMarketEvent(heartbeat))).toEqual({ ok: true, event: heartbeat });
  expect(parseMarketEvent({ ...trade })).toEqual({ ok: true, event: trade });
});

test.each<[string, Record<string, unknown>, string]>([
  ['a price of zero', { ...trade, price: '0.00' }, 'price'],
  ['a negative price', { ...trade, price: '-1' }, 'price'],
  ['a price in exponents', { ...trade, price: '1e308' }, 'price'],
  ['a price that is a number', { ...trade, price: 39432.48 }, 'price'],
  ['NaN', { ...trade, quantity: 'NaN' }, 'quantity'],
  ['milliseconds taken for microseconds', { ...trade, eventTimeUs: 1_610_064_000_278 }, 'eventTimeUs'],
  ['nanoseconds taken for microseconds', { ...trade, eventTimeUs: 1_610_064_000_278_000_000 }, 'eventTimeUs'],
  ['an event three seconds ahead of its receipt', { ...trade, eventTimeUs: trade.receiveTimeUs + 3_000_000 }, 'eventTimeUs'],
  ['an unknown side', { ...trade, side: 'short' }, 'side'],
  ['an instrument of 41 letters', { ...trade, instrument: 'A'.repeat(41) }, 'instrument'],
  ['an unknown kind', { ...trade, kind: 'whisper' }, 'kind'],
  ['a later version', { ...trade, v: 2 }, 'v'],
  ['a heartbeat without a watermark', { ...heartbeat, watermarkUs: undefined }, 'watermarkUs'],
])('[DX-01] %s is refused at its field', (_name, record, path) => {
  const parsed = parseMarketEvent(record);
  expect(parsed.ok).toBe(false);
  if (!parsed.ok) expect(parsed.path).toBe(path);
});

test.each<[string, Uint8Array]>([
  ['no JSON', new TextEncoder().encode('{"v":1,')],
  ['no UTF-8', new Uint8Array([0xff, 0xfe, 0x00])],
  ['no object', new TextEncoder().encode('[1,2]')],
  ['an own __proto__', new TextEncoder().encode(JSON.stringify(trade).replace('{', '{"__proto__":{"x":1},'))],
  ['an unknown field', new TextEncoder().encode(JSON.stringify({ ...trade, extra: 1 }))],
  ['five thousand bytes', new TextEncoder().encode(JSON.stringify({ ...trade, eventId: 'x'.repeat(5000) }))],
])('[DX-01] bytes with %s are refused and never throw', (_name, bytes) => {
  expect(parseMarketEvent(bytes).ok).toBe(false);
});

test('[DX-01] a heartbeat more than two seconds ahead of its arrival is refused, so it cannot close bars early', () => {
  expect(parseMarketEvent(heartbeat, { arrivedUs: heartbeat.watermarkUs - 2_000_000 }).ok).toBe(true);
  expect(parseMarketEvent(heartbeat, { arrivedUs: heartbeat.watermarkUs - 2_000_001 })).toMatchObject({ ok: false, path: 'watermarkUs' });
});

const quote = {
  v: 1,
  kind: 'quote',
  instrument: 'EUR/USD',
  venue: 'oanda',
  bid: '1.38676',
  ask: '1.38686',
  bidQuantity: '0',
  askQuantity: '1000000',
  eventTimeUs: 1_610_064_000_000_000,
  receiveTimeUs: 1_610_064_000_100_000,
  synthetic: false,
} as const;

test('[MD-05] a quote is read, a crossed one is refused at its ask', () => {
  expect(parseMarketEvent(encodeMarketEvent(quote))).toEqual({ ok: true, event: quote });
  expect(parseMarketEvent({ ...quote, ask: '1.38675' })).toEqual({
    ok: false,
    path: 'ask',
    reason: 'must not be below the bid: the book is crossed',
  });
});
