import { civilFromDays, DAY_US, HOUR_US, MINUTE_US, type TimeUs } from '../time.ts';
import { type Day, lastWeekday, nthWeekday } from './civil.ts';

/** The zones that the calendars keep their clocks in. */
export type TimeZone = 'UTC' | 'America/New_York' | 'America/Chicago' | 'Asia/Kolkata';

const STANDARD_US: Readonly<Record<TimeZone, number>> = {
  UTC: 0,
  'America/New_York': -5 * HOUR_US,
  'America/Chicago': -6 * HOUR_US,
  'Asia/Kolkata': 5 * HOUR_US + 30 * MINUTE_US,
};
const SUNDAY = 0;
const FIRST_YEAR = 1967;

/**
 * First and last day of daylight saving time in the United States; both changes come at 2:00 on the clock.
 * Source: IANA time zone database, rules "US": Uniform Time Act 1966, the energy acts of 1973 and 1974, Public Laws 99-359 (1986) and 109-58 (2005).
 */
function summerOf(year: number): readonly [from: Day, to: Day] {
  if (year >= 2007) return [nthWeekday(year, 3, SUNDAY, 2), nthWeekday(year, 11, SUNDAY, 1)];
  const end = lastWeekday(year, 10, SUNDAY);
  if (year >= 1987) return [nthWeekday(year, 4, SUNDAY, 1), end];
  if (year === 1974) return [nthWeekday(year, 1, SUNDAY, 1), end];
  if (year === 1975) return [lastWeekday(year, 2, SUNDAY), end];
  return [lastWeekday(year, 4, SUNDAY), end];
}

const summers = new Map<number, readonly [fromUs: TimeUs, toUs: TimeUs]>();

/** The span of daylight saving time, in microseconds of the standard clock: from 2:00, to 1:00, where the clock of summer shows 2:00. */
function summerSpan(year: number): readonly [fromUs: TimeUs, toUs: TimeUs] {
  const known = summers.get(year);
  if (known) return known;
  if (year < FIRST_YEAR)
    throw new RangeError(`year ${year} lies before ${FIRST_YEAR}, when the United States got one rule of daylight saving time`);
  const [from, to] = summerOf(year);
  const span = [from * DAY_US + 2 * HOUR_US, to * DAY_US + HOUR_US] as const;
  summers.set(year, span);
  return span;
}

/** What the clock of a zone is ahead of UTC, in microseconds; negative west of it. Throws `RangeError` for a zone with daylight saving time before 1967. */
export function zoneOffsetUs(zone: TimeZone, timeUs: TimeUs): number {
  const standardUs = STANDARD_US[zone];
  if (zone === 'UTC' || zone === 'Asia/Kolkata') return standardUs;
  const clockUs = timeUs + standardUs;
  const [fromUs, toUs] = summerSpan(civilFromDays(Math.floor(clockUs / DAY_US)).year);
  return clockUs >= fromUs && clockUs < toUs ? standardUs + HOUR_US : standardUs;
}

/**
 * The time at which the clock of a zone shows `minute` minutes after midnight of `day`; a negative minute is the evening before.
 * An hour that the clock shows twice means the first; one that it leaves out counts on from the change.
 */
export function utcOfClock(zone: TimeZone, day: Day, minute: number): TimeUs {
  const standardUs = day * DAY_US + minute * MINUTE_US - STANDARD_US[zone];
  const summerUs = standardUs - HOUR_US;
  return zoneOffsetUs(zone, summerUs) === STANDARD_US[zone] ? standardUs : summerUs;
}

/** The civil date that the clock of a zone shows. */
export function localDay(zone: TimeZone, timeUs: TimeUs): Day {
  return Math.floor((timeUs + zoneOffsetUs(zone, timeUs)) / DAY_US);
}
