import type { Bars } from '../../domain/bars.ts';
import type { TradingCalendar } from '../../domain/calendar/trading-calendar.ts';
import { DAY_US, type TimeUs } from '../../domain/time.ts';
import { timeframeName } from '../../domain/timeframe.ts';
import type { ActionCalendar } from '../carry/actions.ts';
import { EngineError } from '../error.ts';
import type { Step } from './step.ts';

/** Share of the last close that a price must have fallen to, rounding included. */
const FALLEN = 0.9 * (1 + 1e-12);

interface CircuitBreakerParts {
  /** Of the run. */
  readonly bars: Bars;
  readonly calendar: TradingCalendar;
  readonly actions: ActionCalendar | undefined;
}

/**
 * Whether short sales are restricted: from a price a tenth or more below the close of the day before on, for the rest of that day and the next one
 * (SEC, Regulation SHO, rule 201(b)(1)). Prices and closes are those of regular sessions.
 */
export class CircuitBreaker {
  readonly #bars: Bars;
  readonly #calendar: TradingCalendar;
  readonly #actions: ActionCalendar | undefined;
  /** First row that has not been read, and the day of the last that has. */
  #row = 0;
  #day = '';
  /** Row that closed the day before, and that which closed the day under way so far; -1 while there is none. */
  #before = -1;
  #last = -1;
  #fell = false;
  #fellBefore = false;

  /** Throws `EngineError` for bars longer than a day, which say nothing of days. */
  constructor({ bars, calendar, actions }: CircuitBreakerParts) {
    if (bars.timeframeUs > DAY_US) {
      throw new EngineError(
        'shortSaleRestriction',
        `shortSaleRestriction counts days, but bars of ${timeframeName(bars.timeframeUs)} say nothing of them; leave it out`,
      );
    }
    this.#bars = bars;
    this.#calendar = calendar;
    this.#actions = actions;
  }

  /** Whether it restricts a sale at `price` in a step: what fell before the price came there counts, what the bar does later does not. */
  restricts(step: Step, price: number): boolean {
    for (; this.#row < step.row; this.#row++) this.#read(this.#row);
    this.#begin(step.row);
    const low = lowestSince(this.#bars.time[step.row] as number, step);
    return this.#fell || this.#fellBefore || this.#hasFallen(step.row, Math.min(price, low));
  }

  #read(row: number): void {
    this.#begin(row);
    if (!this.#isRegular(row)) return;
    this.#fell ||= this.#hasFallen(row, this.#bars.low[row] as number);
    this.#last = row;
  }

  #begin(row: number): void {
    const day = this.#dayOf(row);
    if (day === this.#day) return;
    this.#day = day;
    this.#before = this.#last;
    this.#fellBefore = this.#fell;
    this.#fell = false;
  }

  #hasFallen(row: number, price: number): boolean {
    if (this.#before < 0 || !this.#isRegular(row)) return false;
    const { time, close } = this.#bars;
    const [beforeUs, nowUs] = [time[this.#before] as number, time[row] as number];
    // A split between the two makes a lower price of the same worth.
    const ratio = this.#actions === undefined ? 1 : this.#actions.splitSince(beforeUs) / this.#actions.splitSince(nowUs);
    return price * ratio <= (close[this.#before] as number) * FALLEN;
  }

  #dayOf(row: number): string {
    return this.#bars.timeframeUs === DAY_US ? String(row) : this.#calendar.tradingDay(this.#bars.time[row] as number);
  }

  /** Some of the bar lies in a session. */
  #isRegular(row: number): boolean {
    const { time, timeframeUs } = this.#bars;
    const openUs = time[row] as number;
    return timeframeUs === DAY_US || this.#calendar.isOpen(openUs) || this.#calendar.nextOpen(openUs) < openUs + timeframeUs;
  }
}

/** The lowest price of a bar so far, which opened at `fromUs`: the open of the step, or of finer data the low of the parts before. */
function lowestSince(fromUs: TimeUs, { bars, at, open }: Step): number {
  let low = open;
  for (let before = at - 1; before >= 0 && (bars.time[before] as number) >= fromUs; before--)
    low = Math.min(low, bars.low[before] as number);
  return low;
}
