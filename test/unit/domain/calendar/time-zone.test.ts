import { expect, test } from 'vitest';
import { dayOfIso, easterSunday, isoOfDay, nthWeekday } from '../../../../shared/domain/calendar/civil.ts';
import { localDay, type TimeZone, utcOfClock, zoneOffsetUs } from '../../../../shared/domain/calendar/time-zone.ts';
import { DAY_US, HOUR_US, MINUTE_US, toIso } from '../../../../shared/domain/time.ts';

/** The offset that the time zone database inside Node gives, an implementation of its own (ICU). */
function offsetOfNode(zone: TimeZone): (timeUs: number) => number {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  return (timeUs) => {
    const name = format.formatToParts(timeUs / 1000).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const match = /GMT([+-])(\d\d):(\d\d)/.exec(name);
    return match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * HOUR_US + Number(match[3]) * MINUTE_US) : 0;
  };
}

test.for<TimeZone>(['America/New_York', 'America/Chicago', 'Asia/Kolkata', 'UTC'])(
  '[DX-07] the clock of %s is what the time zone database says, twice a day from 1967 to 2037',
  (zone) => {
    const offset = offsetOfNode(zone);
    const wrong: string[] = [];
    for (let day = dayOfIso('1967-01-02'); day < dayOfIso('2038-01-01'); day++) {
      for (const timeUs of [day * DAY_US + 7 * HOUR_US, day * DAY_US + 18 * HOUR_US]) {
        if (zoneOffsetUs(zone, timeUs) !== offset(timeUs)) wrong.push(toIso(timeUs));
      }
    }
    expect(wrong).toEqual([]);
  },
);

test('[DX-07] the clock changes at the very microsecond: 2024-03-10 07:00 and 2024-11-03 06:00 UTC in New York', () => {
  const spring = (dayOfIso('2024-03-10') * 24 + 7) * HOUR_US;
  const autumn = (dayOfIso('2024-11-03') * 24 + 6) * HOUR_US;
  const hours = [spring - 1, spring, autumn - 1, autumn].map((timeUs) => zoneOffsetUs('America/New_York', timeUs) / HOUR_US);
  expect(hours).toEqual([-5, -4, -4, -5]);
});

test('[DX-07] an hour that the clock shows twice means the first, one that it leaves out counts on', () => {
  const clock = (date: string, minute: number) => toIso(utcOfClock('America/New_York', dayOfIso(date), minute));
  expect(clock('2024-11-03', 90)).toBe('2024-11-03T05:30:00Z');
  expect(clock('2024-11-03', 120)).toBe('2024-11-03T07:00:00Z');
  expect(clock('2024-03-10', 150)).toBe('2024-03-10T07:30:00Z');
  expect(clock('2024-03-11', -7 * 60)).toBe('2024-03-10T21:00:00Z');
});

test('[DX-07] a date is that of the market, not of UTC', () => {
  const late = (dayOfIso('2024-02-29') * 24 + 2) * HOUR_US;
  expect(isoOfDay(localDay('America/New_York', late))).toBe('2024-02-28');
  expect(isoOfDay(localDay('Asia/Kolkata', late))).toBe('2024-02-29');
});

test('[DX-07] a year before the United States had one rule is refused', () => {
  expect(() => zoneOffsetUs('America/New_York', dayOfIso('1966-06-01') * DAY_US)).toThrow('year 1966 lies before 1967');
});

/** Nautical Almanac Office, U.S. Naval Observatory, "The date of Easter". */
test.for(['1990-04-15', '1999-04-04', '2000-04-23', '2008-03-23', '2011-04-24', '2024-03-31', '2035-03-25', '2038-04-25'])(
  '[DX-07] Easter is on %s',
  (date) => {
    expect(isoOfDay(easterSunday(Number(date.slice(0, 4))))).toBe(date);
  },
);

test('[DX-07] Thanksgiving 2024, the fourth Thursday of November, is the 28th', () => {
  expect(isoOfDay(nthWeekday(2024, 11, 4, 4))).toBe('2024-11-28');
});
