import { expect, test } from 'vitest';
import { calendarOf } from '../../../../shared/domain/calendar/calendar.ts';
import type { Bars } from '../../../../shared/domain/bars.ts';
import { MINUTE_US, toIso } from '../../../../shared/domain/time.ts';
import { parseCsv } from '../../../../shared/market/csv.ts';
import { encodeCsv } from '../../../../shared/market/csv-write.ts';
import { checkTable, countCodes } from '../../../../shared/market/quality/check.ts';
import { calendarFor } from '../../../../shared/market/quality/market-of.ts';
import { synthesiseBars } from '../../../../shared/market/synthetic-bars.ts';
import { randomNumbers } from '../../../support/random-bars.ts';

const ALWAYS = { calendar: calendarOf('24/7') };
const startUs = Date.parse('2024-03-04T00:00:00Z') * 1000;
const minutes = (bars: number, seed = 1): Bars => synthesiseBars({ seed, bars, timeframeUs: MINUTE_US, startUs });
const linesOf = (bars: Bars) => new TextDecoder().decode(encodeCsv(bars)).trimEnd().split('\n');
const check = (lines: readonly string[], options = {}) =>
  checkTable(parseCsv(new TextEncoder().encode(`${lines.join('\n')}\n`)), { ...ALWAYS, ...options });
const codes = (report: ReturnType<typeof checkTable>) => report.defects.map(({ code }) => code);

/** Replaces cells of a row: 0 time, 1 open, 2 high, 3 low, 4 close, 5 volume. */
function withCells(lines: string[], row: number, change: (cells: number[]) => readonly (number | string)[]): void {
  const [time, ...cells] = (lines[row + 1] as string).split(',');
  lines[row + 1] = [time, ...change(cells.map(Number))].join(',');
}

test('[MD-09] a clean day of minutes is 100, without a defect', () => {
  const report = check(linesOf(minutes(1440)));
  expect([report.score, report.bars, report.defects]).toEqual([100, 1440, []]);
  expect(report.days).toEqual([{ date: '2024-03-04', score: 100, bars: 1440, missing: 0, flawed: 0 }]);
});

const INJECTIONS: readonly (readonly [code: string, inject: (lines: string[]) => void])[] = [
  ['missing', (lines) => withCells(lines, 100, ([open, high, low]) => [open as number, high as number, low as number, '', 1])],
  ['gap', (lines) => lines.splice(201, 30)],
  ['duplicate', (lines) => lines.splice(301, 0, lines[300] as string)],
  [
    'outlier',
    (lines) =>
      withCells(
        lines,
        400,
        ([open, high, low, close, volume]) => [open, (high as number) * 1.1, low, (close as number) * 1.1, volume] as number[],
      ),
  ],
  [
    'stale',
    (lines) => {
      const [, ...cells] = (lines[500] as string).split(',');
      for (let row = 500; row < 530; row++) lines[row] = [(lines[row] as string).split(',')[0], ...cells].join(',');
    },
  ],
  ['negative', (lines) => withCells(lines, 600, ([, high, low, close, volume]) => [-1, high, low, close, volume] as number[])],
  ['high-below-low', (lines) => withCells(lines, 700, ([open, high, low, close, volume]) => [open, low, high, close, volume] as number[])],
  [
    'split-jump',
    (lines) => {
      for (let row = 800; row < 1440; row++)
        withCells(lines, row, ([open, high, low, close, volume]) => [
          ...[open, high, low, close].map((price) => (price as number) / 4),
          volume as number,
        ]);
    },
  ],
];

test.for(INJECTIONS)('[MD-09] one defect of the kind %s is that code and nothing else, and the score falls', ([code, inject]) => {
  const lines = linesOf(minutes(1440));
  inject(lines);
  const report = check(lines);
  expect([...new Set(codes(report))]).toEqual([code]);
  expect(report.score).toBeLessThan(100);
  expect(report.score).toBeGreaterThan(90);
});

