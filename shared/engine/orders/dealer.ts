import type { Protection, UnfilledReason } from '../../domain/order.ts';
import type { Bars } from '../../domain/bars.ts';
import { forget, nothingPaid } from '../costs/fees.ts';
import type { Holding } from '../holding.ts';
import { wholeLots } from '../lots.ts';
import { type Realism, restrictsShorts } from '../realism.ts';
import type { Sizer } from '../sizing/sizer.ts';
import type { Desk } from './desk.ts';
import { Guard } from './guard.ts';
import type { OrderBook } from './order-book.ts';
import { LIMIT, MARKET, type RestingOrder, type SpecialTerms, STOP } from './resting-order.ts';
import { lotsOfVolume } from './liquidity.ts';
import { ShortRules } from './short-rules.ts';
import { SizeRules } from './size-rules.ts';
import type { SlipRate } from './slip-rate.ts';
import { AT_OPEN, INSIDE, type Moment, type Step } from './step.ts';
import { type Aim, TargetSlot } from './targets.ts';

export interface DealerParts {
  /** Of the run. */
  readonly bars: Bars;
  readonly holding: Holding;
  readonly step: Step;
  readonly desk: Desk;
  readonly book: OrderBook;
  readonly sizer: Sizer;
  readonly slipRate: SlipRate;
  readonly realism: Realism;
  /** Reserves so many order numbers and returns the first. */
  readonly newIds: (count: number) => number;
}

/** Turns a price that was reached into fills: how much of an order may fill now, whether the account bears it, and what follows from it. */
export class Dealer {
  readonly guard = new Guard();
  readonly targets = new TargetSlot();
  /** Step in which nothing more of the exits fills: the liquidity is used up. */
  guardSpent = -1;
  /** Step of the last entry after an open, and where the price was then. */
  #enteredStep = -1;
  #enteredAt = NaN;
  readonly #parts: DealerParts;
  readonly #holding: Holding;
  readonly #desk: Desk;
  readonly #step: Step;
  readonly #shorts: ShortRules | undefined;
  readonly sizes: SizeRules;
  readonly #guardPaid = nothingPaid();
  readonly #slipsByRate: boolean;
  /** How a target trades: an object a fill would cost more than it holds. */
  readonly #targetFill = { orderId: 0, slipPrice: 0, maker: false, paid: this.targets.paid };

  constructor(parts: DealerParts) {
    this.#parts = parts;
    this.#holding = parts.holding;
    this.#desk = parts.desk;
    this.#step = parts.step;
    this.sizes = new SizeRules(parts.holding.instrument);
    this.#slipsByRate = parts.realism.slippage === undefined;
    this.#shorts = restrictsShorts(parts.realism) ? new ShortRules(parts) : undefined;
  }

