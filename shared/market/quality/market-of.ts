import type { Bars } from '../../domain/bars.ts';
import { calendarOf } from '../../domain/calendar/calendar.ts';
import type { TradingCalendar } from '../../domain/calendar/trading-calendar.ts';
import type { Instrument } from '../../domain/instrument.ts';
import { DAY_US, HOUR_US, toIso } from '../../domain/time.ts';

/** The calendar that bars are held against, and what its reader should know of the choice. */
export interface ChosenCalendar {
  readonly calendar?: TradingCalendar;
  readonly note?: string;
}

/**
 * The calendar of an instrument that nobody has named one for: its own, but round the clock where bars of a supposed stock fill every hour of the day. None, with a note, where the
 * years of the bars are not covered.
 */
export function calendarFor({ calendar: name }: Pick<Instrument, 'calendar'>, bars: Bars): ChosenCalendar {
  if (name !== '24/7' && name !== 'FX' && fillsTheDay(bars)) {
    return { calendar: calendarOf('24/7'), note: `bars fill every hour of the day, so they are held against 24/7 and not against ${name}` };
  }
  const calendar = calendarOf(name);
  const { time, length, timeframeUs } = bars;
  const [firstUs, lastUs] = [time[0] as number, (time[length - 1] as number) + timeframeUs];
  if (firstUs - DAY_US >= calendar.fromUs && lastUs + DAY_US < calendar.toUs) return { calendar };
  const years = `${toIso(calendar.fromUs).slice(0, 4)} to ${toIso(calendar.toUs - DAY_US).slice(0, 4)}`;
  return { note: `the calendar ${name} covers ${years}, not all of these bars: holes and clocks are not judged` };
}

function fillsTheDay({ time, timeframeUs }: Bars): boolean {
  if (timeframeUs > HOUR_US) return false;
  const hours = new Set<number>();
  for (const timeUs of time) hours.add(Math.floor(timeUs / HOUR_US) % 24);
  return hours.size === 24;
}
