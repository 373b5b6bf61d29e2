import { existsSync, readFileSync } from 'node:fs';
import { expect, type TestContext, test } from 'vitest';
import { allocateBars, type Bars } from '../../../../shared/domain/bars.ts';
import { dayOfIso, isoOfDay } from '../../../../shared/domain/calendar/civil.ts';
import { DAY_US } from '../../../../shared/domain/time.ts';
import { adjustBars } from '../../../../shared/market/corporate-actions/adjust.ts';
import { actionsOf, parseFactors } from '../../../../shared/market/corporate-actions/factors.ts';
import { MarketDataError } from '../../../../shared/market/error.ts';
import { importBars } from '../../../../shared/market/import.ts';

const DATA = '../shared/data/equities/';

function read(context: TestContext, path: string): Uint8Array {
  context.skip(!existsSync(DATA + path), 'skipped: no ../shared/data');
  return readFileSync(DATA + path);
}

const factorsOf = (context: TestContext, symbol: string) =>
  parseFactors(new TextDecoder().decode(read(context, `corporate_actions/${symbol}-factors.csv`)));
const rawOf = (context: TestContext, symbol: string) => importBars(read(context, `lean_daily_raw/${symbol}-to-2018.csv`)).bars;

/** Closes of 100, 50, 55 and 54 with a split of 2 for 1 after the first day and a dividend of 5 after the third; on paper. */
const FACTORS = parseFactors('date,price_factor,split_factor,reference_price\n20240102,0.9,0.5,100\n20240104,0.9,1,50\n20501231,1,1,0\n');

function bars(): Bars {
  const made = allocateBars(4, DAY_US);
  [100, 50, 50, 45].forEach((close, i) => {
    made.time[i] = (dayOfIso('2024-01-02') + i) * DAY_US;
    for (const column of ['open', 'high', 'low', 'close'] as const) made[column][i] = close;
    made.volume[i] = 10;
  });
  return made;
}

test('[MD-09] a split halves the prices and doubles the volumes before it, a dividend is taken out of those before it', () => {
  const raw = bars();
  expect([...adjustBars(raw, FACTORS, { mode: 'split' }).close]).toEqual([50, 50, 50, 45]);
  expect([...adjustBars(raw, FACTORS, { mode: 'split' }).volume]).toEqual([20, 10, 10, 10]);
  expect([...adjustBars(raw, FACTORS, { mode: 'total-return' }).close]).toEqual([45, 45, 45, 45]);
  expect([...adjustBars(raw, FACTORS, { mode: 'total-return' }).volume]).toEqual([20, 10, 10, 10]);
  expect(adjustBars(raw, FACTORS, { mode: 'raw' })).toBe(raw);
});

test('[MD-09] the bars given stay as they are', () => {
  const raw = bars();
  adjustBars(raw, FACTORS, { mode: 'total-return' });
  expect(raw).toEqual(bars());
});

test('[MD-09] what is not known yet changes nothing: as of the day before a dividend its price stands', () => {
  const asOf = dayOfIso('2024-01-04');
  expect([...adjustBars(bars(), FACTORS, { mode: 'total-return', asOf }).close]).toEqual([50, 50, 50, 45]);
  expect([...adjustBars(bars(), FACTORS, { mode: 'total-return', asOf: dayOfIso('2024-01-02') }).close]).toEqual([100, 50, 50, 45]);
});

const onDay = (date: string) => dayOfIso(date) * DAY_US;

test('[MD-09] a factor file gives back the split and the dividend that made it, each from the day after its row', () => {
  expect(actionsOf(FACTORS)).toEqual([
    { timeUs: onDay('2024-01-03'), split: 2 },
    { timeUs: onDay('2024-01-05'), dividend: expect.closeTo(5, 12) },
  ]);
});

