import type { BacktestPlan } from '../shared/application/backtest/plan.ts';
import type { BesideInput } from '../shared/application/backtest/simulation.ts';
import { rerunNoisy, type MonteCarloPlan, type PathKind, pathsOf } from '../shared/application/monte-carlo/run.ts';
import type { RerunOutcome, RerunWorld } from '../shared/application/monte-carlo/rerun.ts';
import type { MonteCarloSource } from '../shared/application/monte-carlo/source.ts';
import type { SweepData } from '../shared/application/sweep/data.ts';
import type { SweepPlan } from '../shared/application/sweep/plan.ts';
import type { SweepShardInput } from '../shared/application/sweep/shard.ts';
import { type AbilityReport, abilityOf } from '../shared/application/walk-forward/ability.ts';
import { type CombinationReturns, returnsRunner } from '../shared/application/walk-forward/combination-returns.ts';
import { type CombinatorialReport, type CrossValidation, runCombinatorial } from '../shared/application/walk-forward/combinatorial.ts';
import type { RateFeed } from '../shared/engine/portfolio/rates.ts';
import type { Params } from '../shared/research/optimise/space.ts';
import type { MonteCarlo } from '../shared/research/monte-carlo/summarise.ts';

interface OnData {
  /** Its columns, and those of the rates, lie in memory that all workers share. */
  readonly data: readonly SweepData[];
  readonly rates: readonly RateFeed[];
  readonly beside: BesideInput | undefined;
}

/** What heavy parts of research are about; plain data, so that it can go to a worker thread. */
export type ResearchTask =
  | ({ readonly kind: 'search'; readonly plan: SweepPlan } & OnData)
  | ({ readonly kind: 'run'; readonly plan: BacktestPlan } & OnData)
  /** A report only: there is nothing to run again. */
  | { readonly kind: 'report' };

/** The task with what no message can carry: the strategy and models of costs. */
export type ResearchInput = SweepShardInput | RerunWorld | undefined;

export type ResearchJob =
  | { readonly kind: 'returns'; readonly params: Params }
  | { readonly kind: 'combinatorial'; readonly returns: CombinationReturns; readonly validation: CrossValidation }
  | { readonly kind: 'ability'; readonly returns: CombinationReturns }
  | { readonly kind: 'noise'; readonly plan: MonteCarloPlan; readonly number: number }
  | { readonly kind: 'paths'; readonly plan: MonteCarloPlan; readonly source: MonteCarloSource; readonly path: PathKind };

export type ResearchAnswer = Float64Array | CombinatorialReport | AbilityReport | RerunOutcome | MonteCarlo;

/** Does jobs one after the other. What they throw they throw. */
export function researcher(input: ResearchInput): (job: ResearchJob) => ResearchAnswer {
  let runner: ((params: Params) => Float64Array) | undefined;
  return (job) => {
    switch (job.kind) {
      case 'returns':
        runner ??= returnsRunner(input as SweepShardInput);
        return runner(job.params);
      case 'combinatorial':
        return runCombinatorial(input as SweepShardInput, job.returns, job.validation);
      case 'ability':
        return abilityOf(input as SweepShardInput, job.returns);
      case 'noise':
        return rerunNoisy(job.plan, input as RerunWorld, job.number);
      case 'paths':
        return pathsOf(job, job.path);
    }
  };
}
