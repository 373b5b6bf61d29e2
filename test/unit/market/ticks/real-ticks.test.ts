import { existsSync, readFileSync } from 'node:fs';
import { type TestContext, expect, test } from 'vitest';
import { BAR_COLUMNS } from '../../../../shared/domain/bars.ts';
import { MINUTE_US } from '../../../../shared/domain/time.ts';
import { tradesToBars } from '../../../../shared/market/aggregate.ts';
import { importBars } from '../../../../shared/market/import.ts';
import { quotesToBars } from '../../../../shared/market/ticks/quote-bars.ts';
import { encodeQuoteCsv } from '../../../../shared/market/ticks/quote-csv.ts';
import { readTicks } from '../../../../shared/market/ticks/read-ticks.ts';

/** Real ticks and the bars beside them; SOURCES.md states what equals what. They never ship. */
const DATA = '../shared/data/ticks/';

function read(context: TestContext, path: string): Uint8Array {
  context.skip(!existsSync(DATA + path), 'skipped: no ../shared/data');
  return readFileSync(DATA + path);
}

function barsOf(context: TestContext, path: string, timeframeUs: number) {
  const { length, time, first, second } = readTicks(read(context, path));
  return tradesToBars({ length, time, price: first, quantity: second }, timeframeUs);
}

test.for([
  ['1m', 1],
  ['5m', 5],
] as const)('[MD-11] the trades of XRP/ETH, columns found by name, make the %s bars beside them exactly', ([name, minutes], context) => {
  const { bars } = importBars(read(context, `binance_XRPETH_${name}.csv`), { symbol: 'XRP/ETH' });
  expect(barsOf(context, 'binance_XRPETH_trades.csv', minutes * MINUTE_US)).toEqual(bars);
});

test('[MD-11] the quotes of EUR/USD make the file of bid and ask minutes beside them, byte for byte', (context) => {
  const quotes = readTicks(read(context, 'oanda_EURUSD_20140501_20140507_quotes.csv'));
  expect([quotes.kind, quotes.length, quotes.rejects.length]).toEqual(['quotes', 186_092, 0]);
  const made = encodeQuoteCsv(quotesToBars(quotes, 'bid', MINUTE_US), quotesToBars(quotes, 'ask', MINUTE_US));
  expect(Buffer.from(made).equals(read(context, 'oanda_EURUSD_20140501_20140507_1m_bidask.csv'))).toBe(true);
});

test('[MD-11] all trades of SPY make 1,363 of the 1,656 vendor bars exactly, as SOURCES.md counts: the vendor leaves out some sale conditions', (context) => {
  const made = barsOf(context, 'SPY_20131007_20131008_trades.csv', MINUTE_US);
  const { bars } = importBars(read(context, 'SPY_20131007_20131008_1m.csv'), { symbol: 'SPY' });
  expect([...made.time]).toEqual([...bars.time]);
  const equal = [...bars.time].filter((_, row) => BAR_COLUMNS.every((column) => made[column][row] === bars[column][row]));
  expect(equal).toHaveLength(1363);
});

test.for([
  ['binance_BTCUSDT_trades_2021-01-08.csv', 'trades', 2001],
  ['freqtrade_ETH_public_trades.csv', 'trades', 1000],
  ['binance_BTCUSDT_quotes_2021-01-08.csv', 'quotes', 451],
] as const)('[MD-08] %s is read as %s, %i of them', ([path, kind, count], context) => {
  const ticks = readTicks(read(context, path));
  expect([ticks.kind, ticks.length, ticks.rejects, ticks.notes]).toEqual([kind, count, [], []]);
});
