import type { Bars } from '../../domain/bars.ts';
import type { OrderChanges, UnfilledOrder } from '../../domain/order.ts';
import type { Sizing } from '../../domain/sizing.ts';
import { applyActions } from '../carry/apply-actions.ts';
import type { Holding } from '../holding.ts';
import { isPlain, type Realism, restrictsShorts } from '../realism.ts';
import { Sizer, type SizingAccount } from '../sizing/sizer.ts';
import { Bracket } from './bracket.ts';
import { Dealer } from './dealer.ts';
import { Desk } from './desk.ts';
import type { Guard } from './guard.ts';
import { Latecomers } from './latecomers.ts';
import { OrderBook } from './order-book.ts';
import { amendOrder } from './make-order.ts';
import { priceAtOpen, priceInside, type RestingOrder, STOP, STOP_LIMIT } from './resting-order.ts';
import { PlainDealer } from './plain-dealer.ts';
import { SlipRate } from './slip-rate.ts';
import { splitAim, splitChanges, splitOrders } from './split.ts';
import { AT_OPEN, INSIDE, Step } from './step.ts';
import type { Aim, TargetSlot } from './targets.ts';

export interface MatcherParts {
  readonly bars: Bars;
  readonly holding: Holding;
  readonly sizing: Sizing;
  readonly sizingAccount: SizingAccount;
  readonly slippageBps: number;
  readonly realism: Realism;
  /** Reserves so many order numbers and returns the first. */
  readonly newIds: (count: number) => number;
}

/** What is touched first inside a step: nothing, one of the orders, or an exit of the position. */
const NOTHING = 0;
const AN_ORDER = 1;
const THE_STOP = 2;
const THE_TARGET = 3;
const LIQUIDATION = 4;

/**
 * Has orders meet bars. At the open: exits of the position, then in the order they were submitted targets and what the open satisfies.
 * Inside the bar: on each side of the open the nearest first; when both sides are touched, the side that holds a stop of the open position.
 */
export class Matcher {
  idle = true;
  readonly book = new OrderBook();
  readonly dealer: Dealer;
  readonly #bars: Bars;
  readonly #holding: Holding;
  readonly #realism: Realism;
  /** Something of it must be asked at every bar with a position. */
  readonly #watches: boolean;
  /** Something of it must be asked before orders meet an open. */
  readonly #asksFirst: boolean;
  readonly #isPlain: boolean;
  readonly #restrictsShorts: boolean;
  readonly #plainDealer: PlainDealer;
  readonly #late: Latecomers;
  readonly #step: Step;
  readonly #guard: Guard;
  readonly #targets: TargetSlot;
  /** Nothing but fixed exits of the position wait: a bar that reaches none of them is passed over. */
  #onlyGuard = false;
  #passed = false;
  #shut = false;
  #touch = NOTHING;
  #touched: RestingOrder | undefined;

