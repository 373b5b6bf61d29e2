import { existsSync, readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import alpaca from '../../../../shared/adapters/alpaca/connector.ts';
import ccxt from '../../../../shared/adapters/ccxt/connector.ts';
import type { FeedRecord } from '../../../../shared/domain/feed.ts';
import type { MarketConnector, MarketStream } from '../../../../shared/ports/market-connector.ts';
import { alpacaProtocol } from '../../../venues/alpaca.ts';
import { binanceProtocol } from '../../../venues/binance.ts';
import { coinbaseProtocol } from '../../../venues/coinbase.ts';
import { krakenProtocol } from '../../../venues/kraken.ts';
import { LocalVenue, type Protocol } from '../../../venues/local-venue.ts';
import { okxProtocol } from '../../../venues/okx.ts';

const FOLDER = new URL('../../../../../shared/data/exchange_payloads/', import.meta.url);
/** What the exchanges really sent, or print in their documents; see SOURCES.md beside it. */
const payload = (exchange: string, name: string): unknown =>
  (JSON.parse(readFileSync(new URL(`${exchange}.json`, FOLDER), 'utf8')) as Record<string, unknown>)[name];
const real = test.skipIf(!existsSync(FOLDER));
if (!existsSync(FOLDER)) console.log('skipped: no ../shared/data');

const running: (MarketStream | LocalVenue)[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.close();
});

const TIMING = { firstWaitMs: 10, longestWaitMs: 40, heartbeatMs: 500, settleMs: 5 };

/** A venue that answers the paths given with real bodies, and everything else as it always does. */
async function venueWith(protocol: Protocol, bodies: Readonly<Record<string, unknown>> = {}): Promise<LocalVenue> {
  const venue = await LocalVenue.start({ ...protocol, answer: (ask, at) => bodies[ask.path] ?? protocol.answer(ask, at) });
  running.push(venue);
  return venue;
}

const open = (venue: LocalVenue, variant: string) => ccxt.open({ variant, environment: {}, baseUrl: venue.url, timing: TIMING });

async function streamed(
  venue: LocalVenue,
  connector: MarketConnector,
  request: { symbol: string; topic: string; frames: readonly unknown[] },
) {
  const { symbol, topic, frames } = request;
  const seen: FeedRecord[] = [];
  const stream = connector.stream({
    symbols: [symbol],
    channels: topic.includes('book') || topic.includes('level2') ? ['book'] : ['trades'],
  });
  running.push(stream);
  void (async () => {
    for await (const record of stream.records) if (record.kind !== 'heartbeat') seen.push(record);
  })();
  await venue.listened(topic);
  await expect.poll(() => stream.status().state, { interval: 3 }).toBe('open');
  venue.sendTo(
    topic,
    frames.map((frame) => JSON.stringify(frame)),
  );
  return seen;
}

const trade = (over: object) => ({ v: 1, kind: 'trade', synthetic: false, ...over });

real("[MD-08] a trade of Kraken's socket, with numbers and microseconds, becomes a record in decimal text", async () => {
  const venue = await venueWith(krakenProtocol);
  const seen = await streamed(venue, await open(venue, 'kraken'), {
    symbol: 'BTC/USD',
    topic: 'trade',
    frames: [payload('kraken', 'ws_trade_update.json')],
  });
  await expect
    .poll(() => seen, { interval: 3 })
    .toMatchObject([
      trade({
        instrument: 'BTC/USD',
        venue: 'kraken',
        eventId: '10218208',
        price: '105944.2',
        quantity: '0.00027625',
        side: 'buy',
        eventTimeUs: Date.parse('2023-10-06T17:35:55.440Z') * 1000,
      }),
      trade({
        eventId: '10218209',
        price: '105910.5',
        quantity: '0.0001246',
        side: 'sell',
        eventTimeUs: Date.parse('2023-10-06T17:35:56.123Z') * 1000,
      }),
    ]);
});

real("[MD-08] trades of Coinbase's socket come in the order in which they happened, without trailing zeros", async () => {
  const venue = await venueWith(coinbaseProtocol);
  const seen = await streamed(venue, await open(venue, 'coinbase'), {
    symbol: 'BTC/USD',
    topic: 'market_trades',
    frames: [aged(payload('coinbase', 'ws_market_trades.json'))],
  });
  await expect.poll(() => seen.length, { interval: 3 }).toBe(2);
  expect(seen).toMatchObject([
    trade({ eventId: '995098701', price: '68900', quantity: '0.05' }),
    trade({ eventId: '995098700', price: '68900.5', quantity: '0.0015' }),
  ]);
});

real("[MD-08] a trade of OKX's socket keeps every digit of its size", async () => {
  const venue = await venueWith(okxProtocol, { '/api/v5/public/instruments': payload('okx', 'http_get_instruments_spot.json') });
  const seen = await streamed(venue, await open(venue, 'okx'), {
    symbol: 'BTC/USD',
    topic: 'trades',
    frames: [payload('okx', 'ws_trades.json')],
  });
  await expect
    .poll(() => seen, { interval: 3 })
    .toMatchObject([
      trade({
        venue: 'okx',
        eventId: '130639474',
        price: '42219.9',
        quantity: '0.12060306',
        side: 'buy',
        eventTimeUs: 1_630_048_897_897_000,
      }),
    ]);
});

