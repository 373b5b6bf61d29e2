import { nearest } from '../nearest.ts';
import { MARKETS } from './markets.ts';
import { roundTheClock } from './round-the-clock.ts';
import { SessionCalendar } from './session-calendar.ts';
import { CalendarError, type TradingCalendar } from './trading-calendar.ts';

/** What `Instrument.calendar` may name. */
export const CALENDARS: readonly string[] = ['24/7', ...Object.keys(MARKETS)];

const made = new Map<string, TradingCalendar>();

/** The calendar of a name of `CALENDARS`, the same object each time. Throws `CalendarError` for another name. */
export function calendarOf(name: string): TradingCalendar {
  const known = made.get(name);
  if (known) return known;
  const calendar = name === '24/7' ? roundTheClock : sessionCalendar(name);
  made.set(name, calendar);
  return calendar;
}

function sessionCalendar(name: string): TradingCalendar {
  const market = Object.entries(MARKETS).find(([id]) => id === name)?.[1];
  if (market) return new SessionCalendar(name, market);
  const near = nearest(name, CALENDARS);
  throw new CalendarError(
    'calendar',
    `calendar "${name}" is not known${near ? `; did you mean ${near}?` : `; there are ${CALENDARS.join(', ')}`}`,
  );
}
