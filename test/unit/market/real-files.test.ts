import { existsSync, readFileSync } from 'node:fs';
import { type TestContext, expect, test } from 'vitest';
import { HOUR_US, MINUTE_US } from '../../../shared/domain/time.ts';
import { aggregateBars, type Trades, tradesToBars } from '../../../shared/market/aggregate.ts';
import type { FeedEvent } from '../../../shared/market/events.ts';
import { importBars } from '../../../shared/market/import.ts';
import { emptyIngest, foldTrades } from '../../../shared/market/ingest.ts';

/** Real files, described in SOURCES.md beside them; row counts, gaps and known answers are the ones stated there. They never ship. */
const DATA = '../shared/data/';

function read(context: TestContext, path: string): Uint8Array {
  context.skip(!existsSync(DATA + path), 'skipped: no ../shared/data');
  return readFileSync(DATA + path);
}

/** Cells of a plain CSV file, below its header. */
function cells(context: TestContext, path: string): string[][] {
  const lines = new TextDecoder().decode(read(context, path)).trim().split('\n').slice(1);
  return lines.map((line) => line.split(','));
}

const column = (rows: readonly string[][], at: number, scale = 1) => Float64Array.from(rows, (row) => Number(row[at]) * scale);

test.for<[string, string, string, number, number]>([
  ['crypto/binance_1h/BTCUSDT-1h-2021-04_2022-12.csv', 'BTC/USDT', '1h', 15_257, 11],
  ['crypto/binance_15m/EPSUSDT-15m.csv', 'EPS/USDT', '15m', 38_266, 54],
  ['crypto/BTC-PERP_1m_2022-01.csv', 'BTC/USD', '1m', 45_031, 0],
  ['crypto/coinbase_BTCUSD_1d_2014-12_2017-12.csv', 'BTC/USD', '1d', 1093, 34],
  ['crypto/freqtrade_UNITTEST_BTC-1m.csv', 'UNITTEST/BTC', '1m', 13_681, 717],
  ['crypto/freqtrade_5m/XMR_BTC-5m.csv', 'XMR/BTC', '5m', 5758, 2],
  ['fx/EURUSD_1d_2007_2016_oanda.csv', 'EUR/USD', '1d', 3120, 532],
  ['fx/EURUSD_1h_2007_2016_oanda.csv', 'EUR/USD', '1h', 62_116, 25_506],
  ['fx/GBPUSD_1m_2012-02_bidask.csv', 'GBP/USD', '1m', 30_117, 11_644],
  ['equities/URTH_1h_2022.csv', 'URTH', '1h', 1388, 7283],
])('[MD-07] %s is %s at %s with %i bars and %i missing, and no row is rejected', ([path, symbol, timeframe, count, missing], context) => {
  const { bars, instrument, timeframe: found, rejects, gaps } = importBars(read(context, path), { fileName: path });
  expect([instrument.symbol, found, bars.length, rejects.length]).toEqual([symbol, timeframe, count, 0]);
  expect(gaps.reduce((sum, gap) => sum + gap.bars, 0)).toBe(missing);
});

test('[MD-07] dates and times in two columns, and adjusted closes, are read as they should be', (context) => {
  const futures = importBars(read(context, 'equities/backtrader/2006-01-02-volume-min-001.csv'), { symbol: 'ESTX50' });
  expect([futures.timeframe, futures.bars.length, futures.rejects.length, futures.bars.time[0]]).toEqual([
    '1m',
    30_889,
    0,
    Date.UTC(2006, 0, 2, 9, 1) * 1000,
  ]);
  const oracle = importBars(read(context, 'equities/backtrader/orcl-1995-2014.csv'), { fileName: 'orcl-1995-2014.csv' });
  expect([oracle.instrument.symbol, oracle.instrument.assetClass, oracle.bars.length, oracle.bars.close[0]]).toEqual([
    'ORCL',
    'equity',
    5036,
    2.117284,
  ]);
});

test('[MD-07] one symbol of a file of forty-five is chosen, without one they are named', (context) => {
  const bytes = read(context, 'equities/stocknet_prices_groupA_2012_2015.csv');
  expect(() => importBars(bytes)).toThrow('the file holds 45 symbols: AAPL, ABB');
  const { bars, rejects } = importBars(bytes, { symbol: 'AAPL' });
  expect([bars.close[0], rejects.length]).toEqual([96.424286, 0]);
});

