import type { TradingCalendar } from '../../domain/calendar/trading-calendar.ts';
import { DAY_US } from '../../domain/time.ts';
import { timeframeName } from '../../domain/timeframe.ts';
import { EngineError } from '../error.ts';

/** What happens to an order made while the market is shut. */
export type OutsideHours = 'queue' | 'reject';

/** A market that fills only in its sessions: a bar counts when it opens in one. */
export class Hours {
  readonly rejects: boolean;
  readonly #calendar: TradingCalendar;

  /** Throws `EngineError` for bars of a day or longer, which say nothing of hours. */
  constructor(calendar: TradingCalendar, outside: OutsideHours, timeframeUs: number) {
    if (timeframeUs >= DAY_US) {
      throw new EngineError('hours', `hours is "${outside}", but bars of ${timeframeName(timeframeUs)} say nothing of hours; leave it out`);
    }
    this.rejects = outside === 'reject';
    this.#calendar = calendar;
  }

  isOpen(timeUs: number): boolean {
    return this.#calendar.isOpen(timeUs);
  }
}