  /** Fills an order at `price`, as much of it as may be. */
  fill(order: RestingOrder, price: number, moment: Moment): void {
    const { book } = this.#parts;
    const { terms } = order;
    const slips = order.kind === MARKET || order.kind === STOP;
    const wanted = terms === undefined ? order.lots : this.#permitted(order, terms, price);
    if (wanted === 0) return order.alive ? this.#keepRest(order) : undefined;
    if (this.#shorts !== undefined && !this.#allowed(order, { wanted, price, moment })) return;
    const lots = this.#desk.available(wanted);
    if (terms?.atOnce === 'FOK' && lots !== order.lots) return this.drop(order, 'NOT_AT_ONCE');
    if (lots !== 0) {
      const slipPrice = slips ? this.#desk.slip(lots, price) : 0;
      const paid = lots > 0 ? price + slipPrice : price - slipPrice;
      if (!this.#holding.bears(lots, paid)) return this.drop(order, 'INSUFFICIENT_FUNDS');
      order.lots -= lots;
      if (order.lots === 0) book.remove(order);
      this.targets.unsettle();
      this.#desk.book(lots, paid, { orderId: order.id, slipPrice, maker: !slips && order.rested, paid: order.paid });
      if (moment !== AT_OPEN) this.#entered(price);
      if (terms !== undefined) this.#afterFill(order, terms, { lots, price, moment });
      this.protect(order.protection, moment, price, order.id);
    }
    if (order.lots !== 0) this.#keepRest(order);
  }

  drop(order: RestingOrder, reason: UnfilledReason): void {
    const { book } = this.#parts;
    book.drop(order, reason);
    // What lives from a fill that never came is reported with it.
    for (const child of order.terms?.bracket?.asleep ?? []) book.drop(child, reason);
  }

  /** Closes the position at an exit of it. */
  exit(price: number, isStop: boolean): void {
    const { guard, targets } = this;
    const held = this.#holding.lots;
    const refusal = this.#exitRefusal(price);
    if (refusal !== undefined) return this.#refuseExit(isStop, refusal);
    const lots = this.#desk.available(this.sizes.asks ? this.sizes.next(-held, price) : -held);
    // The rest of the target that it guards would go in again at the open at which this goes out.
    if (targets.begun && targets.aim !== undefined && targets.aim.target * held > 0) this.settle(NaN, 'CANCELLED');
    if (isStop) guard.triggered = true;
    if (lots !== -held) this.guardSpent = this.#step.number;
    if (lots === 0) return;
    guard.begun = true;
    const slipPrice = isStop ? this.#desk.slip(lots, price) : 0;
    const paid = lots > 0 ? price + slipPrice : price - slipPrice;
    const orderId = isStop ? guard.id : guard.id + 1;
    this.targets.unsettle();
    this.#desk.book(lots, paid, { orderId, slipPrice, maker: !isStop, paid: this.#guardPaid });
    this.protect(undefined, AT_OPEN, price);
  }

  /** Takes the position away, whatever the bar gives, and every order with it. */
  liquidate(price: number): void {
    const { book, realism, newIds } = this.#parts;
    const holding = this.#holding;
    const lots = -holding.lots;
    const slipPrice = this.#desk.slip(lots, price);
    const paid = lots > 0 ? price + slipPrice : price - slipPrice;
    const worth = Math.abs(holding.position) * paid * holding.instrument.multiplier;
    holding.charge(worth * (realism.margin?.feeRate ?? 0), 'liquidation');
    this.targets.unsettle();
    this.#desk.book(lots, paid, { orderId: newIds(1), slipPrice, maker: false, paid: nothingPaid() });
    this.protect(undefined, AT_OPEN, price);
    for (const order of book.orders) this.drop(order, 'LIQUIDATED');
    this.settle(NaN, 'LIQUIDATED');
  }

  /** Trades towards a target at `open`: a change of side closes first, then sizes from what is left. What the bar does not give waits for the next. */
  reach(aim: Aim, open: number, moment: Moment = AT_OPEN): void {
    const holding = this.#holding;
    const { target, protection } = aim;
    const tooSmall = this.#tooSmall(aim, open);
    if (tooSmall !== undefined) {
      this.settle(target, tooSmall);
      return this.protect(holding.lots * target > 0 ? protection : undefined, moment, open, aim.id);
    }
    if (holding.lots !== 0 && holding.lots * target <= 0) {
      this.#trade(-holding.lots, open, aim);
      if (holding.lots !== 0) return;
    }
    if (target !== 0) {
      const lots = this.#lotsOf(aim, open);
      const signed = (target > 0 ? lots : -lots) - holding.lots;
      if (signed !== 0) {
        const refusal =
          this.#shorts?.refusal(signed, open, false) ??
          (holding.bears(signed, open + this.#slip(signed, open)) ? undefined : 'INSUFFICIENT_FUNDS');
        if (refusal === 'WAIT') return this.protect(undefined, moment, open);
        if (refusal !== undefined) this.report(aim, refusal);
        else {
          const reached = this.#trade(signed, open, aim);
          if (moment !== AT_OPEN) this.#entered(open);
          if (!reached) return this.protect(protection, moment, open, aim.id);
        }
      }
      if (lots === 0) this.report(aim, this.#parts.sizer.nothing);
    }
    this.targets.settled = target;
    this.targets.aim = undefined;
    this.protect(protection, moment, open, aim.id);
  }

  /** Forgets the target that waits, and says why. */
  settle(target: number, reason: UnfilledReason): void {
    const { aim } = this.targets;
    if (aim !== undefined) this.report(aim, reason);
    this.targets.aim = undefined;
    this.targets.settled = target;
  }

  /** Which way a target trades at `open`: 1 buys, -1 sells. */
  sideOf(aim: Aim, open: number): 1 | -1 {
    const held = this.#holding.lots;
    if (aim.target === 0) return held < 0 ? 1 : -1;
    const lots = this.#lotsOf(aim, open);
    return (aim.target > 0 ? lots : -lots) >= held ? 1 : -1;
  }

  /** Exits end with the position they guard; an entry that brings its own sets them, from the average entry. `by` is its number. */
  protect(protection: Protection | undefined, moment: Moment, at: number, by = 0): void {
    const { lots, recorder } = this.#holding;
    const guard = this.guard;
    const direction = lots > 0 ? 1 : -1;
    if (guard.direction !== 0 && (lots === 0 || guard.direction !== direction)) guard.clear();
    if (protection === undefined || lots === 0) return;
    forget(this.#guardPaid);
    const inside = moment !== AT_OPEN;
    guard.guard(protection, { price: recorder.entryPrice, direction, step: this.#step.number, inside, at, by, id: this.#parts.newIds(2) });
  }

  /** Where the price of this step comes from for a position: its open, or what it was when the position was entered after that. */
  priceBefore(open: number): number {
    return this.#enteredStep === this.#step.number ? this.#enteredAt : open;
  }

  #entered(at: number): void {
    this.#enteredStep = this.#step.number;
    this.#enteredAt = at;
  }

  /** What of an order may fill now by its own terms; one that may not any more is dropped. */
  #permitted(order: RestingOrder, terms: SpecialTerms, price: number): number {
    let lots = order.lots;
    if (terms.reduceOnly) {
      const held = this.#holding.lots;
      if (held * lots >= 0) {
        this.drop(order, 'NOTHING_TO_REDUCE');
        return 0;
      }
      lots = lots > 0 ? Math.min(lots, -held) : Math.max(lots, -held);
    }
    if (terms.split !== undefined && terms.partStep !== this.#step.number) this.#cutPart(order, terms, price);
    const shown = terms.displayLots - (terms.shownStep === this.#step.number ? terms.shownLots : 0);
    return lots > 0 ? Math.min(lots, shown) : Math.max(lots, -shown);
  }

  /** Cuts the part of an order that goes in this step, for what pays fees an order of its own. */
  #cutPart(order: RestingOrder, terms: SpecialTerms, price: number): void {
    const { share = 1, minNotional } = terms.split ?? {};
    const cap = lotsOfVolume(this.#step.volume, share, this.#holding.instrument.lot);
    terms.displayLots = Math.abs(this.sizes.next(order.lots, price, { cap, minNotional }));
    terms.partStep = this.#step.number;
    forget(order.paid);
  }

  #allowed(order: RestingOrder, { wanted, price, moment }: { wanted: number; price: number; moment: Moment }): boolean {
    const roseToIt = moment === INSIDE && order.kind === LIMIT;
    const refusal = this.#shorts?.refusal(wanted, price, roseToIt);
    if (refusal === 'WAIT') this.#keepRest(order);
    else if (refusal !== undefined) this.drop(order, refusal);
    return refusal === undefined;
  }

  #afterFill(order: RestingOrder, terms: SpecialTerms, fill: { lots: number; price: number; moment: Moment }): void {
    const { book } = this.#parts;
    const { number } = this.#step;
    if (terms.shownStep !== number) terms.shownLots = 0;
    terms.shownStep = number;
    terms.shownLots += Math.abs(fill.lots);
    book.dropRivals(order);
    terms.within?.shrink(order, fill.lots);
    for (const refused of terms.bracket?.grow(fill.lots, fill.price, fill.moment) ?? []) this.drop(refused, 'WOULD_TAKE');
  }

  /** What did not fill waits for the next step: of a stop as a market order, since it was reached. */
  #keepRest(order: RestingOrder): void {
    const { terms } = order;
    order.spentStep = this.#step.number;
    if (order.kind === STOP) order.kind = MARKET;
    if (terms?.atOnce !== undefined) this.drop(order, 'NOT_AT_ONCE');
    else if (terms?.reduceOnly && this.#holding.lots === 0) this.drop(order, 'NOTHING_TO_REDUCE');
  }

  /** Why the venue takes no order for what is missing to a target. The rest of one that it took is no new one. */
  #tooSmall(aim: Aim, open: number): UnfilledReason | undefined {
    if (!this.sizes.asks || this.targets.begun) return undefined;
    const lots = aim.target === 0 ? 0 : this.#lotsOf(aim, open);
    const signed = (aim.target > 0 ? lots : -lots) - this.#holding.lots;
    return signed === 0 ? undefined : this.sizes.tooSmall(signed, open, this.#onlyReduces(signed));
  }

  /** Why the venue takes no order that closes the position at an exit of it. */
  #exitRefusal(price: number): UnfilledReason | undefined {
    if (!this.sizes.asks || this.guard.begun) return undefined;
    return this.sizes.tooSmall(this.#holding.lots, price, this.#onlyReduces(-this.#holding.lots));
  }

  /** With margin an order can say that it only reduces the position. */
  #onlyReduces(signedLots: number): boolean {
    const { lots } = this.#holding;
    return this.#parts.realism.margin !== undefined && lots * signedLots < 0 && Math.abs(signedLots) <= Math.abs(lots);
  }

  /** Reports an exit that the venue does not take; the position is left without any. */
  #refuseExit(isStop: boolean, reason: UnfilledReason): void {
    const { guard } = this;
    const { position } = this.#holding;
    const common = { side: position > 0 ? 'sell' : 'buy', quantity: Math.abs(position) } as const;
    this.#parts.book.unfilled.push({
      orderId: isStop ? guard.id : guard.id + 1,
      submittedUs: this.#step.timeUs,
      request: isStop ? { type: 'stop', ...common, stopPrice: guard.stop } : { type: 'limit', ...common, limitPrice: guard.target },
      reason,
    });
    guard.clear();
  }

  /** Whole lots of a target at `open`, by the size that it would fill at. */
  #lotsOf(aim: Aim, open: number): number {
    const buys = aim.target > 0;
    if (this.#slipsByRate) return this.#lotsAt(aim, open, this.#parts.slipRate.paid(buys, open));
    // The impact of the size that is too large is no less than that of the size that fits.
    const lots = this.#lotsAt(aim, open, open);
    const slip = this.#desk.slip((buys ? lots : -lots) - this.#holding.lots, open);
    return this.#lotsAt(aim, open, buys ? open + slip : open - slip);
  }

  /** Whole lots of a target that fills at `price` when the market is at `open`. */
  #lotsAt(aim: Aim, open: number, price: number): number {
    const holding = this.#holding;
    const quantity = this.#parts.sizer.quantity({ aim, price, equity: holding.equityAt(open), row: this.#step.row });
    return wholeLots(quantity, holding.instrument.lot);
  }

  /** Trades for a target; false when the bar gave less. */
  #trade(signedLots: number, open: number, { id }: Aim): boolean {
    const lots = this.#desk.available(this.sizes.asks ? this.sizes.next(signedLots, open) : signedLots);
    if (lots !== 0) {
      const buys = lots > 0;
      const price = this.#slipsByRate ? this.#parts.slipRate.paid(buys, open) : open + this.#slip(lots, open);
      const how = this.#targetFill;
      how.orderId = id;
      how.slipPrice = Math.abs(price - open);
      this.#desk.book(lots, price, how);
    }
    this.targets.begun = lots !== 0 && lots !== signedLots;
    return lots === signedLots;
  }

  /** Signed slip of so many lots. */
  #slip(signedLots: number, open: number): number {
    if (this.#slipsByRate) return this.#parts.slipRate.slip(signedLots, open);
    const slip = this.#desk.slip(signedLots, open);
    return signedLots > 0 ? slip : -slip;
  }

  report(aim: Aim, reason: UnfilledReason): void {
    this.#parts.book.unfilled.push(this.targets.report(aim, reason, this.#parts.bars));
  }
}
