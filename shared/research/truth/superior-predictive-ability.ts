import { SeededRandom } from '../../market/noise.ts';
import { deviation as sampleDeviation } from '../../performance/returns.ts';
import { ResearchError } from '../error.ts';
import { circularSum, runningSums } from '../statistics/block-bootstrap.ts';
import { automaticBlockLength } from '../statistics/block-length.ts';
import { allocateBlocks, drawStationary, stationaryVariance } from '../statistics/stationary-bootstrap.ts';

export interface PredictiveAbilityOptions {
  /** Mean length of the blocks drawn, in periods; the mean of what the columns ask for when left out (Politis & White 2004). */
  readonly meanLength?: number;
  /** 1,000 when left out. */
  readonly resamples?: number;
  readonly seed: number;
}

/** Does any of many strategies beat the benchmark, given that so many were looked at? p-values are of "none does"; what has no deviation neither wins nor loses. */
export interface PredictiveAbility {
  /** The one with the largest studentised mean, by its place among those given. */
  readonly best: number;
  /** Largest mean excess over its standard error, 0 at least. */
  readonly statistic: number;
  /** Hansen's consistent p: those that are clearly worse than the benchmark do not count. */
  readonly p: number;
  /** None that is worse than the benchmark counts: too small where many are a little worse. */
  readonly pLower: number;
  /** All count, as in White's reality check: too large where many are much worse. */
  readonly pUpper: number;
  readonly strategies: number;
  readonly periods: number;
  readonly resamples: number;
}

/**
 * Test for superior predictive ability over columns of returns in excess of a benchmark, one a strategy, by the stationary bootstrap.
 * Hansen (2005), "A Test for Superior Predictive Ability". Throws `ResearchError` for no column, columns of different lengths or fewer than 10 periods.
 */
export function superiorPredictiveAbility(excess: readonly Float64Array[], options: PredictiveAbilityOptions): PredictiveAbility {
  const periods = checkColumns(excess);
  const { resamples = 1000, meanLength = meanBlockLength(excess), seed } = options;
  const scale = Math.sqrt(periods);
  const columns = excess.map((column) => {
    const sums = runningSums(column);
    const mean = (sums[periods] as number) / periods;
    // Rounding of a column that never differs is no error to judge its mean by.
    const deviation = sampleDeviation(column) > 0 ? Math.sqrt(stationaryVariance(column, meanLength)) : 0;
    return { sums, mean, deviation };
  });
  const scores = columns.map(({ mean, deviation }) => (deviation > 0 ? (scale * mean) / deviation : 0));
  const best = scores.indexOf(Math.max(...scores));
  const statistic = Math.max(0, scores[best] as number);
  // Law of the iterated logarithm: a strategy as good as the benchmark falls below this at most finitely often.
  const clearlyWorse = -Math.sqrt(2 * Math.log(Math.log(periods)));
  const counted = columns.map((column, k) => ({ ...column, score: scores[k] as number })).filter(({ deviation }) => deviation > 0);
  const beyond = { lower: 0, consistent: 0, upper: 0 };
  const blocks = allocateBlocks(periods);
  const random = new SeededRandom(seed);
  for (let resample = 0; resample < resamples; resample++) {
    drawStationary(blocks, { rows: periods, meanLength, random });
    let [lower, consistent, upper] = [0, 0, 0];
    for (const { sums, mean, deviation, score } of counted) {
      let sum = 0;
      for (let i = 0; i < blocks.count; i++) sum += circularSum(sums, blocks.from[i] as number, blocks.length[i] as number);
      const drawn = (scale * (sum / periods)) / deviation;
      const centre = (scale * mean) / deviation;
      lower = Math.max(lower, drawn - Math.max(0, centre));
      consistent = Math.max(consistent, drawn - (score >= clearlyWorse ? centre : 0));
      upper = Math.max(upper, drawn - centre);
    }
    if (lower >= statistic) beyond.lower++;
    if (consistent >= statistic) beyond.consistent++;
    if (upper >= statistic) beyond.upper++;
  }
  // The sample itself is one of the draws: a p of 0 would claim more than so many resamples can show.
  const share = (count: number) => (count + 1) / (resamples + 1);
  return {
    best,
    statistic,
    p: share(beyond.consistent),
    pLower: share(beyond.lower),
    pUpper: share(beyond.upper),
    strategies: excess.length,
    periods,
    resamples,
  };
}

/** The test against cash, which earns nothing, and against holding the instrument all along with all of the equity. Returns a period, one column a strategy. */
export function abilityAgainstCashAndHold(
  returns: readonly Float64Array[],
  hold: Float64Array,
  options: PredictiveAbilityOptions,
): { readonly cash: PredictiveAbility; readonly buyAndHold: PredictiveAbility } {
  const periods = checkColumns(returns);
  if (hold.length !== periods) throw new ResearchError('hold', `hold has ${hold.length} periods, but must have the ${periods} of returns`);
  const excess = returns.map((column) => column.map((value, i) => value - (hold[i] as number)));
  return { cash: superiorPredictiveAbility(returns, options), buyAndHold: superiorPredictiveAbility(excess, options) };
}

function meanBlockLength(columns: readonly Float64Array[]): number {
  // Parts of 1 may add up to a little less.
  return Math.max(
    1,
    columns.reduce((sum, column) => sum + automaticBlockLength(column) / columns.length, 0),
  );
}

function checkColumns(columns: readonly Float64Array[]): number {
  const periods = columns[0]?.length;
  if (periods === undefined) throw new ResearchError('returns', 'there is no strategy to test; 1 or more are needed');
  if (periods < 10) throw new ResearchError('returns', `${periods} periods are too few to test; 10 or more are needed`);
  const odd = columns.findIndex(({ length }) => length !== periods);
  if (odd >= 0)
    throw new ResearchError('returns', `column ${odd} has ${columns[odd]?.length} periods, but must have ${periods} like the first`);
  return periods;
}
