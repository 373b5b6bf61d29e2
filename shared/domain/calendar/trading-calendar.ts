import type { TimeUs } from '../time.ts';
import type { Day } from './civil.ts';
import type { TimeZone } from './time-zone.ts';

/** From the open of a market to its close, `openUs <= t < closeUs`. */
export interface Session {
  readonly openUs: TimeUs;
  readonly closeUs: TimeUs;
  /** The trading date, by the clock of the market: `2024-07-03`. A session that begins the evening before belongs to the date on which it ends. */
  readonly date: string;
  readonly isShort: boolean;
}

/** Sessions as columns, ascending. Two sessions may share a day. */
export interface Sessions {
  readonly length: number;
  readonly openUs: Float64Array;
  readonly closeUs: Float64Array;
  /** The trading date as days since 1970-01-01. */
  readonly day: Int32Array;
  /** 1 where a session is shorter than the market's usual one. */
  readonly isShort: Uint8Array;
}

/**
 * When a market is open. Every question about a time outside the years covered throws a `CalendarError`.
 * Looking up times in ascending order costs the same for every time, however many sessions there are.
 */
export interface TradingCalendar {
  readonly name: string;
  readonly zone: TimeZone;
  /** The first time covered, and the first one after. */
  readonly fromUs: TimeUs;
  readonly toUs: TimeUs;
  isOpen(timeUs: TimeUs): boolean;
  /** The session that is on, or undefined when the market is shut. */
  sessionAt(timeUs: TimeUs): Session | undefined;
  /** The first open after `timeUs`. */
  nextOpen(timeUs: TimeUs): TimeUs;
  /** The first close after `timeUs`: of the session that is on, else of the next one. */
  nextClose(timeUs: TimeUs): TimeUs;
  /** The trading date that `timeUs` counts to: of the session that is on, else of the next one. */
  tradingDay(timeUs: TimeUs): string;
  /** Every session that is on at some time of `fromUs <= t < toUs`, as views on the calendar's own memory. */
  sessionsBetween(fromUs: TimeUs, toUs: TimeUs): Sessions;
  /** The sessions of one trading date; none when it is a holiday. */
  sessionsOn(day: Day): Sessions;
}

/** A calendar that there is not, or a time that it does not cover; `field` names which. */
export class CalendarError extends RangeError {
  override readonly name = 'CalendarError';
  readonly field: 'calendar' | 'time';
  constructor(field: 'calendar' | 'time', message: string) {
    super(message);
    this.field = field;
  }
}
