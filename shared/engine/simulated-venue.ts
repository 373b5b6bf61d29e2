import type { Bars } from '../domain/bars.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { OrderId, OrderRequest, Protection, UnfilledOrder } from '../domain/order.ts';
import { EngineError } from './error.ts';
import type { Holding } from './holding.ts';
import { wholeLots } from './lots.ts';
import { checkProtection, Guard } from './protection.ts';
import { checkRequest, executionAtOpen, type RestingOrder, touchInside } from './resting-order.ts';
import type { Sizing } from './sizing.ts';
import type { Venue } from './venue.ts';

interface Touched {
  readonly order: RestingOrder;
  readonly price: number;
}

export interface SimulatedVenueOptions {
  readonly bars: Bars;
  readonly holding: Holding;
  readonly sizing: Sizing;
  readonly slippageBps: number;
}

/**
 * Fills orders from bars. At the open, in the order they were submitted: market orders, targets, and resting orders that the open satisfies.
 * Inside the bar: on each side of the open the nearest first; when both sides are touched, the side that holds a stop of the open position.
 */
export class SimulatedVenue implements Venue {
  idle = true;
  readonly #bars: Bars;
  readonly #instrument: Instrument;
  readonly #holding: Holding;
  readonly #sizing: Sizing;
  readonly #slippageRate: number;
  #orders: RestingOrder[] = [];
  readonly #unfilled: UnfilledOrder[] = [];
  #nextId = 1;
  /** Target waiting for the next open, NaN when none, and its order number. */
  #wanted = NaN;
  #wantedId = 0;
  #wantedRow = 0;
  #wantedProtection: Protection | undefined;
  /** Target that the position stands for, NaN once other orders have moved it. */
  #settled = 0;
  /** Exits of the open position. */
  #guard: Guard | undefined;

  constructor({ bars, holding, sizing, slippageBps }: SimulatedVenueOptions) {
    this.#bars = bars;
    this.#instrument = holding.instrument;
    this.#holding = holding;
    this.#sizing = sizing;
    this.#slippageRate = slippageBps / 10_000;
  }

