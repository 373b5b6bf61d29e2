import type { OrderId, OrderRequest, OrderSplit, Protection, UnfilledReason } from '../../domain/order.ts';
import { nothingPaid } from '../costs/fees.ts';
import type { Moment } from './step.ts';
import { TrailingStop } from './trail.ts';

export const MARKET = 0;
export const LIMIT = 1;
export const STOP = 2;
export const STOP_LIMIT = 3;

const KINDS = { market: MARKET, limit: LIMIT, stop: STOP, 'stop-limit': STOP_LIMIT, 'trailing-stop': STOP } as const;

/** An order, and those that live from what it fills. */
export interface Family {
  /** Those that wait for it to fill. */
  readonly asleep: readonly RestingOrder[];
  /** It has filled so many lots, at a price of the market. Returns those that are refused: post-only, and past their limit already. */
  grow(lots: number, price: number, moment: Moment): readonly RestingOrder[];
  /** One of the others has filled so many lots. */
  shrink(order: RestingOrder, lots: number): void;
  /** Bounds one that was changed by what is left for it. */
  bound(order: RestingOrder): void;
  /** Every lot has become `ratio` lots, and the orders that are in the book have been turned with them. */
  split(ratio: number): void;
}

/** What few orders say; the others share none of its cost. */
export class SpecialTerms {
  /** The order is gone from this time on, and after this row, for this reason. */
  expiresUs = Infinity;
  lastRow = Infinity;
  ending: UnfilledReason = 'EXPIRED';
  atOnce: 'IOC' | 'FOK' | undefined;
  reduceOnly = false;
  postOnly = false;
  /** Most lots that fill in one bar, how many have, and in which. */
  displayLots = Infinity;
  shownLots = 0;
  shownStep = -1;
  /** How it goes in parts; then `displayLots` is the part of the step `partStep`. */
  split: OrderSplit | undefined;
  partStep = -1;
  /** Step in which the order came to the venue after the open: of it only a stop counts. And where the price was then. */
  cameInside = -1;
  cameAt = NaN;
  /** Share of that step which had passed by then; 0 where nobody knows. */
  cameBy = 0;
  group: RestingOrder[] | undefined;
  /** The orders that live from its fills, and those among which it does so itself. */
  bracket: Family | undefined;
  within: Family | undefined;
  /** It is not in the book, and waits for its parent to fill. */
  asleep = false;
  trail: TrailingStop | undefined;
}

/** An order at the simulated venue. */
export class RestingOrder {
  readonly id: OrderId;
  readonly submittedUs: number;
  request: OrderRequest;
  kind: number;
  /** Signed whole lots still to fill. */
  lots: number;
  limitPrice: number;
  stopPrice: number;
  alive = true;
  /** As a limit it has met a price that did not fill it: from then on it rests in the book, and makes. */
  rested = false;
  /** Step at which the stop of a stop-limit was touched; a later one finds a limit. -1 before. */
  triggeredStep = -1;
  /** Step in which nothing more of it fills: the liquidity is used up. */
  spentStep = -1;
  readonly paid = nothingPaid();
  /** Exits of the position that its fill opens. */
  protection: Protection | undefined;
  terms: SpecialTerms | undefined;

  constructor(id: OrderId, submittedUs: number, request: OrderRequest, order: { lots: number; protection?: Protection | undefined }) {
    this.id = id;
    this.submittedUs = submittedUs;
    this.request = request;
    this.kind = KINDS[request.type];
    this.lots = request.side === 'buy' ? order.lots : -order.lots;
    this.limitPrice = 'limitPrice' in request ? request.limitPrice : NaN;
    this.stopPrice = 'stopPrice' in request ? request.stopPrice : NaN;
    this.protection = order.protection;
    this.terms = undefined;
  }

  /** Starts to trail from `price`. */
  trailFrom(price: number): void {
    if (this.request.type !== 'trailing-stop') return;
    const terms = this.special();
    terms.trail = new TrailingStop(this.request.trail, price, this.lots > 0 ? -1 : 1);
    this.stopPrice = terms.trail.stop;
  }

  /** It comes after the open of a step, when the price is at `price` and a share of the step has passed. */
  comeInside(step: number, price: number, lateBy: number): void {
    const terms = this.special();
    terms.cameInside = step;
    terms.cameAt = price;
    terms.cameBy = lateBy;
  }

  /** Makes it what it was when it was made: what has been triggered counts no more. */
  renew(): void {
    this.kind = KINDS[this.request.type];
    this.triggeredStep = -1;
  }

  /** Its special terms, made when it had none. */
  special(): SpecialTerms {
    this.terms ??= new SpecialTerms();
    return this.terms;
  }
}

/**
 * The price at which an order executes at the open, before slippage; NaN when it does not. Marks a stop-limit that the open triggers but does not fill.
 * Limit: at the open when it is as good as the limit. Stop: at the open when it is past the stop.
 */
export function priceAtOpen(order: RestingOrder, open: number, step: number): number {
  const buys = order.lots > 0;
  switch (order.kind) {
    case MARKET:
      return open;
    case LIMIT:
      return asGood(open, order.limitPrice, buys) ? open : NaN;
    case STOP:
      return reached(open, order.stopPrice, buys) ? open : NaN;
    default:
      if (order.triggeredStep < 0 && !reached(open, order.stopPrice, buys)) return NaN;
      if (order.triggeredStep < 0) order.triggeredStep = step;
      return asGood(open, order.limitPrice, buys) ? open : NaN;
  }
}

/**
 * Price inside the bar, after its open, at which the order executes; NaN when the bar does not reach it.
 * A stop-limit touched here only becomes a limit, and executes from the next step on. Nothing fills better than its level, nor a stop better than the open,
 * or than the price was when it came after that.
 */
export function priceInside(order: RestingOrder, bar: { open: number; high: number; low: number }, step: number): number {
  const buys = order.lots > 0;
  const best = buys ? bar.low : bar.high;
  switch (order.kind) {
    case MARKET:
      return NaN;
    case LIMIT:
      if (!asGood(best, order.limitPrice, buys)) return NaN;
      // One that came with the fill of its parent at the open may be as good as that.
      return buys ? Math.min(order.limitPrice, bar.open) : Math.max(order.limitPrice, bar.open);
    case STOP: {
      if (!reached(buys ? bar.high : bar.low, order.stopPrice, buys)) return NaN;
      const from = order.terms?.cameInside === step ? order.terms.cameAt : bar.open;
      return buys ? Math.max(order.stopPrice, from) : Math.min(order.stopPrice, from);
    }
    default:
      if (order.triggeredStep >= 0) {
        return order.triggeredStep < step && asGood(best, order.limitPrice, buys) ? order.limitPrice : NaN;
      }
      if (reached(buys ? bar.high : bar.low, order.stopPrice, buys)) order.triggeredStep = step;
      return NaN;
  }
}

/** Whether a limit is as good as, or a stop has been passed by, `price`. */
export function satisfies(order: RestingOrder, price: number): boolean {
  const buys = order.lots > 0;
  return order.kind === LIMIT ? asGood(price, order.limitPrice, buys) : reached(price, order.stopPrice, buys);
}

function asGood(price: number, limit: number, buys: boolean): boolean {
  return buys ? price <= limit : price >= limit;
}

function reached(price: number, stop: number, buys: boolean): boolean {
  return buys ? price >= stop : price <= stop;
}
