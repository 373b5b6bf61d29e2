import { pearson } from '../../performance/correlation.ts';
import { ResearchError } from '../error.ts';
import { normalQuantile } from '../statistics/distributions.ts';

export interface LeadLag {
  /** Rows by which `b` follows `a`; negative when `a` follows `b`. */
  readonly lag: number;
  /** At that lag. */
  readonly correlation: number;
  /** What the largest of all lags stays below in 19 of 20 pairs that have nothing to do with each other. */
  readonly noiseBound: number;
  /** Correlation of `a` with `b` so many rows later, from `-maxLag` to `maxLag`; NaN where one of them does not move. */
  readonly profile: readonly { readonly lag: number; readonly correlation: number }[];
}

/**
 * Which of two columns of returns runs ahead: the lag of the strongest cross-correlation, of either sign; of equal ones the shortest.
 * Throws `ResearchError` when the columns are too short for `maxLag`.
 */
export function leadLag(a: Float64Array, b: Float64Array, maxLag: number): LeadLag {
  const n = a.length;
  if (b.length !== n || n < maxLag + 3) {
    throw new ResearchError('maxLag', `lags up to ${maxLag} need two columns of ${maxLag + 3} rows or more, not ${n} and ${b.length}`);
  }
  const profile = Array.from({ length: 2 * maxLag + 1 }, (_, i) => {
    const lag = i - maxLag;
    const ahead = lag >= 0 ? a.subarray(0, n - lag) : a.subarray(-lag);
    const behind = lag >= 0 ? b.subarray(lag) : b.subarray(0, n + lag);
    return { lag, correlation: pearson(ahead, behind) };
  });
  const known = profile.filter(({ correlation }) => !Number.isNaN(correlation));
  known.sort((x, y) => Math.abs(y.correlation) - Math.abs(x.correlation) || Math.abs(x.lag) - Math.abs(y.lag));
  const best = known[0] ?? { lag: 0, correlation: Number.NaN };
  // Bonferroni over all lags, either sign.
  const noiseBound = normalQuantile(1 - 0.025 / profile.length) / Math.sqrt(n);
  return { ...best, noiseBound, profile };
}
