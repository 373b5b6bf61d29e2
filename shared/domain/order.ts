import type { TimeUs } from './time.ts';

export type Side = 'buy' | 'sell';
export type OrderType = 'market' | 'limit' | 'stop' | 'stop-limit';

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
