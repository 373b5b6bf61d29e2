import type { TimeUs } from './time.ts';

export type Side = 'buy' | 'sell';
export type OrderType = 'market' | 'limit' | 'stop' | 'stop-limit';

/** A distance from the entry price: a ratio of it (0.02 is 2 %), or an amount of price. */
export type Distance = { readonly ratio: number } | { readonly offset: number };

/** Exits that live from the entry's fill until the position is flat. Of `stopLoss` and `trailingStop` the nearer counts. */
export interface Protection {
  readonly stopLoss?: Distance;
  readonly takeProfit?: Distance;
  readonly trailingStop?: Distance;
}

/** What a strategy asks for. Quantity in units of the base asset, prices in the quote currency. */
export type OrderRequest =
  | { readonly type: 'market'; readonly side: Side; readonly quantity: number }
  | { readonly type: 'limit'; readonly side: Side; readonly quantity: number; readonly limitPrice: number }
  | { readonly type: 'stop'; readonly side: Side; readonly quantity: number; readonly stopPrice: number }
  | {
      readonly type: 'stop-limit';
      readonly side: Side;
      readonly quantity: number;
      readonly stopPrice: number;
      readonly limitPrice: number;
    };

export type OrderId = number;

/** An order that did not end in a fill, and why. */
export interface UnfilledOrder {
  readonly orderId: OrderId;
  readonly submittedUs: TimeUs;
  readonly request: OrderRequest | { readonly type: 'target'; readonly target: number };
  readonly reason: 'END_OF_DATA' | 'CANCELLED' | 'INSUFFICIENT_FUNDS' | 'BELOW_LOT';
}
