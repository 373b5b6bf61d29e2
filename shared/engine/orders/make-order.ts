import type { TradingCalendar } from '../../domain/calendar/trading-calendar.ts';
import type { OrderChanges, OrderId, OrderRequest, Protection } from '../../domain/order.ts';
import { DAY_US } from '../../domain/time.ts';
import { wholeLots } from '../lots.ts';
import { RestingOrder } from './resting-order.ts';
import { onTick } from './ticks.ts';
import { TrailingStop } from './trail.ts';

/** What an order is made against: when it comes to the venue, and the price it was made at. */
export interface Origin {
  readonly id: OrderId;
  /** Row of the close at which it was made, the time of it, and its price. */
  readonly row: number;
  readonly submittedUs: number;
  readonly close: number;
  readonly lot: number;
  readonly tick: number;
  readonly timeframeUs: number;
  /** Bars that it is under way for. */
  readonly latencyBars: number;
  /** Of a day order: whose sessions end it. */
  readonly calendar: TradingCalendar | undefined;
}

/** The resting order of a request that was checked. A limit between two ticks is on the one that promises no more, a stop on the one that is reached later. */
export function makeOrder(request: OrderRequest, origin: Origin, protection?: Protection): RestingOrder {
  const lots = wholeLots(request.quantity, origin.lot);
  const order = new RestingOrder(origin.id, origin.submittedUs, request, { lots, protection });
  order.limitPrice = onTick(order.limitPrice, origin.tick, request.side === 'sell');
  order.stopPrice = onTick(order.stopPrice, origin.tick, request.side === 'buy');
  order.trailFrom(origin.close);
  const { timeInForce, expiresUs, reduceOnly, postOnly } = request;
  if (timeInForce === 'IOC' || timeInForce === 'FOK') order.special().atOnce = timeInForce;
  if (timeInForce === 'DAY') endWithTheDay(order, origin);
  if (expiresUs !== undefined) order.special().expiresUs = expiresUs;
  if (reduceOnly) order.special().reduceOnly = true;
  if (postOnly) order.special().postOnly = true;
  if (request.displayQuantity !== undefined) order.special().displayLots = wholeLots(request.displayQuantity, origin.lot);
  if (request.split !== undefined) order.special().split = request.split;
  return order;
}

/** A day order ends at the close of the session that is on, else of the next one; among bars of a day or longer it works for one of them. */
function endWithTheDay(order: RestingOrder, { row, submittedUs, timeframeUs, latencyBars, calendar }: Origin): void {
  if (timeframeUs >= DAY_US) order.special().lastRow = row + 1 + latencyBars;
  else if (calendar !== undefined) order.special().expiresUs = calendar.nextClose(submittedUs);
}

/** Changes an order that waits. A new quantity counts what has filled already; a new trail starts from `close` and never moves the stop back. */
export function amendOrder(
  order: RestingOrder,
  changes: OrderChanges,
  { lot, tick, close }: { lot: number; tick: number; close: number },
): void {
  const { quantity, limitPrice, stopPrice, trail, expiresUs } = changes;
  const sign = order.request.side === 'buy' ? 1 : -1;
  if (quantity !== undefined) {
    const before = wholeLots(order.request.quantity, lot);
    order.lots += sign * (wholeLots(quantity, lot) - before);
  }
  order.request = { ...order.request, ...changes } as OrderRequest;
  if (limitPrice !== undefined && 'limitPrice' in order.request) order.limitPrice = onTick(limitPrice, tick, sign === -1);
  if (stopPrice !== undefined && 'stopPrice' in order.request) order.stopPrice = onTick(stopPrice, tick, sign === 1);
  if (expiresUs !== undefined) order.special().expiresUs = expiresUs;
  if (trail === undefined || order.request.type !== 'trailing-stop') return;
  const started = new TrailingStop(trail, close, sign === 1 ? -1 : 1);
  const before = order.stopPrice;
  if (Number.isNaN(started.stop)) started.stop = before;
  else if (!Number.isNaN(before)) started.stop = sign === 1 ? Math.min(before, started.stop) : Math.max(before, started.stop);
  order.special().trail = started;
  order.stopPrice = started.stop;
}
