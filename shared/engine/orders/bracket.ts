import { wholeLots } from '../lots.ts';
import type { OrderBook } from './order-book.ts';
import { type Family, LIMIT, type RestingOrder, satisfies } from './resting-order.ts';
import { AT_OPEN, type Moment, type Step } from './step.ts';

interface Child {
  readonly order: RestingOrder;
  /** Whole lots of it that have filled. */
  filled: number;
}

interface BracketParts {
  readonly parent: RestingOrder;
  readonly children: readonly RestingOrder[];
  readonly lot: number;
  readonly book: OrderBook;
  readonly step: Step;
}

/**
 * An order, and those that live from what it has filled. Each of them is for as much of that as none of them has filled yet, and no more than it says itself:
 * what one fills is taken off the others. While the parent may fill more, one that has nothing to do sleeps; after that it is taken back.
 */
export class Bracket implements Family {
  readonly #parent: RestingOrder;
  readonly #children: readonly Child[];
  readonly #lot: number;
  readonly #book: OrderBook;
  readonly #step: Step;
  /** Whole lots that the parent has filled and none of the children has. */
  #open = 0;

  constructor({ parent, children, lot, book, step }: BracketParts) {
    this.#parent = parent;
    this.#children = children.map((order) => ({ order, filled: 0 }));
    this.#lot = lot;
    this.#book = book;
    this.#step = step;
    for (const order of children) {
      order.special().within = this;
      order.special().asleep = true;
      order.alive = false;
    }
  }

  get asleep(): RestingOrder[] {
    return this.#children.flatMap(({ order }) => (order.terms?.asleep ? [order] : []));
  }

  grow(lots: number, price: number, moment: Moment): RestingOrder[] {
    this.#open += Math.abs(lots);
    const woken = this.asleep;
    for (const child of this.#children) this.#size(child);
    for (const order of woken) if (order.lots !== 0) this.#wake(order, price, moment);
    return woken.filter((order) => order.alive && order.terms?.postOnly && !order.rested);
  }

  shrink(order: RestingOrder, lots: number): void {
    this.#open -= Math.abs(lots);
    for (const child of this.#children) {
      if (child.order === order) child.filled += Math.abs(lots);
      else if (!child.order.alive) continue;
      this.#size(child);
      if (child.order.lots === 0) this.#rest(child);
    }
  }

  bound(order: RestingOrder): void {
    for (const child of this.#children) if (child.order === order) this.#size(child);
  }

  split(ratio: number): void {
    const turned = (lots: number) => wholeLots(lots * ratio, 1);
    this.#open = turned(this.#open);
    for (const child of this.#children) child.filled = turned(child.filled);
  }

  #size({ order, filled }: Child): void {
    const { side, quantity } = order.request;
    const lots = Math.max(0, Math.min(wholeLots(quantity, this.#lot) - filled, this.#open));
    order.lots = side === 'buy' || lots === 0 ? lots : -lots;
  }

  #wake(order: RestingOrder, price: number, moment: Moment): void {
    order.renew();
    order.trailFrom(price);
    if (moment !== AT_OPEN) order.comeInside(this.#step.number, price, 0);
    order.rested = order.kind === LIMIT && !satisfies(order, price);
    this.#book.wake(order);
  }

  #rest({ order, filled }: Child): void {
    const terms = order.special();
    // What works at once has had its time.
    if (!this.#parent.alive || terms.atOnce !== undefined) return this.#book.drop(order, 'CANCELLED');
    this.#book.remove(order);
    terms.asleep = filled < wholeLots(order.request.quantity, this.#lot);
  }
}
