import type { Side } from '../../domain/order.ts';

/** What an order has filled, in units and in money, and paid so far, for fees that it pays once. */
export interface Paid {
  quantity: number;
  makerNotional: number;
  takerNotional: number;
  fee: number;
}

export function nothingPaid(): Paid {
  return { quantity: 0, makerNotional: 0, takerNotional: 0, fee: 0 };
}

/** Makes it nothing again. */
export function forget(paid: Paid): void {
  paid.quantity = 0;
  paid.makerNotional = 0;
  paid.takerNotional = 0;
  paid.fee = 0;
}

/** A fill as a fee model sees it. Money in the instrument's currency. */
export interface FeeFill {
  readonly timeUs: number;
  readonly side: Side;
  readonly quantity: number;
  readonly price: number;
  /** Price x quantity x multiplier. */
  readonly notional: number;
  /** The order rested in the book before it filled; the other fills take. */
  readonly maker: boolean;
  /** What the same order has filled and paid before. */
  readonly before: Readonly<Paid>;
  /** Notional that the account has traded in the thirty days before, in the account's currency; 0 unless the model is `byVolume`. */
  readonly volume30d: number;
}

/** What trading costs. */
export interface FeeModel {
  /** The text that names it: `maker:2,taker:10`, or the name of a file under costs/. */
  readonly name: string;
  /** The fee depends on the volume of the last thirty days. */
  readonly byVolume?: boolean;
  /** Money that the fill costs; negative is a rebate. The same fill gives the same fee. */
  readonly fee: (fill: FeeFill) => number;
}
