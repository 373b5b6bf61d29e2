import type { Instrument } from '../../domain/instrument.ts';
import type { OrderChanges, OrderRequest, UnfilledReason } from '../../domain/order.ts';
import { lotsPerUnit, wholeLots } from '../lots.ts';

/** Share of a lot, or of a notional, that rounding may take off what is just enough. */
const SLACK = 1e-9;

interface PartTerms {
  /** Lots that one order takes at most. */
  readonly cap?: number;
  /** Least that it is worth, where the venue asks for less. */
  readonly minNotional?: number | undefined;
}

/** How large an order may be: what its venue says of the instrument. */
export class SizeRules {
  /** The venue asks for something. */
  readonly asks: boolean;
  /** Whole lots. */
  readonly #least: number;
  readonly #most: number;
  readonly #minNotional: number;
  /** What a lot is worth at a price of 1. */
  readonly #lotValue: number;
  readonly #lot: number;

  constructor({ lot, multiplier, minQuantity, maxQuantity, minNotional }: Instrument) {
    const perUnit = lotsPerUnit(lot);
    this.asks = (minQuantity ?? maxQuantity ?? minNotional) !== undefined;
    this.#least = Math.ceil((minQuantity ?? 0) / lot - SLACK);
    this.#most = maxQuantity === undefined ? Infinity : Math.max(1, wholeLots(maxQuantity, lot));
    this.#minNotional = minNotional ?? 0;
    this.#lotValue = perUnit > 0 ? multiplier / perUnit : multiplier * lot;
    this.#lot = lot;
  }

  /** Why so many signed lots are too few for an order at a price. One that only reduces a position is not held to the notional. */
  tooSmall(signedLots: number, price: number, reduces = false): UnfilledReason | undefined {
    const lots = Math.abs(signedLots);
    if (lots < this.#least) return 'BELOW_MIN_QUANTITY';
    return !reduces && lots < this.#leastWorth(price, this.#minNotional) ? 'BELOW_MIN_NOTIONAL' : undefined;
  }

  /** Why a request is refused: its quantity counts at its limit, else at its stop, else at `close`. What goes in parts may be more than one order may be. */
  refusal(request: OrderRequest, close: number): UnfilledReason | undefined {
    const { limitPrice, stopPrice }: OrderChanges = request;
    const lots = wholeLots(request.quantity, this.#lot);
    if (lots > this.#most && request.split === undefined) return 'ABOVE_MAX_QUANTITY';
    return this.tooSmall(lots, limitPrice ?? stopPrice ?? close, request.reduceOnly);
  }

  /**
   * Signed lots of the next order towards `signedLots`: no more than it may be, and as many less as leave one that is large enough. What is too little for two
   * orders is one; 0 where an order may not be as large as it must be.
   */
  next(signedLots: number, price: number, { cap = Infinity, minNotional = 0 }: PartTerms = {}): number {
    const lots = Math.abs(signedLots);
    const most = Math.min(cap, this.#most);
    if (lots <= most) return signedLots;
    const least = Math.max(1, this.#least, this.#leastWorth(price, Math.max(minNotional, this.#minNotional)));
    if (most < least) return 0;
    const taken = Math.min(most, lots - least);
    const whole = taken < least && lots <= this.#most;
    return Math.sign(signedLots) * (whole ? lots : Math.max(least, taken));
  }

  /** Fewest lots that are worth so much at a price. */
  #leastWorth(price: number, notional: number): number {
    return Math.ceil((notional / (price * this.#lotValue)) * (1 - SLACK));
  }
}
