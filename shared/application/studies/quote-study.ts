import type { Quote, QuoteRequest } from '../../contracts/studies.ts';
import type { Clock } from '../../ports/clock.ts';
import { subjectOf } from '../backtest/subject.ts';
import { barsWithin, measureSpeed, planOfOne, walkedBars } from '../quote/measure.ts';
import { AWS_PRICES } from '../quote/prices.ts';
import { COST_RUNS, monteCarloWork, type QuotedWork, quoteOf, sweepWork } from '../quote/quote.ts';
import { PATHS_PER_SHARD } from './chunks.ts';
import type { StudyData } from './data.ts';
import { planStudy, type PlanningWorld } from './plan.ts';
import { type Measured, measurePaths } from './quote-paths.ts';
import { beyondFolds, type RerunStudy, type StoredStudy, type StudyPlan } from './stored.ts';

export interface QuotingWorld extends PlanningWorld {
  readonly clock: Clock;
  /** Of the function that runs shards. */
  readonly shardMemoryMb: number;
}

/** What a request would take, measured on its own strategy and data; nothing is written. Throws a refusal for one that could not be started. */
export function quoteStudy(world: QuotingWorld) {
  return async (tenant: string, asked: QuoteRequest): Promise<Quote> => quotePlanned(world, tenant, await planStudy(world, tenant, asked));
}

/** The quote of a request that is planned. */
export async function quotePlanned(world: QuotingWorld, tenant: string, stored: StoredStudy): Promise<Quote> {
  const { plan, request } = stored;
  const nowMs = () => world.clock.nowUs() / 1000;
  const { unit, ...measured } = isRerun(plan)
    ? measureRuns(world, plan, await world.bars(tenant, stored), nowMs)
    : await measurePaths(world.objects, tenant, plan, nowMs);
  const { maxDollars: capUsd = null, maxLambdaSeconds: capLambdaSeconds = null } = request;
  const quote = quoteOf({ ...measured, workers: 1, memoryMb: world.shardMemoryMb, prices: AWS_PRICES, capUsd });
  const { withinCap, ...rest } = quote;
  const within = withinCap && (capLambdaSeconds === null || quote.aws.lambdaSeconds <= capLambdaSeconds);
  const prices = { ...quote.prices, sources: [...quote.prices.sources] };
  return { kind: plan.kind, unit, ...rest, prices, capLambdaSeconds, withinCap: within };
}

/** Whether a study runs something over the history. */
function isRerun(plan: StudyPlan): plan is RerunStudy {
  return plan.kind !== 'monte-carlo' || plan.backtest !== null;
}

function measureRuns({ strategies, ruleCatalogue }: QuotingWorld, study: RerunStudy, data: StudyData, nowMs: () => number): Measured {
  const backtest = study.kind === 'monte-carlo' ? study.backtest : study.sweep.backtest;
  const strategy = subjectOf(strategies, backtest, ruleCatalogue);
  // The first combination stands for all runs.
  const plan = study.kind === 'monte-carlo' ? planOfOne(backtest, strategy) : study.sweep;
  const barsPerSecond = measureSpeed({ plan, strategy, ...data, costs: ruleCatalogue.costs }, nowMs);
  return { unit: 'bars', work: workOf(study, data.data), barsPerSecond, shards: shardsOf(study) };
}

function workOf(plan: RerunStudy, data: StudyData['data']): QuotedWork {
  if (plan.kind === 'sweep') return sweepWork(barsWithin(data, plan.sweep.backtest), plan.total);
  if (plan.kind === 'monte-carlo') {
    const { kinds, reruns } = plan.monteCarlo;
    const again = (kinds.includes('noise') ? reruns + 1 : 0) + (kinds.includes('costs') ? COST_RUNS : 0);
    return monteCarloWork(barsWithin(data, plan.backtest), again);
  }
  const folds = walkedBars(data, plan.folds, plan.total);
  if (!beyondFolds(plan)) return folds;
  const whole = sweepWork(barsWithin(data, plan.sweep.backtest), plan.total);
  return { bars: folds.bars + whole.bars, runs: folds.runs + whole.runs };
}

/** Shards that the plan is cut into, were every search to run all that it may. */
function shardsOf(plan: RerunStudy): number {
  if (plan.kind === 'sweep') return Math.ceil(plan.total / plan.runsPerShard);
  if (plan.kind === 'walk-forward') return (plan.folds.length + (beyondFolds(plan) ? 1 : 0)) * Math.ceil(plan.total / plan.runsPerShard);
  const { kinds, paths, reruns, entries } = plan.monteCarlo;
  const perKind = { costs: 1, noise: Math.ceil(reruns / plan.runsPerShard) };
  const drawn = Math.ceil(paths / PATHS_PER_SHARD);
  return 1 + kinds.reduce((sum, kind) => sum + (kind === 'costs' || kind === 'noise' ? perKind[kind] : drawn), 0) + (entries ? 1 : 0);
}
