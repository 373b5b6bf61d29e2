import { expect, test } from 'vitest';
import { DAY_US } from '../../../shared/domain/time.ts';
import { MarketDataError } from '../../../shared/market/error.ts';
import { defineFeed, type FeedRow, feedTable, lines, textOf } from '../../../shared/market/feed.ts';
import { importTable } from '../../../shared/market/import.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const bar = (day: number, close: number): FeedRow => ({ timeUs: day * DAY_US, open: close, high: close, low: close, close, volume: 1 });

const days = defineFeed({
  id: 'days',
  about: 'A day and a close in each line.',
  records: lines,
  row(line, number) {
    if (number === 1) return undefined;
    const [day, close] = line.split(' ');
    if (close === undefined) throw new Error('no close');
    return bar(Number(day), Number(close));
  },
});

test('[BT-09] a feed makes rows of lines, leaves out what is none, and says of a line that it cannot read why', () => {
  const table = feedTable(days, bytes('day close\r\n1 10\r\n2\r\n3 x\r\n4 13\r\n'));
  expect([table.length, [...table.time].map((time) => time / DAY_US), [...table.close]]).toEqual([3, [1, 3, 4], [10, NaN, 13]]);
  expect(table.rejects).toEqual([{ line: 3, code: 'unreadable', reason: 'no close', raw: '2' }]);
  expect([table.line(2), table.raw(2)]).toEqual([5, '4 13']);
});

test('[BT-09] what a feed reads goes through the checks of every file', () => {
  const { bars, rejects, timeframe } = importTable(feedTable(days, bytes('\n1 10\n2 11\n2 12\n3 -1\n3 13\n4 y\n')), { symbol: 'ACME' });
  expect([timeframe, [...bars.close].slice(0, bars.length)]).toEqual(['1d', [10, 11, 13]]);
  expect(rejects.map(({ line, code }) => [line, code])).toEqual([
    [4, 'conflicting-duplicate'],
    [5, 'price-not-positive'],
    [7, 'not-finite'],
  ]);
});

test('[BT-09] records may be anything that the file holds, of several instruments', () => {
  const feed = defineFeed({
    id: 'list',
    about: 'A list of records.',
    timeframe: '1d',
    records: (file) => JSON.parse(textOf(file)) as readonly { of: string; day: number; close: number }[],
    row: ({ of, day, close }) => ({ ...bar(day, close), symbol: of }),
  });
  const file = bytes(JSON.stringify([1, 2].flatMap((day) => ['AAA', 'BBB'].map((of, i) => ({ of, day, close: 10 * i + day })))));
  const { bars, instrument } = importTable(feedTable(feed, file), { symbol: 'BBB' });
  expect([instrument.symbol, [...bars.close].slice(0, bars.length)]).toEqual(['BBB', [11, 12]]);
});

test('[BT-09] a file that a feed cannot read, or finds nothing in, and a row that is none, are faults by name', () => {
  const fails = (records: unknown, row: unknown, text = 'a\nb') => {
    try {
      feedTable(defineFeed({ id: 'bad', about: 'Fails.', records, row } as Parameters<typeof defineFeed>[0]), bytes(text));
    } catch (error) {
      return [error instanceof MarketDataError, (error as Error).message];
    }
    return undefined;
  };
  const noJson = () =>
    fails(
      (file: Uint8Array) => JSON.parse(textOf(file)),
      () => undefined,
    );
  expect(noJson()).toEqual([true, expect.stringContaining('feed bad cannot read the file: Unexpected token')]);
  expect(fails(lines, () => undefined)).toEqual([true, 'feed bad found no bar in it']);
  expect(fails(lines, () => 5)).toEqual([
    true,
    'feed bad: row returned 5, but must return { timeUs, open, high, low, close, volume } or nothing',
  ]);
  expect(fails(lines, () => ({ ...bar(1, 1), volume: '7' }))).toEqual([
    true,
    'feed bad found no sound row in it; record 1: volume is 7, but must be a number',
  ]);
});

test('[BT-09] a file under feeds/ that is no feed says what it lacks', () => {
  const define = (source: object) => () => defineFeed(source as Parameters<typeof defineFeed>[0]);
  const whole = { id: 'some', about: 'Something.', records: lines, row: () => undefined };
  expect(define({ ...whole, id: 'Some Feed' })).toThrow('feed id "Some Feed" is not kebab-case');
  expect(define({ ...whole, about: undefined })).toThrow('feed some has no about');
  expect(define({ ...whole, records: undefined })).toThrow('feed some has no records(bytes); for a file of lines, write records: lines');
  expect(define({ ...whole, row: 1 })).toThrow('feed some has no row(record)');
  expect(define({ ...whole, timeframe: 'soon' })).toThrow('timeframe "soon"');
});
