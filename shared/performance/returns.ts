import type { EquityCurve } from '../domain/run.ts';
import { DAY_US, SECOND_US } from '../domain/time.ts';

const YEAR_SECONDS = 31_557_600;
/** Deviations up to here are rounding of equal returns, which are multiples of 2.2e-16, not a deviation. */
const ROUNDING = 1e-14;

/** Number, or null when it is NaN or infinite: what JSON can carry. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/**
 * Simple returns of UTC-day closes; of every point when bars are a day or longer. A close at exactly midnight ends the day before,
 * a day without a close has no return, and the first return starts from the cash. Null once a return starts from equity that is not
 * positive: it has no meaning then.
 */
export function periodReturns({ time, value }: EquityCurve, timeframeUs: number): Float64Array | null {
  const returns = new Float64Array(Math.max(0, value.length - 1));
  let count = 0;
  let base = value[0] as number;
  for (let i = 1; i < value.length; i++) {
    const ends = timeframeUs >= DAY_US || i + 1 === value.length || dayOf(time[i] as number) !== dayOf(time[i + 1] as number);
    if (!ends) continue;
    if (base <= 0) return null;
    const close = value[i] as number;
    returns[count++] = close / base - 1;
    base = close;
  }
  return returns.subarray(0, count);
}

/** UTC day number of a close: one at exactly midnight belongs to the day before. */
export function dayOf(closeUs: number): number {
  return Math.floor((closeUs - 1) / DAY_US);
}

/** Returns a year: the trading days of the asset class, or bars in 31,557,600 seconds when a bar is longer than a day. */
export function periodsPerYear(timeframeUs: number, daysPerYear: number): number {
  return timeframeUs > DAY_US ? (YEAR_SECONDS * SECOND_US) / timeframeUs : daysPerYear;
}

export function mean(values: ArrayLike<number>, count = values.length): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i] as number;
  return sum / count;
}

/** Sample deviation (ddof 1), exactly 0 for equal values up to rounding; NaN for fewer than two. */
export function deviation(values: ArrayLike<number>, scale = 1, count = values.length): number {
  const centre = mean(values, count);
  let sum = 0;
  for (let i = 0; i < count; i++) sum += ((values[i] as number) - centre) ** 2;
  const result = count < 2 ? NaN : Math.sqrt(sum / (count - 1));
  return result <= ROUNDING * scale ? 0 : result;
}

/** Annualised deviation of the first `count` returns; null for fewer than two. */
export function volatility(returns: Float64Array, perYear: number, count = returns.length): number | null {
  return finiteOrNull(deviation(returns, 1, count) * Math.sqrt(perYear));
}

/** Mean over deviation, risk-free rate 0, annualised; null for fewer than two returns or no deviation. Sharpe (1994). */
export function sharpe(returns: Float64Array, perYear: number, count = returns.length): number | null {
  return finiteOrNull((mean(returns, count) / nonZero(deviation(returns, 1, count))) * Math.sqrt(perYear));
}

/** Mean over the root mean square of the negative returns, taken over all of them, annualised; null for fewer than two, or none negative. */
export function sortino(returns: Float64Array, perYear: number, count = returns.length): number | null {
  if (count < 2) return null;
  let squares = 0;
  for (let i = 0; i < count; i++) if ((returns[i] as number) < 0) squares += (returns[i] as number) ** 2;
  const downside = Math.sqrt(squares / count);
  return finiteOrNull((mean(returns, count) / nonZero(downside <= ROUNDING ? 0 : downside)) * Math.sqrt(perYear));
}

/** Third central moment over the deviation (divisor n) cubed; null for fewer than two returns or no deviation. Fisher (1930). */
export function skew(returns: Float64Array, count = returns.length): number | null {
  return standardMoment(returns, 3, count);
}

/** Fourth central moment over the deviation (divisor n) to the fourth: 3 for normal returns, not their excess over it. Pearson (1905). */
export function kurtosis(returns: Float64Array, count = returns.length): number | null {
  return standardMoment(returns, 4, count);
}

function standardMoment(returns: Float64Array, order: 3 | 4, count: number): number | null {
  if (!(deviation(returns, 1, count) > 0)) return null;
  const centre = mean(returns, count);
  let [squares, powers] = [0, 0];
  for (let i = 0; i < count; i++) {
    const distance = (returns[i] as number) - centre;
    const square = distance * distance;
    squares += square;
    powers += order === 3 ? square * distance : square * square;
  }
  const variance = squares / count;
  return finiteOrNull(powers / count / (order === 3 ? variance * Math.sqrt(variance) : variance * variance));
}

/** Compound growth a year of 31,557,600 seconds: -1 when all is lost or more; null when a short run would compound beyond any number. */
export function cagr(startEquity: number, endEquity: number, seconds: number): number | null {
  if (endEquity <= 0) return -1;
  return finiteOrNull((endEquity / startEquity) ** (YEAR_SECONDS / seconds) - 1);
}

function nonZero(value: number): number {
  return value === 0 ? NaN : value;
}
