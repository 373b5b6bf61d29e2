import { toIso } from '../../domain/time.ts';
import { periodsPerYear } from '../../performance/returns.ts';
import { byScore } from '../../research/optimise/contract.ts';
import type { Params } from '../../research/optimise/space.ts';
import { type SharpeInterval, sharpeInterval } from '../../research/statistics/sharpe-interval.ts';
import { type PartResult, type WalkForwardResult, walkForwardResult } from '../../research/validation/fold-results.ts';
import type { TrialLedger } from '../../ports/trial-ledger.ts';
import { planWith } from '../backtest/subject.ts';
import { annualBasis } from '../sweep/data.ts';
import { objectiveOf, type SweepPlan } from '../sweep/plan.ts';
import type { SweepRows } from '../sweep/result.ts';
import { rowOf, summaryOf } from '../sweep/row.ts';
import { runSweep } from '../sweep/run.ts';
import type { SweepShardInput } from '../sweep/shard.ts';
import { trialKey, triedOn } from '../sweep/trials.ts';
import { type MarketPeriods, marketPeriods } from './market.ts';
import { type Part, runPart } from './part.ts';
import { foldsOf, sweepOfFold, type TimeFold, type TimeRange, type WalkForwardPlan } from './plan.ts';

/** One fold, as it is written. */
export interface FoldReport {
  readonly train: { readonly from: string; readonly to: string };
  readonly test: { readonly from: string; readonly to: string };
  /** Null when no combination had a score: the fold then stands aside, and its test earns nothing. */
  readonly params: Params | null;
  readonly combinations: number;
  readonly inSample: FoldPart;
  readonly outOfSample: FoldPart;
}

interface FoldPart extends PartResult {
  readonly trades: number;
  readonly commission: number;
}

export interface WalkForwardReport extends Omit<WalkForwardResult, 'folds' | 'equity'> {
  readonly folds: readonly FoldReport[];
  /** Of the stitched tests; null when they never traded. */
  readonly outOfSampleSharpe: SharpeInterval | null;
  /** Equity of the stitched tests, from 1 on at the first open, then at the end of each period. */
  readonly equity: readonly (readonly [time: string, value: number])[];
}

export interface WalkForwardWorld extends Omit<SweepShardInput, 'plan'> {
  readonly plan: WalkForwardPlan;
  readonly ledger: TrialLedger;
  readonly digest: (text: string) => string;
}

interface Walk extends WalkForwardWorld {
  /** Runs combinations of a fold's search and returns their rows, or nothing when it was stopped. */
  readonly evaluate: (plan: SweepPlan, combinations: readonly Params[]) => Promise<Float64Array | undefined>;
  /** Told the share of the folds that is done. */
  readonly onFold?: (share: number) => void;
}

export interface FoldRun {
  readonly fold: TimeFold;
  readonly params: Params | null;
  readonly combinations: number;
  readonly inSample: Part;
  readonly outOfSample: Part;
}

/**
 * Chooses parameters on the first part of each fold and runs them on the second, fold by fold; every combination enters the ledger of trials. Undefined when it
 * was stopped. Throws `ResearchError` when the history does not suffice, and what the engine throws.
 */
export async function runWalkForward(walk: Walk): Promise<WalkForwardReport | undefined> {
  const market = marketPeriods(walk.data);
  const folds = foldsOf(walk.plan, walk.data);
  const done: FoldRun[] = [];
  for (const fold of folds) {
    const ran = await runFold(walk, fold, market);
    if (ran === undefined) return undefined;
    done.push(ran);
    walk.onFold?.(done.length / folds.length);
  }
  return walkForwardReport(walk, done);
}

async function runFold(walk: Walk, fold: TimeFold, market: MarketPeriods): Promise<FoldRun | undefined> {
  const { strategy, evaluate } = walk;
  const plan = sweepOfFold(walk.plan, fold);
  const outcome = await runSweep({ plan, strategy, evaluate: (combinations) => evaluate(plan, combinations) });
  return outcome.finished ? concludeFold(walk, fold, market, outcome) : undefined;
}

