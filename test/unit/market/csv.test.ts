import { expect, test } from 'vitest';
import { toIso } from '../../../shared/domain/time.ts';
import { parseCsv } from '../../../shared/market/csv.ts';
import { MarketDataError } from '../../../shared/market/error.ts';

const parse = (text: string) => parseCsv(new TextEncoder().encode(text));
const OHLCV = [57953.86, 58051.25, 57826.16, 58025.11, 1240.209016];

function firstRow(text: string) {
  const { time, open, high, low, close, volume } = parse(text);
  return [toIso(time[0] as number), open[0], high[0], low[0], close[0], volume[0]];
}

test.each<[string, string]>([
  [
    'a header in the usual order',
    'timestamp,open,high,low,close,volume\n2021-04-04T20:00:00Z,57953.86,58051.25,57826.16,58025.11,1240.209016\n',
  ],
  ['columns in any order', 'volume,close,time,low,open,high\n1240.209016,58025.11,2021-04-04T20:00:00Z,57826.16,57953.86,58051.25\n'],
  ['short names and semicolons', 'ts;o;h;l;c;v\n1617566400;57953.86;58051.25;57826.16;58025.11;1240.209016\n'],
  [
    'tabs and MetaTrader names',
    '<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<VOL>\n2021.04.04\t20:00:00\t57953.86\t58051.25\t57826.16\t58025.11\t1240.209016\n',
  ],
  ['no header', '1617566400000,57953.86,58051.25,57826.16,58025.11,1240.209016\n1617570000000,1,2,0.5,1,1\n'],
  [
    'no header, the twelve columns of an exchange dump',
    '1617566400000000,57953.86,58051.25,57826.16,58025.11,1240.209016,1617569999999999,1,2,3,4,0\n',
  ],
  [
    'no header and a row number first',
    '0,2021-04-04 20:00:00,57953.86,58051.25,57826.16,58025.11,1240.209016\n1,2021-04-04 21:00:00,1,2,0.5,1,1\n',
  ],
  [
    'a row number without a name',
    ',timestamp,open,high,low,close,volume\n0,2021-04-04 20:00:00,57953.86,58051.25,57826.16,58025.11,1240.209016\n',
  ],
  [
    'a row number that the header leaves out',
    'timestamp,open,high,low,close,volume\n0,2021-04-04 20:00:00,57953.86,58051.25,57826.16,58025.11,1240.209016\n',
  ],
  [
    'a time index without a name',
    ',open,high,low,close,volume\n2021-04-04 20:00:00+00:00,57953.86,58051.25,57826.16,58025.11,1240.209016\n',
  ],
  [
    'quotes around everything',
    '"Date","Open","High","Low","Close","Volume"\n"2021-04-04T20:00:00Z","57953.86","58051.25","57826.16","58025.11","1240.209016"\n',
  ],
  [
    'a byte order mark and Windows line ends',
    '\uFEFFtimestamp,open,high,low,close,volume\r\n2021-04-04T20:00:00Z,57953.86,58051.25,57826.16,58025.11,1240.209016\r\n',
  ],
  [
    'a title line above the header',
    'https://example.org/data\nunix,date,symbol,open,high,low,close,Volume BTC,Volume USDT\n1617566400,2021-04-04,BTC/USDT,57953.86,58051.25,57826.16,58025.11,1240.209016,7\n',
  ],
  [
    'comments, blank lines and blanks in cells',
    '# made by hand\n\nOpen time, Open, High, Low, Close, Volume\n\n 2021-04-04 20:00 , 57953.86, 58051.25 ,57826.16,58025.11,1240.209016 \n',
  ],
  [
    'a comma after the last cell and no line end',
    'timestamp,open,high,low,close,volume\n2021-04-04T20:00:00Z,57953.86,58051.25,57826.16,58025.11,1240.209016,',
  ],
])('[MD-07] %s: the bar is read', (_name, text) => {
  expect(firstRow(text)).toEqual(['2021-04-04T20:00:00Z', ...OHLCV]);
});

test('[MD-07] numbers with signs and exponents are read as what they are', () => {
  const table = parse('timestamp,open,high,low,close,volume\n1617566400,+57953.86,5.805125e4,57826.16,58025.11,1.24e3\n');
  expect([table.open[0], table.high[0], table.volume[0]]).toEqual([57953.86, 58051.25, 1240]);
});

test('[MD-08] bars of bid and ask become bars of their middle, and crossed closes are counted', () => {
  const table = parse(
    'timestamp,bid_open,bid_high,bid_low,bid_close,ask_open,ask_high,ask_low,ask_close\n2012-02-01T00:00:00Z,1,4,1,3,2,5,2,2\n',
  );
  expect([table.open[0], table.high[0], table.low[0], table.close[0], table.volume[0], table.crossed]).toEqual([1.5, 4.5, 1.5, 2.5, 0, 1]);
});

