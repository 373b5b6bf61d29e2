import { existsSync, readFileSync } from 'node:fs';
import { expect, type TestContext, test } from 'vitest';
import { CALENDARS, calendarOf } from '../../../../shared/domain/calendar/calendar.ts';
import { dayOfIso, isoOfDay, isWeekend, weekdayOf } from '../../../../shared/domain/calendar/civil.ts';
import { CalendarError } from '../../../../shared/domain/calendar/trading-calendar.ts';
import { DAY_US, HOUR_US, toIso } from '../../../../shared/domain/time.ts';

const us = (text: string) => Date.parse(text) * 1000;
const NYSE = calendarOf('NYSE');

/** Weekdays of a year without a session, as `MM-DD`. */
function holidays(name: string, year: number): string {
  const found: string[] = [];
  for (let day = dayOfIso(`${year}-01-01`); day < dayOfIso(`${year + 1}-01-01`); day++) {
    if (!isWeekend(day) && calendarOf(name).sessionsOn(day).length === 0) found.push(isoOfDay(day).slice(5));
  }
  return found.join(' ');
}

/** Dates of short sessions of a year, with the time of their close in UTC. */
function shortDays(name: string, year: number): string[] {
  const { length, day, closeUs, isShort } = calendarOf(name).sessionsBetween(us(`${year}-01-02T00:00Z`), us(`${year}-12-31T00:00Z`));
  const rows = Array.from({ length }, (_, i) => i).filter((i) => isShort[i] === 1);
  return rows.map((i) => `${isoOfDay(day[i] as number).slice(5)} ${toIso(closeUs[i] as number).slice(11, 16)}`);
}

/** NYSE Group, "Holiday and early closings calendar" of 2018, 2021, 2022, 2024, 2025 to 2027; NYSE, "Special closings" for 1994 to 2012. */
test.for<[number, string]>([
  [1994, '02-21 04-01 04-27 05-30 07-04 09-05 11-24 12-26'],
  [1997, '01-01 02-17 03-28 05-26 07-04 09-01 11-27 12-25'],
  [1998, '01-01 01-19 02-16 04-10 05-25 07-03 09-07 11-26 12-25'],
  [2001, '01-01 01-15 02-19 04-13 05-28 07-04 09-03 09-11 09-12 09-13 09-14 11-22 12-25'],
  [2004, '01-01 01-19 02-16 04-09 05-31 06-11 07-05 09-06 11-25 12-24'],
  [2007, '01-01 01-02 01-15 02-19 04-06 05-28 07-04 09-03 11-22 12-25'],
  [2011, '01-17 02-21 04-22 05-30 07-04 09-05 11-24 12-26'],
  [2012, '01-02 01-16 02-20 04-06 05-28 07-04 09-03 10-29 10-30 11-22 12-25'],
  [2018, '01-01 01-15 02-19 03-30 05-28 07-04 09-03 11-22 12-05 12-25'],
  [2021, '01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24'],
  [2022, '01-17 02-21 04-15 05-30 06-20 07-04 09-05 11-24 12-26'],
  [2024, '01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25'],
  [2025, '01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25'],
  [2026, '01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25'],
  [2027, '01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24'],
])('[DX-07] the NYSE and Nasdaq are shut on the days of their notices in %i', ([year, days]) => {
  expect(holidays('NYSE', year)).toBe(days);
  expect(holidays('NASDAQ', year)).toBe(days);
});

/** NYSE, "Special closings" (1990 to 2010) and the yearly notices. Times are UTC: 13:00 in New York is 17:00 in summer, 18:00 in winter. */
test.for<[number, string[]]>([
  [1991, ['12-24 19:00']],
  [1992, ['11-27 19:00', '12-24 19:00']],
  [1996, ['01-08 19:00', '07-05 17:00', '11-29 18:00', '12-24 18:00']],
  [1997, ['07-03 17:00', '10-27 20:30', '11-28 18:00', '12-24 18:00', '12-26 18:00']],
  [2002, ['07-05 17:00', '09-11 20:00', '11-29 18:00', '12-24 18:00']],
  [2013, ['07-03 17:00', '11-29 18:00', '12-24 18:00']],
  [2020, ['11-27 18:00', '12-24 18:00']],
  [2024, ['07-03 17:00', '11-29 18:00', '12-24 18:00']],
  [2026, ['11-27 18:00', '12-24 18:00']],
])('[DX-07] the NYSE has its short days in %i', ([year, days]) => {
  expect(shortDays('NYSE', year)).toEqual(days);
});

test('[DX-07] a failure of the floor shortens the day of the NYSE, not that of Nasdaq', () => {
  const open = us('1995-12-18T15:00Z');
  expect(NYSE.isOpen(open)).toBe(false);
  expect(calendarOf('NASDAQ').isOpen(open)).toBe(true);
});

/** Cells of a real file below its header, which say on what days and hours there was trading. */
function cells(context: TestContext, path: string): string[][] {
  const file = `../shared/data/${path}`;
  context.skip(!existsSync(file), 'skipped: no ../shared/data');
  const lines = readFileSync(file, 'utf8').trim().split('\n').slice(1);
  return lines.map((line) => line.split(','));
}

