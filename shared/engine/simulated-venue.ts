import type { Bars } from '../domain/bars.ts';
import { calendarOf } from '../domain/calendar/calendar.ts';
import type { OrderChanges, OrderId, OrderRequest, Protection, UnfilledOrder, UnfilledReason } from '../domain/order.ts';
import type { Sizing } from '../domain/sizing.ts';
import { EngineError } from './error.ts';
import type { Holding } from './holding.ts';
import { checkProtection, checkRequest } from './orders/check-request.ts';
import type { Courier } from './orders/courier.ts';
import { Matcher } from './orders/matcher.ts';
import { makeOrder } from './orders/make-order.ts';
import type { RestingOrder } from './orders/resting-order.ts';
import type { Aim } from './orders/targets.ts';
import type { Realism } from './realism.ts';
import type { SizingAccount } from './sizing/sizer.ts';
import type { Venue } from './venue.ts';

export interface SimulatedVenueOptions {
  readonly bars: Bars;
  readonly holding: Holding;
  readonly sizing: Sizing;
  /** What sizes depend on beside the instrument. */
  readonly sizingAccount: SizingAccount;
  readonly slippageBps: number;
  readonly realism?: Realism | undefined;
}

/** Takes what a strategy decides, and has the matcher fill it from bars: numbers the orders, makes groups of them, carries them there. */
export class SimulatedVenue implements Venue {
  readonly #bars: Bars;
  readonly #holding: Holding;
  readonly #realism: Realism;
  readonly #matcher: Matcher;
  /** When what comes now was decided, where that is after the close of the last row; a courier carries it from then on. */
  askedUs = NaN;
  /** The target that waits, where none is under way: a newer one takes its place, so that one object serves the whole run. */
  readonly #aim: { -readonly [Part in keyof Aim]: Aim[Part] } = { target: 0, protection: undefined, id: 0, row: 0 };
  /** Orders that the courier carries. */
  readonly #underWay = new Map<OrderId, RestingOrder>();
  #nextId = 1;

  constructor(options: SimulatedVenueOptions) {
    this.#bars = options.bars;
    this.#holding = options.holding;
    this.#realism = options.realism ?? {};
    this.#matcher = new Matcher({ ...options, realism: this.#realism, newIds: (count) => this.#newIds(count) });
  }

  get idle(): boolean {
    return this.#matcher.idle;
  }

  aim(target: number, row: number, protection?: Protection): void {
    const { targets } = this.#matcher.dealer;
    const courier = this.#courierAt(row);
    if (courier !== undefined) {
      if (target === targets.sent) return;
    } else if (target === targets.settled) {
      targets.aim = undefined;
      return this.#matcher.rest();
    } else if (target === targets.aim?.target) return;
    if (!Number.isFinite(target))
      throw new EngineError('target', `target(${target}) must be a finite number: 1 is fully long, -1 fully short, 0 flat`);
    if (protection) checkProtection(protection);
    const id = this.#newIds(1);
    if (this.#refuses(row)) return this.#matcher.dealer.report({ target, protection, id, row }, 'MARKET_CLOSED');
    targets.sent = target;
    if (courier !== undefined) return this.#send(row, (lateBy) => this.#matcher.aim({ target, protection, id, row }, lateBy));
    const aim = this.#aim;
    aim.target = target;
    aim.protection = protection;
    aim.id = id;
    aim.row = row;
    this.#matcher.aim(aim, 0);
  }

  submit(request: OrderRequest, row: number, protection?: Protection): OrderId {
    const order = this.#make(request, row, protection);
    this.#place(order, row);
    return order.id;
  }

  submitGroup(requests: readonly OrderRequest[], row: number): OrderId[] {
    if (requests.length < 2) throw new EngineError('oco', `oco takes two orders or more, but got ${requests.length}`);
    const orders = requests.map((request) => this.#make(request, row));
    for (const order of orders) order.special().group = orders;
    for (const order of orders) this.#place(order, row);
    return orders.map(({ id }) => id);
  }

  submitWithChildren(parent: OrderRequest, children: readonly OrderRequest[], row: number): OrderId[] {
    if (children.length === 0) throw new EngineError('oto', 'oto takes an order and one or more that follow it, but got none that follows');
    const orders = [parent, ...children].map((request) => this.#make(request, row));
    const [first, ...rest] = orders as [RestingOrder, ...RestingOrder[]];
    const refusals = new Map(rest.map((order) => [order, this.#refusedSize(order, row)]));
    this.#matcher.bracket(
      first,
      rest.filter((order) => refusals.get(order) === undefined),
    );
    this.#place(first, row);
    for (const [order, reason] of refusals) if (reason !== undefined) this.#refuse(order, reason);
    return orders.map(({ id }) => id);
  }

  amend(id: OrderId, changes: OrderChanges, row: number): void {
    this.#send(row, (lateBy) => {
      const order = this.#matcher.book.find(id);
      if (order === undefined) return;
      const changed = { ...order.request, ...changes } as OrderRequest;
      checkRequest(changed);
      const refusal = this.#sizeRefusal(changed, row);
      if (refusal !== undefined) return this.#matcher.book.report({ id, submittedUs: order.submittedUs, request: changed }, refusal);
      this.#matcher.amend(order, changes, { row, lateBy });
    });
  }

  cancel(id: OrderId, row: number): void {
    this.#send(row, (lateBy) => {
      const order = this.#matcher.book.find(id);
      if (order) this.#matcher.cancel(order, lateBy);
    });
  }

  cancelAll(row: number): void {
    this.#send(row, (lateBy) => {
      for (const order of this.#matcher.book.orders) this.#matcher.cancel(order, lateBy);
    });
  }