  aim(target: number, row: number, protection?: Protection): void {
    if (target === this.#settled) {
      this.#wanted = NaN;
      this.#rest();
      return;
    }
    if (!Number.isFinite(target))
      throw new EngineError('target', `target(${target}) must be a finite number: 1 is fully long, -1 fully short, 0 flat`);
    if (target === this.#wanted) return;
    if (protection) checkProtection(protection);
    this.#wanted = target;
    this.#wantedProtection = protection;
    this.#wantedId = this.#nextId++;
    this.#wantedRow = row;
    this.idle = false;
  }

  submit(request: OrderRequest, row: number, protection?: Protection): OrderId {
    checkRequest(request);
    if (protection) checkProtection(protection);
    const id = this.#nextId++;
    const lots = wholeLots(request.quantity, this.#instrument.lot);
    const submittedUs = this.#closeUs(row);
    if (lots === 0) this.#unfilled.push({ orderId: id, submittedUs, request, reason: 'BELOW_LOT' });
    else this.#orders.push({ id, submittedUs, request, signedLots: request.side === 'buy' ? lots : -lots, triggeredRow: -1, protection });
    this.#rest();
    return id;
  }

  cancel(id: OrderId): void {
    const order = this.#orders.find((candidate) => candidate.id === id);
    if (order) this.#drop(order, 'CANCELLED');
    this.#rest();
  }

  cancelAll(): void {
    for (const order of this.#orders) this.#drop(order, 'CANCELLED');
    this.#rest();
  }

  quietUntil(row: number, end: number): number {
    return this.idle ? end : row;
  }

  atOpen(row: number): void {
    const open = this.#bars.open[row] as number;
    const targetId = Number.isNaN(this.#wanted) ? Infinity : this.#wantedId;
    const orders = this.#orders;
    if (this.#guard) this.#guardAtOpen(open, row);
    for (const order of orders) if (order.id < targetId) this.#tryOpen(order, open, row);
    if (targetId !== Infinity) this.#reach(this.#wanted, open, row);
    for (const order of orders) if (order.id > targetId) this.#tryOpen(order, open, row);
    this.#rest();
  }

  inside(row: number): void {
    if (this.idle) return;
    for (let touched = this.#nextTouched(row); touched; touched = this.#nextTouched(row)) {
      const { order, price } = touched;
      this.#execute(order, { price, slips: order.request.type === 'stop' }, { row, inside: true });
    }
    this.#guard?.ratchet(this.#bars, row);
    this.#rest();
  }

  finish(): readonly UnfilledOrder[] {
    for (const order of this.#orders) this.#drop(order, 'END_OF_DATA');
    if (!Number.isNaN(this.#wanted)) this.#report('END_OF_DATA');
    return this.#unfilled;
  }

  #rest(): void {
    this.idle = this.#guard === undefined && this.#orders.length === 0 && Number.isNaN(this.#wanted);
  }

  #tryOpen(order: RestingOrder, open: number, row: number): void {
    const execution = executionAtOpen(order, open, row);
    if (execution) this.#execute(order, execution, { row, inside: false });
  }

  #guardAtOpen(open: number, row: number): void {
    for (const exit of [this.#guard?.stop, this.#guard?.target]) if (exit && this.#guard) this.#tryOpen(exit, open, row);
  }

  /** The touched order that comes first, with its price. */
  #nextTouched(row: number): Touched | undefined {
    const open = this.#bars.open[row] as number;
    const held = this.#holding.lots;
    let above: Touched | undefined;
    let below: Touched | undefined;
    let stopSide = 0;
    const consider = (order: RestingOrder | undefined) => {
      const price = order ? touchInside(order, this.#bars, row) : NaN;
      if (!order || Number.isNaN(price)) return;
      if (price >= open && (!above || price < above.price)) above = { order, price };
      if (price < open && (!below || price > below.price)) below = { order, price };
      if (order.request.type === 'stop' && order.signedLots * held < 0) stopSide = price >= open ? 1 : -1;
    };
    for (const order of this.#orders) consider(order);
    consider(this.#guard?.stop);
    consider(this.#guard?.targetAt(row));
    if (!above || !below) return above ?? below;
    if (stopSide !== 0) return stopSide === 1 ? above : below;
    return above.price - open <= open - below.price ? above : below;
  }

  #execute(order: RestingOrder, { price, slips }: { price: number; slips: boolean }, at: { row: number; inside: boolean }): void {
    const slipPrice = slips ? price * this.#slippageRate : 0;
    const paid = order.signedLots > 0 ? price + slipPrice : price - slipPrice;
    const protects = order === this.#guard?.stop || order === this.#guard?.target;
    const signedLots = protects ? -this.#holding.lots : order.signedLots;
    if (!this.#holding.bears(signedLots, paid)) return this.#drop(order, 'INSUFFICIENT_FUNDS');
    if (!protects) this.#orders = this.#orders.filter((other) => other !== order);
    this.#settled = NaN;
    this.#holding.book(signedLots, paid, { row: at.row, timeUs: this.#bars.time[at.row] as number, orderId: order.id, slipPrice });
    this.#guardAfterFill(order.protection, at);
  }

  /** Exits end with the position they guard; an entry that brings its own sets them, from the average entry. */
  #guardAfterFill(protection: Protection | undefined, at: { row: number; inside: boolean }): void {
    const { lots, recorder } = this.#holding;
    const direction = lots > 0 ? 1 : -1;
    if (this.#guard && (lots === 0 || this.#guard.direction !== direction)) this.#guard = undefined;
    if (!protection || lots === 0) return;
    this.#guard = new Guard(protection, { price: recorder.entryPrice, direction, ...at }, this.#nextId, this.#closeUs(at.row - 1));
    this.#nextId += 2;
  }

  /** Trades towards `target` at the open: a change of side closes first, then sizes from what is left. */
  #reach(target: number, open: number, row: number): void {
    const holding = this.#holding;
    if (holding.lots !== 0 && holding.lots * target <= 0) this.#trade(-holding.lots, open, row);
    if (target !== 0) {
      const buys = target > 0;
      const price = this.#slipped(buys, open);
      const quantity = this.#quantity(Math.abs(target), holding.equityAt(open), price);
      const lots = wholeLots(quantity, this.#instrument.lot);
      const signed = (buys ? lots : -lots) - holding.lots;
      if (lots === 0) this.#report('BELOW_LOT');
      if (signed !== 0) {
        if (holding.bears(signed, this.#slipped(signed > 0, open))) this.#trade(signed, open, row);
        else this.#report('INSUFFICIENT_FUNDS');
      }
    }
    this.#settled = target;
    this.#wanted = NaN;
    this.#guardAfterFill(this.#wantedProtection, { row, inside: false });
  }

  #trade(signedLots: number, open: number, row: number): void {
    const price = this.#slipped(signedLots > 0, open);
    const timeUs = this.#bars.time[row] as number;
    this.#holding.book(signedLots, price, { row, timeUs, orderId: this.#wantedId, slipPrice: Math.abs(price - open) });
  }

  #slipped(buys: boolean, price: number): number {
    return buys ? price * (1 + this.#slippageRate) : price * (1 - this.#slippageRate);
  }

  #quantity(share: number, equity: number, price: number): number {
    const sizing = this.#sizing;
    if (sizing.kind === 'fixed') return share * sizing.quantity;
    const fraction = sizing.kind === 'fraction' ? sizing.fraction : 1;
    return Math.max(0, this.#holding.affordable(share * fraction * equity, price));
  }

  #closeUs(row: number): number {
    return (this.#bars.time[row] as number) + this.#bars.timeframeUs;
  }

  #drop(order: RestingOrder, reason: UnfilledOrder['reason']): void {
    this.#orders = this.#orders.filter((other) => other !== order);
    this.#unfilled.push({ orderId: order.id, submittedUs: order.submittedUs, request: order.request, reason });
  }

  #report(reason: UnfilledOrder['reason']): void {
    const request = { type: 'target', target: this.#wanted } as const;
    this.#unfilled.push({ orderId: this.#wantedId, submittedUs: this.#closeUs(this.#wantedRow), request, reason });
  }
}
