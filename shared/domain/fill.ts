import type { OrderId, Side } from './order.ts';
import type { TimeUs } from './time.ts';

/** One execution, at the earliest time that it can have had. `price` includes slippage; `slippage` and `commission` are money, never negative. */
export interface Fill {
  readonly orderId: OrderId;
  readonly instrumentId: string;
  readonly timeUs: TimeUs;
  readonly side: Side;
  readonly quantity: number;
  readonly price: number;
  readonly commission: number;
  readonly slippage: number;
}