  /** Takes back what is left of an order; returns its signed lots where they may fill all the same, since it takes time until the venue knows. */
  recall(id: OrderId, row: number): number {
    const order = this.#underWay.get(id) ?? this.#matcher.book.find(id);
    if (order === undefined) return 0;
    const { lots } = order;
    this.cancel(id, row);
    return order.alive ? lots : 0;
  }

  /** Takes back the target that waits; returns the signed lots that one on its way will close all the same. */
  recallTarget(): number {
    const { dealer } = this.#matcher;
    const { targets } = dealer;
    if (targets.aim === undefined) return targets.sent === 0 && targets.settled !== 0 ? -this.#holding.lots : 0;
    dealer.settle(NaN, 'CANCELLED');
    targets.sent = NaN;
    this.#matcher.rest();
    return 0;
  }

  get deals(): boolean {
    return this.#matcher.deals;
  }

  deal(row: number): void {
    this.#matcher.deal(row);
  }

  quietUntil(row: number, end: number): number {
    return this.#matcher.quietUntil(row, end);
  }

  atOpen(row: number): void {
    this.#matcher.atOpen(row);
  }

  inside(row: number): void {
    this.#matcher.inside(row);
  }

  /** Executes one part of the rest of the bar, where finer data has it in parts. */
  part(row: number, at: number): void {
    this.#matcher.part(row, at);
  }

  /** Takes the position away at `price`, and every order with it. */
  liquidate(price: number): void {
    this.#matcher.dealer.liquidate(price);
    this.#matcher.rest();
  }

  /** The market is shut over the bar that opened last. */
  get isShut(): boolean {
    return this.#matcher.isShut;
  }

  finish(): readonly UnfilledOrder[] {
    this.#realism.courier?.close();
    return this.#matcher.finish();
  }

  #make(request: OrderRequest, row: number, protection?: Protection): RestingOrder {
    checkRequest(request);
    if (protection) checkProtection(protection);
    const { lot, tick, calendar } = this.#holding.instrument;
    const hours = request.timeInForce === 'DAY' ? (this.#realism.calendar ?? calendarOf(calendar)) : undefined;
    const latencyBars = this.#realism.courier?.bars ?? 0;
    const { close, timeframeUs } = this.#bars;
    const origin = {
      id: this.#newIds(1),
      row,
      submittedUs: this.#closeUs(row),
      close: close[row] as number,
      lot,
      tick,
      timeframeUs,
      latencyBars,
      calendar: hours,
    };
    return makeOrder(request, origin, protection);
  }

  #place(order: RestingOrder, row: number): void {
    const refusal = this.#refusal(order, row);
    if (refusal !== undefined) return this.#refuse(order, refusal);
    if (this.#courierAt(row) === undefined) return this.#matcher.place(order, 0);
    this.#underWay.set(order.id, order);
    this.#send(row, (lateBy) => {
      this.#underWay.delete(order.id);
      this.#matcher.place(order, lateBy);
    });
  }

  #refuse(order: RestingOrder, reason: UnfilledReason): void {
    this.#matcher.book.add(order);
    this.#matcher.dealer.drop(order, reason);
    this.#matcher.rest();
  }

  #refusal(order: RestingOrder, row: number): UnfilledReason | undefined {
    return this.#refusedSize(order, row) ?? (this.#refuses(row) ? 'MARKET_CLOSED' : undefined);
  }

  #refusedSize(order: RestingOrder, row: number): UnfilledReason | undefined {
    return isBelowLot(order) ? 'BELOW_LOT' : this.#sizeRefusal(order.request, row);
  }

  #sizeRefusal(request: OrderRequest, row: number): UnfilledReason | undefined {
    const { sizes } = this.#matcher.dealer;
    return sizes.asks ? sizes.refusal(request, this.#bars.close[row] as number) : undefined;
  }

  /** What is made at the close of `row` is refused, since the market is shut then. */
  #refuses(row: number): boolean {
    const { hours } = this.#realism;
    return hours !== undefined && hours.rejects && !hours.isOpen(this.#closeUs(row));
  }

  #send(row: number, deliver: (lateBy: number) => void): void {
    const courier = this.#courierAt(row);
    if (courier === undefined) deliver(0);
    else courier.send(row, this.#sentUs(row), deliver);
    this.#matcher.rest();
  }

  /** Who carries what is decided now; undefined where it is at the venue at once. */
  #courierAt(row: number): Courier | undefined {
    const { courier } = this.#realism;
    return courier?.isIdle && this.#sentUs(row) === this.#closeUs(row) ? undefined : courier;
  }

  #sentUs(row: number): number {
    const closeUs = this.#closeUs(row);
    return this.askedUs > closeUs ? this.askedUs : closeUs;
  }

  #newIds(count: number): number {
    const id = this.#nextId;
    this.#nextId += count;
    return id;
  }

  #closeUs(row: number): number {
    return (this.#bars.time[row] as number) + this.#bars.timeframeUs;
  }
}

/** An order for less than a lot, or one that shows less. */
function isBelowLot({ lots, terms }: RestingOrder): boolean {
  return lots === 0 || terms?.displayLots === 0;
}