test('[MD-09] eight kinds at once are eight distinct codes, each at its place', () => {
  const lines = linesOf(minutes(1440));
  for (const [, inject] of INJECTIONS.toReversed()) inject(lines);
  const report = check(lines);
  expect(
    countCodes(report.defects)
      .map(([code]) => code)
      .toSorted(),
  ).toEqual(INJECTIONS.map(([code]) => code).toSorted());
  expect(report.defects.find(({ code }) => code === 'outlier')?.at).toBe('2024-03-04T06:40:00Z');
  expect(report.defects.find(({ code }) => code === 'gap')).toEqual({
    code: 'gap',
    at: '2024-03-04T03:20:00Z',
    detail: '30 bars missing before 2024-03-04T03:50:00Z',
  });
});

test('[MD-09] a quote whose bid closes above its ask is crossed', () => {
  const row = (minute: number, bid: number, ask: number) =>
    `${toIso(startUs + minute * MINUTE_US)},${bid},${bid},${bid},${bid},${ask},${ask},${ask},${ask}`;
  const head = 'timestamp,bid_open,bid_high,bid_low,bid_close,ask_open,ask_high,ask_low,ask_close';
  const report = check([head, row(0, 1.1, 1.2), row(1, 1.15, 1.14), row(2, 1.1, 1.2)]);
  expect(report.defects).toEqual([{ code: 'crossed', at: '2024-03-04T00:01:00Z', detail: 'line 3: the bid closes above the ask' }]);
  expect(report.score).toBe(66.66);
});

/** A minute of a market of 60 % volatility a year moves 8 basis points, and three times that in its storms: 2 % is what no minute does. */
test('[MD-09] of ten bad prints of 2 % in 10,000 bars at least nine are flagged, and at most ten others, for each of four markets', () => {
  for (let seed = 1; seed <= 4; seed++) {
    const bars = minutes(10_000, seed);
    const random = randomNumbers(seed);
    const bad = new Set(Array.from({ length: 10 }, (_, i) => i * 1000 + Math.floor(random() * 900)));
    for (const row of bad) {
      const close = (bars.close[row] as number) * (random() < 0.5 ? 0.98 : 1.02);
      bars.close[row] = close;
      bars.high[row] = Math.max(bars.high[row] as number, close);
      bars.low[row] = Math.min(bars.low[row] as number, close);
    }
    const flagged = check(linesOf(bars)).defects.filter(({ code }) => code === 'outlier');
    const hits = flagged.filter(({ at }) => bad.has((Date.parse(at) * 1000 - startUs) / MINUTE_US)).length;
    expect(hits, `seed ${seed}`).toBeGreaterThanOrEqual(9);
    expect(flagged.length - hits, `seed ${seed}`).toBeLessThanOrEqual(10);
  }
});

test('[MD-09] prices in cents among dollars are another unit, for as long as they last, and no outliers besides', () => {
  const lines = linesOf(minutes(1440));
  for (let row = 500; row < 900; row++)
    withCells(lines, row, ([open, high, low, close, volume]) => [
      ...[open, high, low, close].map((price) => (price as number) * 100),
      volume as number,
    ]);
  const report = check(lines);
  expect(report.defects).toEqual([
    {
      code: 'unit',
      at: '2024-03-04T08:20:00Z',
      detail: '400 bars stand at about 100 times the prices before: another unit, like cents for dollars?',
    },
  ]);
  expect(report.score).toBe(72.22);
});

test('[MD-09] eight bars in another unit are few enough to be outliers, and are called by their unit', () => {
  const lines = linesOf(minutes(1440));
  for (let row = 500; row < 508; row++)
    withCells(lines, row, ([open, high, low, close, volume]) => [
      ...[open, high, low, close].map((price) => (price as number) / 100),
      volume as number,
    ]);
  expect(codes(check(lines))).toEqual(['unit']);
});

