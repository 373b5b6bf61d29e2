import type { Quote, QuoteRequest } from '../../contracts/studies.ts';
import type { Clock } from '../../ports/clock.ts';
import { type BacktestPlan } from '../backtest/plan.ts';
import { subjectOf } from '../backtest/subject.ts';
import { barsWithin, measureSpeed, walkedBars } from '../quote/measure.ts';
import { AWS_PRICES } from '../quote/prices.ts';
import { COST_RUNS, monteCarloWork, type QuotedWork, quoteOf, sweepWork } from '../quote/quote.ts';
import { Refusal } from '../refusal.ts';
import type { SweepPlan } from '../sweep/plan.ts';
import { PATHS_PER_SHARD } from './chunks.ts';
import type { StudyData } from './data.ts';
import { planStudy, type PlanningWorld } from './plan.ts';
import { beyondFolds, type StoredStudy, type StudyPlan } from './stored.ts';

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
  const one = oneRun(plan);
  if (one === undefined)
    throw new Refusal('invalid', 'a simulation of a finished backtest takes seconds whatever it draws: it has no quote and needs no cap', {
      field: 'backtest',
    });
  const { data, beside } = await world.bars(tenant, stored);
  const strategy = subjectOf(world.strategies, one.backtest, world.ruleCatalogue);
  const barsPerSecond = measureSpeed(
    { plan: one, strategy, data, beside, costs: world.ruleCatalogue.costs },
    () => world.clock.nowUs() / 1000,
  );
  const { maxDollars: capUsd = null, maxLambdaSeconds: capLambdaSeconds = null } = request;
  const quote = quoteOf({
    work: workOf(plan, data),
    barsPerSecond,
    workers: 1,
    memoryMb: world.shardMemoryMb,
    prices: AWS_PRICES,
    capUsd,
    shards: shardsOf(plan),
  });
  const { withinCap, ...rest } = quote;
  const within = withinCap && (capLambdaSeconds === null || quote.aws.lambdaSeconds <= capLambdaSeconds);
  const prices = { ...quote.prices, sources: [...quote.prices.sources] };
  return { kind: plan.kind, ...rest, prices, capLambdaSeconds, withinCap: within };
}

/** A plan whose first combination stands for all runs; none of a simulation of a finished run. */
function oneRun(plan: StudyPlan): SweepPlan | undefined {
  if (plan.kind !== 'monte-carlo') return plan.sweep;
  if (plan.backtest === null) return undefined;
  return planOfOne(plan.backtest);
}

/** A search of one combination. */
function planOfOne(backtest: BacktestPlan): SweepPlan {
  const none = { dimensions: [], constraints: [], requirements: [] };
  return { backtest, fixed: backtest.params, ...none, method: 'grid', trials: 1, seed: 0, objective: 'sharpe', goal: 'max' };
}

function workOf(plan: StudyPlan, data: StudyData['data']): QuotedWork {
  if (plan.kind === 'sweep') return sweepWork(barsWithin(data, plan.sweep.backtest), plan.total);
  if (plan.kind === 'monte-carlo') {
    const { kinds, reruns } = plan.monteCarlo;
    const again = (kinds.includes('noise') ? reruns + 1 : 0) + (kinds.includes('costs') ? COST_RUNS : 0);
    return monteCarloWork(barsWithin(data, plan.backtest as BacktestPlan), again);
  }
  const folds = walkedBars(data, plan.folds, plan.total);
  if (!beyondFolds(plan)) return folds;
  const whole = sweepWork(barsWithin(data, plan.sweep.backtest), plan.total);
  return { bars: folds.bars + whole.bars, runs: folds.runs + whole.runs };
}

/** Shards that the plan is cut into, were every search to run all that it may. */
function shardsOf(plan: StudyPlan): number {
  if (plan.kind === 'sweep') return Math.ceil(plan.total / plan.runsPerShard);
  if (plan.kind === 'walk-forward') return (plan.folds.length + (beyondFolds(plan) ? 1 : 0)) * Math.ceil(plan.total / plan.runsPerShard);
  const { kinds, paths, reruns, entries } = plan.monteCarlo;
  const perKind = { costs: 1, noise: Math.ceil(reruns / plan.runsPerShard) };
  const drawn = Math.ceil(paths / PATHS_PER_SHARD);
  return 1 + kinds.reduce((sum, kind) => sum + (kind === 'costs' || kind === 'noise' ? perKind[kind] : drawn), 0) + (entries ? 1 : 0);
}