test('[MD-07] files of trades, books, options and tweets are refused', (context) => {
  for (const path of [
    'ticks/binance_XRPETH_trades.csv',
    'book/binance_BTCUSDT_depth_snapshot.csv',
    'options/SPXW_universe_20230623.csv',
    'text/stocknet_tweets_groupA.csv',
  ]) {
    expect(() => importBars(read(context, path))).toThrow(/^no columns? for /);
  }
});

function xrpTrades(context: TestContext): Trades {
  const rows = cells(context, 'ticks/binance_XRPETH_trades.csv');
  return { length: rows.length, time: column(rows, 0, 1000), price: column(rows, 3), quantity: column(rows, 4) };
}

test('[MD-11] the trades of XRP/ETH make the 1m and 5m bars beside them exactly', (context) => {
  const trades = xrpTrades(context);
  const lastMinute = { '1m': Date.UTC(2019, 9, 12, 11, 58) * 1000, '5m': Date.UTC(2019, 9, 12, 11, 55) * 1000 };
  for (const [name, timeframeUs] of [
    ['1m', MINUTE_US],
    ['5m', 5 * MINUTE_US],
  ] as const) {
    const { bars: expected } = importBars(read(context, `ticks/binance_XRPETH_${name}.csv`), { symbol: 'XRP/ETH' });
    expect(expected.time.at(-1)).toBe(lastMinute[name]);
    expect(tradesToBars(trades, timeframeUs)).toEqual(expected);
  }
});

test('[MD-11] the same trades through the stream, a heartbeat after each, close the same minutes', (context) => {
  const rows = cells(context, 'ticks/binance_XRPETH_trades.csv');
  const events = rows.flatMap(([ms, id, side, price, amount]): FeedEvent[] => [
    { kind: 'heartbeat', instrument: 'XRP/ETH', watermarkUs: Number(ms) * 1000, synthetic: false },
    {
      kind: 'trade',
      eventId: id as string,
      instrument: 'XRP/ETH',
      venue: 'binance',
      price: price as string,
      quantity: amount as string,
      side: side as 'buy' | 'sell',
      eventTimeUs: Number(ms) * 1000,
      synthetic: false,
    },
  ]);
  const last = Number(rows.at(-1)?.[0]) * 1000 + MINUTE_US;
  events.push({ kind: 'heartbeat', instrument: 'XRP/ETH', watermarkUs: last, synthetic: false });
  const { closed } = foldTrades(
    emptyIngest('XRP/ETH'),
    events.map((event) => ({ event })),
  );
  const { bars } = importBars(read(context, 'ticks/binance_XRPETH_1m.csv'), { symbol: 'XRP/ETH' });
  expect(closed.map((bar) => [bar.timeUs, bar.open, bar.high, bar.low, bar.close, bar.volume])).toEqual(
    Array.from(bars.time, (time, i) => [time, bars.open[i], bars.high[i], bars.low[i], bars.close[i], bars.volume[i]]),
  );
});

test('[MD-11] the quotes of OANDA make the bid and the ask of all 6,887 minutes beside them exactly', (context) => {
  const quotes = cells(context, 'ticks/oanda_EURUSD_20140501_20140507_quotes.csv');
  const answer = cells(context, 'ticks/oanda_EURUSD_20140501_20140507_1m_bidask.csv');
  expect(answer).toHaveLength(6887);
  for (const [side, first] of [
    [1, 1],
    [2, 5],
  ] as const) {
    const bars = tradesToBars(
      { length: quotes.length, time: column(quotes, 0, 1000), price: column(quotes, side), quantity: new Float64Array(quotes.length) },
      MINUTE_US,
    );
    expect(Array.from(bars.time)).toEqual(answer.map(([time]) => Date.parse(time as string) * 1000));
    expect([bars.open, bars.high, bars.low, bars.close].map((values) => [...values])).toEqual(
      [0, 1, 2, 3].map((edge) => answer.map((row) => Number(row[first + edge]))),
    );
  }
});

test('[MD-11] hours made of a real month of minutes equal the sums over them', (context) => {
  const { bars } = importBars(read(context, 'crypto/binance_DASHUSDT_1m_2020-09.csv'), { symbol: 'DASH/USDT' });
  const hours = aggregateBars(bars, HOUR_US);
  expect(hours.length).toBe(168);
  for (let hour = 0; hour < hours.length; hour++) {
    const minutes = Array.from(bars.volume.subarray(hour * 60, hour * 60 + 60));
    const exact = minutes.reduce((sum, volume) => sum + BigInt(Math.round(volume * 1e5)), 0n);
    expect(hours.volume[hour]).toBe(Number(exact) / 1e5);
  }
});
