import { isoOfDay } from '../../domain/calendar/civil.ts';
import type { TradingCalendar } from '../../domain/calendar/trading-calendar.ts';
import { DAY_US, type TimeUs } from '../../domain/time.ts';

/** How good one trading day of an instrument is. */
export interface DayScore {
  readonly date: string;
  /** 0 to 100: the share of bars that should be there, are there, and have nothing wrong with them. */
  readonly score: number;
  readonly bars: number;
  readonly missing: number;
  /** Bars with at least one defect, and rows that are no bars of their own. */
  readonly flawed: number;
}

interface Tally {
  bars: number;
  missing: number;
  flawed: number;
  extra: number;
}

/** Counts what is there, what is missing and what is flawed, for each day and over all. */
export class Scores {
  readonly #days = new Map<string, Tally>();
  readonly #all: Tally = { bars: 0, missing: 0, flawed: 0, extra: 0 };

  bar(date: string, isFlawed: boolean): void {
    for (const tally of [this.#day(date), this.#all]) {
      tally.bars++;
      if (isFlawed) tally.flawed++;
    }
  }

  missing(date: string, bars: number): void {
    for (const tally of [this.#day(date), this.#all]) tally.missing += bars;
  }

  /** A row that is no bar of its own: a copy, one out of order, one that cannot be read. */
  extra(date: string | undefined): void {
    for (const tally of date === undefined ? [this.#all] : [this.#day(date), this.#all]) tally.extra++;
  }

  total(): number {
    return scoreOf(this.#all);
  }

  /** Ascending by date. */
  days(): DayScore[] {
    return [...this.#days]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([date, tally]) => ({
        date,
        score: scoreOf(tally),
        bars: tally.bars,
        missing: tally.missing,
        flawed: tally.flawed + tally.extra,
      }));
  }

  #day(date: string): Tally {
    const known = this.#days.get(date);
    if (known) return known;
    const tally: Tally = { bars: 0, missing: 0, flawed: 0, extra: 0 };
    this.#days.set(date, tally);
    return tally;
  }
}

/** Rounded down to hundredths, so that only what has no defect is 100. */
function scoreOf({ bars, missing, flawed, extra }: Tally): number {
  const rows = bars + missing + extra;
  return rows === 0 ? 0 : Math.floor((10_000 * (bars - flawed)) / rows) / 100;
}

/** Tells the trading date that a time counts to; the date in UTC where there is no calendar. Times that follow each other cost next to nothing. */
export function dateReader(calendar: TradingCalendar | undefined): (timeUs: TimeUs) => string {
  let [date, fromUs, untilUs] = ['', 0, 0];
  return (timeUs) => {
    if (timeUs >= fromUs && timeUs < untilUs) return date;
    date = calendar === undefined ? isoOfDay(Math.floor(timeUs / DAY_US)) : calendar.tradingDay(timeUs);
    fromUs = timeUs;
    untilUs = calendar === undefined ? (Math.floor(timeUs / DAY_US) + 1) * DAY_US : calendar.nextClose(timeUs);
    return date;
  };
}
