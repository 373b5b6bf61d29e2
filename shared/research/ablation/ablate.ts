import { type Bars, firstBarAtOrAfter } from '../../domain/bars.ts';
import { type TimeUs, toIso } from '../../domain/time.ts';
import type { EngineOptions } from '../../engine/options.ts';
import { hashText, mix } from '../../market/noise.ts';
import { periodReturns, periodsPerYear } from '../../performance/returns.ts';
import { ResearchError } from '../error.ts';
import { blockBootstrap, blockLengthOf, percentileInterval } from '../statistics/block-bootstrap.ts';
import { type AccountAblationInput, accountSubject } from './account-subject.ts';
import { type AblationInput, aloneSubject } from './alone-subject.ts';
import type { AblationOptions, AblationSubject } from './subject.ts';

/** How one version of the strategy did over one part of the history. */
export interface Score {
  /** Mean over deviation of daily returns, or of returns a bar when those are longer, annualised; 0 without a deviation. */
  readonly sharpe: number;
  readonly totalReturn: number;
  readonly trades: number;
}

export interface Contribution {
  readonly part: string;
  /** Means over the rotations when there are several. */
  readonly without: { readonly inSample: Score; readonly outOfSample: Score };
  /** Sharpe ratio out of sample with the part less that without it, and the range that holds it with probability `level`. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  /** `helps` when the range is above 0, `harms` when below, else `unproven`. */
  readonly verdict: 'helps' | 'harms' | 'unproven';
}

export interface Ablation {
  readonly strategy: string;
  /** Open of the first bar that is judged. */
  readonly split: string;
  readonly level: number;
  readonly seed: number;
  readonly full: { readonly inSample: Score; readonly outOfSample: Score };
  /** The largest difference first. */
  readonly contributions: readonly Contribution[];
}

/**
 * What each part of a strategy is worth on bars that it was not made on: the same run with and without it, the difference of the Sharpe ratios with its
 * percentile interval from a block bootstrap that draws the same days of all versions. JSON-able; the same seed gives the same answer.
 * Throws `ResearchError` when a part of the history is too short or a version loses all its money.
 */
export function ablate(input: AblationInput, options: AblationOptions = {}): Ablation {
  return ablateSubject(aloneSubject(input, options), options);
}

/** The same of what runs on one account; the parts of several strategies stand behind their names. */
export function ablateAccount(input: AccountAblationInput, options: AblationOptions = {}): Ablation {
  return ablateSubject(accountSubject(input, options), options);
}

function ablateSubject<V>(
  subject: AblationSubject<V>,
  { inSample = 0.7, resamples = 999, level = 0.95, seed = 1 }: AblationOptions,
): Ablation {
  const splitUs = splitOf(subject.bars, subject.engine, inSample);
  const full = runVersion(subject, subject.full, splitUs);
  const contributions = subject.parts.map(({ part, versions }): Contribution => {
    const others = versions.map((version) => runVersion(subject, version, splitUs));
    const all = [full, ...others].map(({ returns }) => returns);
    const drawn = blockBootstrap(withSquares(all), differenceOf(all, full.perYear), {
      blockLength: blockLengthOf(full.returns.length),
      resamples,
      seed: mix(seed, hashText(part)),
    });
    const { low, high } = percentileInterval(drawn, level);
    const without = {
      inSample: meanScore(others.map((run) => run.inSample)),
      outOfSample: meanScore(others.map((run) => run.outOfSample)),
    };
    const difference = full.outOfSample.sharpe - without.outOfSample.sharpe;
    return { part, without, difference, low, high, verdict: low > 0 ? 'helps' : high < 0 ? 'harms' : 'unproven' };
  });
  contributions.sort((a, b) => b.difference - a.difference);
  const { inSample: before, outOfSample } = full;
  return { strategy: subject.id, split: toIso(splitUs), level, seed, full: { inSample: before, outOfSample }, contributions };
}

function splitOf(bars: Bars, { fromUs, toUs }: EngineOptions, inSample: number): TimeUs {
  if (!(inSample > 0 && inSample < 1)) throw new ResearchError('inSample', `inSample is ${inSample}, but must be between 0 and 1`);
  const from = fromUs === undefined ? 0 : firstBarAtOrAfter(bars, fromUs);
  const to = toUs === undefined ? bars.length : firstBarAtOrAfter(bars, toUs);
  const split = from + Math.floor(inSample * (to - from));
  if (split > from && split < to) return bars.time[split] as number;
  throw new ResearchError('data', `${to - from} bars cannot be split into a part that is not judged and one that is`);
}

function runVersion<V>({ id, run }: AblationSubject<V>, version: V, splitUs: TimeUs) {
  const part = (bounds: Partial<EngineOptions>) => {
    const { equity, timeframeUs, daysPerYear, trades } = run(version, bounds);
    const returns = periodReturns(equity, timeframeUs);
    const perYear = periodsPerYear(timeframeUs, daysPerYear);
    if (returns === null) throw new ResearchError('strategy', `${id} loses all its money: there is no ratio to compare`);
    if (returns.length < 10) throw new ResearchError('data', `${returns.length} daily returns are too few to judge; 10 or more are needed`);
    const sums = withSquares([returns]).map((column) => column.reduce((sum, value) => sum + value, 0)) as [number, number];
    const sharpe = sharpeOf(sums[0], sums[1], { rows: returns.length, perYear });
    const [start, end] = [equity.value[0] as number, equity.value.at(-1) as number];
    return { returns, perYear, score: { sharpe, totalReturn: end / start - 1, trades } };
  };
  const outOfSample = part({ fromUs: splitUs });
  return {
    inSample: part({ toUs: splitUs }).score,
    outOfSample: outOfSample.score,
    returns: outOfSample.returns,
    perYear: outOfSample.perYear,
  };
}

/** Each column, then its squares: what a Sharpe ratio is made of. */
function withSquares(columns: readonly Float64Array[]): Float64Array[] {
  return columns.flatMap((column) => [column, column.map((value) => value * value)]);
}

/** Sharpe ratio of the first column less the mean of the others'. */
function differenceOf(columns: readonly Float64Array[], perYear: number): (sums: Float64Array) => number {
  const rows = columns[0]?.length ?? 0;
  const ratio = (sums: Float64Array, k: number) => sharpeOf(sums[2 * k] as number, sums[2 * k + 1] as number, { rows, perYear });
  return (sums) => {
    let others = 0;
    for (let k = 1; k < columns.length; k++) others += ratio(sums, k);
    return ratio(sums, 0) - others / (columns.length - 1);
  };
}

function sharpeOf(sum: number, squares: number, { rows, perYear }: { rows: number; perYear: number }): number {
  const mean = sum / rows;
  const variance = (squares - sum * mean) / (rows - 1);
  // Below this share of the squares the variance is rounding of returns that are all alike.
  return variance > 1e-14 * squares ? (mean / Math.sqrt(variance)) * Math.sqrt(perYear) : 0;
}

function meanScore(scores: readonly Score[]): Score {
  const mean = (value: (score: Score) => number) => scores.reduce((sum, score) => sum + value(score) / scores.length, 0);
  return { sharpe: mean((s) => s.sharpe), totalReturn: mean((s) => s.totalReturn), trades: mean((s) => s.trades) };
}
