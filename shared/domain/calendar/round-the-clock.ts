import { DAY_US, type TimeUs } from '../time.ts';
import { type Day, isoOfDay } from './civil.ts';
import type { Session, Sessions, TradingCalendar } from './trading-calendar.ts';

const dayOf = (timeUs: TimeUs): Day => Math.floor(timeUs / DAY_US);

function sessionOf(day: Day): Session {
  return { openUs: day * DAY_US, closeUs: (day + 1) * DAY_US, date: isoOfDay(day), isShort: false };
}

function sessionsFrom(first: Day, length: number): Sessions {
  const day = Int32Array.from({ length }, (_, i) => first + i);
  return {
    length,
    openUs: Float64Array.from(day, (value) => value * DAY_US),
    closeUs: Float64Array.from(day, (value) => (value + 1) * DAY_US),
    day,
    isShort: new Uint8Array(length),
  };
}

/** A market that never shuts: its sessions are the days of UTC, one ends where the next begins. */
export const roundTheClock: TradingCalendar = {
  name: '24/7',
  zone: 'UTC',
  fromUs: Number.MIN_SAFE_INTEGER,
  toUs: Number.MAX_SAFE_INTEGER,
  isOpen: () => true,
  sessionAt: (timeUs) => sessionOf(dayOf(timeUs)),
  nextOpen: (timeUs) => (dayOf(timeUs) + 1) * DAY_US,
  nextClose: (timeUs) => (dayOf(timeUs) + 1) * DAY_US,
  tradingDay: (timeUs) => isoOfDay(dayOf(timeUs)),
  sessionsBetween: (fromUs, toUs) => sessionsFrom(dayOf(fromUs), Math.max(0, Math.ceil(toUs / DAY_US) - dayOf(fromUs))),
  sessionsOn: (day) => sessionsFrom(day, 1),
};
