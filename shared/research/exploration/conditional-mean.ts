import { mix } from '../../market/noise.ts';
import { deviation } from '../../performance/returns.ts';
import { blockBootstrap, blockLengthOf, bootstrapP } from '../statistics/block-bootstrap.ts';
import { studentTwoSided } from '../statistics/distributions.ts';
import { hacVarianceOfSum } from '../statistics/hac.ts';
import { addReturns, type Panel } from './panel.ts';

export interface ConditionalMeanOptions {
  /** Bars that a return spans: neighbours overlap by so many less one. */
  readonly horizon: number;
  readonly resamples: number;
  readonly seed: number;
}

/** Forward returns after an event beside those of all bars. P-values are two-sided and null when there is too little to test. */
export interface ConditionalMean {
  /** Events with a known return. */
  readonly count: number;
  /** Of them, as many as do not overlap in time. */
  readonly independent: number;
  readonly mean: number | null;
  readonly unconditional: number;
  /** `mean` less `unconditional`. */
  readonly excess: number | null;
  readonly winRate: number | null;
  /** Student's t of the excess as if the returns were independent, which they are not: it finds an effect in most noise. */
  readonly naiveT: number | null;
  readonly naiveP: number | null;
  readonly hacT: number | null;
  readonly hacP: number | null;
  readonly bootstrapP: number | null;
}

/** Lags of the HAC variance for each bar of the horizon: at one fold Bartlett's falling weights miss a third of what overlaps, at three folds a ninth. */
const LAGS_PER_BAR = 3;

/**
 * Does the mean return after an event differ from that of all bars? The excess is a difference of two ratios of sums over time, so its variance is that of
 * a sum of scores, one for each point in time, all instruments of it together (Driscoll & Kraay 1998), with Newey and West's weights for the overlap; its t
 * has as many degrees of freedom as events that do not overlap, less one. The bootstrap draws blocks of time and works both ratios out anew.
 */
export function conditionalMean(panel: Panel, rows: readonly (readonly number[])[], options: ConditionalMeanOptions): ConditionalMean {
  const { returns, places, times, sums, counts } = panel;
  const hitSums = new Float64Array(times);
  const hitCounts = new Float64Array(times);
  for (const [i, column] of returns.entries())
    addReturns(column, places[i] as Int32Array, { sums: hitSums, counts: hitCounts, rows: rows[i] ?? [] });
  const values = returns
    .flatMap((column, i) => (rows[i] ?? []).map((row) => column[row] as number))
    .filter((value) => !Number.isNaN(value));
  const count = values.length;
  const all = total(counts);
  const unconditional = total(sums) / all;
  const independent = notOverlapping(hitCounts, options.horizon);
  if (count === 0) return { ...NOTHING, unconditional };
  const mean = total(hitSums) / count;
  const excess = mean - unconditional;
  const found = { count, independent, mean, unconditional, excess, winRate: values.filter((value) => value > 0).length / count };
  if (independent < 2) return { ...NOTHING, ...found };
  const naiveT = excess / (deviation(values) / Math.sqrt(count));
  const scores = hitSums.map((sum, t) => {
    const hits = (sum - mean * (hitCounts[t] as number)) / count;
    return hits - ((sums[t] as number) - unconditional * (counts[t] as number)) / all;
  });
  const hacT = excess / Math.sqrt(hacVarianceOfSum(scores, LAGS_PER_BAR * options.horizon));
  const resampled = blockBootstrap([hitSums, hitCounts, sums, counts], excessOf, {
    blockLength: blockLengthOf(times, 2 * options.horizon),
    resamples: options.resamples,
    seed: mix(options.seed, options.horizon),
  });
  return {
    ...found,
    naiveT,
    naiveP: studentTwoSided(naiveT, count - 1),
    hacT,
    hacP: studentTwoSided(hacT, independent - 1),
    bootstrapP: bootstrapP(excess, resampled),
  };
}

const NOTHING = {
  count: 0,
  independent: 0,
  mean: null,
  excess: null,
  winRate: null,
  naiveT: null,
  naiveP: null,
  hacT: null,
  hacP: null,
  bootstrapP: null,
};

function excessOf(sums: Float64Array): number {
  return (sums[0] as number) / (sums[1] as number) - (sums[2] as number) / (sums[3] as number);
}

/** How many points in time with an event follow the one counted before by `horizon` or more. */
function notOverlapping(counts: Float64Array, horizon: number): number {
  let found = 0;
  let last = -Infinity;
  for (let t = 0; t < counts.length; t++) {
    if (counts[t] === 0 || t - last < horizon) continue;
    last = t;
    found++;
  }
  return found;
}

function total(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
