import { pearson } from '../../performance/correlation.ts';
import { ranks } from './coefficients.ts';

/** Correlations over windows that end at chosen rows, one list a pair; NaN where one of the two does not move inside the window. */
export interface CorrelationHistory {
  /** Rows of the returns that the windows end at. */
  readonly ends: readonly number[];
  /** Pairs in the order (0, 1), (0, 2), (1, 2), (0, 3) ... of the columns. */
  readonly pairs: readonly { readonly a: number; readonly b: number; readonly pearson: Float64Array; readonly spearman: Float64Array }[];
}

/** Pearson and Spearman correlations of every pair over the last `window` rows, at no more than `points` rows evenly spread that end with the last one. */
export function correlationHistory(columns: readonly Float64Array[], window: number, points: number): CorrelationHistory {
  const rows = columns[0]?.length ?? 0;
  const step = Math.max(1, Math.ceil((rows - window + 1) / points));
  const ends: number[] = [];
  for (let end = rows - 1; end >= window - 1; end -= step) ends.unshift(end);
  const pairs = columns.flatMap((_, b) =>
    Array.from({ length: b }, (_, a) => ({ a, b, pearson: new Float64Array(ends.length), spearman: new Float64Array(ends.length) })),
  );
  for (const [k, end] of ends.entries()) {
    const parts = columns.map((column) => column.subarray(end - window + 1, end + 1));
    const places = parts.map(ranks);
    for (const pair of pairs) {
      pair.pearson[k] = pearson(parts[pair.a] as Float64Array, parts[pair.b] as Float64Array);
      pair.spearman[k] = pearson(places[pair.a] as Float64Array, places[pair.b] as Float64Array);
    }
  }
  return { ends, pairs };
}
