import type { TrialLedger, TrialRecord } from '../../ports/trial-ledger.ts';
import type { Params } from '../../research/optimise/space.ts';
import { byScore } from '../../research/optimise/contract.ts';
import { backtestOverfitting } from '../../research/truth/backtest-overfitting.ts';
import { BLOCK_SUMS, BlockSums } from '../../research/truth/block-sums.ts';
import { judgeOverfitting, type Overfitting, type Trial } from '../../research/truth/overfitting.ts';
import type { Strategy } from '../../strategies/define.ts';
import type { CostModel } from '../../engine/costs/define.ts';
import type { BesideInput } from '../backtest/simulation.ts';
import { type BestReturns, returnsOfBest } from './best.ts';
import { annualBasis, type SweepData } from './data.ts';
import { objectiveOf, type SweepPlan } from './plan.ts';
import { blockSumsOf, ROW_WIDTH, rowOf, type SweepSummary, summaryOf } from './row.ts';
import { periodsPerYear } from '../../performance/returns.ts';
import { trialKey, triedOn, trialsBefore } from './trials.ts';

/** Combinations with the numbers that running them left, `ROW_WIDTH` each. */
export interface SweepRows {
  readonly combinations: readonly Params[];
  readonly numbers: Float64Array;
}

export interface SweepRow {
  /** Every parameter of the strategy. */
  readonly params: Params;
  readonly summary: SweepSummary;
}

export interface SweepResult {
  /** The best first; those without a score last, otherwise in the order in which they were tried. */
  readonly rows: readonly SweepRow[];
  /** Null when no row has a score. */
  readonly best: SweepRow | null;
  /** Null without a best row, or when it loses all its money. */
  readonly overfitting: Overfitting | null;
  /** Hash of what had been tried before on the same history, this sweep's own trials apart. */
  readonly ledgerSha256: string;
}

interface World {
  readonly plan: SweepPlan;
  readonly strategy: Strategy;
  readonly data: readonly SweepData[];
  /** Models of costs that the user has written. */
  readonly costs?: readonly CostModel[] | undefined;
  readonly beside?: BesideInput | undefined;
  readonly ledger: TrialLedger;
  /** Hash of a text, hexadecimal. */
  readonly digest: (text: string) => string;
}

/** Ranks the rows, says how likely the best is luck, and enters every combination into the ledger of trials. */
export async function sweepResult(world: World, { combinations, numbers }: SweepRows): Promise<SweepResult> {
  const { plan, strategy, ledger, digest } = world;
  const score = objectiveOf(plan);
  const on = triedOn(plan.backtest, world.data);
  const ranked = combinations
    .map((combination, index) => {
      const summary = summaryOf(rowOf(numbers, index));
      return { params: strategy.parse({ ...plan.fixed, ...combination }), summary, score: score(summary) };
    })
    .sort(byScore);
  const best = ranked[0] === undefined || ranked[0].score === null ? undefined : ranked[0];
  const returns = best && returnsOfBest(world, best.params);
  const yearly = Math.sqrt(perYearOf(world.data));
  const own = ranked.map(({ params, summary }): TrialRecord => {
    const sharpe = summary.sharpe === null ? null : summary.sharpe / yearly;
    return { ...on, key: trialKey(plan.backtest, params, digest), sharpe };
  });
  const { others, sha256 } = await trialsBefore(ledger, own, digest);
  const overfitting = returns ? judge(returns, [...own, ...others], pboOf(numbers, returns)) : null;
  await ledger.add(own);
  const rows = ranked.map(({ params, summary }) => ({ params, summary }));
  return { rows, best: best ? (rows[0] as SweepRow) : null, overfitting, ledgerSha256: sha256 };
}

function judge(returns: BestReturns, trials: readonly Trial[], pbo: number | null): Overfitting {
  // The sum over the trials' ratios must not depend on which run tried them.
  const sorted = trials.map(({ key, sharpe }) => ({ key, sharpe })).sort((a, b) => (a.key < b.key ? -1 : 1));
  return judgeOverfitting({ ...returns, trials: sorted, pbo });
}

/** Null for one row, and for a history of fewer days than the blocks need. */
function pboOf(numbers: Float64Array, { returns }: BestReturns): number | null {
  const count = numbers.length / ROW_WIDTH;
  const sums = new Float64Array(count * BLOCK_SUMS);
  for (let index = 0; index < count; index++) sums.set(blockSumsOf(rowOf(numbers, index)), index * BLOCK_SUMS);
  if (count < 2 || sums.some(Number.isNaN)) return null;
  return backtestOverfitting(new BlockSums(count, returns.length, sums)).pbo;
}

function perYearOf(data: readonly SweepData[]): number {
  const { timeframeUs, daysPerYear } = annualBasis(data);
  return periodsPerYear(timeframeUs, daysPerYear);
}
