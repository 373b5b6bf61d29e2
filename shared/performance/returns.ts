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

/** Day number of a close. */
function dayOf(closeUs: number): number {
  return Math.floor((closeUs - 1) / DAY_US);
}

/** Returns a year: the trading days of the asset class, or bars in 31,557,600 seconds when a bar is longer than a day. */
export function periodsPerYear(timeframeUs: number, daysPerYear: number): number {
  return timeframeUs > DAY_US ? (YEAR_SECONDS * SECOND_US) / timeframeUs : daysPerYear;
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum / values.length;
}

/** Sample deviation (ddof 1), exactly 0 for equal values up to rounding; NaN for fewer than two. */
export function deviation(values: ArrayLike<number>, scale = 1): number {
  const centre = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += ((values[i] as number) - centre) ** 2;
  const result = values.length < 2 ? NaN : Math.sqrt(sum / (values.length - 1));
  return result <= ROUNDING * scale ? 0 : result;
}

/** Annualised deviation of returns; null for fewer than two. */
export function volatility(returns: Float64Array, perYear: number): number | null {
  return finiteOrNull(deviation(returns) * Math.sqrt(perYear));
}

/** Mean over deviation, risk-free rate 0, annualised; null for fewer than two returns or no deviation. Sharpe (1994). */
export function sharpe(returns: Float64Array, perYear: number): number | null {
  return finiteOrNull((mean(returns) / nonZero(deviation(returns))) * Math.sqrt(perYear));
}

/** Mean over the root mean square of the negative returns, taken over all of them, annualised; null for fewer than two, or none negative. */
export function sortino(returns: Float64Array, perYear: number): number | null {
  if (returns.length < 2) return null;
  const downside = Math.sqrt(mean(returns.map((r) => Math.min(r, 0) ** 2)));
  return finiteOrNull((mean(returns) / nonZero(downside <= ROUNDING ? 0 : downside)) * Math.sqrt(perYear));
}

/** Compound growth a year of 31,557,600 seconds: -1 when all is lost or more; null when a short run would compound beyond any number. */
export function cagr(startEquity: number, endEquity: number, seconds: number): number | null {
  if (endEquity <= 0) return -1;
  return finiteOrNull((endEquity / startEquity) ** (YEAR_SECONDS / seconds) - 1);
}

function nonZero(value: number): number {
  return value === 0 ? NaN : value;
}
