import { expect, test } from 'vitest';
import { type AssetClass, tradingDaysPerYear } from '../../../shared/domain/instrument.ts';
import { DAY_US } from '../../../shared/domain/time.ts';
import { inferInstrument, splitPair, symbolOfFileName } from '../../../shared/market/instrument.ts';
import { synthesiseBars } from '../../../shared/market/synthetic-bars.ts';

/** Monday 2021-01-04. */
const MONDAY = Date.UTC(2021, 0, 4) * 1000;
const weekdays = synthesiseBars({ seed: 1, bars: 5, timeframeUs: DAY_US, startUs: MONDAY });
const wholeWeek = synthesiseBars({ seed: 1, bars: 7, timeframeUs: DAY_US, startUs: MONDAY });

test.each<[string, AssetClass, string, string]>([
  ['BTC/USDT', 'crypto', 'BTC', 'USDT'],
  ['BTCUSDT', 'crypto', 'BTC', 'USDT'],
  ['btc-usd', 'crypto', 'BTC', 'USD'],
  ['ETHUSD', 'crypto', 'ETH', 'USD'],
  ['ETH_BTC', 'crypto', 'ETH', 'BTC'],
  ['XRPETH', 'crypto', 'XRP', 'ETH'],
  ['EPSUSDT', 'crypto', 'EPS', 'USDT'],
  ['BTC-PERP', 'crypto', 'BTC', 'USD'],
  ['EURUSD', 'fx', 'EUR', 'USD'],
  ['GBP/JPY', 'fx', 'GBP', 'JPY'],
  ['XAU/USD', 'commodity', 'XAU', 'USD'],
  ['AAPL', 'equity', 'AAPL', 'USD'],
  ['BRK-B', 'equity', 'BRK-B', 'USD'],
  ['METH', 'equity', 'METH', 'USD'],
  ['KRAKEN:BTC/USDT', 'crypto', 'BTC', 'USDT'],
  ['oanda:EURGBP', 'fx', 'EUR', 'GBP'],
  ['NYSE:BRK-B', 'equity', 'BRK-B', 'USD'],
  ['BTC/USDT:USDT', 'crypto', 'BTC', 'USDT'],
])('[BT-05] %s is %s, %s counted in %s', (symbol, assetClass, base, currency) => {
  expect(inferInstrument({ symbol, bars: weekdays })).toMatchObject({
    symbol,
    assetClass,
    base,
    currency,
    tick: 1e-8,
    lot: 1e-8,
    multiplier: 1,
  });
});

test('[BT-05] a symbol that says nothing is crypto when it trades at weekends, equity when it does not', () => {
  expect(inferInstrument({ symbol: 'FOO', bars: wholeWeek })).toMatchObject({ assetClass: 'crypto', calendar: '24/7' });
  expect(inferInstrument({ symbol: 'FOO', bars: weekdays })).toMatchObject({ assetClass: 'equity', calendar: 'NYSE' });
});

test('[BT-05] the asset class given wins over all that could be inferred', () => {
  const instrument = inferInstrument({ symbol: 'BTC/USDT', assetClass: 'future', bars: wholeWeek });
  expect(instrument.assetClass).toBe('future');
  expect(tradingDaysPerYear(instrument.assetClass)).toBe(252);
  expect(tradingDaysPerYear(inferInstrument({ symbol: 'BTC/USDT' }).assetClass)).toBe(365);
});

test.each<[string, string | undefined]>([
  ['BTCUSDT-1h-2021-04_2022-12.csv', 'BTC/USDT'],
  ['some/folder/ETH_BTC-5m.csv', 'ETH/BTC'],
  ['binance_DASHUSDT_1m_2020-09.csv', 'DASH/USDT'],
  ['EURUSD_1h_2007_2016_oanda.csv', 'EUR/USD'],
  ['BTC-PERP_1m_2022-01.csv', 'BTC/USD'],
  ['AAPL-to-2018.parquet', 'AAPL'],
  ['orcl-1995-2014.csv', 'ORCL'],
  ['2006-01-02-volume-min-001.csv', undefined],
])('[MD-08] the file name %s names %s', (fileName, symbol) => {
  expect(symbolOfFileName(fileName)).toBe(symbol);
});

test('[MD-08] the symbol given wins over the one in the file, that over the file name', () => {
  const hints = { fileName: 'AAPL.csv', fileSymbol: 'MSFT' };
  expect(inferInstrument({ ...hints, symbol: 'IBM' }).symbol).toBe('IBM');
  expect(inferInstrument(hints).symbol).toBe('MSFT');
  expect(inferInstrument({ fileName: 'AAPL.csv' }).symbol).toBe('AAPL');
  expect(inferInstrument({}).symbol).toBe('UNKNOWN');
});

test('[MD-08] one pair is the same pair in every spelling', () => {
  for (const spelling of ['BTC/USDT', 'BTCUSDT', 'btc-usdt', 'BTC_USDT', 'BTC/USDT:USDT'])
    expect(splitPair(spelling)).toEqual({ base: 'BTC', quote: 'USDT' });
});
