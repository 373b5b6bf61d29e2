import type { Booking, Holding } from '../holding.ts';
import { wholeLots } from '../lots.ts';
import type { Sizer, SizingMoment } from '../sizing/sizer.ts';
import type { Dealer } from './dealer.ts';
import type { SlipRate } from './slip-rate.ts';
import type { Step } from './step.ts';
import type { Aim, TargetSlot } from './targets.ts';

const NO_AIM: Aim = { target: 0, protection: undefined, id: 0, row: 0 };

interface PlainDealerParts {
  readonly step: Step;
  readonly holding: Holding;
  readonly sizer: Sizer;
  readonly slipRate: SlipRate;
  /** Whom the same target would be left to in a harder market. */
  readonly dealer: Dealer;
}

/**
 * Turns targets into fills where the open of a bar alone decides: what `Dealer.reach` does but for all that such a market never asks. It is short enough
 * to be compiled into the loop that calls it.
 */
export class PlainDealer {
  readonly #step: Step;
  readonly #holding: Holding;
  readonly #lot: number;
  readonly #sizer: Sizer;
  readonly #slipRate: SlipRate;
  readonly #dealer: Dealer;
  readonly #targets: TargetSlot;
  readonly #booking: Booking;
  /** What a target is sized by: an object a fill would cost more than it holds. */
  readonly #moment: { -readonly [Part in keyof SizingMoment]: SizingMoment[Part] };

  constructor({ step, holding, sizer, slipRate, dealer }: PlainDealerParts) {
    this.#step = step;
    this.#holding = holding;
    this.#lot = holding.instrument.lot;
    this.#sizer = sizer;
    this.#slipRate = slipRate;
    this.#dealer = dealer;
    this.#targets = dealer.targets;
    this.#booking = { row: 0, timeUs: 0, orderId: 0, slipPrice: 0, maker: false, paid: dealer.targets.paid };
    this.#moment = { aim: NO_AIM, price: NaN, equity: NaN, row: 0 };
  }

  /** Trades towards a target at the open of the step: a change of side closes first, then sizes from what is left. */
  reach(aim: Aim): void {
    const { target, id } = aim;
    const { lots } = this.#holding;
    const booking = this.#booking;
    booking.row = this.#step.row;
    booking.timeUs = this.#step.timeUs;
    booking.orderId = id;
    if (lots !== 0 && lots * target <= 0) this.#trade(-lots);
    if (target !== 0) this.#size(aim);
    this.#targets.settled = target;
    this.#targets.aim = undefined;
  }

  #size(aim: Aim): void {
    const holding = this.#holding;
    const { open } = this.#step;
    const buys = aim.target > 0;
    const moment = this.#moment;
    moment.aim = aim;
    moment.price = this.#slipRate.paid(buys, open);
    moment.equity = holding.equityAt(open);
    moment.row = this.#step.row;
    const lots = wholeLots(this.#sizer.quantity(moment), this.#lot);
    const signed = (buys ? lots : -lots) - holding.lots;
    if (lots === 0) this.#dealer.report(aim, this.#sizer.nothing);
    if (signed === 0) return;
    if (holding.bears(signed, open + this.#slipRate.slip(signed, open))) this.#trade(signed);
    else this.#dealer.report(aim, 'INSUFFICIENT_FUNDS');
  }

  /** The open is read where it is needed: a number handed on between compiled pieces is put into an object first. */
  #trade(signedLots: number): void {
    const { open } = this.#step;
    const price = this.#slipRate.paid(signedLots > 0, open);
    this.#booking.slipPrice = Math.abs(price - open);
    this.#holding.book(signedLots, price, this.#booking);
  }
}
