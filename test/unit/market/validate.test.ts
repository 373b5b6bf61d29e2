import { expect, test } from 'vitest';
import { DAY_US, HOUR_US, MINUTE_US, toIso } from '../../../shared/domain/time.ts';
import { parseCsv } from '../../../shared/market/csv.ts';
import { quarantineCsv } from '../../../shared/market/quarantine.ts';
import { validateBars } from '../../../shared/market/validate.ts';

const HEADER = 'timestamp,open,high,low,close,volume\n';
const row = (minute: number, values = '1,2,0.5,1.5,10') => `${toIso(1_617_566_400_000_000 + minute * MINUTE_US)},${values}`;
const check = (rows: readonly string[], options = {}) =>
  validateBars(parseCsv(new TextEncoder().encode(HEADER + rows.join('\n'))), options);
const minutesOf = (time: Float64Array) => Array.from(time, (us) => (us - 1_617_566_400_000_000) / MINUTE_US);

test.each<[string, string, string]>([
  ['0,2,0.5,1.5,10', 'price-not-positive', 'open 0 is not above zero'],
  ['1,2,-0.5,1.5,10', 'price-not-positive', 'low -0.5 is not above zero'],
  ['1,2,0.5,1.5,-10', 'volume-negative', 'volume -10 is below zero'],
  ['1,0.5,2,1.5,10', 'high-below-low', 'high 0.5 is below low 2'],
  ['3,2,0.5,1.5,10', 'open-outside-range', 'open 3 is outside low 0.5 to high 2'],
  ['1,2,0.5,0.4,10', 'close-outside-range', 'close 0.4 is outside low 0.5 to high 2'],
])('[MD-07] a row of %s is rejected with its line number as %s', (values, code, reason) => {
  const { bars, rejects } = check([row(0), row(1), row(2, values), row(3)]);
  expect(minutesOf(bars.time)).toEqual([0, 1, 3]);
  expect(rejects).toEqual([{ line: 4, code, reason, raw: row(2, values) }]);
});

test('[MD-07] a row that goes back in time is rejected, not sorted in', () => {
  const { bars, rejects } = check([row(0), row(1), row(3), row(2), row(4)]);
  expect(minutesOf(bars.time)).toEqual([0, 1, 3, 4]);
  expect(rejects).toMatchObject([
    { line: 5, code: 'out-of-order', reason: 'time 2021-04-04T20:02:00Z goes back behind 2021-04-04T20:03:00Z' },
  ]);
});

