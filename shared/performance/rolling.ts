import { toIso } from '../domain/time.ts';
import { beta } from './against-benchmark.ts';
import { sharpe, volatility } from './returns.ts';

/** Rows that are kept at most: more than a chart of it has pixels. */
const ROWS_MAX = 400;

/** Measures of the newest `window` returns, seen from the end of every `step`th return. Columns; null where one is undefined. */
export interface Rolling {
  /** Returns that each row looks at: a quarter of a year. */
  readonly window: number;
  readonly step: number;
  /** When the newest of the returns ended. */
  readonly time: readonly string[];
  readonly sharpe: readonly (number | null)[];
  readonly volatility: readonly (number | null)[];
  readonly beta: readonly (number | null)[];
}

export interface Returns {
  /** When each return ended. */
  readonly timeUs: Float64Array;
  readonly returns: Float64Array;
  /** Over the same days. */
  readonly benchmark: Float64Array;
  readonly perYear: number;
}

/** No rows for a run that is shorter than the window. */
export function rolling({ timeUs, returns, benchmark, perYear }: Returns): Rolling {
  const window = Math.max(2, Math.round(perYear / 4));
  const count = Math.max(0, returns.length - window + 1);
  const step = Math.max(1, Math.ceil(count / ROWS_MAX));
  const ends = Array.from({ length: Math.ceil(count / step) }, (_, row) => returns.length - row * step).reverse();
  const of = (column: Float64Array, end: number) => column.subarray(end - window, end);
  return {
    window,
    step,
    time: ends.map((end) => toIso(timeUs[end - 1] as number)),
    sharpe: ends.map((end) => sharpe(of(returns, end), perYear)),
    volatility: ends.map((end) => volatility(of(returns, end), perYear)),
    beta: ends.map((end) => (benchmark.length === returns.length ? beta(of(returns, end), of(benchmark, end)) : null)),
  };
}
