import { expect, test } from 'vitest';
import { MINUTE_US } from '../../../../shared/domain/time.ts';
import { quotesToBars } from '../../../../shared/market/ticks/quote-bars.ts';
import { readTicks } from '../../../../shared/market/ticks/read-ticks.ts';

const T = 1_610_064_000; // 2021-01-08T00:00:00Z
const read = (lines: readonly string[], options = {}) => readTicks(new TextEncoder().encode(`${lines.join('\n')}\n`), options);

test.for<[string, string[]]>([
  ['epoch ms', ['timestamp_ms,trade_id,price,quantity,buyer_maker', `${T}278,1,100.5,0.25,true`, `${T}999,2,101,2,false`]],
  ['epoch s and semicolons', ['time;px;qty', `${T}.278;100.5;0.25`, `${T}.999;101;2`]],
  [
    'ISO, quoted, columns in another order',
    ['"amount","price","date"', `"0.25","100.5","2021-01-08T00:00:00.278Z"`, `"2","101","2021-01-08 00:00:00.999"`],
  ],
  ['epoch ns and exponents', ['ts,price,size', `${T}278000000,1.005e2,25e-2`, `${T}999000000,101,2`]],
])('[MD-08] trades written as %s are the same ticks', ([, lines]) => {
  const { kind, time, first, second, rejects } = read(lines);
  expect([kind, [...time], [...first], [...second], rejects]).toEqual([
    'trades',
    [T * 1e6 + 278_000, T * 1e6 + 999_000],
    [100.5, 101],
    [0.25, 2],
    [],
  ]);
});

test('[MD-07] a row that cannot be a trade is refused with its line and reason, the rest is kept', () => {
  const { length, rejects } = read([
    'timestamp_ms,price,quantity',
    `${T}000,10,1`,
    `${T}001,-10,1`,
    `${T}002,10,0`,
    `${T}003,ten,1`,
    `${T}004,10`,
    `yesterday,10,1`,
    `${T}005,11,1`,
  ]);
  expect(length).toBe(2);
  expect(rejects.map(({ line, code, reason }) => `${line} ${code}: ${reason}`)).toEqual([
    '3 price-not-positive: price is -10; it must be above zero',
    '4 volume-negative: quantity is 0; it must be above zero',
    '5 not-a-number: price "ten" is not a number',
    '6 missing-field: row has 2 fields, the file has 3',
    '7 bad-time: time "yesterday" is not written like the rest of the column',
  ]);
});

test('[MD-07] a crossed quote is put aside and makes no bar', () => {
  const quotes = read(['timestamp_ms,bid,ask', `${T}000,1.1,1.2`, `${T}100,1.3,1.2`, `${T}200,1.1,1.4`]);
  expect(quotes.rejects).toMatchObject([{ line: 3, code: 'crossed', reason: 'bid 1.3 is above ask 1.2' }]);
  // By hand: middles 1.15 and 1.25.
  expect([...quotesToBars(quotes, 'mid', MINUTE_US).open]).toEqual([1.15]);
  expect([...quotesToBars(quotes, 'mid', MINUTE_US).high]).toEqual([1.25]);
  expect([...quotesToBars(quotes, 'bid', MINUTE_US).high]).toEqual([1.1]);
  expect([...quotesToBars(quotes, 'ask', MINUTE_US).close]).toEqual([1.4]);
});

test('[DX-01] a trade that comes again under its id is dropped wherever it stands, also under ids that are no numbers', () => {
  for (const id of ['', 'x']) {
    const ticks = read(['timestamp_ms,id,price,amount', `${T}000,${id}1,10,1`, `${T}100,${id}2,11,1`, `${T}200,${id}1,10,1`]);
    expect([ticks.length, ticks.notes]).toEqual([2, ['1 trades came again under the same id and were dropped']]);
  }
});

test('[MD-11] ticks out of order are sorted by time, equal times as they stand, and the reader says so', () => {
  const ticks = read(['timestamp_ms,price,amount', `${T}100,1,1`, `${T}000,2,1`, `${T}100,3,1`]);
  expect([...ticks.first]).toEqual([2, 1, 3]);
  expect(ticks.notes).toEqual(['the ticks were out of order; they are sorted by their times']);
});

test('[MD-07] one symbol of a file of several is chosen, without one they are named', () => {
  const lines = ['timestamp_ms,symbol,price,amount', `${T}000,BTCUSDT,10,1`, `${T}001,ETHUSDT,2,1`, `${T}002,BTCUSDT,11,1`];
  expect([...read(lines, { symbol: 'BTCUSDT' }).first]).toEqual([10, 11]);
  expect(() => read(lines)).toThrow('the file holds 2 symbols: BTCUSDT, ETHUSDT; name one');
  expect(() => read(lines, { symbol: 'XRPUSDT' })).toThrow('the file does not hold "XRPUSDT"; it holds BTCUSDT, ETHUSDT');
});

test.for<[string, string[], string]>([
  ['no price', ['timestamp_ms,quantity', `${T}000,1`], 'no column for price; found: timestamp_ms, quantity. A tick file has'],
  ['no ask', ['timestamp_ms,bid', `${T}000,1`], 'no column for ask'],
  ['no time', ['price,quantity', '1,1'], 'no column for time'],
  ['no row', ['timestamp_ms,price,quantity'], 'there is no row of data'],
  ['no good row', ['timestamp_ms,price,quantity', `${T}000,0,1`], 'no row can be read; line 2: price is 0; it must be above zero'],
])('[MD-07] a file with %s is refused and the message says what is missing', ([, lines, message]) => {
  expect(() => read(lines)).toThrow(message);
});
