import { CalendarError, type TradingCalendar } from '../../domain/calendar/trading-calendar.ts';
import type { TimeUs } from '../../domain/time.ts';
import type { QualityCode } from './defect.ts';
import { hampelDistance } from './hampel.ts';
import { UNIT_TOLERANCE, UNITS } from './jumps.ts';
import { WORST_CLOSE, WORST_WICK } from './outliers.ts';
import { FEW_MISSING } from './sessions.ts';

/** When a bar opened and at what it closed. */
export interface ClosePoint {
  readonly timeUs: TimeUs;
  readonly close: number;
}

/** Bars that a flag looks back on. */
export const FLAGS_LOOK_BACK = 20;

/** Fewer closes than this before a bar say nothing about it. */
const FEWEST_CLOSES = 10;
/** So many bars without any movement are stale. */
const STALE_BARS = 5;
/** Shares for one, either way, and how far the logarithm of the open may lie from it. */
const SPLITS = [2, 3, 4, 5, 10, 20];
const SPLIT_TOLERANCE = 0.05;
/** A median absolute deviation of nothing counts as this share of the price. */
const LEAST_DEVIATION = 1e-4;

interface FlaggedBar {
  readonly timeUs: TimeUs;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

interface Before {
  /** Bars that closed before it, ascending, the newest `FLAGS_LOOK_BACK` of them. */
  readonly recent: readonly ClosePoint[];
  readonly spanUs: number;
  readonly calendar: TradingCalendar;
}

/**
 * What is doubtful about a bar of a stream, told by the bars before it alone: a jump that later proves to be a new level was doubtful all the same. A flag changes
 * nothing: the bar is stored and read as it is. The codes are those of files; a crossed quote, a negative price and a time in the future never become part of a bar.
 */
export function streamFlags(bar: FlaggedBar, { recent, spanUs, calendar }: Before): QualityCode[] {
  const last = recent.at(-1);
  if (last === undefined) return isShut(calendar, bar.timeUs, spanUs) ? ['closed-market'] : [];
  const missing = missingBars({ fromUs: last.timeUs + spanUs, toUs: bar.timeUs, spanUs }, calendar);
  const jump = jumpCode(bar.open / last.close);
  const flags: (QualityCode | undefined)[] = [
    isShut(calendar, bar.timeUs, spanUs) ? 'closed-market' : undefined,
    missing > FEW_MISSING ? 'gap' : missing > 0 ? 'missing' : undefined,
    jump,
    jump === undefined && standsOut(bar, recent) ? 'outlier' : undefined,
    isStale(bar, recent) ? 'stale' : undefined,
  ];
  return flags.filter((flag) => flag !== undefined);
}

/** Bars that were not there though the market was open, counted no further than it takes to call them a gap. */
function missingBars({ fromUs, toUs, spanUs }: { fromUs: TimeUs; toUs: TimeUs; spanUs: number }, calendar: TradingCalendar): number {
  let missing = 0;
  for (let at = fromUs; at < toUs && missing <= FEW_MISSING; at += spanUs) {
    const isOpen = known(() => calendar.isOpen(at) || calendar.nextOpen(at) < at + spanUs);
    if (isOpen === undefined) return 0;
    if (isOpen) missing++;
    else {
      const nextUs = known(() => calendar.nextOpen(at));
      if (nextUs === undefined) return missing;
      at = Math.max(at, nextUs - ((nextUs - at) % spanUs) - spanUs);
    }
  }
  return missing;
}

function isShut(calendar: TradingCalendar, timeUs: TimeUs, spanUs: number): boolean {
  return known(() => !calendar.isOpen(timeUs) && calendar.nextOpen(timeUs) >= timeUs + spanUs) ?? false;
}

/** Nothing where the calendar does not reach. */
function known<Value>(ask: () => Value): Value | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof CalendarError) return undefined;
    throw error;
  }
}

/** Where the last bars deviate by nothing, what counts as a deviation is a share of the price. */
function standsOut({ high, low, close }: FlaggedBar, recent: readonly ClosePoint[]): boolean {
  if (recent.length < FEWEST_CLOSES) return false;
  const before = Float64Array.from(recent, (point) => Math.log(point.close));
  const floor = Math.max(LEAST_DEVIATION, largestChange(before));
  const distance = (price: number) => hampelDistance(Math.log(price), before, floor);
  return distance(close) > WORST_CLOSE || distance(high) > WORST_WICK || distance(low) > WORST_WICK;
}

/** The largest step between neighbours: what has just moved may move again. On six real files so 0.05 % of the bars stand out at most; see the test. */
function largestChange(values: Float64Array): number {
  let largest = 0;
  for (let i = 1; i < values.length; i++) largest = Math.max(largest, Math.abs((values[i] as number) - (values[i - 1] as number)));
  return largest;
}

function isStale({ open, high, low, close }: FlaggedBar, recent: readonly ClosePoint[]): boolean {
  if (open !== close || high !== close || low !== close || recent.length < STALE_BARS) return false;
  return recent.slice(-STALE_BARS).every((point) => point.close === close);
}

function jumpCode(ratio: number): QualityCode | undefined {
  const isNear = (times: number, tolerance: number) => Math.abs(Math.abs(Math.log(ratio)) - Math.log(times)) < tolerance;
  if (UNITS.some((unit) => isNear(unit, UNIT_TOLERANCE))) return 'unit';
  return SPLITS.some((times) => isNear(times, SPLIT_TOLERANCE)) ? 'split-jump' : undefined;
}
