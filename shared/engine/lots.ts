/** Slack that forgives a quotient just below a whole number of lots: 0.3 / 0.1 is 2.9999999999999996. */
const LOT_SLACK = 1e-9;

/** Whole lots in a quantity, rounded down: floor(quantity / lot + 1e-9). Both are positive. */
export function wholeLots(quantity: number, lot: number): number {
  return Math.floor(quantity / lot + LOT_SLACK);
}

/** Lots per unit when a unit is a whole number of lots, else 0. Dividing by it gives the double nearest to the decimal. */
export function lotsPerUnit(lot: number): number {
  const count = Math.round(1 / lot);
  return Math.abs(count * lot - 1) < 1e-12 ? count : 0;
}