test('[MD-09] a time in milliseconds among seconds is another unit; one in the future or of 1850 is no time for a bar', () => {
  const head = 'time,open,high,low,close,volume';
  const row = (time: number | string) => `${time},10,11,9,10,1`;
  const seconds = startUs / 1e6;
  const epochs = check([head, row(seconds), row(seconds + 60), row((seconds + 120) * 1000), row(seconds + 180)]);
  expect(epochs.defects.map(({ code, at }) => [code, at])).toEqual([['unit', '2024-03-04T00:02:00Z']]);
  const dates = check(
    [head, row('2024-03-04T00:00:00Z'), row('2024-03-04T00:01:00Z'), row('2064-03-04T00:02:00Z'), row('1850-01-01T00:03:00Z')],
    {
      nowUs: startUs + 10 * MINUTE_US,
    },
  );
  expect(codes(dates)).toEqual(['time-range', 'time-range']);
});

test('[MD-09] a row that goes back is out of order, one that is not a number is missing or not finite', () => {
  const lines = linesOf(minutes(60));
  const moved = lines.splice(10, 1)[0] as string;
  lines.splice(30, 0, moved);
  withCells(lines, 40, () => ['x', 1, 1, 1, 1]);
  withCells(lines, 50, () => [1, 'NaN', 1, 1, 1]);
  expect(codes(check(lines)).toSorted()).toEqual(['missing', 'not-finite', 'out-of-order', 'unreadable']);
});

test('[MD-09] a night, a weekend, a holiday and an afternoon after a half day are no holes at the NYSE; a missing morning is', () => {
  const hour = (text: string) => `${text}:00Z,10,11,9,10,1`;
  const session = ['14:00', '15:00', '16:00', '17:00', '18:00', '19:00', '20:00'];
  const half = session.slice(0, 4);
  const days = ['2024-11-26', '2024-11-27', '2024-12-02'].flatMap((date) => session.map((clock) => hour(`${date}T${clock}`)));
  const friday = half.map((clock) => hour(`2024-11-29T${clock}`));
  const lines = ['time,open,high,low,close,volume', ...days.slice(0, 14), ...friday, ...days.slice(14)];
  const options = { calendar: calendarOf('NYSE') };
  expect(check(lines, options).defects).toEqual([]);
  lines.splice(15, 2);
  expect(check(lines, options).defects.map(({ code, at }) => [code, at])).toEqual([['missing', '2024-11-29T14:00:00Z']]);
});

test('[MD-09] bars on a day when the market is shut are named', () => {
  const lines = ['time,open,high,low,close,volume', ...['03', '04', '05', '06', '07'].map((day) => `2024-07-${day},10,11,9,10,1`)];
  const { defects } = check(lines, { calendar: calendarOf('NYSE') });
  expect(defects.map(({ code, at }) => [code, at.slice(0, 10)])).toEqual([
    ['closed-market', '2024-07-04'],
    ['closed-market', '2024-07-06'],
  ]);
});

test('[MD-09] nothing of the table is changed', () => {
  const lines = linesOf(minutes(1440));
  for (const [, inject] of INJECTIONS.toReversed()) inject(lines);
  const table = parseCsv(new TextEncoder().encode(lines.join('\n')));
  const copy = [table.time, table.open, table.high, table.low, table.close, table.volume].map((column) => Float64Array.from(column));
  checkTable(table, ALWAYS);
  expect([table.time, table.open, table.high, table.low, table.close, table.volume].map((column) => Float64Array.from(column))).toEqual(
    copy,
  );
});

test('[MD-09] bars of a supposed stock that fill the day are held against no stock exchange; years without a calendar are said', () => {
  expect(calendarFor({ calendar: 'NYSE' }, minutes(1440))).toMatchObject({ calendar: { name: '24/7' } });
  const old = synthesiseBars({ seed: 1, bars: 10, timeframeUs: 1440 * MINUTE_US, startUs: Date.parse('1985-01-01') * 1000 });
  expect(calendarFor({ calendar: 'NYSE' }, old)).toEqual({
    note: 'the calendar NYSE covers 1990 to 2049, not all of these bars: holes and clocks are not judged',
  });
});
