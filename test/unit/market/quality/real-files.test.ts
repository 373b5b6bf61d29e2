import { existsSync, readFileSync } from 'node:fs';
import { expect, type TestContext, test } from 'vitest';
import { calendarOf } from '../../../../shared/domain/calendar/calendar.ts';
import { HOUR_US } from '../../../../shared/domain/time.ts';
import { parseCsv } from '../../../../shared/market/csv.ts';
import { checkTable, countCodes, type QualityReport } from '../../../../shared/market/quality/check.ts';
import { outlyingPrices } from '../../../../shared/market/quality/outliers.ts';
import { checkTicks } from '../../../../shared/market/quality/ticks.ts';
import { readTicks } from '../../../../shared/market/ticks/read-ticks.ts';
import { randomNumbers } from '../../../support/random-bars.ts';

/** Real files, described in SOURCES.md beside them. They never ship. */
const DATA = '../shared/data/';

function read(context: TestContext, path: string): Uint8Array {
  context.skip(!existsSync(DATA + path), 'skipped: no ../shared/data');
  return readFileSync(DATA + path);
}

function check(context: TestContext, path: string, calendar: string): QualityReport {
  return checkTable(parseCsv(read(context, path)), { calendar: calendarOf(calendar) });
}

const at = ({ defects }: QualityReport, code: string) =>
  defects.filter((defect) => defect.code === code).map((defect) => defect.at.slice(0, 10));

test.for<[path: string, calendar: string, score: number]>([
  ['equities/backtrader/orcl-1995-2014.csv', 'NASDAQ', 100],
  ['crypto/binance_DASHUSDT_1m_2020-09.csv', '24/7', 100],
  ['crypto/binance_1h/BTCUSDT-1h-2021-04_2022-12.csv', '24/7', 99.9],
  ['crypto/freqtrade_5m/LTC_BTC-5m.csv', '24/7', 100],
  ['fx/EURUSD_1h_2007_2016_oanda.csv', 'FX', 99.5],
])('[MD-09] %s, held against %s, scores at least %f', ([path, calendar, score], context) => {
  expect(check(context, path, calendar).score).toBeGreaterThanOrEqual(score);
});

test.for([
  'crypto/binance_15m/TRIBEUSDT-15m.csv',
  'crypto/binance_1h/SOLUSDT-1h-2021-04_2022-12.csv',
  'crypto/freqtrade_UNITTEST_BTC-1m.csv',
  'fx/GBPUSD_1m_2012-02_bidask.csv',
  'equities/lean_daily_raw/BAC-to-2018.csv',
])('[MD-09] at most one bar in a thousand of %s is called an outlier', (path, context) => {
  const report = check(context, path, '24/7');
  expect(at(report, 'outlier').length).toBeLessThanOrEqual(report.bars / 1000);
});

test('[MD-09] of ten bad prints of a quarter percent among 10,000 real quotes of the euro nine are flagged or more, and ten others at most', (context) => {
  const { first } = readTicks(read(context, 'ticks/oanda_EURUSD_20140501_20140507_quotes.csv'));
  for (let part = 0; part < 10; part++) {
    const prices = first.slice(part * 18_000, part * 18_000 + 10_000);
    const random = randomNumbers(part);
    const bad = Array.from({ length: 10 }, (_, i) => i * 1000 + Math.floor(random() * 900));
    for (const row of bad) prices[row] = (prices[row] as number) * (random() < 0.5 ? 0.9975 : 1.0025);
    const { rows } = outlyingPrices(prices);
    const hits = bad.filter((row) => rows.includes(row)).length;
    expect(hits, `part ${part}`).toBeGreaterThanOrEqual(9);
    expect(rows.length - hits, `part ${part}`).toBeLessThanOrEqual(10);
  }
});

test('[MD-09] trades and quotes of two venues have nothing wrong; 0.04 % of a consolidated tape stands out', (context) => {
  const score = (path: string) => checkTicks(readTicks(read(context, path))).score;
  expect(score('ticks/binance_BTCUSDT_trades_2021-01-08.csv')).toBe(100);
  expect(score('ticks/oanda_EURUSD_20140501_20140507_quotes.csv')).toBe(100);
  expect(score('ticks/SPY_20131007_20131008_trades.csv')).toBe(99.96);
});

/** The dates are those after which the split factor changes in equities/corporate_actions; AIG's 5 for 4 of 1999-08-02 is within what a day may do. */
test.for<[string, string[]]>([
  ['AAPL', ['2000-06-21', '2005-02-28', '2014-06-09']],
  ['AIG', ['1998-08-03', '2000-07-31', '2009-07-01']],
  ['BAC', ['2004-08-30']],
  ['IBM', ['1999-05-27']],
  ['QQQ', ['2000-03-20']],
  ['SPY', []],
])('[MD-09] raw daily bars of %s show a split on the days of its factor file and on no others', ([symbol, dates], context) => {
  expect(at(check(context, `equities/lean_daily_raw/${symbol}-to-2018.csv`, 'NYSE'), 'split-jump')).toEqual(dates);
});

/** Lows of 10.59, 25.30 and 32.65 on days that closed at 26.29, 34.73 and 47.08 (split-adjusted by seven). */
test('[MD-09] three lows of AAPL that never traded are found', (context) => {
  expect(at(check(context, 'equities/lean_daily_raw/AAPL-to-2018.csv', 'NYSE'), 'outlier')).toEqual([
    '2009-09-21',
    '2010-08-31',
    '2011-01-03',
  ]);
});

test('[MD-09] as many crossed quotes as SOURCES.md counts: 347', (context) => {
  expect(new Map(countCodes(check(context, 'fx/GBPUSD_1m_2012-02_bidask.csv', 'FX').defects)).get('crossed')).toBe(347);
});

test('[MD-09] hours written by the clock of New York are known for what they are; read so, no session has a hole but one of a halt', (context) => {
  const spy = check(context, 'equities/lean_hourly_raw/SPY-1h.csv', 'NYSE');
  expect(spy.defects.map(({ code }) => code)).toEqual(['time-zone']);
  expect(spy.defects[0]?.detail).toContain('the clock of America/New_York');
  const nasdaqHalt = check(context, 'equities/lean_hourly_raw/AAPL-1h.csv', 'NASDAQ');
  expect(at(nasdaqHalt, 'missing')).toEqual(['2013-08-22']);
});

test('[MD-09] hourly euros five hours late are a clock five hours ahead of UTC', (context) => {
  const table = parseCsv(read(context, 'fx/EURUSD_1h_2007_2016_oanda.csv'));
  const late = { ...table, time: table.time.map((timeUs) => timeUs + 5 * HOUR_US) };
  const { defects } = checkTable(late, { calendar: calendarOf('FX') });
  expect(defects.find(({ code }) => code === 'time-zone')?.detail).toContain('a clock 5 h ahead of UTC');
});
