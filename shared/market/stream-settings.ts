import { calendarOf } from '../domain/calendar/calendar.ts';
import { CalendarError, type TradingCalendar } from '../domain/calendar/trading-calendar.ts';
import type { TimeUs } from '../domain/time.ts';
import { parseTimeframe } from '../domain/timeframe.ts';
import type { IngestSettings } from './ingest.ts';
import { STREAM_TIMEFRAME_US } from './ingest.ts';
import { inferInstrument } from './instrument.ts';

/**
 * How a stream is made into bars: `1m,5m,1h,1d` makes bars of each. The first is minutes; each must be a whole number of them.
 * Throws `RangeError` that names the timeframe at fault.
 */
export function streamSettings(timeframes: string): IngestSettings {
  const spans = [...new Set(timeframes.split(',').map((name) => parseTimeframe(name.trim())))].sort((a, b) => a - b);
  const odd = spans.find((span) => span % STREAM_TIMEFRAME_US !== 0);
  if (odd !== undefined || spans[0] !== STREAM_TIMEFRAME_US)
    throw new RangeError(`timeframes "${timeframes}" must begin with 1m, and each be a whole number of minutes`);
  return { timeframesUs: spans, sessionOf: sessionNames() };
}

/** Whether the market of an instrument is `open` or `shut` at a time, by the calendar that its symbol suggests; null where the calendar does not reach. */
function sessionNames(): (instrument: string, timeUs: TimeUs) => string | null {
  const calendars = new Map<string, TradingCalendar>();
  return (instrument, timeUs) => {
    const calendar = calendars.get(instrument) ?? calendarOf(inferInstrument({ symbol: instrument }).calendar);
    calendars.set(instrument, calendar);
    try {
      return calendar.isOpen(timeUs) ? 'open' : 'shut';
    } catch (error) {
      if (error instanceof CalendarError) return null;
      throw error;
    }
  };
}
