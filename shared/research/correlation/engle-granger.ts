import { ResearchError } from '../error.ts';
import { cholesky, coefficients, gramOf } from '../statistics/cholesky.ts';
import { dickeyFuller, type UnitRootTest } from './dickey-fuller.ts';
import { mackinnonCritical, mackinnonP, SERIES_MAX } from './mackinnon.ts';

/** Squares left by the fit below this share of all are rounding: one series is a sum of the others. */
const EXACT_RATIO = 1e-22;

export interface CointegrationTest extends UnitRootTest {
  /** Units of each regressor that one unit of the dependent series stands against. */
  readonly hedgeRatios: readonly number[];
  readonly intercept: number;
  /** What the fit leaves: the spread. */
  readonly spread: Float64Array;
}

export interface CointegrationOptions {
  /** `c`: the spread has a level; `ct`: it may also drift along a line. */
  readonly trend?: 'c' | 'ct';
  /** As in `testUnitRoot`. */
  readonly maxLags?: number;
}

/**
 * Does a sum of `dependent` and `regressors` return to its mean although each wanders? Engle & Granger (1987): least squares, then a Dickey-Fuller test of
 * what it leaves, by MacKinnon's p-values for that many series (`mackinnon.ts`); -Infinity and 0 when it leaves nothing. Lags by Akaike's criterion.
 * Throws `ResearchError` for series of different or too few rows, that do not move, or for more than five regressors.
 */
export function testCointegration(
  dependent: Float64Array,
  regressors: readonly Float64Array[],
  { trend = 'c', maxLags }: CointegrationOptions = {},
): CointegrationTest {
  const series = regressors.length + 1;
  if (series < 2 || series > SERIES_MAX) {
    throw new ResearchError('data', `cointegration of ${series} series is not known; it is for 2 to ${SERIES_MAX}`);
  }
  const fit = leastSquares(dependent, regressors, trend === 'ct');
  const found = fit.exact
    ? { statistic: -Infinity, lags: 0, rows: dependent.length - 1 }
    : dickeyFuller(fit.spread, { trend: 'n', ...(maxLags === undefined ? {} : { maxLags }) });
  const critical = mackinnonCritical(dependent.length - 1, series, trend);
  const { hedgeRatios, intercept, spread } = fit;
  return { ...found, p: mackinnonP(found.statistic, series, trend), critical, hedgeRatios, intercept, spread };
}

function leastSquares(dependent: Float64Array, regressors: readonly Float64Array[], line: boolean) {
  const n = dependent.length;
  const columns = [...(line ? [Float64Array.from({ length: n }, (_, t) => t / n)] : []), ...regressors, dependent];
  if (columns.some((column) => column.length !== n)) throw new ResearchError('data', 'the series have different numbers of rows');
  const means = columns.map((column) => column.reduce((sum, value) => sum + value / n, 0));
  const centred = columns.map((column, k) => column.map((value) => value - (means[k] as number)));
  const gram = gramOf(centred);
  const lower = cholesky(gram);
  if (lower === undefined) throw new ResearchError('data', 'a series does not move, or is a sum of the others: no fit is possible');
  const fit = coefficients(lower);
  const spread = (centred.at(-1) as Float64Array).slice();
  let intercept = means.at(-1) as number;
  for (const [k, factor] of fit.entries()) {
    const column = centred[k] as Float64Array;
    for (let t = 0; t < n; t++) spread[t] = (spread[t] as number) - factor * (column[t] as number);
    intercept -= factor * (means[k] as number);
  }
  const total = gram.at(-1)?.at(-1) as number;
  const left = spread.reduce((sum, value) => sum + value * value, 0);
  return { hedgeRatios: Array.from(fit.subarray(line ? 1 : 0)), intercept, spread, exact: left <= EXACT_RATIO * total };
}