test('[MD-07] one time far ahead is rejected itself and does not cost the rows after it', () => {
  const { bars, rejects } = check([row(0), row(1), row(999_999), row(2), row(3), row(4), row(5)]);
  expect(minutesOf(bars.time)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(rejects).toMatchObject([{ line: 4, code: 'out-of-order' }]);
});

test('[MD-07] an exact copy is dropped and counted, a copy with other values is rejected', () => {
  const { bars, rejects, defects } = check([row(0), row(1), row(1), row(2, '1,2,0.5,1.6,10'), row(2), row(0), row(3)]);
  expect(minutesOf(bars.time)).toEqual([0, 1, 2, 3]);
  expect(bars.close[2]).toBe(1.6);
  expect(rejects).toMatchObject([
    { line: 6, code: 'conflicting-duplicate', reason: 'line 5 has other values for the same time 2021-04-04T20:02:00Z' },
  ]);
  expect(defects).toContainEqual({ code: 'duplicates', line: 4, detail: '2 exact copies of rows were dropped' });
});

test('[MD-07] gaps are reported and never filled', () => {
  const { bars, gaps, defects } = check([row(0), row(1), row(5), row(6), row(8)]);
  expect(bars.length).toBe(5);
  expect(gaps.map(({ fromUs, bars: missing }) => [toIso(fromUs), missing])).toEqual([
    ['2021-04-04T20:02:00Z', 3],
    ['2021-04-04T20:07:00Z', 1],
  ]);
  expect(defects[0]).toEqual({ code: 'gaps', detail: '2 gaps, 4 bars missing; the longest 3 bars from 2021-04-04T20:02:00Z' });
  expect(defects[2]).toEqual({ code: 'gap', at: '2021-04-04T20:07:00Z', detail: '1 bar missing until 2021-04-04T20:08:00Z' });
});

test('[MD-07] a file that runs newest first is read from its end', () => {
  const { bars, rejects, defects } = check([row(3), row(2), row(1), row(0)]);
  expect(minutesOf(bars.time)).toEqual([0, 1, 2, 3]);
  expect(rejects).toEqual([]);
  expect(defects.map(({ code }) => code)).toEqual(['newest-first']);
});

test('[MD-07] rows that open after the time of the import are rejected', () => {
  const nowUs = 1_617_566_400_000_000 + 2 * MINUTE_US;
  const { bars, rejects } = check([row(0), row(1), row(2), row(3)], { nowUs });
  expect(bars.length).toBe(3);
  expect(rejects).toMatchObject([{ line: 5, code: 'time-out-of-range', reason: 'time 2021-04-04T20:03:00Z lies in the future' }]);
});

test('[MD-07] the timeframe is the most common step, and a bar inside another is rejected', () => {
  const { timeframeUs, rejects } = check([row(0), row(60), row(90), row(120), row(240), row(300), row(360)]);
  expect(timeframeUs).toBe(HOUR_US);
  expect(rejects).toMatchObject([{ line: 4, code: 'inside-another-bar' }]);
});

test('[MD-07] a timeframe given wins, unless the rows are closer together', () => {
  expect(check([row(0), row(1)], { timeframeUs: MINUTE_US }).timeframeUs).toBe(MINUTE_US);
  expect(check([row(0)], { timeframeUs: HOUR_US }).timeframeUs).toBe(HOUR_US);
  expect(() => check([row(0), row(1), row(2)], { timeframeUs: HOUR_US })).toThrow('timeframe 1h was given, but most rows are 1m apart');
  expect(() => check([row(0)])).toThrow('the timeframe cannot be told from a single time');
});

test('[MD-07] daily bars that open an hour early after the clocks change are kept', () => {
  const hours = [0, 24, 48, 71, 95, 119];
  const { bars, timeframeUs, rejects, defects } = check(hours.map((hour) => row(hour * 60)));
  expect([bars.length, timeframeUs, rejects.length]).toEqual([6, DAY_US, 0]);
  expect(defects).toEqual([{ code: 'off-grid', detail: '3 bars do not open a whole number of timeframes after the first' }]);
});

test('[MD-07] of several symbols one must be chosen, by any spelling', () => {
  const text =
    'symbol,date,open,high,low,close\nBTC/USDT,2021-01-01,1,2,1,1\nETH/USDT,2021-01-01,3,4,3,3\nBTC/USDT,2021-01-02,1,2,1,2\nETH/USDT,2021-01-02,3,4,3,4\n';
  const table = () => parseCsv(new TextEncoder().encode(text));
  expect(() => validateBars(table())).toThrow('the file holds 2 symbols: BTC/USDT, ETH/USDT; choose one with --symbol');
  expect(() => validateBars(table(), { symbol: 'XRP' })).toThrow('symbol "XRP" is not in the file, which holds: BTC/USDT, ETH/USDT');
  const chosen = validateBars(table(), { symbol: 'ethusdt' });
  expect([...chosen.bars.close]).toEqual([3, 4]);
  expect(chosen.symbol).toBe('ETH/USDT');
});

test('[MD-07] a file whose every row is bad is refused with the first reason', () => {
  expect(() => check([row(0, '1,0.5,2,1.5,10'), row(1, '1,0.5,2,1.5,10')])).toThrow('no row is valid; line 2: high 0.5 is below low 2');
});

test('[MD-07] the quarantine file holds line, code, reason and the row, quoted so that it reads back', () => {
  const { rejects } = check([row(0), `${row(1)},"x"`, row(2), row(3)]);
  expect(quarantineCsv(rejects)).toBe(
    `line,code,reason,raw\n3,extra-field,"row has more than the 6 fields of the file","${row(1)},""x"""\n`,
  );
  expect(quarantineCsv([])).toBe('');
});

test('[MD-07] a negative zero is a zero, so that equal bars have equal bytes', () => {
  expect(Object.is(check([row(0), row(1, '1,2,0.5,1.5,-0')]).bars.volume[1], 0)).toBe(true);
});
