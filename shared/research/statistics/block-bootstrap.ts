import { SeededRandom } from '../../market/noise.ts';

export interface BootstrapOptions {
  /** Rows that stay together, so that what depends on its neighbours still does. */
  readonly blockLength: number;
  readonly resamples: number;
  readonly seed: number;
}

/** What many answers need of the rows drawn: the sum of each column. */
export type Statistic = (sums: Float64Array) => number;

/**
 * A statistic of column sums, over and over on rows drawn anew in blocks that run round from the end to the start (the circular block bootstrap,
 * Politis & Romano 1992). Every resample has as many rows as the columns; the same rows are taken of each, so what belongs together stays together.
 */
export function blockBootstrap(columns: readonly Float64Array[], statistic: Statistic, options: BootstrapOptions): Float64Array {
  const { resamples, seed } = options;
  const rows = columns[0]?.length ?? 0;
  const blockLength = Math.max(1, Math.min(rows, Math.round(options.blockLength)));
  const running = columns.map(runningSums);
  const random = new SeededRandom(seed);
  const sums = new Float64Array(columns.length);
  return Float64Array.from({ length: resamples }, () => {
    sums.fill(0);
    for (let drawn = 0; drawn < rows; drawn += blockLength) {
      const from = Math.floor(random.next() * rows);
      const length = Math.min(blockLength, rows - drawn);
      for (let k = 0; k < running.length; k++) sums[k] = (sums[k] as number) + circularSum(running[k] as Float64Array, from, length);
    }
    return statistic(sums);
  });
}

/** Block length when nobody says: the cube root of the number of rows (Hall, Horowitz & Jing 1995), no shorter than what overlaps. */
export function blockLengthOf(rows: number, overlap = 1): number {
  return Math.max(Math.ceil(Math.cbrt(rows)), overlap);
}

/** Share of resamples at least as far from the estimate as the estimate is from 0, counting the sample itself; a resample without an answer counts as far. */
export function bootstrapP(estimate: number, resampled: Float64Array): number {
  let far = 1;
  for (const value of resampled) if (!(Math.abs(value - estimate) < Math.abs(estimate))) far++;
  return far / (resampled.length + 1);
}

/** The interval that holds the middle `level` of the resamples (the percentile method, Efron 1979). */
export function percentileInterval(resampled: Float64Array, level: number): { low: number; high: number } {
  const sorted = resampled.slice().sort();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] as number;
  return { low: at((1 - level) / 2), high: at((1 + level) / 2) };
}

/** Sums of the first 0, 1, 2 ... rows. */
export function runningSums(column: Float64Array): Float64Array {
  const sums = new Float64Array(column.length + 1);
  for (let i = 0; i < column.length; i++) sums[i + 1] = (sums[i] as number) + (column[i] as number);
  return sums;
}

/** Sum of `length` rows from `from` on, running round from the end to the start; of `runningSums`. */
export function circularSum(running: Float64Array, from: number, length: number): number {
  const rows = running.length - 1;
  const end = from + length;
  const start = running[from] as number;
  if (end <= rows) return (running[end] as number) - start;
  return (running[rows] as number) - start + (running[end - rows] as number);
}