const times = (context: TestContext, path: string) => cells(context, path).map(([time]) => time as string);

test('[DX-07] SPY traded on the trading days of the NYSE and on no others, 5,283 of them from 1998 to 2018', (context) => {
  const traded = times(context, 'equities/lean_daily_raw/SPY-to-2018.csv').map((text) => text.slice(0, 10));
  const { day } = NYSE.sessionsBetween(us('1998-01-02T00:00Z'), us('2019-01-01T00:00Z'));
  expect(traded).toEqual(Array.from(day, isoOfDay));
});

test('[DX-07] on the 24 half days from 2008 to 2018, and on no others, hardly any SPY changed hands from 15:00 on', (context) => {
  const volumes = new Map<string, { day: number; last: number }>();
  for (const [time, , , , , volume] of cells(context, 'equities/lean_hourly_raw/SPY-1h.csv') as [string, ...string[]][]) {
    const sum = volumes.get(time.slice(0, 10)) ?? { day: 0, last: 0 };
    sum.day += Number(volume);
    if (time.slice(11, 13) === '15') sum.last += Number(volume);
    volumes.set(time.slice(0, 10), sum);
  }
  const quiet = [...volumes].filter(([, { day, last }]) => last < 0.01 * day).map(([date]) => date);
  const { day, isShort } = NYSE.sessionsBetween(us('2008-01-02T00:00Z'), us('2019-01-01T00:00Z'));
  expect(quiet).toHaveLength(24);
  expect(quiet).toEqual(Array.from(day, isoOfDay).filter((_, i) => isShort[i] === 1));
});

test('[DX-07] hourly quotes of the euro stop and begin again with the FX week on all of 515 weekends, in summer, winter and between', (context) => {
  const fx = calendarOf('FX');
  const opens = times(context, 'fx/EURUSD_1h_2007_2016_oanda.csv').map(us);
  const weekends = opens.flatMap((openUs, i) => {
    const lastUs = opens[i - 1] ?? openUs;
    const isWeekendGap = weekdayOf(Math.floor(lastUs / DAY_US)) === 5 && openUs - lastUs > 40 * HOUR_US && openUs - lastUs < 60 * HOUR_US;
    return isWeekendGap ? [{ lastUs, openUs }] : [];
  });
  expect(weekends).toHaveLength(515);
  expect(weekends.map(({ lastUs }) => fx.nextClose(lastUs))).toEqual(weekends.map(({ lastUs }) => lastUs + HOUR_US));
  expect(weekends.map(({ lastUs }) => fx.nextOpen(lastUs))).toEqual(weekends.map(({ openUs }) => openUs));
});

test('[DX-07] the FX day ends at 17:00 in New York: 21:00 UTC in summer, 22:00 in winter', () => {
  const fx = calendarOf('FX');
  expect(toIso(fx.nextClose(us('2024-03-08T12:00Z')))).toBe('2024-03-08T22:00:00Z');
  expect(toIso(fx.nextOpen(us('2024-03-08T22:00Z')))).toBe('2024-03-10T21:00:00Z');
  expect(toIso(fx.nextClose(us('2024-03-11T12:00Z')))).toBe('2024-03-11T21:00:00Z');
  expect(fx.tradingDay(us('2024-03-11T21:00Z'))).toBe('2024-03-12');
  expect(fx.isOpen(us('2024-12-25T12:00Z'))).toBe(false);
});

test('[DX-07] CME futures have a break from 16:00 to 17:00 in Chicago, a halt at noon on holidays, and no Good Friday', () => {
  const cme = calendarOf('CME');
  expect(cme.isOpen(us('2024-06-03T20:59:59Z'))).toBe(true);
  expect(cme.isOpen(us('2024-06-03T21:30Z'))).toBe(false);
  expect(cme.sessionAt(us('2024-06-03T22:00Z'))).toMatchObject({ date: '2024-06-04', isShort: false });
  expect(toIso(cme.nextClose(us('2024-07-03T10:00Z')))).toBe('2024-07-03T17:15:00Z');
  expect(toIso(cme.nextClose(us('2024-07-04T10:00Z')))).toBe('2024-07-04T17:00:00Z');
  expect(holidays('CME', 2024)).toBe('01-01 03-29 12-25');
});

/** NSE circulars: "Trading holidays for the calendar year 2024" with its three additions; "Live trading session", 2026-01-16. */
test('[DX-07] NSE and BSE trade from 9:15 to 15:30 Indian time, at Diwali for an hour, and on the Sunday of a budget', () => {
  const nse = calendarOf('NSE');
  expect(holidays('NSE', 2024)).toBe('01-22 01-26 03-08 03-25 03-29 04-11 04-17 05-01 05-20 06-17 07-17 08-15 10-02 11-15 11-20 12-25');
  expect(nse.sessionAt(us('2024-10-31T03:45Z'))).toMatchObject({ closeUs: us('2024-10-31T10:00Z'), date: '2024-10-31' });
  expect(nse.sessionAt(us('2024-11-01T12:30Z'))).toMatchObject({ closeUs: us('2024-11-01T13:30Z'), isShort: true });
  expect(nse.isOpen(us('2024-11-01T05:00Z'))).toBe(false);
  expect(calendarOf('BSE').isOpen(us('2026-02-01T05:00Z'))).toBe(true);
});