/** Apple, dividend history: 2.65 on 2012-08-09, 3.05 on 2013-05-09, 0.47 on 2014-08-07; splits of 2000, 2005, 2014 and 2020. */
test('[MD-09] the dividends and splits of AAPL are those of Apple', (context) => {
  const actions = actionsOf(factorsOf(context, 'AAPL'));
  const dividend = (date: string) => actions.find(({ timeUs, dividend: paid }) => timeUs === onDay(date) && paid !== undefined)?.dividend;
  expect([dividend('2012-08-09'), dividend('2013-05-09'), dividend('2014-08-07')]).toEqual(
    [2.65, 3.05, 0.47].map((paid) => expect.closeTo(paid, 3)),
  );
  const splits = actions.flatMap(({ timeUs, split }) => (split === undefined ? [] : [[isoOfDay(timeUs / DAY_US), Math.round(split)]]));
  expect(splits).toEqual([
    ['2000-06-21', 2],
    ['2005-02-26', 2],
    ['2014-06-07', 7],
    ['2020-08-29', 4],
  ]);
});

/** Yahoo's prices of the same stocks in stocknet_prices: closes adjusted for splits, adj_close for dividends as well, both as of 2017. */
function yahoo(context: TestContext, symbol: string): Map<string, readonly [close: number, adjusted: number]> {
  const [head = '', ...lines] = new TextDecoder().decode(read(context, 'stocknet_prices_groupA_2012_2015.csv')).trim().split('\n');
  const at = (name: string) => head.split(',').indexOf(name);
  const [date, name, close, adjusted] = [at('date'), at('symbol'), at('close'), at('adj_close')] as const;
  const rows = lines.map((line) => line.split(',')).filter((cells) => cells[name] === symbol);
  return new Map(rows.map((cells) => [(cells[date] as string).slice(0, 10), [Number(cells[close]), Number(cells[adjusted])]]));
}

test.for(['AAPL', 'BAC'])(
  '[MD-09] raw bars of %s adjusted for splits are the closes of Yahoo, adjusted for dividends its returns',
  (symbol, context) => {
    const reference = yahoo(context, symbol);
    const [raw, factors, asOf] = [rawOf(context, symbol), factorsOf(context, symbol), dayOfIso('2017-09-01')];
    const split = adjustBars(raw, factors, { mode: 'split', asOf });
    const total = adjustBars(raw, factors, { mode: 'total-return', asOf });
    const rows = Array.from(raw.time.keys()).filter((row) => reference.has(isoOfDay((raw.time[row] as number) / DAY_US)));
    expect(rows.length).toBeGreaterThan(800);
    const pairs = rows.map((row) => reference.get(isoOfDay((raw.time[row] as number) / DAY_US)) as readonly [number, number]);
    const closes = rows.map((row, i) => (split.close[row] as number) / (pairs[i] as readonly [number, number])[0] - 1);
    // Yahoo has the close of the auction, the raw file the last trade: a quarter percent apart at most, and in the middle not at all.
    const apart = closes.map(Math.abs).toSorted((a, b) => a - b);
    expect(apart.at(-1)).toBeLessThan(0.003);
    expect(apart[apart.length >> 1]).toBeLessThan(1e-4);
    const whole = (column: Float64Array | readonly number[]) => (column.at(-1) as number) / (column.at(0) as number);
    const totals = rows.map((row) => total.close[row] as number);
    expect(Math.abs(whole(totals) / whole(pairs.map(([, adjusted]) => adjusted)) - 1)).toBeLessThan(0.001);
  },
);

test.for([
  ['', 'the factor file holds no row'],
  ['date,price_factor,split_factor\n20240101,1\n', 'line 2 is "20240101,1"'],
  ['20240101,1,0\n', 'both above zero'],
  ['20240131,1,1\n20240131,1,1\n', 'later in each row'],
  ['20240230,1,1\n', 'line 1 is'],
])('[MD-09] a file that is no factor file is refused with its line: %j', ([text, message]) => {
  expect(() => parseFactors(text as string)).toThrow(MarketDataError);
  expect(() => parseFactors(text as string)).toThrow(message as string);
});
