import type { TimeUs } from '../../domain/time.ts';
import type { Strategy } from '../../strategies/define.ts';
import type { PortfolioStrategy } from '../../strategies/portfolio.ts';
import type { Cursor } from '../../strategies/view.ts';
import type { Account } from '../account.ts';
import { RunContext } from '../context.ts';
import { Alarm } from './alarm.ts';
import type { Calendar } from './calendar.ts';
import { PortfolioRunContext } from './context.ts';
import type { Leg } from './leg.ts';
import type { Rebalance } from './rebalance.ts';

/** What a strategy runs on. */
interface Stage {
  readonly legs: readonly Leg[];
  readonly account: Account;
  /** Marks all bars that have closed; until then the account counts at marks before them. */
  settle(): void;
  /** Does so, and hands the marks to the holdings. */
  handOver(): void;
}

/** How a strategy hears of what happened. */
export interface Listener {
  /** Tells it of the closes of a time; `isBusy` when something waits, which reads the last marks when it fills. */
  hear(timeUs: TimeUs, isBusy: boolean): void;
  /** Whether the strategy may have left an order since this was last asked. */
  asked(): boolean;
  /** What waits for opens beside the orders. */
  rebalance(): Rebalance | undefined;
  /** The first bar from `bar` on, of the one calendar of all legs, at whose close the strategy hears of something. */
  quietUntil(bar: number): number;
}

/** Legs of the same rows. */
interface Rows {
  readonly calendar: Calendar;
  readonly startRow: number;
  readonly cursor: Cursor;
  readonly alarms: readonly Alarm[];
  /** First row from the last one that was looked at on at which one of them is asked. */
  next: number;
}

/** Runs a strategy of one instrument on each leg, on the cash of all. */
export class SingleListener implements Listener {
  readonly #strategy: Strategy;
  readonly #legs: readonly Leg[];
  readonly #stage: Stage;
  readonly #contexts: readonly RunContext[];
  readonly #alarms: readonly Alarm[];
  readonly #rows: readonly Rows[];
  #asked = false;

  constructor(strategy: Strategy, stage: Stage, params: Readonly<Record<string, number>>) {
    const { legs } = stage;
    this.#strategy = strategy;
    this.#legs = legs;
    this.#stage = stage;
    this.#contexts = legs.map(({ holding, venue, views, market: { bars, cursor } }) => {
      return new RunContext({ params, state: strategy.state?.(params), indicators: views, bars, cursor, holding, venue });
    });
    this.#alarms = legs.map(({ views, readyRow, market: { bars } }) => {
      return new Alarm({ signals: strategy.when?.(views, params), readyRow, length: bars.length });
    });
    this.#rows = rowsOf(legs, this.#alarms);
  }

  hear(timeUs: TimeUs, isBusy: boolean): void {
    const hears = this.#hearsAt(timeUs);
    if (!hears && !isBusy) return;
    // A context asks its holding for the equity.
    this.#stage.handOver();
    if (!hears) return;
    const strategy = this.#strategy;
    this.#asked = true;
    this.#legs.forEach((leg, i) => {
      if (leg.market.calendar.closedUs !== timeUs) return;
      const context = this.#contexts[i] as RunContext;
      if (strategy.onFill) for (const fill of leg.newFills()) strategy.onFill(fill, context);
      const { row } = leg.market.cursor;
      if ((this.#alarms[i] as Alarm).from(row) === row) strategy.onBar(context);
    });
  }

  asked(): boolean {
    const asked = this.#asked;
    this.#asked = false;
    return asked;
  }

  rebalance(): undefined {}

  quietUntil(bar: number): number {
    if (this.#hasNews()) return bar;
    let quiet = Infinity;
    for (const rows of this.#rows) quiet = Math.min(quiet, nextOf(rows, rows.startRow + bar) - rows.startRow);
    return quiet;
  }

  /** Fills that nobody has told the strategy of, which hears of them. */
  #hasNews(): boolean {
    return this.#strategy.onFill !== undefined && this.#legs.some((leg) => leg.hasNews);
  }

  #hearsAt(timeUs: TimeUs): boolean {
    if (this.#hasNews()) return true;
    for (const rows of this.#rows) if (rows.calendar.closedUs === timeUs && nextOf(rows, rows.cursor.row) === rows.cursor.row) return true;
    return false;
  }
}

function rowsOf(legs: readonly Leg[], alarms: readonly Alarm[]): Rows[] {
  const groups = Map.groupBy(legs.keys(), (index) => (legs[index] as Leg).market.cursor);
  return [...groups].map(([cursor, [first, ...others]]) => {
    const indices = [first as number, ...others];
    const { calendar, startRow } = (legs[first as number] as Leg).market;
    return { calendar, startRow, cursor, alarms: indices.map((index) => alarms[index] as Alarm), next: -1 };
  });
}

/** First row from `row` on at which one of the legs is asked. */
function nextOf(rows: Rows, row: number): number {
  if (rows.next >= row) return rows.next;
  let next = Infinity;
  for (const alarm of rows.alarms) {
    const own = alarm.from(row);
    if (own < next) next = own;
  }
  rows.next = next;
  return next;
}

/** Runs a portfolio strategy once over all legs. */
export class PortfolioListener implements Listener {
  readonly #strategy: PortfolioStrategy;
  readonly #legs: readonly Leg[];
  readonly #context: PortfolioRunContext;
  #ready = false;

  constructor(strategy: PortfolioStrategy, stage: Stage, values: Readonly<Record<string, number>>) {
    const { legs, account } = stage;
    this.#strategy = strategy;
    this.#legs = legs;
    const settle = () => stage.settle();
    this.#context = new PortfolioRunContext({ params: values, state: strategy.state(values), legs, account, settle });
  }

  hear(timeUs: TimeUs): void {
    const legs = this.#legs;
    this.#ready ||= legs.some((leg) => leg.known);
    if (!this.#ready || !legs.some((leg) => leg.market.calendar.closedUs === timeUs)) return;
    const strategy = this.#strategy;
    const context = this.#context;
    context.advance(timeUs);
    if (strategy.onFill) {
      for (const leg of legs) {
        if (leg.market.calendar.closedUs === timeUs) for (const fill of leg.newFills()) strategy.onFill(fill, context);
      }
    }
    strategy.onBars(context);
  }

  asked(): boolean {
    const { asked } = this.#context;
    this.#context.asked = false;
    return asked;
  }

  rebalance(): Rebalance | undefined {
    return this.#context.pending;
  }

  quietUntil(bar: number): number {
    return bar;
  }
}
