import type { OrderId, UnfilledOrder, UnfilledReason } from '../../domain/order.ts';
import type { RestingOrder } from './resting-order.ts';

/** The orders of one instrument that wait, in the order they came, and what became of those that did not fill. */
export class OrderBook {
  readonly orders: RestingOrder[] = [];
  readonly unfilled: UnfilledOrder[] = [];
  #dead = 0;

  get isEmpty(): boolean {
    return this.orders.length === 0;
  }

  add(order: RestingOrder): void {
    this.orders.push(order);
  }

  find(id: OrderId): RestingOrder | undefined {
    for (const order of this.orders) {
      if (!order.alive) continue;
      if (order.id === id) return order;
      const asleep = order.terms?.bracket?.asleep.find((child) => child.id === id);
      if (asleep !== undefined) return asleep;
    }
    return undefined;
  }

  /** Puts an order in that was asleep. */
  wake(order: RestingOrder): void {
    order.alive = true;
    order.special().asleep = false;
    if (this.orders.includes(order)) this.#dead--;
    else this.orders.push(order);
  }

  /** Takes a filled order out. The list keeps it until `sweep`, so that whoever walks the list is not misled. */
  remove(order: RestingOrder): void {
    if (!order.alive) return;
    order.alive = false;
    this.#dead++;
  }

  /** Takes an order out that does not fill any more, and says why. */
  drop(order: RestingOrder, reason: UnfilledReason): void {
    const { terms } = order;
    if (!order.alive && !terms?.asleep) return;
    this.remove(order);
    if (terms !== undefined) terms.asleep = false;
    this.report(order, reason);
  }

  /** Says what did not come of an order, or of a change of one. */
  report({ id, submittedUs, request }: Pick<RestingOrder, 'id' | 'submittedUs' | 'request'>, reason: UnfilledReason): void {
    this.unfilled.push({ orderId: id, submittedUs, request, reason });
  }

  /** Drops the others of its group. */
  dropRivals(order: RestingOrder): void {
    for (const rival of order.terms?.group ?? []) if (rival !== order) this.drop(rival, 'CANCELLED');
  }

  sweep(): void {
    if (this.#dead === 0) return;
    const { orders } = this;
    let kept = 0;
    for (let i = 0; i < orders.length; i++) {
      const order = orders[i] as RestingOrder;
      if (order.alive) orders[kept++] = order;
    }
    orders.length = kept;
    this.#dead = 0;
  }
}
