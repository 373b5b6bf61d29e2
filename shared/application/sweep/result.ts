import type { Params } from '../../research/optimise/space.ts';
import { byScore } from '../../research/optimise/contract.ts';
import { BLOCK_SUMS } from '../../research/truth/block-sums.ts';
import { objectiveOf } from './plan.ts';
import { blockSumsOf, rowOf, type SweepSummary, summaryOf } from './row.ts';
import { judgeSweep, type SweepVerdict, trialMaker, type VerdictWorld } from './verdict.ts';

/** Combinations with the numbers that running them left, a row each. */
export interface SweepRows {
  readonly combinations: readonly Params[];
  readonly numbers: Float64Array;
}

export interface SweepRow {
  /** Every parameter of the strategy. */
  readonly params: Params;
  readonly summary: SweepSummary;
}

export interface SweepResult extends SweepVerdict {
  /** The best first; those without a score last, otherwise in the order in which they were tried. */
  readonly rows: readonly SweepRow[];
  /** Null when no row has a score. */
  readonly best: SweepRow | null;
}

/** Ranks the rows, says how likely the best is luck, and enters every combination into the ledger of trials. */
export async function sweepResult(world: VerdictWorld, { combinations, numbers }: SweepRows): Promise<SweepResult> {
  const { plan, strategy } = world;
  const score = objectiveOf(plan);
  const ranked = combinations
    .map((combination, index) => {
      const summary = summaryOf(rowOf(numbers, index, plan), plan);
      return { params: strategy.parse({ ...plan.fixed, ...combination }), summary, score: score(summary) };
    })
    .sort(byScore);
  const best = ranked[0] === undefined || ranked[0].score === null ? undefined : ranked[0];
  const trial = trialMaker(world);
  const tried = ranked.map(({ params, summary }) => ({ params, trial: trial(params, summary) }));
  const sums = new Float64Array(combinations.length * BLOCK_SUMS);
  combinations.forEach((_, index) => sums.set(blockSumsOf(rowOf(numbers, index, plan)), index * BLOCK_SUMS));
  const { overfitting, ledgerSha256 } = await judgeSweep(world, best?.params, tried, sums);
  const rows = ranked.map(({ params, summary }) => ({ params, summary }));
  return { rows, best: best ? (rows[0] as SweepRow) : null, overfitting, ledgerSha256 };
}