test('[DX-07] a day that the clock makes shorter or longer moves the session in UTC, not on the clock', () => {
  const opens = ['2024-03-08', '2024-03-11', '2024-11-01', '2024-11-04'].map((date) => toIso(NYSE.nextOpen(us(`${date}T00:00Z`))));
  expect(opens).toEqual(['2024-03-08T14:30:00Z', '2024-03-11T13:30:00Z', '2024-11-01T13:30:00Z', '2024-11-04T14:30:00Z']);
});

test('[DX-07] 29 February is a trading day like any other', () => {
  expect(NYSE.sessionAt(us('2024-02-29T15:00Z'))?.date).toBe('2024-02-29');
});

test('[DX-07] a session begins at its open and is over at its close', () => {
  const [open, close] = [us('2024-07-03T13:30Z'), us('2024-07-03T17:00Z')];
  expect([open - 1, open, close - 1, close].map((timeUs) => NYSE.isOpen(timeUs))).toEqual([false, true, true, false]);
  expect([NYSE.nextOpen(open - 1), NYSE.nextOpen(open), NYSE.nextClose(close - 1), NYSE.nextClose(close)].map(toIso)).toEqual([
    '2024-07-03T13:30:00Z',
    '2024-07-05T13:30:00Z',
    '2024-07-03T17:00:00Z',
    '2024-07-05T20:00:00Z',
  ]);
});

test('[DX-07] times in any order get the same answers as times in order', () => {
  const asked = Array.from({ length: 5000 }, (_, i) => us('2019-12-20T00:00Z') + i * 17 * 60_000_000);
  const inOrder = asked.map((timeUs) => NYSE.nextClose(timeUs));
  const backwards = asked.toReversed().map((timeUs) => NYSE.nextClose(timeUs));
  const jumping = asked.map((_, i) => NYSE.nextClose(asked[(i * 1237) % asked.length] as number));
  expect(backwards.toReversed()).toEqual(inOrder);
  expect(jumping).toEqual(asked.map((_, i) => inOrder[(i * 1237) % asked.length]));
});

test('[DX-07] the sessions between two times are those on at some moment of them', () => {
  const between = (from: string, to: string) => Array.from(NYSE.sessionsBetween(us(from), us(to)).day, isoOfDay);
  expect(between('2024-07-03T17:00Z', '2024-07-05T13:30Z')).toEqual([]);
  expect(between('2024-07-03T16:59Z', '2024-07-05T13:31Z')).toEqual(['2024-07-03', '2024-07-05']);
  expect(between('2024-07-05T15:00Z', '2024-07-03T15:00Z')).toEqual([]);
});

test('[DX-07] a market round the clock has the days of UTC for sessions', () => {
  const always = calendarOf('24/7');
  expect(always.sessionAt(us('2024-02-29T23:59Z'))).toMatchObject({ date: '2024-02-29', closeUs: us('2024-03-01T00:00Z') });
  expect(always.sessionsBetween(us('2024-02-28T12:00Z'), us('2024-03-01T00:00Z')).length).toBe(2);
  expect([always.isOpen(0), toIso(always.nextOpen(0)), always.tradingDay(-1)]).toEqual([true, '1970-01-02T00:00:00Z', '1969-12-31']);
});

test('[DX-07] trading days a year: 252 in 2024, 250 in 2025, 248 in 2001', () => {
  const count = (year: number) => NYSE.sessionsBetween(us(`${year}-01-01T00:00Z`), us(`${year + 1}-01-01T00:00Z`)).length;
  expect([2024, 2025, 2001].map(count)).toEqual([252, 250, 248]);
});

test('[DX-07] every calendar answers for the years it covers and refuses the others by name', () => {
  expect(CALENDARS).toEqual(['24/7', 'NYSE', 'NASDAQ', 'NSE', 'BSE', 'FX', 'CME']);
  for (const name of CALENDARS.slice(1)) {
    const calendar = calendarOf(name);
    expect(() => calendar.isOpen(calendar.fromUs - 1)).toThrow(CalendarError);
    expect(() => calendar.nextClose(calendar.toUs)).toThrow(`that the calendar ${name} covers`);
    expect(calendar.nextClose(calendar.fromUs)).toBeGreaterThan(calendar.fromUs);
  }
  expect(() => calendarOf('NSE').isOpen(us('2027-01-04T05:00Z'))).toThrow(
    'lies outside the years 2011 to 2026 that the calendar NSE covers',
  );
});

test('[DX-07] a calendar that there is not is refused with the one that was meant', () => {
  expect(() => calendarOf('NASDQ')).toThrow('calendar "NASDQ" is not known; did you mean NASDAQ?');
  expect(() => calendarOf('Tokyo')).toThrow('calendar "Tokyo" is not known; there are 24/7, NYSE, NASDAQ, NSE, BSE, FX, CME');
});
