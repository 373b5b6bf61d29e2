/**
 * Sum of two decimals held as doubles, rounded to 15 significant digits, so that sums do not depend on how they were grouped:
 * minutes added up to an hour give the very double that the trades of the hour give.
 * Exact whenever both addends and the sum have at most 15 significant digits, because a sum of two such doubles of equal sign
 * is off by less than 2.3e-16 of itself, and half a unit of the fifteenth digit is at least 5e-16.
 */
export function addDecimals(a: number, b: number): number {
  const sum = a + b;
  return Number.isInteger(sum) ? sum : Number(sum.toPrecision(15));
}
