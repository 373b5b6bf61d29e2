import type { TimeUs } from '../../domain/time.ts';
import type { Strategy } from '../../strategies/define.ts';
import type { AnyStrategy, PortfolioStrategy } from '../../strategies/portfolio.ts';
import { Account } from '../account.ts';
import type { Arena } from '../arena.ts';
import { RunContext } from '../context.ts';
import type { EngineOptions } from '../options.ts';
import { Column } from './column.ts';
import { PortfolioRunContext } from './context.ts';
import { Leg } from './leg.ts';
import type { Market } from './market.ts';
import type { Calendar } from './timeline.ts';

interface SleeveParts {
  readonly name: string;
  readonly strategy: AnyStrategy;
  readonly values: Readonly<Record<string, number>>;
  /** What it trades, sorted by instrument id. */
  readonly markets: readonly Market[];
  /** The run's, with the sleeve's own part of the cash. */
  readonly options: EngineOptions;
  readonly arena: Arena;
}

/** A strategy with capital, positions and round trips of its own within an account. */
export class Sleeve {
  readonly name: string;
  readonly strategy: AnyStrategy;
  readonly account: Account;
  /** By instrument id. */
  readonly legs: readonly Leg[];
  /** Cash at the first open, then one point a close. */
  readonly equity = new Column();
  /** Longer timeframes first. */
  readonly #closing: readonly Leg[];
  readonly #byCalendar: ReadonlyMap<Calendar, readonly Leg[]>;
  readonly #listener: Listener;

  constructor({ name, strategy, values, markets, options, arena }: SleeveParts) {
    this.name = name;
    this.strategy = strategy;
    const { cash, commissionBps, execution } = options;
    this.account = new Account({ cash, commissionBps, fees: execution?.fees, leverage: execution?.leverage, arena });
    const { account } = this;
    this.legs = markets.map((market) => new Leg(strategy.indicators(values), { account, market, options, arena }));
    this.#closing = this.legs.toSorted((a, b) => b.market.bars.timeframeUs - a.market.bars.timeframeUs);
    this.#byCalendar = Map.groupBy(this.legs, ({ market }) => market.calendar);
    this.#listener =
      strategy.kind === 'portfolio'
        ? new PortfolioListener(strategy, this, { values, slippageBps: options.slippageBps })
        : new SingleListener(strategy, this.legs, values);
  }

  /** What happened inside the bars that close at `timeUs`, then the marks of their closes. */
  close(timeUs: TimeUs, calendars: readonly Calendar[]): void {
    for (const leg of this.#among(calendars, this.#closing)) if (leg.market.calendar.closedUs === timeUs) leg.close(leg.row);
  }

  /** Closes what is held of the markets of a calendar that is over. */
  end(calendar: Calendar): void {
    for (const leg of this.#byCalendar.get(calendar) ?? []) leg.end();
  }

  /** Tells the strategy of its fills and of the closes of `timeUs`. */
  hear(timeUs: TimeUs, calendars: readonly Calendar[]): void {
    this.#listener.hear(timeUs, this.#among(calendars, this.legs));
  }

  /** Executes what the opens of `timeUs` execute, by instrument id. */
  open(timeUs: TimeUs, calendars: readonly Calendar[]): void {
    if (this.#listener.rebalance(timeUs)) return;
    const legs = this.#among(calendars, this.legs);
    const acts = (leg: Leg) => !leg.venue.idle && leg.market.calendar.openedUs === timeUs;
    if (!legs.some(acts)) return;
    // Sizes are shares of the equity of this time, so that what else is held counts at its open as well.
    for (const leg of legs) if (leg.market.calendar.openedUs === timeUs) leg.markOpen(leg.row);
    for (const leg of legs) if (acts(leg)) leg.open(leg.row);
  }

  #among(calendars: readonly Calendar[], all: readonly Leg[]): readonly Leg[] {
    return calendars.length === 1 ? (this.#byCalendar.get(calendars[0] as Calendar) ?? []) : all;
  }
}

/** How a strategy hears of what happened. */
interface Listener {
  /** `legs` are those that may have closed at `timeUs`, and others. */
  hear(timeUs: TimeUs, legs: readonly Leg[]): void;
  /** Trades a rebalance that waits, with all other orders of the opens at `timeUs`; false when there is none. */
  rebalance(timeUs: TimeUs): boolean;
}

/** Runs a strategy of one instrument on each leg, on the cash of all. */
class SingleListener implements Listener {
  readonly #strategy: Strategy;
  readonly #contexts: ReadonlyMap<Leg, RunContext>;

  constructor(strategy: Strategy, legs: readonly Leg[], params: Readonly<Record<string, number>>) {
    this.#strategy = strategy;
    this.#contexts = new Map(
      legs.map((leg) => {
        const { holding, venue, views, market } = leg;
        return [leg, new RunContext({ params, indicators: views, bars: market.bars, cursor: market.cursor, holding, venue })];
      }),
    );
  }

  hear(timeUs: TimeUs, legs: readonly Leg[]): void {
    const strategy = this.#strategy;
    for (const leg of legs) {
      if (leg.market.calendar.closedUs !== timeUs) continue;
      const context = this.#contexts.get(leg) as RunContext;
      if (strategy.onFill) for (const fill of leg.newFills()) strategy.onFill(fill, context);
      if (leg.market.cursor.row >= leg.readyRow) strategy.onBar(context);
    }
  }

  rebalance(): boolean {
    return false;
  }
}

/** Runs a portfolio strategy once over all legs. */
class PortfolioListener implements Listener {
  readonly #strategy: PortfolioStrategy;
  readonly #context: PortfolioRunContext;
  #ready = false;

  constructor(
    strategy: PortfolioStrategy,
    { legs, account }: Sleeve,
    run: { values: Readonly<Record<string, number>>; slippageBps: number },
  ) {
    const { values, slippageBps } = run;
    this.#strategy = strategy;
    this.#context = new PortfolioRunContext({ params: values, state: strategy.state(values), legs, account, slippageBps });
  }

  hear(timeUs: TimeUs, legs: readonly Leg[]): void {
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

  rebalance(timeUs: TimeUs): boolean {
    const { pending } = this.#context;
    if (pending === undefined) return false;
    pending.open(timeUs);
    if (pending.done) this.#context.pending = undefined;
    return true;
  }
}
