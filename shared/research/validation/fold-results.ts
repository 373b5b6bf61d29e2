import { drawdownCurve } from '../../performance/drawdown.ts';
import { sharpe } from '../../performance/returns.ts';
import { ResearchError } from '../error.ts';
import { type RegimeResult, returnsByRegime } from './regimes.ts';

/** Returns a period and the regime that each period began in (`marketRegimes`). */
export interface PartReturns {
  readonly returns: Float64Array;
  readonly regimes: Uint8Array;
}

/** What the parameters chosen in sample made there, and after it. Both runs begin flat and close at their end, costs included. */
export interface FoldReturns {
  readonly inSample: PartReturns;
  readonly outOfSample: PartReturns;
}

/** Ratios as fractions; `sharpe` annualised, null without a deviation. */
export interface PartResult {
  readonly periods: number;
  readonly totalReturn: number;
  readonly sharpe: number | null;
  readonly maxDrawdown: number;
  readonly regimes: readonly RegimeResult[];
}

export interface WalkForwardResult {
  readonly folds: readonly { readonly inSample: PartResult; readonly outOfSample: PartResult }[];
  /** The tests one after the other, as if traded. */
  readonly stitched: PartResult;
  /** Equity of the stitched tests from 1 on, one point more than periods. */
  readonly equity: readonly number[];
  /** Means over the folds that have both ratios, and what is left of the first in the second; null where nothing was there to lose. */
  readonly degradation: { readonly inSampleSharpe: number | null; readonly outOfSampleSharpe: number | null; readonly kept: number | null };
  /** Share of the folds that earned out of sample. */
  readonly earningFolds: number;
}

/**
 * What a walk forward came to: each fold in and out of sample, by regime, the tests stitched together, and how much of the ratio in sample is kept
 * (Pardo 2008, ch. 11, walk-forward efficiency, by Sharpe ratio). Throws `ResearchError` for no fold.
 */
export function walkForwardResult(folds: readonly FoldReturns[], perYear: number): WalkForwardResult {
  if (folds.length === 0) throw new ResearchError('folds', 'there is no fold; 1 or more are needed');
  const results = folds.map(({ inSample, outOfSample }) => ({
    inSample: partResult(inSample, perYear),
    outOfSample: partResult(outOfSample, perYear),
  }));
  const stitched = stitch(folds.map(({ outOfSample }) => outOfSample));
  return {
    folds: results,
    stitched: partResult(stitched, perYear),
    equity: [...equityOf(stitched.returns)],
    degradation: degradationOf(results),
    earningFolds: results.filter(({ outOfSample }) => outOfSample.totalReturn > 0).length / results.length,
  };
}

function stitch(parts: readonly PartReturns[]): PartReturns {
  const periods = parts.reduce((sum, { returns }) => sum + returns.length, 0);
  const whole = { returns: new Float64Array(periods), regimes: new Uint8Array(periods) };
  let at = 0;
  for (const { returns, regimes } of parts) {
    whole.returns.set(returns, at);
    whole.regimes.set(regimes, at);
    at += returns.length;
  }
  return whole;
}

function partResult({ returns, regimes }: PartReturns, perYear: number): PartResult {
  const value = equityOf(returns);
  return {
    periods: returns.length,
    totalReturn: (value.at(-1) as number) - 1,
    sharpe: sharpe(returns, perYear),
    maxDrawdown: drawdownCurve({ time: value, value }).reduce((deepest, drawdown) => Math.max(deepest, drawdown), 0),
    regimes: returnsByRegime(returns, regimes, perYear),
  };
}

function equityOf(returns: Float64Array): Float64Array {
  const equity = new Float64Array(returns.length + 1);
  equity[0] = 1;
  for (let i = 0; i < returns.length; i++) equity[i + 1] = (equity[i] as number) * (1 + (returns[i] as number));
  return equity;
}

function degradationOf(results: WalkForwardResult['folds']): WalkForwardResult['degradation'] {
  const pairs = results.flatMap(({ inSample, outOfSample }) =>
    inSample.sharpe === null || outOfSample.sharpe === null ? [] : [[inSample.sharpe, outOfSample.sharpe] as const],
  );
  if (pairs.length === 0) return { inSampleSharpe: null, outOfSampleSharpe: null, kept: null };
  const inSampleSharpe = pairs.reduce((sum, [before]) => sum + before, 0) / pairs.length;
  const outOfSampleSharpe = pairs.reduce((sum, [, after]) => sum + after, 0) / pairs.length;
  return { inSampleSharpe, outOfSampleSharpe, kept: inSampleSharpe > 0 ? outOfSampleSharpe / inSampleSharpe : null };
}
