import type { Indicator } from '../define.ts';
import { max, min, minmax } from './extrema.ts';
import { maxindex, minindex, minmaxindex } from './extremum-rows.ts';
import { linearreg, linearregSlope, linearregIntercept, linearregAngle, tsf, rSquared, standardError } from './linear-regression.ts';
import { variance, zscore, coefficientOfVariation, skew, kurtosis } from './moments.ts';
import { correl, beta, covariance, autocorrelation, rollSpread } from './pairs.ts';
import { median, quantile, interquartileRange, mad, percentileRank, avgdev } from './quantiles.ts';
import { entropy, hurst, varianceRatio, sharpe } from './random-walk.ts';
import { stddev } from './stddev.ts';
import { sum } from './sum.ts';

/** The indicators of statistics. */
export const STATISTICS: readonly Indicator[] = [
  max,
  min,
  minmax,
  maxindex,
  minindex,
  minmaxindex,
  linearreg,
  linearregSlope,
  linearregIntercept,
  linearregAngle,
  tsf,
  rSquared,
  standardError,
  variance,
  zscore,
  coefficientOfVariation,
  skew,
  kurtosis,
  correl,
  beta,
  covariance,
  autocorrelation,
  rollSpread,
  median,
  quantile,
  interquartileRange,
  mad,
  percentileRank,
  avgdev,
  entropy,
  hurst,
  varianceRatio,
  sharpe,
  stddev,
  sum,
];
