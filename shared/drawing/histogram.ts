import { niceStep } from './axis.ts';

/** How many values lie in each of several bins of one width; bin `i` holds those from `from + i * width` to below `from + (i + 1) * width`. */
export interface Histogram {
  /** Lower edge of the first bin. */
  readonly from: number;
  /** 0 when all values are alike: there is one bin then. */
  readonly width: number;
  readonly counts: readonly number[];
}

const BINS_MAX = 40;
/** Values that differ by less than this share of their size are alike: sums in another order. */
const ALIKE = 1e-9;

/**
 * Bins on round edges, as wide as Freedman and Diaconis (1981) say, twice the interquartile range over the cube root of the count, and at most about 40.
 * No value has no bin.
 */
export function histogramOf(values: ArrayLike<number>): Histogram {
  const sorted = Float64Array.from(values).sort();
  const [low, high] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  if (sorted.length === 0) return { from: 0, width: 0, counts: [] };
  if (high - low <= ALIKE * Math.max(Math.abs(low), Math.abs(high))) return { from: low, width: 0, counts: [sorted.length] };
  const width = niceStep(high - low, binsOf(sorted, high - low));
  const first = Math.floor(low / width);
  const counts = Array.from({ length: Math.floor(high / width) - first + 1 }, () => 0);
  for (const value of sorted) {
    const bin = Math.floor(value / width) - first;
    counts[bin] = (counts[bin] as number) + 1;
  }
  return { from: first * width, width, counts };
}

function binsOf(sorted: Float64Array, range: number): number {
  const quartile = (share: number) => sorted[Math.round(share * (sorted.length - 1))] as number;
  const width = (2 * (quartile(0.75) - quartile(0.25))) / Math.cbrt(sorted.length);
  return width > 0 ? Math.min(BINS_MAX, Math.max(1, Math.ceil(range / width))) : BINS_MAX;
}
