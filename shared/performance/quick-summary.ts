import { DAY_US, SECOND_US } from '../domain/time.ts';
import { cagr, dayOf, kurtosis, periodsPerYear, sharpe, skew, sortino, volatility } from './returns.ts';
import { CORE } from './core-measures.ts';
import { type PnlColumns, writePnlNumbers } from './pnl-numbers.ts';

/** The times of a curve as the ratios need them: made once, used for every curve over the same times. */
export interface ReturnCalendar {
  readonly time: Float64Array;
  /** The point at which each return ends: the last of a UTC day, or every one when bars are a day or longer. */
  readonly ends: Int32Array;
  readonly perYear: number;
  /** Where the returns of the curve measured last stand; as many as its `days`. */
  readonly returns: Float64Array;
}

/** One run, as columns. */
export interface QuickRun extends PnlColumns {
  /** Equity at the calendar's times. */
  readonly equity: Float64Array;
  /** Sum of price x quantity over all fills. */
  readonly tradedNotional: number;
}

/** The calendar of a curve's times; `daysPerYear` is that of the asset class. A close at exactly midnight ends the day before. */
export function returnCalendar(
  time: Float64Array,
  { timeframeUs, daysPerYear }: { readonly timeframeUs: number; readonly daysPerYear: number },
): ReturnCalendar {
  const ends = new Int32Array(Math.max(0, time.length - 1));
  let count = 0;
  let midnightUs = -Infinity;
  for (let i = 1; i < time.length; i++) {
    if ((time[i] as number) > midnightUs) midnightUs = (dayOf(time[i] as number) + 1) * DAY_US;
    const last = i + 1 === time.length || timeframeUs >= DAY_US || (time[i + 1] as number) > midnightUs;
    if (last) ends[count++] = i;
  }
  return {
    time,
    ends: ends.slice(0, count),
    perYear: periodsPerYear(timeframeUs, daysPerYear),
    returns: new Float64Array(count),
  };
}

/**
 * The core of a summary in one pass over the equity, without an object: writes `CORE_MEASURES` to the first columns of `into`, NaN where one is
 * undefined. These are the numbers of `summarise`, which calls it. Throws `RangeError` when equity is no number somewhere or does not start above 0.
 */
export function quickSummary(run: QuickRun, calendar: ReturnCalendar, into: Float64Array): void {
  const { equity } = run;
  const { time, perYear, returns } = calendar;
  const sum = writeCurvePass(equity, calendar, into);
  if (!(Number.isFinite(sum) && (equity[0] as number) > 0 && equity.length > 1)) checkCurve(time, equity);
  const start = equity[0] as number;
  const end = equity[equity.length - 1] as number;
  const days = into[CORE.days] as number;
  const growth = cagr(start, end, ((time[time.length - 1] as number) - (time[0] as number)) / SECOND_US) ?? NaN;
  const meanEquity = sum / equity.length;
  into[CORE.startEquity] = start;
  into[CORE.endEquity] = end;
  into[CORE.totalReturn] = end / start - 1;
  into[CORE.cagr] = growth;
  into[CORE.volatility] = volatility(returns, perYear, days) ?? NaN;
  into[CORE.sharpe] = sharpe(returns, perYear, days) ?? NaN;
  into[CORE.sortino] = sortino(returns, perYear, days) ?? NaN;
  into[CORE.calmar] = finite(growth / (into[CORE.maxDrawdown] as number));
  into[CORE.turnover] = meanEquity > 0 ? finite(run.tradedNotional / meanEquity) : NaN;
  into[CORE.skew] = skew(returns, days) ?? NaN;
  into[CORE.kurtosis] = kurtosis(returns, days) ?? NaN;
  writePnlNumbers(run, into);
}

/** Drawdown, returns and their extremes; returns the sum of all equity, which is a number only if every value is one. */
function writeCurvePass(equity: Float64Array, { time, ends, returns }: ReturnCalendar, into: Float64Array): number {
  let base = equity[0] as number;
  let [sum, peak, trough, peakAt] = [base, base, base, 0];
  let [deepest, longestUs] = [0, 0];
  let [best, worst] = [-Infinity, Infinity];
  let days = 0;
  let defined = true;
  let i = 1;
  for (let day = 0; day < ends.length; day++) {
    const end = ends[day] as number;
    for (; i <= end; i++) {
      const value = equity[i] as number;
      sum += value;
      if (value >= peak) {
        if (trough < peak) {
          deepest = Math.max(deepest, (peak - trough) / peak);
          longestUs = Math.max(longestUs, (time[i] as number) - (time[peakAt] as number));
        }
        peak = value;
        trough = value;
        peakAt = i;
      } else if (value < trough) trough = value;
    }
    if (base <= 0) defined = false;
    const close = equity[end] as number;
    const change = close / base - 1;
    returns[day] = change;
    if (change > best) best = change;
    if (change < worst) worst = change;
    base = close;
    days++;
  }
  if (trough < peak) {
    deepest = Math.max(deepest, (peak - trough) / peak);
    longestUs = Math.max(longestUs, (time[time.length - 1] as number) - (time[peakAt] as number));
  }
  into[CORE.maxDrawdown] = deepest;
  into[CORE.maxDrawdownSeconds] = longestUs / SECOND_US;
  into[CORE.days] = defined ? days : 0;
  into[CORE.bestDay] = defined && days > 0 ? best : NaN;
  into[CORE.worstDay] = defined && days > 0 ? worst : NaN;
  return sum;
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : NaN;
}

/** A sum beyond any number is no fault of the equity, so every value is looked at. */
function checkCurve(time: Float64Array, value: Float64Array): void {
  if (value.length < 2) throw new RangeError(`an equity curve of ${value.length} points has no close`);
  const bad = value.findIndex((v) => !Number.isFinite(v));
  if (bad >= 0) throw new RangeError(`equity at ${time[bad]} us is ${value[bad]}, but must be a number`);
  if (!((value[0] as number) > 0)) throw new RangeError(`equity starts at ${value[0]}, but must start above 0`);
}
