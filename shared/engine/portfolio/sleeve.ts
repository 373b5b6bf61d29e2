import type { TimeUs } from '../../domain/time.ts';
import type { AnyStrategy } from '../../strategies/portfolio.ts';
import { Account } from '../account.ts';
import type { Arena } from '../arena.ts';
import type { EngineOptions } from '../options.ts';
import { maintenanceOf } from '../execution.ts';
import { EquityPeak } from '../sizing/peak.ts';
import { riskPart } from '../sizing/risk-parts.ts';
import { sizingOfRun } from '../sizing/sizing.ts';
import { Column } from './column.ts';
import { CrossMargin } from './cross-margin.ts';
import { Leg } from './leg.ts';
import type { LegBeside } from './leg-beside.ts';
import { type Listener, PortfolioListener, SingleListener } from './listener.ts';
import type { Market } from './market.ts';
import { Marks } from './marks.ts';
import { playParts } from './parts.ts';
import type { Calendar } from './calendar.ts';
import { WalletAccount } from './wallet-account.ts';
import type { Wallets } from './wallets.ts';

interface SleeveParts {
  readonly name: string;
  readonly strategy: AnyStrategy;
  readonly values: Readonly<Record<string, number>>;
  /** What it trades, sorted by instrument id. */
  readonly markets: readonly Market[];
  /** The run's, with the sleeve's own part of the cash. */
  readonly options: EngineOptions;
  /** Its part of the cash where that lies in several currencies. */
  readonly wallets: Wallets | undefined;
  readonly beside: LegBeside;
  /** The calendar of the run, where it has one and no rates that move. */
  readonly alone: Calendar | undefined;
  /** Points that its equity curve has, or more. */
  readonly room: number;
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
  readonly equity: Column;
  readonly #marks: Marks;
  readonly #listener: Listener;
  /** The account, where its cash lies in several currencies. */
  readonly #funded: WalletAccount | undefined;
  readonly #margin: CrossMargin | undefined;
  readonly #paysInterest: boolean;
  readonly #hasDetail: boolean;
  /** Bars of different lengths or times, so that something closes while others are under way. */
  readonly #advances: boolean;
  /** Legs with something that waits, as they were when it was last asked, and in which order they close: longer timeframes first. */
  #busy: readonly number[] = [];
  /** Where all legs have one calendar, bars over which nothing trades are marked when somebody looks; the first that is not yet, else -1. */
  readonly #alone: Calendar | undefined;
  #unmarked = -1;

  constructor({ name, strategy, values, markets, options, wallets, beside, alone, room, arena }: SleeveParts) {
    this.name = name;
    this.equity = new Column(arena.take(room));
    this.#alone = alone;
    this.strategy = strategy;
    const { cash, commissionBps, execution } = options;
    const about = { cash, commissionBps, fees: execution?.fees, leverage: execution?.leverage, arena };
    this.#funded = wallets && new WalletAccount(about, wallets);
    this.account = this.#funded ?? new Account(about);
    const { account } = this;
    const own = strategy.kind === 'portfolio' ? undefined : strategy.sizing?.(values);
    const sized = { ...options, sizing: sizingOfRun(options.sizing, own) };
    const overlaps = new Set(markets.map(({ calendar }) => calendar)).size > 1;
    const midway = strategy.kind === 'portfolio' && overlaps;
    const peak = new EquityPeak();
    this.legs = markets.map((market) => {
      const sizingAccount = {
        count: markets.length,
        peakBefore: () => peak.of(this.equity.values, this.equity.length),
        riskPart: (row: number) => riskPart(market.bars, markets, market.bars.time[row] as number),
      };
      return new Leg(strategy.indicators(values), { account, market, options: sized, beside, sizingAccount, midway, arena });
    });
    this.#marks = new Marks(this.legs);
    const { leverage, maintenance } = execution ?? {};
    const isMarginal = leverage !== undefined || maintenance !== undefined;
    this.#margin = isMarginal ? new CrossMargin(this.legs, account, maintenanceOf({ leverage, maintenance })) : undefined;
    // A single position pays what is owed when it pays, as in a run of one instrument.
    this.#paysInterest = execution?.interestRate !== undefined && markets.length > 1;
    this.#hasDetail = markets.some(({ detail }) => detail !== undefined);
    this.#advances = this.#hasDetail && overlaps;
    this.#listener =
      strategy.kind === 'portfolio' ? new PortfolioListener(strategy, this, values) : new SingleListener(strategy, this, values);
  }