  constructor({ bars, holding, sizing, sizingAccount, slippageBps, realism, newIds }: MatcherParts) {
    this.#bars = bars;
    this.#holding = holding;
    this.#realism = realism;
    this.#watches = realism.costs !== undefined || realism.margin !== undefined || realism.actions !== undefined;
    this.#asksFirst = this.#watches || realism.courier !== undefined || realism.hours !== undefined;
    this.#restrictsShorts = restrictsShorts(realism);
    this.#step = new Step(bars);
    holding.clock = this.#step;
    const { slippage, liquidity } = realism;
    const slippageRate = slippageBps / 10_000;
    const desk = new Desk({ holding, step: this.#step, slippageRate, slippage, liquidity });
    const sizer = new Sizer({ sizing, holding, bars, sizingAccount });
    const slipRate = new SlipRate(slippageBps);
    this.dealer = new Dealer({ bars, holding, step: this.#step, desk, book: this.book, sizer, slipRate, realism, newIds });
    this.#late = new Latecomers(this.#step, this.dealer, realism.costs);
    this.#isPlain = isPlain(realism) && !this.dealer.sizes.asks;
    this.#guard = this.dealer.guard;
    this.#targets = this.dealer.targets;
    this.#plainDealer = new PlainDealer({ step: this.#step, holding, sizer, slipRate, dealer: this.dealer });
  }

  /** Takes an order. `lateBy` is the share of the step that has passed: then it came after the open, at whose price it cannot fill. */
  place(order: RestingOrder, lateBy: number): void {
    // Of a group that came together one may have filled just now.
    if (!order.alive) return;
    this.book.add(order);
    const { actions } = this.#realism;
    if (actions !== undefined) splitOrders([order], actions.splitSince(order.submittedUs - this.#bars.timeframeUs), this.dealer);
    if (!order.alive) return;
    this.#busy();
    if (lateBy > 0 && !this.#shut) this.#late.meet(order, lateBy);
  }

  /** Changes an order: when the change comes late, what the price has reached by then has filled as it was. */
  amend(order: RestingOrder, asked: OrderChanges, { row, lateBy }: { row: number; lateBy: number }): void {
    const { terms } = order;
    const { time, close } = this.#bars;
    const ratio = this.#realism.actions?.splitSince(time[row] as number) ?? 1;
    const changes = splitChanges(asked, ratio);
    const { lot, tick } = this.#holding.instrument;
    const origin = { lot, tick, close: (close[row] as number) / ratio };
    if (terms?.asleep) return amendOrder(order, changes, origin);
    const isLate = lateBy > 0 && !this.#shut;
    if (isLate) this.#late.meetUntil(order, lateBy);
    if (!order.alive) return;
    const side = Math.sign(order.lots);
    amendOrder(order, changes, origin);
    terms?.within?.bound(order);
    if (order.lots * side <= 0) return this.dealer.drop(order, 'CANCELLED');
    const { limitPrice, stopPrice, trail } = changes;
    if (limitPrice !== undefined) order.rested = false;
    if (isLate && (limitPrice ?? stopPrice ?? trail) !== undefined) this.#late.meet(order, lateBy);
  }

  /** Takes an order back: when that comes late, what the price has reached by then has filled. */
  cancel(order: RestingOrder, lateBy: number): void {
    if (lateBy > 0 && !this.#shut && order.alive) this.#late.meetUntil(order, lateBy);
    this.dealer.drop(order, 'CANCELLED');
  }

  aim(asked: Aim, lateBy: number): void {
    const { actions } = this.#realism;
    const aim = actions === undefined ? asked : splitAim(asked, actions.splitSince(this.#bars.time[asked.row] as number));
    if (aim.target === this.#targets.settled) this.#targets.aim = undefined;
    else this.#targets.set(aim);
    this.#busy();
    if (lateBy > 0 && !this.#shut && this.#targets.aim !== undefined) this.#late.reach(aim, lateBy);
  }

  rest(): void {
    this.book.sweep();
    const { courier, detail } = this.#realism;
    const guard = this.#guard;
    const waits = !this.book.isEmpty || this.#targets.aim !== undefined || (courier !== undefined && !courier.isEmpty);
    const watches = this.#watches && this.#holding.lots !== 0;
    this.idle = !waits && !watches && guard.direction === 0;
    this.#onlyGuard = !waits && !watches && !this.idle && !guard.trails && !guard.triggered && detail === undefined;
  }

  /** With nothing but the exits of the position waiting, the bars that reach none of them are quiet. */
  quietUntil(row: number, end: number): number {
    if (this.idle) return end;
    return this.#onlyGuard ? this.#guard.firstReached(this.#bars, row, end) : row;
  }

  /** Nothing but a target waits or can come to wait: it executes at the next open in full or not at all. */
  get deals(): boolean {
    if (!this.#isPlain || this.#guard.direction !== 0 || !this.book.isEmpty) return false;
    const { aim } = this.#targets;
    return aim === undefined || (aim.protection === undefined && !(this.#restrictsShorts && aim.target < 0));
  }

  /** Executes the target that waits, if there is one, where it `deals`. */
  deal(row: number): void {
    const { aim } = this.#targets;
    if (aim === undefined) return;
    this.#step.take(this.#bars, row, row);
    this.#plainDealer.reach(aim);
    this.idle = true;
  }

  atOpen(row: number): void {
    this.#passed = this.#onlyGuard && !this.#guard.reachedIn(this.#bars, row);
    if (this.#passed) return;
    const { detail } = this.#realism;
    const from = detail?.from(row) ?? 0;
    if (detail !== undefined && detail.to(row) > from) this.#step.take(detail.bars, from, row);
    else this.#step.take(this.#bars, row, row);
    this.#meetOpen();
    this.rest();
  }

  inside(row: number): void {
    if (this.idle || this.#passed) return;
    const { detail } = this.#realism;
    if (detail !== undefined && detail.to(row) > detail.from(row)) {
      for (let at = detail.from(row); at < detail.to(row) && !this.idle; at++) this.part(row, at);
      return;
    }
    this.#meetInside();
    this.rest();
  }

  /** Executes what the part `at` of `row` in the finer data executes; of the first, which opened with the bar, the rest. */
  part(row: number, at: number): void {
    const { detail } = this.#realism;
    if (detail !== undefined && at > detail.from(row)) {
      this.#step.take(detail.bars, at, row);
      this.#meetOpen();
    }
    this.#meetInside();
    this.rest();
  }

  /** Ties orders to one whose fills they live from. */
  bracket(parent: RestingOrder, children: readonly RestingOrder[]): void {
    parent.special().bracket = new Bracket({ parent, children, lot: this.#holding.instrument.lot, book: this.book, step: this.#step });
  }

  /** Nothing fills in the step that was taken last. */
  get isShut(): boolean {
    return this.#shut;
  }

  finish(): readonly UnfilledOrder[] {
    const { endUs, row } = this.#step;
    for (const order of this.book.orders) {
      const { expiresUs = Infinity, lastRow = Infinity } = order.terms ?? {};
      this.dealer.drop(order, expiresUs <= endUs || lastRow <= row ? 'EXPIRED' : 'END_OF_DATA');
    }
    if (this.#targets.aim !== undefined) this.dealer.settle(NaN, 'END_OF_DATA');
    return this.book.unfilled;
  }

  #busy(): void {
    this.idle = false;
    this.#onlyGuard = false;
  }

  #meetOpen(): void {
    const { open } = this.#step;
    if (this.#asksFirst) this.#askFirst(open);
    if (this.#shut) return;
    if (this.#guard.direction !== 0) this.#guardAtOpen(open);
    const { margin } = this.#realism;
    if (margin !== undefined && this.#isPast(margin.threshold, open)) this.dealer.liquidate(open);
    const { orders } = this.book;
    // What fills of this open bring in does not meet it.
    const waiting = orders.length;
    const aim = this.#targets.aim;
    const targetId = aim?.id ?? Infinity;
    for (let i = 0; i < waiting; i++) if ((orders[i] as RestingOrder).id < targetId) this.#tryOpen(orders[i] as RestingOrder, open);
    if (aim === undefined) return;
    if (this.#targets.aim === aim) this.dealer.reach(aim, open);
    for (let i = 0; i < waiting; i++) if ((orders[i] as RestingOrder).id > targetId) this.#tryOpen(orders[i] as RestingOrder, open);
  }

  #askFirst(open: number): void {
    const { courier, hours, costs, actions } = this.#realism;
    const { timeUs, row } = this.#step;
    if (costs !== undefined) costs.chargeUntil(timeUs, open);
    if (actions !== undefined)
      applyActions(actions, { holding: this.#holding, dealer: this.dealer, book: this.book, bars: this.#bars, timeUs, open, row });
    if (courier !== undefined) courier.deliver(row, timeUs, { openUs: timeUs, spanUs: 1 });
    this.#shut = hours !== undefined && !hours.isOpen(timeUs);
  }

  #meetInside(): void {
    const step = this.#step;
    const { courier, costs } = this.#realism;
    const spanUs = step.bars.timeframeUs;
    if (courier !== undefined) courier.deliver(step.row, step.endUs - 1, { openUs: step.timeUs, spanUs });
    if (!this.#shut) {
      this.#meetTouched();
      if (this.#guard.trails) this.#guard.follow(step, step.number);
      if (!this.book.isEmpty) this.#followTrails();
    }
    if (costs !== undefined) costs.chargeUntil(step.endUs, step.close);
  }

  #meetTouched(): void {
    const { costs } = this.#realism;
    const { endUs } = this.#step;
    for (let price = this.#nextTouch(); this.#touch !== NOTHING; price = this.#nextTouch()) {
      costs?.chargeDoubtful(endUs);
      this.#execute(price);
      costs?.chargeDoubtful(endUs);
    }
  }

  #guardAtOpen(open: number): void {
    const guard = this.#guard;
    if (guard.triggered || (guard.direction === 1 ? open <= guard.stop : open >= guard.stop)) this.dealer.exit(open, true);
    else if (guard.direction === 1 ? open >= guard.target : open <= guard.target) this.dealer.exit(open, false);
  }

  #tryOpen(order: RestingOrder, open: number): void {
    if (!order.alive) return;
    const { terms } = order;
    if (terms !== undefined && (terms.expiresUs <= this.#step.timeUs || this.#step.row > terms.lastRow)) {
      return this.dealer.drop(order, 'EXPIRED');
    }
    const price = priceAtOpen(order, open, this.#step.number);
    const fills = !Number.isNaN(price);
    if (fills && terms?.postOnly && !order.rested) return this.dealer.drop(order, 'WOULD_TAKE');
    if (fills) this.dealer.fill(order, price, AT_OPEN);
    else if (terms?.atOnce !== undefined) this.dealer.drop(order, 'NOT_AT_ONCE');
    else if (order.kind !== STOP_LIMIT || order.triggeredStep >= 0) order.rested = true;
  }

  /** The price of what comes first of all that is touched; `#touch` says what it is. */
  #nextTouch(): number {
    const step = this.#step;
    const { open, number } = step;
    const held = this.#holding.lots;
    const guard = this.#guard;
    const { orders } = this.book;
    let above = NaN;
    let below = NaN;
    let aboveIs = NOTHING;
    let belowIs = NOTHING;
    let aboveOrder: RestingOrder | undefined;
    let belowOrder: RestingOrder | undefined;
    let stopSide = 0;
    for (let i = 0; i < orders.length; i++) {
      const order = orders[i] as RestingOrder;
      if (!order.alive || order.spentStep === number || (order.terms !== undefined && !this.#countsInside(order))) continue;
      const price = priceInside(order, step, number);
      if (price >= open && !(above <= price)) {
        above = price;
        aboveIs = AN_ORDER;
        aboveOrder = order;
      } else if (price < open && !(below >= price)) {
        below = price;
        belowIs = AN_ORDER;
        belowOrder = order;
      }
      if (order.kind === STOP && order.lots * held < 0 && !Number.isNaN(price)) stopSide = price >= open ? 1 : -1;
    }
    for (let exit = THE_STOP; exit <= LIQUIDATION; exit++) {
      const price = exit === LIQUIDATION ? this.#liquidationInside() : guard.direction === 0 ? NaN : this.#exitInside(exit);
      if (price >= open && !(above <= price)) {
        above = price;
        aboveIs = exit;
      } else if (price < open && !(below >= price)) {
        below = price;
        belowIs = exit;
      }
      if (exit !== THE_TARGET && !Number.isNaN(price)) stopSide = price >= open ? 1 : -1;
    }
    const both = aboveIs !== NOTHING && belowIs !== NOTHING;
    const takesAbove = both ? (stopSide !== 0 ? stopSide === 1 : above - open <= open - below) : aboveIs !== NOTHING;
    this.#touch = takesAbove ? aboveIs : belowIs;
    this.#touched = takesAbove ? aboveOrder : belowOrder;
    return takesAbove ? above : below;
  }

  #execute(price: number): void {
    if (this.#touch === LIQUIDATION) this.dealer.liquidate(price);
    else if (this.#touch !== AN_ORDER) this.dealer.exit(price, this.#touch === THE_STOP);
    else if (this.#touched !== undefined) {
      const { terms } = this.#touched;
      if (terms?.cameInside === this.#step.number) this.#step.goOn(terms.cameBy);
      this.dealer.fill(this.#touched, price, INSIDE);
    }
  }

  /** Nothing of an order that ends inside the step, or came after its open, counts inside it; but a stop does that came, and that of a stop-limit. */
  #countsInside({ terms, kind, triggeredStep }: RestingOrder): boolean {
    if (terms === undefined) return true;
    const stops = kind === STOP || (kind === STOP_LIMIT && triggeredStep < 0);
    return terms.expiresUs >= this.#step.endUs && (stops || terms.cameInside !== this.#step.number);
  }

  #exitInside(exit: number): number {
    const guard = this.#guard;
    const { open, high, low, number } = this.#step;
    if (this.dealer.guardSpent === number) return NaN;
    const long = guard.direction === 1;
    if (exit === THE_STOP) {
      return guard.triggered || !(long ? low <= guard.stop : high >= guard.stop) ? NaN : guard.stopIn(number, open);
    }
    if (!guard.targetCounts(number) || !(long ? high >= guard.target : low <= guard.target)) return NaN;
    return long ? Math.max(guard.target, open) : Math.min(guard.target, open);
  }

  #liquidationInside(): number {
    const { margin } = this.#realism;
    if (margin === undefined || this.#holding.lots === 0) return NaN;
    const { threshold } = margin;
    const { open, high, low } = this.#step;
    const long = this.#holding.lots > 0;
    if (!this.#isPast(threshold, long ? low : high)) return NaN;
    const from = this.dealer.priceBefore(open);
    return long ? Math.min(threshold, from) : Math.max(threshold, from);
  }

  #isPast(threshold: number, price: number): boolean {
    const { lots } = this.#holding;
    return lots > 0 ? price <= threshold : lots < 0 && price >= threshold;
  }

  #followTrails(): void {
    const { high, low, close, number } = this.#step;
    for (const { alive, terms, lots } of this.book.orders)
      if (alive && terms?.trail !== undefined) terms.trail.follow(terms.cameInside === number ? close : lots < 0 ? high : low);
    for (const order of this.book.orders) if (order.terms?.trail !== undefined) order.stopPrice = order.terms.trail.stop;
  }
}
