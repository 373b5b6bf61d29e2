import { deviation, mean } from '../../performance/returns.ts';
import { ResearchError } from '../error.ts';
import { normalCdf, normalQuantile } from '../statistics/distributions.ts';

const EULER_MASCHERONI = 0.577_215_664_901_532_9;

/** What the probability of a Sharpe ratio depends on. The ratio is that of one period (a day), not annualised. */
export interface SharpeMoments {
  readonly periods: number;
  /** Mean over sample deviation; NaN without a deviation. */
  readonly sharpe: number;
  /** Third central moment over the cubed deviation; 0 for the normal distribution. */
  readonly skewness: number;
  /** Fourth central moment over the squared variance; 3 for the normal distribution. */
  readonly kurtosis: number;
}

/** Sharpe ratio of one period, skewness and (not excess) kurtosis of returns; moments divide by n, the ratio's deviation by n - 1 (Sharpe 1994). */
export function sharpeMoments(returns: ArrayLike<number>): SharpeMoments {
  const periods = returns.length;
  const [centre, spread] = [mean(returns), deviation(returns)];
  if (!(spread > 0)) return { periods, sharpe: Number.NaN, skewness: Number.NaN, kurtosis: Number.NaN };
  let [second, third, fourth] = [0, 0, 0];
  for (let i = 0; i < periods; i++) {
    const centred = (returns[i] as number) - centre;
    const square = centred * centred;
    second += square;
    third += square * centred;
    fourth += square * square;
  }
  const variance = second / periods;
  return { periods, sharpe: centre / spread, skewness: third / periods / variance ** 1.5, kurtosis: fourth / periods / variance ** 2 };
}

/** Variance of the estimated ratio times the number of periods less one. Bailey & Lopez de Prado (2012), eq. 8; Mertens (2002). */
function estimationVariance({ sharpe, skewness, kurtosis }: SharpeMoments): number {
  return 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe;
}

/**
 * Probability that the true Sharpe ratio lies above `threshold` (of one period too), 0..1. NaN without a deviation.
 * Bailey & Lopez de Prado (2012), "The Sharpe Ratio Efficient Frontier", eq. 11.
 */
export function probabilisticSharpe(moments: SharpeMoments, threshold = 0): number {
  const { periods, sharpe } = moments;
  return normalCdf(((sharpe - threshold) * Math.sqrt(periods - 1)) / Math.sqrt(estimationVariance(moments)));
}

/**
 * The best Sharpe ratio to expect of so many trials without any skill, whose ratios vary by `variance`: 0 for one trial.
 * Bailey & Lopez de Prado (2014), "The Deflated Sharpe Ratio", eq. 1. Throws `ResearchError` for no trial or a negative variance.
 */
export function expectedMaximumSharpe(trials: number, variance: number): number {
  if (!(trials >= 1)) throw new ResearchError('trials', `trials is ${trials}, but must be 1 or more`);
  if (!(variance >= 0)) throw new ResearchError('variance', `variance is ${variance}, but must be 0 or more`);
  if (trials === 1) return 0;
  const typical = normalQuantile(1 - 1 / trials);
  const rare = normalQuantile(1 - 1 / (trials * Math.E));
  return Math.sqrt(variance) * ((1 - EULER_MASCHERONI) * typical + EULER_MASCHERONI * rare);
}

/** Probability that the true ratio of the best of `trials` lies above what luck alone gives the best of as many. Bailey & Lopez de Prado (2014), eq. 2. */
export function deflatedSharpe(best: SharpeMoments, trials: number, variance: number): number {
  return probabilisticSharpe(best, expectedMaximumSharpe(trials, variance));
}

/**
 * Periods after which a ratio like this one is told from `threshold` with probability `level`; infinite when it does not lie above it.
 * Bailey & Lopez de Prado (2012), eq. 13.
 */
export function minTrackRecordPeriods(moments: Omit<SharpeMoments, 'periods'>, threshold = 0, level = 0.95): number {
  if (Number.isNaN(moments.sharpe)) return Number.NaN;
  if (moments.sharpe <= threshold) return Number.POSITIVE_INFINITY;
  const distance = normalQuantile(level) / (moments.sharpe - threshold);
  return 1 + estimationVariance({ ...moments, periods: 0 }) * distance * distance;
}