real('[MD-08] books of Kraken and Coinbase are told best first', async () => {
  const kraken = await venueWith(krakenProtocol);
  const a = await streamed(kraken, await open(kraken, 'kraken'), {
    symbol: 'BTC/USD',
    topic: 'book',
    frames: [payload('kraken', 'ws_book_snapshot.json'), payload('kraken', 'ws_book_update.json')],
  });
  await expect
    .poll(() => a.at(-1), { interval: 3 })
    .toMatchObject({
      kind: 'book',
      bids: [
        ['105944.2', '0.25'],
        ['105935.4', '0.024'],
        ['105920.1', '0.052'],
      ],
      asks: [
        ['105944.3', '0.136'],
        ['105946.9', '0.095'],
        ['105955.8', '0.003'],
      ],
    });
  const coinbase = await venueWith(coinbaseProtocol);
  const b = await streamed(coinbase, await open(coinbase, 'coinbase'), {
    symbol: 'BTC/USD',
    topic: 'level2',
    frames: ['ws_l2_data_snapshot.json', 'ws_l2_data_update.json'].map((name) => aged(payload('coinbase', name))),
  });
  await expect
    .poll(() => b.at(-1), { interval: 3 })
    .toMatchObject({
      kind: 'book',
      bids: [
        ['68900', '2'],
        ['68899.5', '0.75'],
        ['68899', '2.3'],
      ],
      asks: [
        ['68901.5', '1.2'],
        ['68902', '0.8'],
      ],
    });
});

real('[MD-08] bars of Binance, Kraken and OKX are what the exchange sent', async () => {
  const binance = await venueWith(binanceProtocol, { '/api/v3/klines': payload('binance', 'spot/http_json/klines_response.json') });
  expect(await page(await open(binance, 'binance'), 'BTC/USDT', 1_499_040_000_000)).toEqual([
    { timeUs: 1_499_040_000_000_000, open: 0.0163479, high: 0.8, low: 0.015758, close: 0.015771, volume: 148_976.11427815 },
  ]);
  const kraken = await venueWith(krakenProtocol, {
    '/0/public/AssetPairs': payload('kraken', 'http_asset_pairs.json'),
    '/0/public/OHLC': payload('kraken', 'http_ohlc.json'),
  });
  const rows = await page(await open(kraken, 'kraken'), 'BTC/USDT', 1_762_777_020_000);
  expect(rows.find(({ timeUs }) => timeUs === 1_762_777_200_000_000)).toEqual({
    timeUs: 1_762_777_200_000_000,
    open: 106_038.1,
    high: 106_044.3,
    low: 106_038.1,
    close: 106_040.1,
    volume: 0.08317981,
  });
});

real("[MD-08] Kraken's past trades have the ids of its socket, and are found by symbol of the platform", async () => {
  const venue = await venueWith(krakenProtocol, {
    '/0/public/AssetPairs': payload('kraken', 'http_asset_pairs.json'),
    '/0/public/Trades': payload('kraken', 'http_trades.json'),
  });
  const { trades } = (await (await open(venue, 'kraken')).trades?.({ symbol: 'BTC/USDT', fromUs: 1_762_795_433_000_000 })) ?? {
    trades: [],
  };
  expect(trades[0]).toMatchObject(
    trade({
      instrument: 'BTC/USDT',
      eventId: '10218208',
      price: '105433.6',
      quantity: '0.00027625',
      side: 'buy',
      eventTimeUs: 1_762_795_433_971_000,
    }),
  );
  expect(new Set(trades.map(({ eventId }) => eventId)).size).toBe(trades.length);
});

test('[MD-08] the same trade at two venues is the same record but for the venue and its number', async () => {
  const tick = { id: 7, price: '100.50', quantity: 3, timeMs: Date.now() - 5000 };
  const records: FeedRecord[] = [];
  for (const [variant, protocol] of [
    ['binance', binanceProtocol],
    ['okx', okxProtocol],
  ] as const) {
    const venue = await venueWith(protocol);
    venue.happen([tick]);
    const { trades = [] } =
      (await (await open(venue, variant)).trades?.({ symbol: 'BTC/USDT', fromUs: (tick.timeMs - 1000) * 1000 })) ?? {};
    expect(trades).toHaveLength(1);
    records.push({ ...(trades[0] as FeedRecord & { receiveTimeUs: number }), receiveTimeUs: 0 } as FeedRecord);
  }
  const [a, b] = records as [FeedRecord, FeedRecord];
  expect({ ...a, venue: '' }).toEqual({ ...b, venue: '' });
});

test('[MD-05] [MD-15] what Alpaca sends a quarter of an hour late is marked as delayed', async () => {
  const venue = await venueWith(alpacaProtocol);
  const connector = await alpaca.open({
    variant: 'delayed_sip',
    environment: { ALPACA_KEY_ID: 'key', ALPACA_SECRET_KEY: 'secret' },
    baseUrl: venue.url,
    timing: TIMING,
  });
  expect(connector.delayUs).toBe(15 * 60_000_000);
  const lateMs = Date.now() - 15 * 60_000;
  const message = { T: 't', S: 'AAPL', i: 96_921, x: 'D', p: 126.55, s: 1, t: new Date(lateMs).toISOString(), c: ['@', 'I'], z: 'C' };
  const seen = await streamed(venue, connector, { symbol: 'AAPL', topic: 'trades', frames: [[message]] });
  await expect.poll(() => seen, { interval: 3 }).toMatchObject([trade({ delayed: true, price: '126.55', eventTimeUs: lateMs * 1000 })]);
});

function page(connector: MarketConnector, symbol: string, fromMs: number) {
  return connector
    .market(symbol, '1m')
    .then((market) => connector.page({ symbol: market.symbol, timeframe: '1m', fromUs: fromMs * 1000, limit: 1000 }));
}

/** The payloads of 2026 lie in the future of a clock that is set back: they are read as of two years before. */
function aged(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll('2026-', '2024-'));
}