  /** Bars that held a position, by leg, as `RunResult` counts them. */
  get barsHeld(): Int32Array {
    return this.#marks.barsHeld;
  }

  /** Hands its last marks to the holdings, which are asked what they are worth. */
  handOver(): void {
    this.settle();
    this.#marks.handOver();
    this.account.refresh();
  }

  /** What happened inside the bars that close at `timeUs`, longer timeframes first, then the marks of their closes. */
  close(timeUs: TimeUs, calendars: readonly Calendar[]): void {
    if (this.#alone !== undefined) {
      if (this.#busy.length === 0) return this.pass(this.#alone.bar);
      this.#markUntil(this.#alone.bar);
    }
    this.#begin(timeUs);
    const busy = this.#busy.length === 0 ? this.#busy : this.#closeBusy(timeUs, calendars);
    this.account.owed = NaN;
    for (const calendar of calendars) this.#marks.close(calendar, calendar.bar);
    for (const index of busy) {
      const leg = this.#leg(index);
      if (leg.heldAtOpen) this.#marks.countLeft(index);
      leg.heldAtOpen = false;
    }
  }

  /** What happened to legs with something that waits, which are all that may have traded; returns those whose bars close. */
  #closeBusy(timeUs: TimeUs, calendars: readonly Calendar[]): readonly number[] {
    const busy = this.#busy.filter((index) => this.#leg(index).market.calendar.closedUs === timeUs);
    if (calendars.length > 1) busy.sort((a, b) => this.#timeframeUs(b) - this.#timeframeUs(a) || a - b);
    const known = this.#inside(busy, timeUs);
    for (const index of busy) this.#marks.mirror(index);
    for (const index of (known ? undefined : this.#margin?.checkBars(timeUs)) ?? []) this.#marks.mirror(index);
    return busy;
  }

  /** What happened until `timeUs` inside bars that are under way, as far as finer data tells it. */
  advance(timeUs: TimeUs): void {
    const underWay = this.#underWay();
    if (underWay.length === 0) return;
    this.#begin(timeUs);
    this.#play(underWay, timeUs);
    this.account.owed = NaN;
  }

  /** Legs with something that waits, and finer data of a bar that is under way. */
  #underWay(): readonly number[] {
    if (!this.#advances) return [];
    return this.#busy.filter((index) => this.#leg(index).market.calendar.isOpen && this.#leg(index).parts !== undefined);
  }

  /** Plays the rest of the bars of legs that close: in the order of time as far as finer data tells it, then each by itself. Whether it told all. */
  #inside(busy: readonly number[], timeUs: TimeUs): boolean {
    const covered = this.#hasDetail ? busy.filter((index) => this.#leg(index).parts !== undefined) : [];
    const inParts = covered.length > 1 || this.#advances;
    if (inParts) this.#play([...covered, ...this.#underWay()], timeUs);
    for (const index of busy) if (!inParts || !covered.includes(index)) this.#leg(index).inside(this.#leg(index).row);
    return inParts && covered.length === busy.length;
  }

  /** Plays parts of bars up to a time, those of bars that close to their end. */
  #play(indices: readonly number[], timeUs: TimeUs): void {
    const before = this.legs.map(({ holding }) => holding.lots);
    const legs = indices.toSorted((a, b) => a - b).map((index) => this.#leg(index));
    playParts(legs, timeUs, this.#margin);
    this.legs.forEach(({ holding }, index) => {
      if (holding.lots !== before[index]) this.#marks.mirror(index);
    });
  }

  /** Closes what is held of the markets of a calendar that is over. */
  end(calendar: Calendar): void {
    this.legs.forEach((leg, index) => {
      if (leg.market.calendar !== calendar) return;
      leg.end();
      this.#marks.mirror(index);
    });
  }

  /** Its cash by currency; undefined where all of it is in the account's. */
  get wallets(): Wallets | undefined {
    return this.#funded?.wallets;
  }

  /** A currency is worth `rate` of the account's from now on. */
  convert(currency: string, rate: number): void {
    this.#funded?.convert(currency, rate);
    this.legs.forEach(({ holding }, index) => {
      if (holding.instrument.currency !== currency) return;
      holding.rate = rate;
      this.#marks.convert(index);
    });
  }

  /** Writes the point of the equity curve at the last marks, or later with those before it. */
  mark(): void {
    if (this.#unmarked < 0) this.equity.push(this.account.settle(this.#marks.total()));
  }

  /** Marks all bars that have closed. */
  settle(): void {
    if (this.#alone !== undefined) this.#markUntil(this.#alone.bar + (this.#alone.isOpen ? 0 : 1));
  }

  /** Marks the bars before `end`, and writes their points of the equity curve. */
  #markUntil(end: number): void {
    const from = this.#unmarked;
    if (from < 0) return;
    const { account, equity } = this;
    const count = end - from;
    const first = equity.extend(count);
    const { values } = equity;
    this.#marks.pass(this.#alone as Calendar, from, { totals: values, first, count });
    const { cash } = account;
    account.settle(values[first + count - 1] as number);
    for (let i = first; i < first + count; i++) values[i] = cash + (values[i] as number);
    this.#unmarked = -1;
  }

  /** The last bar of the calendar of all its legs, from the one that is open and at most `end`, before whose close nothing can trade and nobody is asked. */
  quietUntil(calendar: Calendar, end: number): number {
    let bar = Math.min(end, this.#listener.quietUntil(calendar.bar));
    for (const index of this.#busy) {
      const { market, venue } = this.#leg(index);
      const { startRow } = market;
      // What waits is met at the open of the first bar that reaches it: the bar before closes as ever.
      const reached = venue.quietUntil(startRow + calendar.bar, startRow + bar + 1) - startRow;
      if (reached <= bar) bar = reached - 1;
    }
    return bar;
  }

  /** Nothing trades over the bar `from` and those after it until somebody looks: they are marked then. */
  pass(from: number): void {
    if (this.#unmarked < 0) this.#unmarked = from;
  }

  /** Tells the strategy of its fills and of the closes of `timeUs`. */
  hear(timeUs: TimeUs): void {
    this.#listener.hear(timeUs, this.#busy.length > 0);
  }

  /** Executes what the opens of `timeUs` execute, by instrument id. */
  open(timeUs: TimeUs): void {
    const { legs } = this;
    const rebalance = this.#listener.rebalance();
    if (this.#listener.asked() || this.#busy.length > 0) this.#busy = this.#busyLegs();
    const busy = this.#busy;
    if (busy.length === 0 && rebalance === undefined) return;
    this.settle();
    // Sizes are shares of the equity of this time, so that what else is held counts at its open as well.
    this.#marks.handOver();
    for (const { holding, market, openPrice } of legs)
      if (holding.lots !== 0 && market.calendar.openedUs === timeUs) holding.mark = openPrice;
    this.account.refresh();
    this.#begin(timeUs);
    if (rebalance !== undefined) rebalance.open(timeUs);
    else for (const index of busy) if (this.#leg(index).market.calendar.openedUs === timeUs) this.#leg(index).open(this.#leg(index).row);
    this.account.owed = NaN;
    if (rebalance === undefined) for (const index of busy) this.#marks.mirror(index);
    else this.#busy = this.#mirrorAll();
  }

  /** What all legs of a time have in common: what is owed, which each pays its share of, and when it is. */
  #begin(timeUs: TimeUs): void {
    if (this.#paysInterest) this.account.owed = Math.max(0, -this.account.cash);
    if (this.#funded) this.#funded.timeUs = timeUs;
  }

  /** After a rebalance every leg may have traded, and may have something that waits. */
  #mirrorAll(): readonly number[] {
    this.legs.forEach((_, index) => this.#marks.mirror(index));
    return this.#busyLegs();
  }

  /** Legs with something that waits, or with a position that a bar under way began with, which counts for it. */
  #busyLegs(): readonly number[] {
    const busy: number[] = [];
    for (let index = 0; index < this.legs.length; index++) {
      const { venue, heldAtOpen } = this.#leg(index);
      if (!venue.idle || heldAtOpen) busy.push(index);
    }
    return busy;
  }

  #leg(index: number): Leg {
    return this.legs[index] as Leg;
  }

  #timeframeUs(index: number): number {
    return this.#leg(index).market.bars.timeframeUs;
  }
}