/** Enters what a fold's search tried into the ledger, and runs the first of the best over both parts of the fold. */
export async function concludeFold(walk: WalkForwardWorld, fold: TimeFold, market: MarketPeriods, searched: SweepRows): Promise<FoldRun> {
  const plan = sweepOfFold(walk.plan, fold);
  await addTrials(walk, plan, searched);
  const params = bestOf(plan, searched);
  const part = (range: TimeRange) => (params === null ? idlePart(range, market) : runPart({ ...walk, plan }, params, range, market));
  return { fold, params, combinations: searched.combinations.length, inSample: part(fold.train), outOfSample: part(fold.test) };
}

/** The first of the best. */
function bestOf(plan: SweepPlan, { combinations, numbers }: SweepRows): Params | null {
  const score = objectiveOf(plan);
  const [best] = combinations.map((params, i) => ({ params, score: score(summaryOf(rowOf(numbers, i, plan), plan)) })).sort(byScore);
  return best === undefined || best.score === null ? null : best.params;
}

/** One period without a return: nothing was chosen, nothing is held. */
function idlePart({ toUs }: TimeRange, market: MarketPeriods): Part {
  const regimes = Uint8Array.of(market.regimes.get(market.keyOf(toUs)) ?? 0);
  return { returns: Float64Array.of(0), regimes, closes: Float64Array.of(toUs), trades: 0, commission: 0 };
}

async function addTrials(
  { strategy, data, ledger, digest }: WalkForwardWorld,
  plan: SweepPlan,
  { combinations, numbers }: SweepRows,
): Promise<void> {
  const { timeframeUs, daysPerYear } = annualBasis(data);
  const yearly = Math.sqrt(periodsPerYear(timeframeUs, daysPerYear));
  const on = triedOn(plan.backtest, data);
  const trials = combinations.map((combination, i) => {
    const { sharpe } = summaryOf(rowOf(numbers, i, plan), plan);
    const params = strategy.parse({ ...plan.fixed, ...combination });
    return { ...on, key: trialKey(planWith(plan.backtest, strategy, params), digest), sharpe: sharpe === null ? null : sharpe / yearly };
  });
  await ledger.add(trials);
}

/** What concluded folds come to, in their order. */
export function walkForwardReport({ plan, data }: WalkForwardWorld, done: readonly FoldRun[]): WalkForwardReport {
  const { timeframeUs, daysPerYear } = annualBasis(data);
  const perYear = periodsPerYear(timeframeUs, daysPerYear);
  const { folds, equity, ...rest } = walkForwardResult(done, perYear);
  const closes = done.flatMap(({ outOfSample }) => [...outOfSample.closes]);
  const stitched = Float64Array.from(done.flatMap(({ outOfSample }) => [...outOfSample.returns]));
  const times = [done[0]?.fold.test.fromUs as number, ...closes];
  return {
    folds: folds.map(({ inSample, outOfSample }, i) => foldReport(done[i] as FoldRun, inSample, outOfSample)),
    ...rest,
    outOfSampleSharpe: sharpeInterval(stitched, perYear, plan.sweep.seed),
    equity: equity.map((value, i) => [toIso(times[i] as number), value]),
  };
}

function foldReport(run: FoldRun, inSample: PartResult, outOfSample: PartResult): FoldReport {
  const range = ({ fromUs, toUs }: TimeRange) => ({ from: toIso(fromUs), to: toIso(toUs) });
  const part = (result: PartResult, { trades, commission }: Part) => ({ ...result, trades, commission });
  return {
    train: range(run.fold.train),
    test: range(run.fold.test),
    params: run.params,
    combinations: run.combinations,
    inSample: part(inSample, run.inSample),
    outOfSample: part(outOfSample, run.outOfSample),
  };
}
