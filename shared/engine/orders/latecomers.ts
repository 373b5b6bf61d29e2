import type { HoldingCosts } from '../carry/holding-costs.ts';
import type { Dealer } from './dealer.ts';
import { LIMIT, MARKET, priceInside, type RestingOrder, STOP_LIMIT, satisfies } from './resting-order.ts';
import { INSIDE, LATE, type Step } from './step.ts';
import type { Aim } from './targets.ts';

/** Has what comes after the open of a step meet the price that has moved since. */
export class Latecomers {
  readonly #step: Step;
  readonly #dealer: Dealer;
  readonly #costs: HoldingCosts | undefined;

  constructor(step: Step, dealer: Dealer, costs: HoldingCosts | undefined) {
    this.#step = step;
    this.#dealer = dealer;
    this.#costs = costs;
  }

  /** An order that comes when `lateBy` of the step has passed: what it does not fill then rests, and of this step only a stop counts. */
  meet(order: RestingOrder, lateBy: number): void {
    const step = this.#step;
    const terms = order.special();
    if (terms.expiresUs <= step.timeUs + lateBy * step.bars.timeframeUs || step.row > terms.lastRow)
      return this.#dealer.drop(order, 'EXPIRED');
    const price = this.price(order.lots > 0 ? 1 : -1, lateBy);
    order.comeInside(step.number, price, lateBy);
    if (order.kind === STOP_LIMIT) {
      if (order.triggeredStep < 0 && satisfies(order, price)) order.triggeredStep = step.number;
      return;
    }
    const fills = order.kind === MARKET || satisfies(order, price);
    if (fills && terms.postOnly) this.#dealer.drop(order, 'WOULD_TAKE');
    else if (fills) {
      this.#goOn(lateBy);
      this.#dealer.fill(order, price, LATE);
    } else if (order.kind === LIMIT && terms.atOnce !== undefined) this.#dealer.drop(order, 'NOT_AT_ONCE');
    else order.rested = true;
  }

  /** Fills an order where the price has reached it by the time that a change of it comes: nobody knew of that before. */
  meetUntil(order: RestingOrder, lateBy: number): void {
    const { open, number, endUs } = this.#step;
    const { cameInside = -1, expiresUs = Infinity } = order.terms ?? {};
    if (order.spentStep === number || cameInside === number || expiresUs < endUs) return;
    const price = priceInside(order, { open, high: this.price(1, lateBy), low: this.price(-1, lateBy) }, number);
    if (Number.isNaN(price)) return;
    const untilUs = this.#step.timeUs + lateBy * this.#step.bars.timeframeUs;
    this.#costs?.chargeDoubtful(untilUs);
    this.#dealer.fill(order, price, INSIDE);
    this.#costs?.chargeDoubtful(untilUs);
  }

  /** Trades towards a target that comes when `lateBy` of the step has passed. */
  reach(aim: Aim, lateBy: number): void {
    this.#goOn(lateBy);
    this.#dealer.reach(aim, this.price(this.#dealer.sideOf(aim, this.#step.open), lateBy), LATE);
  }

  /** What fills next does so then: what fell due before it is of the position before. */
  #goOn(lateBy: number): void {
    this.#step.goOn(lateBy);
    this.#costs?.chargeUntil(this.#step.nowUs, this.#step.open);
  }

  /**
   * Where the price may have gone when a share of the step has passed, against a buy (1) or a sale (-1): the root of that share of the way from the
   * open to the worst price of the bar, as the expected extreme of a random walk grows (reflection principle: E max W = sqrt(2 t / pi)).
   */
  price(side: 1 | -1, lateBy: number): number {
    const { open, high, low } = this.#step;
    return open + Math.sqrt(lateBy) * ((side === 1 ? high : low) - open);
  }
}
