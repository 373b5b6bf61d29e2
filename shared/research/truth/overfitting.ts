import { finiteOrNull } from '../../performance/returns.ts';
import type { Verdict, VerdictFacts } from '../../performance/verdict-facts.ts';
import { ResearchError } from '../error.ts';
import { excessReturns, type MatchedReturns, meanExposure } from './excess-returns.ts';
import { expectedMaximumSharpe, minTrackRecordPeriods, probabilisticSharpe, sharpeMoments } from './sharpe-probability.ts';

/** The probability that a Sharpe ratio needs to be called skill. */
const LEVEL = 0.95;
/** A yearly ratio that few strategies hold: a record that could not prove it can prove nothing. */
const EXCELLENT = 2;

/** Something that was tried on the same instruments over overlapping dates, whichever run tried it. */
export interface Trial {
  /** Hash of strategy and parameters: what is tried again under the same key adds no trial. */
  readonly key: string;
  /** Of one period (a day), not annualised; null when it never had a deviation. */
  readonly sharpe: number | null;
  /** The same in excess of exposure-matched holding; left out where nobody ran it for that. */
  readonly excessSharpe?: number | null;
}

export interface OverfittingInput extends MatchedReturns {
  /** Every trial, the best one too. */
  readonly trials: readonly Trial[];
  /** Periods a year. */
  readonly perYear: number;
  /** Of the sweep that the best one comes from; null when it was the only one. */
  readonly pbo: number | null;
}

/** A verdict, and the moments of the returns that it was judged by. */
export interface Overfitting extends VerdictFacts {
  readonly skewness: number | null;
  readonly kurtosis: number | null;
}

/**
 * Is the best of all trials skill? It is when both its deflated Sharpe ratio and that of its returns in excess of exposure-matched holding are above 0.95:
 * drift alone lifts every ratio, and the deflated one only asks how the trials differ. Bailey & Lopez de Prado (2014).
 * Throws `ResearchError` for no trial or columns of different lengths.
 */
export function judgeOverfitting(input: OverfittingInput): Overfitting {
  const { perYear, pbo } = input;
  const trials = distinctTrials(input.trials);
  if (trials.length === 0) throw new ResearchError('trials', 'there is no trial; the best one is a trial too');
  const count = trials.length;
  const sharpes = knownOf(trials.map(({ sharpe }) => sharpe));
  const excessSharpes = knownOf(trials.map(({ excessSharpe }) => excessSharpe));
  const raw = judge(input.returns, count, sharpes);
  // Some tell how much all vary. Raw ratios vary less where a rising market lifts all of them alike, so they stand in only where there is nothing else.
  const excess = judge(excessReturns(input), count, excessSharpes.length < 2 ? sharpes : excessSharpes);
  const annual = Math.sqrt(perYear);
  const facts = {
    trials: count,
    sharpe: finiteOrNull(raw.moments.sharpe * annual),
    luckySharpe: raw.lucky * annual,
    deflatedSharpe: finiteOrNull(raw.deflated),
    excessSharpe: finiteOrNull(excess.moments.sharpe * annual),
    luckyExcessSharpe: excess.lucky * annual,
    deflatedExcessSharpe: finiteOrNull(excess.deflated),
    meanExposure: meanExposure(input),
    pbo,
    skewness: finiteOrNull(raw.moments.skewness),
    kurtosis: finiteOrNull(raw.moments.kurtosis),
    trackRecordYears: raw.moments.periods / perYear,
    minTrackRecordYears: finiteOrNull(minTrackRecordPeriods(raw.moments, raw.lucky, LEVEL) / perYear),
  };
  const neededYears = minTrackRecordPeriods({ ...raw.moments, sharpe: EXCELLENT / annual }, raw.lucky, LEVEL) / perYear;
  const verdict = verdictOf(facts, neededYears);
  return { ...facts, verdict, reasons: reasonsOf(facts, verdict) };
}

/** One trial a key, the one given first. */
export function distinctTrials(trials: readonly Trial[]): Trial[] {
  const seen = new Map<string, Trial>();
  for (const trial of trials) if (!seen.has(trial.key)) seen.set(trial.key, trial);
  return [...seen.values()];
}

interface Judged {
  readonly moments: ReturnType<typeof sharpeMoments>;
  readonly lucky: number;
  readonly deflated: number;
}

/** A trial without a ratio still counts as one of the `count`: it was tried, and leaving it out would flatter the rest. */
function judge(returns: Float64Array, count: number, sharpes: readonly number[]): Judged {
  const moments = sharpeMoments(returns);
  const lucky = expectedMaximumSharpe(count, sampleVariance(sharpes));
  return { moments, lucky, deflated: probabilisticSharpe(moments, lucky) };
}

function knownOf(ratios: readonly (number | null | undefined)[]): number[] {
  return ratios.filter((ratio) => ratio !== null && ratio !== undefined);
}

function sampleVariance(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

type Facts = Omit<Overfitting, 'verdict' | 'reasons'>;

function verdictOf({ deflatedSharpe, deflatedExcessSharpe, trackRecordYears }: Facts, neededYears: number): Verdict {
  if ((deflatedSharpe ?? 0) > LEVEL) return (deflatedExcessSharpe ?? 0) > LEVEL ? 'skill' : 'drift';
  return trackRecordYears < neededYears ? 'too short' : 'luck';
}

function reasonsOf(facts: Facts, verdict: Verdict): string[] {
  const { trials, sharpe, deflatedSharpe, deflatedExcessSharpe, pbo, trackRecordYears, minTrackRecordYears } = facts;
  if (sharpe === null) return ['its returns never differ, so there is no ratio to judge'];
  const best = trials === 1 ? 'the only trial' : `the best of ${trials} trials`;
  const reasons = [
    `${best} has a Sharpe ratio of ${sharpe.toFixed(2)} a year; chance alone gives ${facts.luckySharpe.toFixed(2)}: ${share(deflatedSharpe)} that it is more than that`,
    `in excess of holding ${share(facts.meanExposure)} all along: ${facts.excessSharpe?.toFixed(2) ?? 'none'}, chance ${facts.luckyExcessSharpe.toFixed(2)}: ${share(deflatedExcessSharpe)}`,
    verdict === 'skill' ? `both are above ${share(LEVEL)}` : `skill needs both above ${share(LEVEL)}`,
  ];
  if (verdict === 'too short')
    reasons.push(`after so many trials ${trackRecordYears.toFixed(1)} years would not show even a true ratio of ${EXCELLENT} a year`);
  else if (verdict !== 'skill' && minTrackRecordYears !== null)
    reasons.push(
      `a ratio like this is told from chance after ${minTrackRecordYears.toFixed(1)} years; there are ${trackRecordYears.toFixed(1)}`,
    );
  if (pbo !== null) reasons.push(`the best in sample falls below the median out of sample ${share(pbo)} of the time`);
  return reasons;
}

function share(value: number | null): string {
  // A pair holds next to nothing in sum, of either sign.
  return value === null ? 'unknown' : `${(100 * value).toFixed(1).replace(/^-0\.0$/, '0.0')} %`;
}
