import type { Bars } from '../../domain/bars.ts';
import { pearson } from '../../performance/correlation.ts';
import { ResearchError } from '../error.ts';
import { alignBars, commonRows, logReturns } from './align.ts';
import { ranks } from './coefficients.ts';

export interface CorrelationColumnOptions {
  /** Returns in the window. */
  readonly period: number;
  readonly method?: 'pearson' | 'spearman';
}

/**
 * Rolling correlation of the returns of two instruments of one timeframe, one value for each bar of `a`: at its close, over the last `period` returns
 * between common bars known by then. A bar of `a` that `b` does not have keeps the value before it; NaN until there are `period` returns, and while
 * one of the two does not move.
 */
export function correlationColumn(a: Bars, b: Bars, { period, method = 'pearson' }: CorrelationColumnOptions): Float64Array {
  if (!Number.isInteger(period) || period < 2)
    throw new ResearchError('period', `period is ${period}, but must be a whole number from 2 on`);
  const series = [
    { symbol: 'a', bars: a },
    { symbol: 'b', bars: b },
  ];
  const [x, y] = alignBars(series).closes.map((closes, i) => logReturns(closes, i === 0 ? 'a' : 'b')) as [Float64Array, Float64Array];
  const rowsOfA = commonRows(series)[0] as number[];
  const column = new Float64Array(a.length).fill(Number.NaN);
  for (let end = period; end <= x.length; end++) {
    const [left, right] = [x.subarray(end - period, end), y.subarray(end - period, end)];
    const value = method === 'pearson' ? pearson(left, right) : pearson(ranks(left), ranks(right));
    // The return that ends the window is known at the close of the common bar `end`.
    column.fill(value, rowsOfA[end] as number, rowsOfA[end + 1] ?? a.length);
  }
  return column;
}
