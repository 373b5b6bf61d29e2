import type { Fill } from './fill.ts';
import type { Instrument } from './instrument.ts';
import { CASH_DECIMALS, numberFromUnits, shareOf, stepOf } from './money.ts';
import { settle } from './settlement.ts';

/** What a sequence of fills of one instrument leaves, in units: nothing is lost to rounding, flat is exactly flat. */
export interface Position {
  /** Base, positive long, negative short; in units of the lot's decimals. */
  readonly quantity: bigint;
  /** Cash that the open quantity cost (long) or brought (short), before commission; in 1e-8. */
  readonly cost: bigint;
  /** Profit of what was closed, before commission; in 1e-8. */
  readonly realised: bigint;
  readonly commission: bigint;
}

export const FLAT: Position = { quantity: 0n, cost: 0n, realised: 0n, commission: 0n };

/**
 * The position after a fill. Scale-ins average the entry; an exit takes its share of the cost with it; a fill through zero closes, then opens.
 * Throws `RangeError` naming the field when the fill is no good.
 */
export function applyFill(position: Position, fill: Fill, instrument: Instrument): Position {
  const { quantity, notional, commission } = settle(fill, instrument);
  const paid = { ...position, commission: position.commission + commission };
  const signed = fill.side === 'buy' ? quantity : -quantity;
  const held = position.quantity < 0n ? -position.quantity : position.quantity;
  const opposite = position.quantity !== 0n && position.quantity > 0n !== signed > 0n;
  if (!opposite) return { ...paid, quantity: position.quantity + signed, cost: position.cost + notional };
  const closing = quantity < held ? quantity : held;
  const proceeds = shareOf(notional, closing, quantity);
  const released = shareOf(position.cost, closing, held);
  const profit = position.quantity > 0n ? proceeds - released : released - proceeds;
  return {
    ...paid,
    quantity: position.quantity + signed,
    cost: closing === held ? notional - proceeds : position.cost - released,
    realised: position.realised + profit,
  };
}

/** Folds fills, in their order. */
export function positionOf(fills: Iterable<Fill>, instrument: Instrument): Position {
  let position = FLAT;
  for (const fill of fills) position = applyFill(position, fill, instrument);
  return position;
}

/** Average price of the open quantity; 0 when flat. */
export function averageEntry(position: Position, instrument: Instrument): number {
  if (position.quantity === 0n) return 0;
  const cost = numberFromUnits(position.cost, CASH_DECIMALS);
  return cost / Math.abs(numberFromUnits(position.quantity, stepOf(instrument.lot).decimals)) / instrument.multiplier;
}
