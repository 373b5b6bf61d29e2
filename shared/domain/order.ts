import type { TimeUs } from './time.ts';

export type Side = 'buy' | 'sell';
export type OrderType = 'market' | 'limit' | 'stop' | 'stop-limit' | 'trailing-stop';

/** A distance from the entry price: a ratio of it (0.02 is 2 %), or an amount of price. */
export type Distance = { readonly ratio: number } | { readonly offset: number };

/** Where an exit stands: a distance from the entry price, or a price. */
export type Level = Distance | { readonly price: number };

/**
 * How far a stop follows the best price: a ratio of the price it started from, an amount of price (a multiple of the ATR, say), or a ratio of the best
 * price itself. With `activation` it does not stand before the price has come that far in the order's favour.
 */
export type Trail = (Distance | { readonly ratioOfBest: number }) & { readonly activation?: Level };

/** Exits that live from the entry's fill until the position is flat. Of `stopLoss` and `trailingStop` the nearer counts. */
export interface Protection {
  readonly stopLoss?: Level;
  readonly takeProfit?: Level;
  readonly trailingStop?: Trail;
}

/**
 * How long an order works. GTC until it is filled or taken back, DAY to the close of the session it first meets, GTD to `expiresUs`;
 * IOC fills at once what it can and lets the rest go, FOK all at once or nothing.
 */
export type TimeInForce = 'GTC' | 'DAY' | 'GTD' | 'IOC' | 'FOK';
export const TIMES_IN_FORCE: readonly TimeInForce[] = ['GTC', 'DAY', 'GTD', 'IOC', 'FOK'];

/** What any order may say besides; all of it may be left out. */
export interface OrderTerms {
  readonly timeInForce?: TimeInForce;
  /** With GTD: the order is gone from this time on. */
  readonly expiresUs?: TimeUs;
  /** Fills no more than what is held on the other side, and nothing when flat. */
  readonly reduceOnly?: boolean;
  /** A limit only: refused when the first open it meets would fill it. */
  readonly postOnly?: boolean;
  /** A limit only: shows, and so fills, no more than this quantity in one bar. */
  readonly displayQuantity?: number;
  /** Goes to the venue in parts, one in each bar. */
  readonly split?: OrderSplit;
}

/** How an order is sent in parts. */
export interface OrderSplit {
  /** Most that a part may be of the volume of the bar that it fills in, above 0 and up to 1. */
  readonly share: number;
  /** Least that a part is worth, where the venue asks for less; what would be left over goes with the last part. */
  readonly minNotional?: number;
}

/** What a strategy asks for. Quantity in units of the base asset, prices in the quote currency. */
export type OrderRequest = OrderTerms &
  (
    | { readonly type: 'market'; readonly side: Side; readonly quantity: number }
    | { readonly type: 'limit'; readonly side: Side; readonly quantity: number; readonly limitPrice: number }
    | { readonly type: 'stop'; readonly side: Side; readonly quantity: number; readonly stopPrice: number }
    | {
        readonly type: 'stop-limit';
        readonly side: Side;
        readonly quantity: number;
        readonly stopPrice: number;
        readonly limitPrice: number;
      }
    | { readonly type: 'trailing-stop'; readonly side: Side; readonly quantity: number; readonly trail: Trail }
  );

/** What of a resting order may be changed; it keeps its number. */
export interface OrderChanges {
  readonly quantity?: number;
  readonly limitPrice?: number;
  readonly stopPrice?: number;
  readonly trail?: Trail;
  readonly expiresUs?: TimeUs;
}

export type OrderId = number;

/**
 * Why an order, or the rest of it, did not fill. `EXPIRED`: its time was over. `NOT_AT_ONCE`: IOC or FOK. `WOULD_TAKE`: post-only at a price that
 * takes. `NOTHING_TO_REDUCE`: reduce-only without a position. `MARKET_CLOSED`, `SHORT_FORBIDDEN`: rules of the market. `NO_LOCATE`: a short
 * sale of more than can be borrowed. `LIQUIDATED`: with the position.
 * `STOP_PASSED`: sized by the distance of a stop that the fill would have been beyond. `BELOW_MIN_QUANTITY`, `ABOVE_MAX_QUANTITY`, `BELOW_MIN_NOTIONAL`: the venue
 * takes no order of that size.
 */
export type UnfilledReason = (typeof UNFILLED_REASONS)[number];
export const UNFILLED_REASONS = [
  'END_OF_DATA',
  'CANCELLED',
  'INSUFFICIENT_FUNDS',
  'BELOW_LOT',
  'EXPIRED',
  'NOT_AT_ONCE',
  'WOULD_TAKE',
  'NOTHING_TO_REDUCE',
  'MARKET_CLOSED',
  'SHORT_FORBIDDEN',
  'NO_LOCATE',
  'LIQUIDATED',
  'STOP_PASSED',
  'BELOW_MIN_QUANTITY',
  'ABOVE_MAX_QUANTITY',
  'BELOW_MIN_NOTIONAL',
] as const;

/** An order, or the rest of one, that did not end in a fill, and why. */
export interface UnfilledOrder {
  readonly orderId: OrderId;
  readonly submittedUs: TimeUs;
  readonly request: OrderRequest | { readonly type: 'target'; readonly target: number };
  readonly reason: UnfilledReason;
  /** Which of several strategies on an account asked for it; absent with one. */
  readonly strategy?: string;
}
