import { sharpe } from '../../performance/returns.ts';
import { blockBootstrap, blockLengthOf, percentileInterval } from './block-bootstrap.ts';

/** An annualised Sharpe ratio and the range that holds it with probability `level`. */
export interface SharpeInterval {
  readonly sharpe: number;
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

const LEVEL = 0.95;
const RESAMPLES = 1999;
/** A variance below this share of the squares is rounding of returns that are all alike. */
const ROUNDING = 1e-14;

/**
 * The ratio of returns with its percentile interval from a circular block bootstrap (Politis & Romano 1992), which keeps what neighbouring returns have to do
 * with each other. Null for fewer than ten returns, or without a deviation.
 */
export function sharpeInterval(returns: Float64Array, perYear: number, seed: number): SharpeInterval | null {
  const observed = sharpe(returns, perYear);
  const rows = returns.length;
  if (observed === null || rows < 10) return null;
  const ratio = (sums: Float64Array) => {
    const [sum, squares] = sums as unknown as [number, number];
    const variance = (squares - (sum * sum) / rows) / (rows - 1);
    return variance > ROUNDING * squares ? (sum / rows / Math.sqrt(variance)) * Math.sqrt(perYear) : 0;
  };
  const columns = [returns, returns.map((value) => value * value)];
  const drawn = blockBootstrap(columns, ratio, { blockLength: blockLengthOf(rows), resamples: RESAMPLES, seed });
  return { sharpe: observed, ...percentileInterval(drawn, LEVEL), level: LEVEL };
}
