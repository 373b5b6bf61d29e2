import type { OrderChanges, OrderId, OrderRequest, Protection, UnfilledOrder } from '../domain/order.ts';

/** Where a strategy's intents go. The simulated venue fills them from bars; paper and live put other ones behind the same loop. */
export interface Venue {
  /** Nothing waits: the next bar can execute nothing. */
  readonly idle: boolean;
  /** First row from `row` on and before `end` on which something might execute; `end` when none can. */
  quietUntil(row: number, end: number): number;
  /** All that can execute on the bars to come is the target that waits, at the next open. */
  readonly deals: boolean;
  /** Executes the target that waits, if there is one, at the open of `row`: instead of `atOpen` and `inside`, where it `deals`. */
  deal(row: number): void;
  /** Aims for `target` (what 1 means is the sizing) at the next open. A target equal to the last one does nothing. */
  aim(target: number, row: number, protection?: Protection): void;
  /** Takes an order that can fill from the next open on. Throws on a request that is no order. */
  submit(request: OrderRequest, row: number, protection?: Protection): OrderId;
  /** Takes orders of which one that fills, be it in part, takes the others back. */
  submitGroup(requests: readonly OrderRequest[], row: number): OrderId[];
  /** Takes an order whose first fill places others, for as much as it has filled; what one child fills is taken off the others. */
  submitWithChildren(parent: OrderRequest, children: readonly OrderRequest[], row: number): OrderId[];
  /** Changes an order that waits; one that does not is left alone. */
  amend(id: OrderId, changes: OrderChanges, row: number): void;
  cancel(id: OrderId, row: number): void;
  cancelAll(row: number): void;
  /** Executes what the open of `row` executes. */
  atOpen(row: number): void;
  /** Executes what the rest of the bar executes. */
  inside(row: number): void;
  /** What never filled, and why; orders still waiting end with the data. */
  finish(): readonly UnfilledOrder[];
}
