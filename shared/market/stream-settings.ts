import { calendarOf } from '../domain/calendar/calendar.ts';
import { CalendarError, type TradingCalendar } from '../domain/calendar/trading-calendar.ts';
import type { TimeUs } from '../domain/time.ts';
import { parseTimeframe } from '../domain/timeframe.ts';
import type { IngestSettings } from './ingest.ts';
import { STREAM_TIMEFRAME_US } from './ingest.ts';
import { inferInstrument } from './instrument.ts';
import { streamFlags } from './quality/stream-flags.ts';

/**
 * How a stream is made into bars: `1m,5m,1h,1d` makes bars of each. The first is minutes; each must be a whole number of them.
 * Throws `RangeError` that names the timeframe at fault.
 */
export function streamSettings(timeframes: string): IngestSettings {
  const spans = [...new Set(timeframes.split(',').map((name) => parseTimeframe(name.trim())))].sort((a, b) => a - b);
  const odd = spans.find((span) => span % STREAM_TIMEFRAME_US !== 0);
  if (odd !== undefined || spans[0] !== STREAM_TIMEFRAME_US)
    throw new RangeError(`timeframes "${timeframes}" must begin with 1m, and each be a whole number of minutes`);
  const calendarFor = calendars();
  return {
    timeframesUs: spans,
    sessionOf: (instrument, timeUs) => sessionName(calendarFor(instrument), timeUs),
    flagsOf: (instrument, bar, recent) =>
      streamFlags(bar, { recent, spanUs: parseTimeframe(bar.timeframe), calendar: calendarFor(instrument) }),
  };
}

/** The calendar that a symbol suggests. */
function calendars(): (instrument: string) => TradingCalendar {
  const known = new Map<string, TradingCalendar>();
  return (instrument) => {
    const calendar = known.get(instrument) ?? calendarOf(inferInstrument({ symbol: instrument }).calendar);
    known.set(instrument, calendar);
    return calendar;
  };
}

/** Whether a market is `open` or `shut` at a time; null where its calendar does not reach. */
function sessionName(calendar: TradingCalendar, timeUs: TimeUs): string | null {
  try {
    return calendar.isOpen(timeUs) ? 'open' : 'shut';
  } catch (error) {
    if (error instanceof CalendarError) return null;
    throw error;
  }
}
