import type { OrderChanges, OrderId, OrderRequest, Protection } from '../domain/order.ts';

/** The ways in which a strategy acts on one instrument, the same whether it sees that one or several. */
export interface Trading {
  /** Aim for this share of equity at the next open: 1 all of it long, -1 short, 0 flat. An equal target again does nothing. */
  readonly target: (fraction: number, protection?: Protection) => void;
  /** Places an order; it can fill from the next open on. Returns its number, for `cancel`. `protection` guards the position it opens. */
  readonly order: (request: OrderRequest, protection?: Protection) => OrderId;
  /** Places orders of which one that fills, be it in part, takes the others back. */
  readonly oco: (requests: readonly OrderRequest[]) => OrderId[];
  /** Places an order whose fill places the others, each for as much as it has filled; what one of them fills is taken off the rest. */
  readonly oto: (parent: OrderRequest, children: readonly OrderRequest[]) => OrderId[];
  /** Changes an order that waits: its prices, quantity or end. */
  readonly amend: (id: OrderId, changes: OrderChanges) => void;
  readonly cancel: (id: OrderId) => void;
  readonly cancelAll: () => void;
}
