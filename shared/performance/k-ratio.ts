import { finiteOrNull } from './returns.ts';

/** Squares left of the line below this share of all are rounding of a curve that grows evenly. */
const EVEN_RATIO = 1e-24;

/**
 * How evenly the logarithm of compound growth rises: slope of its regression on time over the slope's standard error, times the root of the
 * returns a year over their number; null for fewer than three, an even rise or a loss of everything. Kestner (2013).
 */
export function kRatio(returns: Float64Array, perYear: number): number | null {
  const n = returns.length;
  if (n < 3) return null;
  const growth = new Float64Array(n);
  let level = 0;
  for (let i = 0; i < n; i++) growth[i] = level += Math.log1p(returns[i] as number);
  const middle = (n - 1) / 2;
  const average = growth.reduce((sum, y) => sum + y / n, 0);
  let [xx, xy, yy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y] = [i - middle, (growth[i] as number) - average];
    xx += x * x;
    xy += x * y;
    yy += y * y;
  }
  const slope = xy / xx;
  let left = 0;
  for (let i = 0; i < n; i++) left += ((growth[i] as number) - average - slope * (i - middle)) ** 2;
  if (left <= EVEN_RATIO * yy) return null;
  return finiteOrNull(((slope / Math.sqrt(left / (n - 2) / xx)) * Math.sqrt(perYear)) / n);
}
