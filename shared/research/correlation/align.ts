import { timeframeName } from '../../domain/timeframe.ts';
import { ResearchError } from '../error.ts';
import { checkDistinct, type Series } from '../series.ts';

/** Closes of several instruments at the times that all of them have. */
export interface Aligned {
  readonly symbols: readonly string[];
  readonly timeframeUs: number;
  /** Opens of the common bars, ascending. */
  readonly time: Float64Array;
  /** One column a symbol. */
  readonly closes: readonly Float64Array[];
  /** Bars of each symbol that some other symbol does not have. */
  readonly dropped: readonly number[];
}

/** Bars of several instruments on their common times. Throws `ResearchError` when names repeat or timeframes differ; the answer may have no row. */
export function alignBars(series: readonly Series[]): Aligned {
  checkDistinct(series);
  const [first, ...rest] = series;
  if (first === undefined) throw new ResearchError('data', 'there is nothing to align');
  const odd = rest.find(({ bars }) => bars.timeframeUs !== first.bars.timeframeUs);
  if (odd !== undefined) {
    const names = [first, odd].map(({ symbol, bars }) => `${symbol} has ${timeframeName(bars.timeframeUs)} bars`);
    throw new ResearchError('data', `${names.join(', ')}; bars of one timeframe can be set side by side`);
  }
  const rows = commonRows(series);
  const count = rows[0]?.length ?? 0;
  const pick = (column: Float64Array, at: readonly number[]) => Float64Array.from(at, (row) => column[row] as number);
  return {
    symbols: series.map(({ symbol }) => symbol),
    timeframeUs: first.bars.timeframeUs,
    time: pick(first.bars.time, rows[0] as number[]),
    closes: series.map(({ bars }, i) => pick(bars.close, rows[i] as number[])),
    dropped: series.map(({ bars }) => bars.length - count),
  };
}

/** Rows of each series at which all of them have a bar: a merge of ascending times. */
export function commonRows(series: readonly Series[]): number[][] {
  const times = series.map(({ bars }) => bars.time);
  const at = series.map(() => 0);
  const rows: number[][] = series.map(() => []);
  while (at.every((row, i) => row < (times[i] as Float64Array).length)) {
    const now = at.map((row, i) => (times[i] as Float64Array)[row] as number);
    const latest = Math.max(...now);
    if (now.every((time) => time === latest)) {
      for (const [i, row] of at.entries()) {
        rows[i]?.push(row);
        at[i] = row + 1;
      }
    } else {
      for (const [i, time] of now.entries()) if (time < latest) at[i] = (at[i] as number) + 1;
    }
  }
  return rows;
}

/** Logarithmic returns from row to row, one fewer than prices. Throws `ResearchError` when a price is not positive. */
export function logReturns(closes: Float64Array, symbol: string): Float64Array {
  const bad = closes.findIndex((close) => !(close > 0));
  if (bad >= 0) throw new ResearchError('data', `${symbol} has a close of ${closes[bad]}; returns need prices above 0`);
  return Float64Array.from({ length: Math.max(0, closes.length - 1) }, (_, t) =>
    Math.log((closes[t + 1] as number) / (closes[t] as number)),
  );
}
