import { mean } from '../../performance/returns.ts';
import { studentTwoSided } from './distributions.ts';

/**
 * Sum of the products of all pairs of rows at most `lags` apart, the weight falling evenly with the distance (Bartlett's kernel): the variance of the sum
 * of `values`, which must have mean 0, when neighbours depend on each other. Never negative. Newey & West (1987), "A Simple, Positive Semi-definite,
 * Heteroskedasticity and Autocorrelation Consistent Covariance Matrix".
 */
export function hacVarianceOfSum(values: ArrayLike<number>, lags: number): number {
  const n = values.length;
  let total = 0;
  for (let lag = 0; lag <= Math.min(lags, n - 1); lag++) {
    let products = 0;
    for (let i = lag; i < n; i++) products += (values[i] as number) * (values[i - lag] as number);
    total += (lag === 0 ? 1 : 2 * (1 - lag / (lags + 1))) * products;
  }
  return Math.max(0, total);
}

/** How many lags a series of this length gets when nobody says: Newey & West (1994), floor(4 (n / 100)^(2/9)). */
export function defaultLags(n: number): number {
  return Math.floor(4 * (n / 100) ** (2 / 9));
}

export interface MeanTest {
  readonly mean: number;
  readonly standardError: number;
  readonly t: number;
  /** Two-sided, by Student's t with n - 1 degrees of freedom. */
  readonly p: number;
  readonly lags: number;
}

/** Is the mean 0? `lags` 0 is the ordinary t-test but for the divisor n; overlapping windows of h rows need at least h - 1. NaN for fewer than two values. */
export function testMean(values: ArrayLike<number>, lags: number = defaultLags(values.length)): MeanTest {
  const n = values.length;
  const centre = mean(values);
  const centred = Float64Array.from({ length: n }, (_, i) => (values[i] as number) - centre);
  const standardError = n < 2 ? Number.NaN : Math.sqrt(hacVarianceOfSum(centred, lags)) / n;
  const t = centre / standardError;
  return { mean: centre, standardError, t, p: n < 2 ? Number.NaN : studentTwoSided(t, n - 1), lags };
}