test('[MD-07] three corrupt rows are left out with line, reason and their text', () => {
  const good = (minute: number) => `2021-04-04T20:0${minute}:00Z,1,2,0.5,1.5,10`;
  const { length, rejects } = parse(
    `timestamp,open,high,low,close,volume\n${good(0)}\n2021-04-04T20:01:00Z,1,two,0.5,1.5,10\n${good(2)}\n2021-04-04T20:03:00Z,1,2\nnonsense,1,2,0.5,1.5,10\n${good(5)}\n`,
  );
  expect(length).toBe(3);
  expect(rejects).toEqual([
    { line: 3, code: 'not-a-number', reason: 'high "two" is not a number', raw: '2021-04-04T20:01:00Z,1,two,0.5,1.5,10' },
    { line: 5, code: 'missing-field', reason: 'row has 3 fields, the file has 6', raw: '2021-04-04T20:03:00Z,1,2' },
    {
      line: 6,
      code: 'bad-time',
      reason: 'time "nonsense" is not an ISO date or time like the rest of the column',
      raw: 'nonsense,1,2,0.5,1.5,10',
    },
  ]);
});

test.each<[string, string, string]>([
  ['2021-04-04T20:01:00Z,1,,0.5,1.5,10', 'missing-value', 'high is empty'],
  ['2021-04-04T20:01:00Z,1,NaN,0.5,1.5,10', 'not-finite', 'high is NaN'],
  ['2021-04-04T20:01:00Z,1,Infinity,0.5,1.5,10', 'not-finite', 'high is Infinity'],
  ['2021-04-04T20:01:00Z,1,1e999,0.5,1.5,10', 'not-finite', 'high is 1e999'],
  ['2021-04-04T20:01:00Z,1,0x10,0.5,1.5,10', 'not-a-number', 'high "0x10"'],
  ['2021-04-04T20:01:00Z,1,2,0.5,1.5,10,11', 'extra-field', 'more than the 6 fields'],
  [',1,2,0.5,1.5,10', 'missing-value', 'time is empty'],
  ['2021-02-30T20:01:00Z,1,2,0.5,1.5,10', 'bad-time', '2021-02-30'],
  ['2021-04-04T25:01:00Z,1,2,0.5,1.5,10', 'bad-time', '25:01'],
  ['1617566400000,1,2,0.5,1.5,10', 'bad-time', '1617566400000'],
  ['2021-04-04T20:01:00Z,"1,2,0.5,1.5,10', 'missing-field', 'row has 2 fields'],
])('[MD-07] the row %s is refused as %s', (row, code, reason) => {
  const good = [0, 2, 3].map((minute) => `2021-04-04T20:0${minute}:00Z,1,2,0.5,1.5,10`);
  const { rejects, length } = parse(`timestamp,open,high,low,close,volume\n${good.join('\n')}\n${row}\n`);
  expect(length).toBe(3);
  expect(rejects).toMatchObject([{ line: 5, code, raw: row }]);
  expect(rejects[0]?.reason).toContain(reason);
});

test.each<[string, string | Uint8Array, string]>([
  ['nothing', '', 'the file is empty'],
  ['blank lines', '\n \n', 'the file is empty'],
  ['a header alone', 'timestamp,open,high,low,close,volume\n', 'there is no row of data'],
  ['JSON', '{"open": 1}', 'it is JSON'],
  ['HTML', '<!DOCTYPE html><html></html>', 'HTML'],
  ['a Parquet file', 'PAR1....', 'Parquet'],
  ['a zip', new Uint8Array([0x50, 0x4b, 3, 4, 20, 0]), 'zip'],
  ['gzip', new Uint8Array([0x1f, 0x8b, 8, 0]), 'gzip'],
  ['binary', new Uint8Array([1, 2, 0, 4, 5]), 'binary'],
  ['prose', 'Dear all,\nplease find the prices attached,\nyours\n', 'no columns for open, high, low, close'],
  ['one column', 'close\n1\n2\n', 'a single field each'],
  ['trades', 'timestamp,price,size\n2021-04-04T20:00:00Z,1,2\n', 'no columns for open, high, low, close; found: timestamp, price, size'],
  ['no time', 'open,high,low,close\n1,2,0.5,1\n', 'no column for time; found: open, high, low, close'],
  ['half of the quotes', 'timestamp,bid_open,bid_high,bid_low,bid_close\n2021-04-04T20:00:00Z,1,2,1,1\n', 'no columns for open'],
  ['times of no known form', 'date,open,high,low,close\nMonday,1,2,0.5,1\n', 'holds "Monday"'],
  ['numbers that are no bars', '1,2,3,4,5\n2,3,4,5,6\n', 'neither a header nor a bar'],
  ['nothing but bad rows', 'timestamp,open,high,low,close\n2021-04-04T20:00:00Z,a,b,c,d\n', 'no row can be read; line 2'],
])('[MD-07] a file of %s is refused in one clear line', (_name, content, message) => {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  expect(() => parseCsv(bytes)).toThrow(MarketDataError);
  expect(() => parseCsv(bytes)).toThrow(message);
});

test('[MD-07] a file of ten thousand bad rows is given up, not collected', () => {
  expect(() => parse(`timestamp,open,high,low,close\n${'2021-04-04T20:00:00Z,x,x,x,x\n'.repeat(20_000)}`)).toThrow('no row can be read');
});

test('[MD-07] more rows than the first lines suggest are all read', () => {
  const wide = `2021-04-04T20:00:00Z,${'1'.repeat(18)},2,0.5,1,${'3'.repeat(18)}\n`.repeat(500);
  const narrow = '2021-04-04,1,2,0.5,1,3\n'.repeat(20_000);
  expect(parse(`timestamp,open,high,low,close,volume\n${wide}${narrow}`).length).toBe(20_500);
});
