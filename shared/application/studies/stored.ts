import type { MonteCarlo, Sweep, StudyFailure, WalkForward } from '../../contracts/studies.ts';
import type { SearchState } from '../../research/optimise/contract.ts';
import type { Params } from '../../research/optimise/space.ts';
import type { BacktestPlan } from '../backtest/plan.ts';
import type { MonteCarloPlan, PathKind } from '../monte-carlo/run.ts';
import type { ShardSource } from '../runs/stored.ts';
import type { StoredFeature } from '../tables/features.ts';
import type { SweepPlan } from '../sweep/plan.ts';
import type { TimeFold, WalkForwardPlan } from '../walk-forward/plan.ts';

/** What lies at `study.json`. */
export interface StoredStudy {
  readonly request: Sweep['request'] | WalkForward['request'] | MonteCarlo['request'];
  readonly plan: StudyPlan;
  /** What is traded, in the order of the request; none of a simulation of a finished run. */
  readonly sources: readonly StudySource[];
  /** What is read and not traded. */
  readonly others: readonly ShardSource[];
  /** Currency pairs of a shared account; studies of before there were any have none. */
  readonly rates?: readonly ShardSource[];
  /** Absent when the request names none. */
  readonly features?: readonly StoredFeature[];
}

export interface StudySource extends ShardSource {
  /** Finer data of it, where the request names some. */
  readonly detail?: ShardSource;
}

export interface SweepStudy {
  readonly kind: 'sweep';
  readonly sweep: SweepPlan;
  /** Combinations at most. */
  readonly total: number;
  readonly leftOut: number | null;
  readonly runsPerShard: number;
}

export interface WalkForwardStudy extends WalkForwardPlan {
  readonly kind: 'walk-forward';
  readonly folds: readonly TimeFold[];
  /** Combinations of a fold at most. */
  readonly total: number;
  readonly cpcv: { readonly groups: number; readonly testGroups: number } | null;
  readonly spa: boolean;
  readonly runsPerShard: number;
}

interface DrawnStudy {
  readonly kind: 'monte-carlo';
  readonly monteCarlo: MonteCarloPlan;
  readonly runsPerShard: number;
}

/** A simulation of a plan, which is run first. */
interface PlannedStudy extends DrawnStudy {
  readonly backtest: BacktestPlan;
  readonly from: null;
}

/** A simulation of a finished run, which nothing runs again. */
export interface FinishedStudy extends DrawnStudy {
  readonly backtest: null;
  /** Id of the finished run. */
  readonly from: string;
}

export type MonteCarloStudy = PlannedStudy | FinishedStudy;

/** A request, checked and complete. */
export type StudyPlan = SweepStudy | WalkForwardStudy | MonteCarloStudy;
/** Studies that look for parameters: one search, or one in each fold. */
export type SearchStudy = SweepStudy | WalkForwardStudy;
/** Studies that run something over the history. */
export type RerunStudy = SearchStudy | PlannedStudy;

/** What lies at `batches/{n}.json`: the shards that run side by side. */
export interface StoredBatch {
  /** Number of the first shard. */
  readonly first: number;
  readonly shards: number;
  readonly searches: PlannedSearches;
}

/** Shards of each search in their order, and where it stood before it asked for their combinations; null when it learns nothing. */
export type PlannedSearches = readonly { readonly shards: number; readonly state: SearchState | null }[];

/** What one shard does; `runs` of it succeed or fail one by one, or all together. */
export type ShardTask =
  | { readonly task: 'rows'; readonly search: number; readonly combinations: readonly Params[] }
  /** Of all combinations over the whole history: one search more than there are folds. */
  | { readonly task: 'returns'; readonly search: number; readonly combinations: readonly Params[] }
  | { readonly task: 'source' }
  | { readonly task: 'paths'; readonly kind: PathKind; readonly firstPath: number; readonly paths: number }
  | { readonly task: 'noise'; readonly first: number; readonly runs: number }
  | { readonly task: 'costs' }
  | { readonly task: 'entries' };

/** What a shard left beside its numbers. */
export interface ShardHeader {
  readonly task: ShardTask;
  /** By place among the task's combinations; null when all of the shard failed, and there are no numbers then. */
  readonly failures: readonly { readonly index: number | null; readonly error: string }[];
  /** What is no column of numbers. */
  readonly facts: unknown;
}

/** What lies at `result.json` of a study that has ended; `result` is null when it FAILED. */
export interface StoredResult {
  readonly result: unknown;
  /** Of a sweep, like the number of its rows. */
  readonly plateau: unknown;
  readonly rows: number;
  readonly failures: readonly StudyFailure[];
}

/** What a study came to. */
export interface Summarised extends Omit<StoredResult, 'failures'> {
  /** HTML. */
  readonly report: string;
}

/** What a study runs; null when it draws from a finished run. */
export function backtestOf(plan: StudyPlan): BacktestPlan | null {
  return plan.kind === 'monte-carlo' ? plan.backtest : plan.sweep.backtest;
}

/** Runs that a task comes to. */
export function runsOf(task: ShardTask, costRuns: number): number {
  switch (task.task) {
    case 'rows':
    case 'returns':
      return task.combinations.length;
    case 'paths':
      return task.paths;
    case 'noise':
      return task.runs;
    case 'costs':
      return costRuns;
    default:
      return 1;
  }
}

/** Runs of a study at most. */
export function runsInAll(plan: StudyPlan, costRuns: number): number {
  if (plan.kind === 'sweep') return plan.total;
  if (plan.kind === 'walk-forward') return plan.total * (plan.folds.length + (beyondFolds(plan) ? 1 : 0));
  const { kinds, paths, reruns, entries } = plan.monteCarlo;
  const ofKind = {
    shuffle: paths,
    bootstrap: paths,
    blocks: paths,
    missed: paths,
    costs: plan.backtest === null ? 0 : costRuns,
    noise: reruns,
  };
  return 1 + kinds.reduce((sum, kind) => sum + ofKind[kind], 0) + (entries ? 1 : 0);
}

/** Whether a walk needs every combination over the whole history besides. */
export function beyondFolds({ cpcv, spa }: Pick<WalkForwardStudy, 'cpcv' | 'spa'>): boolean {
  return cpcv !== null || spa;
}
