import type { Bars } from '../domain/bars.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { OrderId, OrderRequest, UnfilledOrder } from '../domain/order.ts';
import type { Account } from './account.ts';
import { EngineError } from './error.ts';
import { wholeLots } from './lots.ts';
import { checkRequest, executionAtOpen, type RestingOrder, touchInside } from './resting-order.ts';
import type { Sizing } from './sizing.ts';
import type { Venue } from './venue.ts';

export interface SimulatedVenueOptions {
  readonly bars: Bars;
  readonly instrument: Instrument;
  readonly account: Account;
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
  readonly #account: Account;
  readonly #sizing: Sizing;
  readonly #slippageRate: number;
  #orders: RestingOrder[] = [];
  readonly #unfilled: UnfilledOrder[] = [];
  #nextId = 1;
  /** Target waiting for the next open, NaN when none, and its order number. */
  #wanted = NaN;
  #wantedId = 0;
  #wantedRow = 0;
  /** Target that the position stands for, NaN once other orders have moved it. */
  #settled = 0;

  constructor({ bars, instrument, account, sizing, slippageBps }: SimulatedVenueOptions) {
    this.#bars = bars;
    this.#instrument = instrument;
    this.#account = account;
    this.#sizing = sizing;
    this.#slippageRate = slippageBps / 10_000;
  }

  aim(target: number, row: number): void {
    if (target === this.#settled) {
      this.#wanted = NaN;
      this.#rest();
      return;
    }
    if (!Number.isFinite(target))
      throw new EngineError('target', `target(${target}) must be a finite number: 1 is fully long, -1 fully short, 0 flat`);
    if (target === this.#wanted) return;
    this.#wanted = target;
    this.#wantedId = this.#nextId++;
    this.#wantedRow = row;
    this.idle = false;
  }

  submit(request: OrderRequest, row: number): OrderId {
    checkRequest(request);
    const id = this.#nextId++;
    const lots = wholeLots(request.quantity, this.#instrument.lot);
    const submittedUs = this.#closeUs(row);
    if (lots === 0) this.#unfilled.push({ orderId: id, submittedUs, request, reason: 'BELOW_LOT' });
    else this.#orders.push({ id, submittedUs, request, signedLots: request.side === 'buy' ? lots : -lots, triggeredRow: -1 });
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

  atOpen(row: number): void {
    const open = this.#bars.open[row] as number;
    const targetId = !Number.isNaN(this.#wanted) ? this.#wantedId : Infinity;
    const orders = this.#orders;
    for (const order of orders) if (order.id < targetId) this.#tryOpen(order, open, row);
    if (targetId !== Infinity) this.#reach(this.#wanted, open, row);
    for (const order of orders) if (order.id > targetId) this.#tryOpen(order, open, row);
    this.#rest();
  }

  inside(row: number): void {
    while (this.#orders.length > 0) {
      const touched = this.#nextTouched(row);
      if (!touched) return;
      this.#execute(touched.order, { price: touched.price, slips: touched.order.request.type === 'stop' }, row);
    }
    this.#rest();
  }

  finish(): readonly UnfilledOrder[] {
    for (const order of this.#orders) this.#drop(order, 'END_OF_DATA');
    if (!Number.isNaN(this.#wanted)) this.#report('END_OF_DATA');
    return this.#unfilled;
  }

  #rest(): void {
    this.idle = this.#orders.length === 0 && Number.isNaN(this.#wanted);
  }

  #tryOpen(order: RestingOrder, open: number, row: number): void {
    const execution = executionAtOpen(order, open, row);
    if (execution) this.#execute(order, execution, row);
  }

  /** The touched order that comes first, with its price. */
  #nextTouched(row: number): { order: RestingOrder; price: number } | undefined {
    const open = this.#bars.open[row] as number;
    const held = this.#account.lots;
    let above: { order: RestingOrder; price: number } | undefined;
    let below: { order: RestingOrder; price: number } | undefined;
    let stopSide = 0;
    for (const order of this.#orders) {
      const price = touchInside(order, this.#bars, row);
      if (Number.isNaN(price)) continue;
      if (price >= open && (!above || price < above.price)) above = { order, price };
      if (price < open && (!below || price > below.price)) below = { order, price };
      if (order.request.type === 'stop' && order.signedLots * held < 0) stopSide = price >= open ? 1 : -1;
    }
    if (!above || !below) return above ?? below;
    if (stopSide !== 0) return stopSide === 1 ? above : below;
    return above.price - open <= open - below.price ? above : below;
  }

  #execute(order: RestingOrder, { price, slips }: { price: number; slips: boolean }, row: number): void {
    const slipPrice = slips ? price * this.#slippageRate : 0;
    const paid = order.signedLots > 0 ? price + slipPrice : price - slipPrice;
    if (!this.#account.bears(order.signedLots, paid)) return this.#drop(order, 'INSUFFICIENT_FUNDS');
    this.#orders = this.#orders.filter((other) => other !== order);
    this.#settled = NaN;
    this.#account.book(order.signedLots, paid, { row, timeUs: this.#bars.time[row] as number, orderId: order.id, slipPrice });
  }

  /** Trades towards `target` at the open: a change of side closes first, then sizes from what is left. */
  #reach(target: number, open: number, row: number): void {
    const account = this.#account;
    if (account.lots !== 0 && account.lots * target <= 0) this.#trade(-account.lots, open, row);
    if (target !== 0) {
      const buys = target > 0;
      const price = this.#slipped(buys, open);
      const quantity = this.#quantity(Math.abs(target), account.equityAt(open), price);
      const lots = wholeLots(quantity, this.#instrument.lot);
      const signed = (buys ? lots : -lots) - account.lots;
      if (lots === 0) this.#report('BELOW_LOT');
      if (signed !== 0) {
        if (account.bears(signed, this.#slipped(signed > 0, open))) this.#trade(signed, open, row);
        else this.#report('INSUFFICIENT_FUNDS');
      }
    }
    this.#settled = target;
    this.#wanted = NaN;
  }

  #trade(signedLots: number, open: number, row: number): void {
    const price = this.#slipped(signedLots > 0, open);
    const timeUs = this.#bars.time[row] as number;
    this.#account.book(signedLots, price, { row, timeUs, orderId: this.#wantedId, slipPrice: Math.abs(price - open) });
  }

  #slipped(buys: boolean, price: number): number {
    return buys ? price * (1 + this.#slippageRate) : price * (1 - this.#slippageRate);
  }

  #quantity(share: number, equity: number, price: number): number {
    const sizing = this.#sizing;
    if (sizing.kind === 'fixed') return share * sizing.quantity;
    const fraction = sizing.kind === 'fraction' ? sizing.fraction : 1;
    return Math.max(0, this.#account.affordable(share * fraction * equity, price));
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
