import { toIso } from '../../domain/time.ts';
import { timeframeName } from '../../domain/timeframe.ts';
import { correlationMatrix } from '../../performance/correlation.ts';
import { finiteOrNull } from '../../performance/returns.ts';
import { ResearchError } from '../error.ts';
import type { Series } from '../series.ts';
import { type Aligned, alignBars, logReturns } from './align.ts';
import { correlationInterval, ranks } from './coefficients.ts';
import { eigenvalues } from './eigenvalues.ts';
import { testCointegration } from './engle-granger.ts';
import { halfLife } from './half-life.ts';
import { correlationHistory } from './history.ts';
import { leadLag } from './lead-lag.ts';
import type { CriticalValues } from './mackinnon.ts';

/** Common bars below which nothing is said. */
export const COMMON_BARS_MIN = 30;
/** Pairs grow with the square of the symbols. */
export const SYMBOLS_MAX = 50;
/** An eigenvalue this far below 0 is still rounding. */
const ROUNDING = 1e-10;

export interface CorrelateOptions {
  /** Returns in a rolling window; 60, or half of the returns when there are fewer than 120. */
  readonly window?: number;
  /** Most points of a history; 500 when left out, fewer of many pairs. */
  readonly points?: number;
  /** Longest lead looked for, in bars; 20, or a quarter of the returns. */
  readonly maxLag?: number;
  /** Prices that cointegration is asked of: as they are, or their logarithms. */
  readonly prices?: 'level' | 'log';
  /** `ct` lets the spread drift along a line. */
  readonly trend?: 'c' | 'ct';
}

/** How a set of instruments moves together. JSON-able; times are ISO text, lags and half-lives count bars, nothing is NaN. */
export interface Correlation {
  readonly symbols: readonly string[];
  readonly timeframe: string;
  /** Opens of the first and the last common bar, and how many there are; returns are one fewer. */
  readonly from: string;
  readonly to: string;
  readonly bars: number;
  /** Bars of each symbol that some other lacks. */
  readonly dropped: readonly { readonly symbol: string; readonly bars: number }[];
  /** Of logarithmic returns over all common bars, in the order of `symbols`. */
  readonly matrix: {
    readonly pearson: readonly (readonly number[])[];
    readonly spearman: readonly (readonly number[])[];
    readonly positiveSemidefinite: boolean;
  };
  /** Pearson's with the 95 % interval of independent normal returns. */
  readonly intervals: readonly {
    readonly a: string;
    readonly b: string;
    readonly correlation: number;
    readonly low: number;
    readonly high: number;
  }[];
  readonly history: {
    readonly window: number;
    /** Opens of the bars that the windows end with. */
    readonly time: readonly string[];
    readonly pairs: readonly PairHistory[];
  };
  readonly leadLag: readonly PairLead[];
  readonly cointegration: readonly PairCointegration[];
}

interface Pair {
  readonly a: string;
  readonly b: string;
}

export interface PairHistory extends Pair {
  readonly pearson: readonly (number | null)[];
  readonly spearman: readonly (number | null)[];
}

export interface PairLead extends Pair {
  /** Bars by which `b` follows `a`; negative when `a` follows `b`. */
  readonly lag: number;
  readonly correlation: number;
  /** Is it above what the largest of all lags of unrelated series reaches once in 20 times? */
  readonly significant: boolean;
  readonly profile: readonly { readonly lag: number; readonly correlation: number | null }[];
}

/** Engle-Granger test of `a` against `b`: a = intercept + hedgeRatio b + spread. */
export interface PairCointegration extends Pair {
  /** Null when the fit is exact: the p-value is 0 then. */
  readonly statistic: number | null;
  readonly p: number;
  /** P-value of `b` against `a`. */
  readonly reverseP: number;
  readonly critical: CriticalValues;
  readonly lags: number;
  readonly hedgeRatio: number;
  readonly intercept: number;
  /** Bars until half of a distance of the spread from its mean is gone; null when it does not return. */
  readonly halfLife: number | null;
}

/**
 * Correlation matrices and their history, lead and lag, cointegration and half-life of two or more instruments on their common bars.
 * Throws `ResearchError` that names what is wrong with the data or an option.
 */
