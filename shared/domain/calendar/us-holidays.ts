import { civilFromDays, daysFromCivil } from '../time.ts';
import { type Day, easterSunday, isoOfDay, lastWeekday, nthWeekday, weekdayOf } from './civil.ts';

const [MONDAY, THURSDAY, FRIDAY, SATURDAY] = [1, 4, 5, 6] as const;

/**
 * Days on which the stock exchanges of New York stayed shut besides their holidays: President Nixon's funeral, the attacks of 2001, the days of mourning for Presidents
 * Reagan, Ford, Bush and Carter, hurricane Sandy. Source: NYSE, "Special closings"; NYSE and Nasdaq notices of 2018-12-01 and 2024-12-30.
 */
const CLOSED: ReadonlySet<string> = new Set([
  '1994-04-27',
  '2001-09-11',
  '2001-09-12',
  '2001-09-13',
  '2001-09-14',
  '2004-06-11',
  '2007-01-02',
  '2012-10-29',
  '2012-10-30',
  '2018-12-05',
  '2025-01-09',
]);

export type UsHoliday = 'new-year' | 'good-friday' | 'christmas' | 'other';

const years = new Map<number, ReadonlyMap<Day, UsHoliday>>();

/**
 * Which holiday of the stock exchanges of New York a day is, or undefined. On a Saturday a holiday is kept on the Friday before, but for New Year's Day, which is
 * then not kept; on a Sunday on the Monday after. Martin Luther King Day since 1998, Juneteenth since 2022. Source: NYSE rule 7.2 and the yearly notices of both exchanges.
 */
export function usHoliday(day: Day): UsHoliday | undefined {
  const { year } = civilFromDays(day);
  let holidays = years.get(year);
  if (!holidays) {
    holidays = holidaysOf(year);
    years.set(year, holidays);
  }
  return holidays.get(day);
}

/** Whether the exchanges were shut on a day for an event of its own. */
export function isSpecialClosure(day: Day): boolean {
  return CLOSED.has(isoOfDay(day));
}

/**
 * Whether a trading day ends at 13:00 (14:00 before 1993) by rule: Christmas Eve, the day after Thanksgiving since 1992, the day before Independence Day since 1995
 * (on a Wednesday only since 2013; until 2012 the Friday after a Thursday was the short one instead). Source: NYSE, "Special closings", and its yearly notices.
 */
export function isUsHalfDay(day: Day): boolean {
  const { year, month, day: date } = civilFromDays(day);
  const weekday = weekdayOf(day);
  if (month === 11) return year >= 1992 && day === nthWeekday(year, 11, THURSDAY, 4) + 1;
  if (month === 12) return date === 24 && weekday >= MONDAY && weekday <= THURSDAY;
  if (month !== 7 || year < 1995) return false;
  if (date === 3) return weekday >= MONDAY && weekday <= THURSDAY && (weekday !== 3 || year >= 2013);
  return date === 5 && weekday === FRIDAY && year < 2013;
}

function holidaysOf(year: number): ReadonlyMap<Day, UsHoliday> {
  const newYear = daysFromCivil(year, 1, 1);
  const found = new Map<Day, UsHoliday>();
  if (weekdayOf(newYear) !== SATURDAY) found.set(observed(newYear), 'new-year');
  if (year >= 1998) found.set(nthWeekday(year, 1, MONDAY, 3), 'other');
  found.set(nthWeekday(year, 2, MONDAY, 3), 'other');
  found.set(easterSunday(year) - 2, 'good-friday');
  found.set(lastWeekday(year, 5, MONDAY), 'other');
  if (year >= 2022) found.set(observed(daysFromCivil(year, 6, 19)), 'other');
  found.set(observed(daysFromCivil(year, 7, 4)), 'other');
  found.set(nthWeekday(year, 9, MONDAY, 1), 'other');
  found.set(nthWeekday(year, 11, THURSDAY, 4), 'other');
  found.set(observed(daysFromCivil(year, 12, 25)), 'christmas');
  return found;
}

function observed(day: Day): Day {
  const weekday = weekdayOf(day);
  if (weekday === SATURDAY) return day - 1;
  return weekday === 0 ? day + 1 : day;
}
