import { pearson } from '../../performance/correlation.ts';
import { normalQuantile } from '../statistics/distributions.ts';

/** Places of the values in ascending order, 1 first; equal values share the mean of their places. */
export function ranks(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i).sort((i, j) => (values[i] as number) - (values[j] as number));
  const places = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to] as number] === values[order[from] as number]) to++;
    for (let k = from; k < to; k++) places[order[k] as number] = (from + 1 + to) / 2;
    from = to;
  }
  return places;
}

/** Spearman's rank correlation: Pearson's of the ranks, -1..1; NaN when one of the two does not move. Spearman (1904). */
export function spearman(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return pearson(ranks(a), ranks(b));
}

/** The range that holds the true Pearson correlation with probability `level` when `rows` pairs are independent and normal. Fisher (1921), z-transform. */
export function correlationInterval(correlation: number, rows: number, level = 0.95): { low: number; high: number } {
  if (rows < 4) return { low: -1, high: 1 };
  const reach = normalQuantile((1 + level) / 2) / Math.sqrt(rows - 3);
  const centre = Math.atanh(correlation);
  return { low: Math.tanh(centre - reach), high: Math.tanh(centre + reach) };
}