export function correlate(series: readonly Series[], options: CorrelateOptions = {}): Correlation {
  if (series.length < 2 || series.length > SYMBOLS_MAX) {
    throw new ResearchError('data', `${series.length} instruments are given; a correlation is of 2 to ${SYMBOLS_MAX}`);
  }
  const aligned = alignBars(series);
  const { symbols, time, closes, dropped } = aligned;
  if (time.length < COMMON_BARS_MIN) {
    throw new ResearchError(
      'data',
      `${symbols.join(', ')} have ${time.length} bars at common times; ${COMMON_BARS_MIN} or more are needed`,
    );
  }
  const returns = closes.map((column, i) => logReturns(column, symbols[i] as string));
  const still = returns.findIndex((column) => column.every((value) => value === column[0]));
  if (still >= 0) throw new ResearchError('data', `${symbols[still]} does not move: nothing correlates with it`);
  return {
    symbols,
    timeframe: timeframeName(aligned.timeframeUs),
    from: toIso(time[0] as number),
    to: toIso(time.at(-1) as number),
    bars: time.length,
    dropped: symbols.map((symbol, i) => ({ symbol, bars: dropped[i] as number })),
    ...matrices(symbols, returns),
    history: history(aligned, returns, options),
    leadLag: leads(symbols, returns, options),
    cointegration: cointegrations(aligned, options),
  };
}

function matrices(symbols: readonly string[], returns: readonly Float64Array[]): Pick<Correlation, 'matrix' | 'intervals'> {
  const pearson = correlationMatrix(returns);
  const ranked = correlationMatrix(returns.map(ranks));
  const positiveSemidefinite = [pearson, ranked].every((matrix) => (eigenvalues(matrix)[0] as number) >= -ROUNDING);
  const intervals = pairsOf(symbols).map(({ a, b, i, j }) => {
    const correlation = (pearson[i] as number[])[j] as number;
    return { a, b, correlation, ...correlationInterval(correlation, returns[0]?.length ?? 0) };
  });
  return { matrix: { pearson, spearman: ranked, positiveSemidefinite }, intervals };
}

function history({ symbols, time }: Aligned, returns: readonly Float64Array[], options: CorrelateOptions): Correlation['history'] {
  const rows = time.length - 1;
  const window = whole('window', options.window ?? Math.min(60, Math.floor(rows / 2)), { min: 3, max: rows });
  const points = whole('points', options.points ?? defaultPoints(symbols.length), { min: 1, max: 100_000 });
  const { ends, pairs } = correlationHistory(returns, window, points);
  return {
    window,
    // The return at row r ends with the bar r + 1.
    time: ends.map((end) => toIso(time[end + 1] as number)),
    pairs: pairs.map((pair) => ({
      a: symbols[pair.a] as string,
      b: symbols[pair.b] as string,
      pearson: [...pair.pearson].map(finiteOrNull),
      spearman: [...pair.spearman].map(finiteOrNull),
    })),
  };
}

function leads(symbols: readonly string[], returns: readonly Float64Array[], options: CorrelateOptions): PairLead[] {
  const most = Math.floor((returns[0]?.length ?? 0) / 4);
  const maxLag = whole('maxLag', options.maxLag ?? Math.min(20, most), { min: 0, max: most });
  return pairsOf(symbols).map(({ a, b, i, j }) => {
    const { lag, correlation, noiseBound, profile } = leadLag(returns[i] as Float64Array, returns[j] as Float64Array, maxLag);
    const points = profile.map((point) => ({ lag: point.lag, correlation: finiteOrNull(point.correlation) }));
    return { a, b, lag, correlation, significant: Math.abs(correlation) > noiseBound, profile: points };
  });
}

function cointegrations({ symbols, closes }: Aligned, { prices = 'level', trend = 'c' }: CorrelateOptions): PairCointegration[] {
  const columns = prices === 'log' ? closes.map((column) => column.map(Math.log)) : closes;
  return pairsOf(symbols).map(({ a, b, i, j }) => {
    const [x, y] = [columns[i] as Float64Array, columns[j] as Float64Array];
    const { statistic, p, critical, lags, hedgeRatios, intercept, spread } = testCointegration(x, [y], { trend });
    return {
      a,
      b,
      statistic: finiteOrNull(statistic),
      p,
      reverseP: testCointegration(y, [x], { trend }).p,
      critical,
      lags,
      hedgeRatio: hedgeRatios[0] as number,
      intercept,
      halfLife: statistic === -Infinity ? null : halfLife(spread),
    };
  });
}

/** All histories together keep within 10,000 points, so that the answer fits where it is sent. */
function defaultPoints(symbols: number): number {
  return Math.min(500, Math.floor(20_000 / (symbols * (symbols - 1))));
}

/** Every pair once, the earlier symbol first: (0, 1), (0, 2), (1, 2) ... */
function pairsOf(symbols: readonly string[]): (Pair & { readonly i: number; readonly j: number })[] {
  return symbols.flatMap((b, j) => symbols.slice(0, j).map((a, i) => ({ a, b, i, j })));
}

function whole(field: string, value: number, { min, max }: { min: number; max: number }): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new ResearchError(field, `${field} is ${value}, but must be a whole number from ${min} to ${max}`);
}
