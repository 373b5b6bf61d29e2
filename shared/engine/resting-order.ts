import type { Bars } from '../domain/bars.ts';
import type { OrderId, OrderRequest, Protection } from '../domain/order.ts';
import { EngineError } from './error.ts';

/** An order waiting at the simulated venue. */
export interface RestingOrder {
  readonly id: OrderId;
  readonly submittedUs: number;
  readonly request: OrderRequest;
  /** Signed whole lots. */
  readonly signedLots: number;
  /** Row of the bar that touched the stop of a stop-limit, from which next bar on it is a limit; -1 before. */
  triggeredRow: number;
  /** Exits of the position that its fill opens. */
  readonly protection?: Protection | undefined;
}

/** How an order executes at a price of the bar, before slippage. `slips` is false for limits. */
export interface Execution {
  readonly price: number;
  readonly slips: boolean;
}

/** Throws `EngineError` unless quantity and prices are positive finite numbers. */
export function checkRequest(request: OrderRequest): void {
  const prices = [
    ['quantity', request.quantity],
    ['limitPrice', 'limitPrice' in request ? request.limitPrice : 1],
    ['stopPrice', 'stopPrice' in request ? request.stopPrice : 1],
  ] as const;
  for (const [field, value] of prices) {
    if (!(value > 0 && value < Infinity)) throw new EngineError(field, `order ${field} is ${value}, but must be a positive number`);
  }
}

/**
 * What the open does to an order: the price it executes at, or undefined. Marks a stop-limit that the open triggers but does not fill.
 * Limit: at the open when it is as good as the limit. Stop: at the open when it is past the stop.
 */
export function executionAtOpen(order: RestingOrder, open: number, row: number): Execution | undefined {
  const { request } = order;
  const buys = order.signedLots > 0;
  switch (request.type) {
    case 'market':
      return { price: open, slips: true };
    case 'limit':
      return asGood(open, request.limitPrice, buys) ? { price: open, slips: false } : undefined;
    case 'stop':
      return reached(open, request.stopPrice, buys) ? { price: open, slips: true } : undefined;
    case 'stop-limit':
      if (order.triggeredRow < 0 && !reached(open, request.stopPrice, buys)) return undefined;
      if (order.triggeredRow < 0) order.triggeredRow = row;
      return asGood(open, request.limitPrice, buys) ? { price: open, slips: false } : undefined;
  }
}

/**
 * Price inside the bar, after its open, at which the order executes; NaN when the bar does not reach it.
 * A stop-limit touched here only becomes a limit, and executes from the next bar on.
 */
export function touchInside(order: RestingOrder, bars: Bars, row: number): number {
  const { request } = order;
  const buys = order.signedLots > 0;
  const best = (buys ? bars.low[row] : bars.high[row]) as number;
  const worst = (buys ? bars.high[row] : bars.low[row]) as number;
  switch (request.type) {
    case 'market':
      return NaN;
    case 'limit':
      return asGood(best, request.limitPrice, buys) ? request.limitPrice : NaN;
    case 'stop':
      return reached(worst, request.stopPrice, buys) ? request.stopPrice : NaN;
    case 'stop-limit':
      if (order.triggeredRow >= 0) return order.triggeredRow < row && asGood(best, request.limitPrice, buys) ? request.limitPrice : NaN;
      if (reached(worst, request.stopPrice, buys)) order.triggeredRow = row;
      return NaN;
  }
}

function asGood(price: number, limit: number, buys: boolean): boolean {
  return buys ? price <= limit : price >= limit;
}

function reached(price: number, stop: number, buys: boolean): boolean {
  return buys ? price >= stop : price <= stop;
}
