import type { Day } from './civil.ts';
import type { TimeZone } from './time-zone.ts';

/** One session by the clock of its market, in minutes after midnight of its trading date; negative is the evening before. */
export interface Hours {
  readonly open: number;
  readonly close: number;
  /** Shorter than the market's usual day. */
  readonly isShort?: boolean;
}

/** When a market trades: the sessions of each trading date, none where it is shut. */
export interface Market {
  readonly zone: TimeZone;
  /** Whole years in which `hoursOf` is known to be right, or follows from the rules in force. */
  readonly years: readonly [first: number, last: number];
  readonly hoursOf: (day: Day) => readonly Hours[];
}

/** Minutes after midnight of a time on the clock; `at(-7)` is 17:00 the day before. */
export const at = (hour: number, minute = 0): number => hour * 60 + minute;
