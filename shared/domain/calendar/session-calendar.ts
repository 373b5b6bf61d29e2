import { daysFromCivil, type TimeUs, toIso } from '../time.ts';
import { type Day, isoOfDay } from './civil.ts';
import type { Market } from './hours.ts';
import { type TimeZone, utcOfClock } from './time-zone.ts';
import { CalendarError, type Session, type Sessions, type TradingCalendar } from './trading-calendar.ts';

/** The calendar of a market with sessions: all of them as columns, made once, and a finger on the one looked up last. */
export class SessionCalendar implements TradingCalendar {
  readonly name: string;
  readonly zone: TimeZone;
  readonly fromUs: TimeUs;
  readonly toUs: TimeUs;
  readonly #all: Sessions;
  readonly #years: Market['years'];
  #last = 0;

  constructor(name: string, { zone, years, hoursOf }: Market) {
    this.name = name;
    this.zone = zone;
    this.#years = years;
    const [from, to] = [daysFromCivil(years[0], 1, 1), daysFromCivil(years[1] + 1, 1, 1)];
    this.#all = columnsOf(from, to, { zone, hoursOf });
    this.fromUs = Math.min(utcOfClock(zone, from, 0), this.#all.openUs[0] as number);
    this.toUs = Math.min(utcOfClock(zone, to, 0), this.#all.closeUs[this.#all.length - 1] as number);
  }

  isOpen(timeUs: TimeUs): boolean {
    const row = this.#endingAfter(timeUs);
    return (this.#all.openUs[row] as number) <= timeUs;
  }

  sessionAt(timeUs: TimeUs): Session | undefined {
    const row = this.#endingAfter(timeUs);
    const { openUs, closeUs, day, isShort } = this.#all;
    if ((openUs[row] as number) > timeUs) return undefined;
    return {
      openUs: openUs[row] as number,
      closeUs: closeUs[row] as number,
      date: isoOfDay(day[row] as number),
      isShort: isShort[row] === 1,
    };
  }

  nextOpen(timeUs: TimeUs): TimeUs {
    const row = this.#endingAfter(timeUs);
    const openUs = this.#all.openUs[row] as number;
    if (openUs > timeUs) return openUs;
    if (row + 1 === this.#all.length) throw this.#outside(timeUs);
    return this.#all.openUs[row + 1] as number;
  }

  nextClose(timeUs: TimeUs): TimeUs {
    return this.#all.closeUs[this.#endingAfter(timeUs)] as number;
  }

  tradingDay(timeUs: TimeUs): string {
    return isoOfDay(this.#all.day[this.#endingAfter(timeUs)] as number);
  }

  sessionsBetween(fromUs: TimeUs, toUs: TimeUs): Sessions {
    if (!(fromUs < toUs)) return this.#rows(0, 0);
    if (toUs > this.toUs) throw this.#outside(toUs);
    const first = this.#endingAfter(fromUs);
    let end = this.#endingAfter(toUs - 1);
    if ((this.#all.openUs[end] as number) < toUs) end++;
    return this.#rows(first, end);
  }

  sessionsOn(day: Day): Sessions {
    const { day: days } = this.#all;
    const from = firstAtOrAfter(days, day);
    return this.#rows(from, firstAtOrAfter(days, day + 1));
  }

  /** Row of the first session that closes after a time; the finger moves at most one row, or there is a search. */
  #endingAfter(timeUs: TimeUs): number {
    if (!(timeUs >= this.fromUs && timeUs < this.toUs)) throw this.#outside(timeUs);
    const { closeUs } = this.#all;
    const last = this.#last;
    if ((closeUs[last] as number) > timeUs && (last === 0 || (closeUs[last - 1] as number) <= timeUs)) return last;
    const next = last + 1;
    const isNext = (closeUs[last] as number) <= timeUs && (closeUs[next] ?? -Infinity) > timeUs;
    this.#last = isNext ? next : firstAtOrAfter(closeUs, timeUs + 1);
    return this.#last;
  }

  #rows(from: number, to: number): Sessions {
    const { openUs, closeUs, day, isShort } = this.#all;
    const cut = <T extends { subarray(from: number, to: number): T }>(column: T) => column.subarray(from, to);
    return { length: to - from, openUs: cut(openUs), closeUs: cut(closeUs), day: cut(day), isShort: cut(isShort) };
  }

  #outside(timeUs: TimeUs): CalendarError {
    const time = Number.isSafeInteger(timeUs) ? toIso(timeUs) : String(timeUs);
    return new CalendarError(
      'time',
      `time ${time} lies outside the years ${this.#years.join(' to ')} that the calendar ${this.name} covers`,
    );
  }
}

function columnsOf(from: Day, to: Day, { zone, hoursOf }: Pick<Market, 'zone' | 'hoursOf'>): Sessions {
  const rows: (readonly [openUs: TimeUs, closeUs: TimeUs, day: Day, isShort: number])[] = [];
  for (let day = from; day < to; day++) {
    for (const { open, close, isShort } of hoursOf(day)) {
      rows.push([utcOfClock(zone, day, open), utcOfClock(zone, day, close), day, isShort ? 1 : 0]);
    }
  }
  return {
    length: rows.length,
    openUs: Float64Array.from(rows, ([openUs]) => openUs),
    closeUs: Float64Array.from(rows, ([, closeUs]) => closeUs),
    day: Int32Array.from(rows, ([, , day]) => day),
    isShort: Uint8Array.from(rows, ([, , , isShort]) => isShort),
  };
}

function firstAtOrAfter(column: Float64Array | Int32Array, value: number): number {
  let [low, high] = [0, column.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((column[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
