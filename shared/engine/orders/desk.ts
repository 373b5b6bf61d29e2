import type { OrderId } from '../../domain/order.ts';
import { nothingPaid, type Paid } from '../costs/fees.ts';
import { slipOf } from '../costs/slip-of.ts';
import type { SlippageModel } from '../costs/slippage.ts';
import type { Booking, Holding } from '../holding.ts';
import type { Liquidity } from './liquidity.ts';
import type { Step } from './step.ts';

export interface DeskParts {
  readonly holding: Holding;
  readonly step: Step;
  readonly slippageRate: number;
  /** Instead of the rate. */
  readonly slippage: SlippageModel | undefined;
  readonly liquidity: Liquidity | undefined;
}

/** Executes: how much the bar gives, at what price after slippage, into the books. */
export class Desk {
  readonly #parts: DeskParts;
  readonly #booking: Booking = { row: 0, timeUs: 0, orderId: 0, slipPrice: 0, maker: false, paid: nothingPaid() };

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** Of `signedLots` as many as the bar still gives. */
  available(signedLots: number): number {
    const { liquidity, step } = this.#parts;
    if (liquidity === undefined) return signedLots;
    const left = liquidity.left(step);
    return signedLots > 0 ? Math.min(signedLots, left) : Math.max(signedLots, -left);
  }

  /** How much worse than `price` so many lots fill at the market, in price. */
  slip(signedLots: number, price: number): number {
    const { slippage, slippageRate, holding, step } = this.#parts;
    if (slippage === undefined) return price * slippageRate;
    const quantity = holding.units(Math.abs(signedLots));
    const { volume, bars, at } = step;
    return slipOf(slippage, { side: signedLots > 0 ? 'buy' : 'sell', quantity, price, volume, bars, row: at });
  }

  /** Books; `price` includes `slipPrice`. */
  book(signedLots: number, price: number, how: { orderId: OrderId; slipPrice: number; maker: boolean; paid: Paid }): void {
    const { holding, liquidity, step } = this.#parts;
    const booking = this.#booking;
    booking.row = step.row;
    booking.timeUs = step.nowUs;
    booking.orderId = how.orderId;
    booking.slipPrice = how.slipPrice;
    booking.maker = how.maker;
    booking.paid = how.paid;
    liquidity?.use(step, Math.abs(signedLots));
    holding.book(signedLots, price, booking);
  }
}
