import type { Holding } from '../holding.ts';
import type { Guard } from '../orders/guard.ts';
import type { OrderBook } from '../orders/order-book.ts';
import type { RestingOrder } from '../orders/resting-order.ts';
import type { ActionCalendar } from './actions.ts';

interface Affected {
  readonly holding: Holding;
  readonly book: OrderBook;
  readonly guard: Guard;
  readonly timeUs: number;
  readonly open: number;
  readonly row: number;
}

/** Applies the actions that count by now: a split turns the position and every order made before it, a dividend moves cash. */
export function applyActions(actions: ActionCalendar, { holding, book, guard, timeUs, open, row }: Affected): void {
  for (let action = actions.take(timeUs); action !== undefined; action = actions.take(timeUs)) {
    const { dividend, split } = action;
    if (dividend !== undefined && holding.lots !== 0)
      holding.charge(-holding.position * dividend * holding.instrument.multiplier, 'dividends');
    if (split === undefined) continue;
    if (holding.lots !== 0) holding.split(split, { price: open, row, timeUs });
    if (guard.direction !== 0 && holding.lots !== 0) guard.split(split);
    for (const order of book.orders) if (order.submittedUs <= action.timeUs) splitOrder(order, split, book);
  }
}

function splitOrder(order: RestingOrder, ratio: number, book: OrderBook): void {
  order.lots = Math.sign(order.lots) * Math.floor(Math.abs(order.lots) * ratio + 1e-6);
  order.limitPrice /= ratio;
  order.stopPrice /= ratio;
  order.terms?.trail?.split(ratio);
  if (order.lots === 0) book.drop(order, 'BELOW_LOT');
}
