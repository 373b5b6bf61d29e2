import type { BacktestRequest } from '../../contracts/schemas.ts';
import type { MonteCarloRequest, QuoteRequest, SweepRequest, WalkForwardRequest } from '../../contracts/studies.ts';
import { parseTimeframe } from '../../domain/timeframe.ts';
import type { DatasetRecord, DatasetStore } from '../../ports/dataset-store.ts';
import { ResearchError } from '../../research/error.ts';
import type { AnyStrategy } from '../../strategies/portfolio.ts';
import type { RuleCatalogue } from '../../strategies/rules/parse.ts';
import { type OwnCosts, planBacktest } from '../backtest/plan.ts';
import { subjectOf } from '../backtest/subject.ts';
import { checkMonteCarlo, type MonteCarloPlan } from '../monte-carlo/run.ts';
import { Refusal } from '../refusal.ts';
import { checkRange, checkSymbols, planned, readyDatasets } from '../runs/start-backtest.ts';
import type { ShardSource } from '../runs/stored.ts';
import { featuresForAll } from '../tables/features.ts';
import type { TablesWorld } from '../tables/tables.ts';
import { countsOf, planSweep, type SweepPlan } from '../sweep/plan.ts';
import { freeCombinations } from '../walk-forward/combination-returns.ts';
import { type FoldPlan, foldsOf } from '../walk-forward/plan.ts';
import { runsPerShard } from './chunks.ts';
import type { StudyDataReader } from './data.ts';
import { learns } from './searches.ts';
import { beyondFolds, type MonteCarloStudy, type StoredStudy, type SweepStudy, type WalkForwardStudy } from './stored.ts';

export interface PlanningWorld extends TablesWorld {
  readonly datasets: DatasetStore;
  readonly strategies: readonly AnyStrategy[];
  readonly ruleCatalogue: RuleCatalogue & OwnCosts;
  readonly codeVersion: string;
  readonly bars: StudyDataReader;
}

const FOLDS = 5;
/** Names of a request's parts where the research rooms have another. */
const FIELDS: Readonly<Record<string, string>> = {
  range: 'ranges',
  constraint: 'constraints',
  require: 'requirements',
  ruin: 'ruinRatio',
  miss: 'missRatio',
  null: 'entries',
};

/** Checks a request to the last parameter and completes it. Throws a refusal that names the field at fault; nothing is written. */
export async function planStudy(world: PlanningWorld, tenant: string, { kind, request }: QuoteRequest): Promise<StoredStudy> {
  if (kind === 'monte-carlo') return planMonteCarlo(world, tenant, request);
  const { records, ...data } = await datasetsOf(world, tenant, request);
  const bars = records.reduce((sum, record) => sum + record.bars, 0);
  const sweep = refusing(() => planOfSearch(world, request));
  records.forEach((record, i) => checkRange(sweep.backtest, record, i));
  const strategy = subjectOf(world.strategies, sweep.backtest, world.ruleCatalogue);
  const { total, leftOut } = refusing(() => countsOf(sweep, strategy));
  const cut = (searches: number) => runsPerShard({ runs: total, searches, bars, learns: learns(sweep) });
  if (kind === 'sweep') return { request, ...data, plan: { kind, sweep, total, leftOut, runsPerShard: cut(1) } satisfies SweepStudy };
  const walk = request as WalkForwardRequest;
  const division = refusing(() => divisionOf(walk));
  const { data: markets } = await world.bars(tenant, data);
  const folds = refusing(() => foldsOf({ sweep, division }, markets));
  const { cpcv = null, spa } = walk;
  if (beyondFolds({ cpcv, spa })) refusing(() => freeCombinations({ plan: sweep, strategy }));
  const plan: WalkForwardStudy = { kind, sweep, division, folds, total, cpcv, spa, runsPerShard: cut(folds.length + 1) };
  return { request, ...data, plan };
}

async function planMonteCarlo(world: PlanningWorld, tenant: string, request: MonteCarloRequest): Promise<StoredStudy> {
  const { backtest: from = null } = request;
  const monteCarlo = monteCarloPlan(request);
  refusing(() => checkMonteCarlo(monteCarlo, from === null));
  if (from !== null) {
    const odd = (['datasets', 'rules', 'with', 'features', 'execution', 'from', 'to'] as const).find(
      (field) => request[field] !== undefined,
    );
    if (odd !== undefined || request.strategy !== 'rules')
      throw invalid(odd ?? 'strategy', 'is given beside a backtest, but a simulation draws from one or the other');
    const plan: MonteCarloStudy = { kind: 'monte-carlo', backtest: null, from, monteCarlo, runsPerShard: 1 };
    return { request, sources: [], others: [], plan };
  }
  if (request.datasets === undefined) throw invalid('datasets', 'is missing: name datasets with a strategy, or a backtest');
  const { records, ...data } = await datasetsOf(world, tenant, { ...request, datasets: request.datasets });
  const { strategies, codeVersion, ruleCatalogue } = world;
  const backtest = refusing(() => planBacktest(runOf(request), strategies, codeVersion, ruleCatalogue));
  refusing(() => subjectOf(strategies, backtest, ruleCatalogue));
  records.forEach((record, i) => checkRange(backtest, record, i));
  const bars = records.reduce((sum, record) => sum + record.bars, 0);
  const cut = runsPerShard({ runs: monteCarlo.reruns, searches: 2, bars, learns: false });
  return { request, ...data, plan: { kind: 'monte-carlo', backtest, from, monteCarlo, runsPerShard: cut } };
}

function planOfSearch({ strategies, codeVersion, ruleCatalogue }: PlanningWorld, request: SweepRequest | WalkForwardRequest): SweepPlan {
  const { ranges, method, trials, seed, constraints, objective, goal, requirements } = request;
  const search = { ranges, method, trials, seed, constraints, objective, goal, requirements };
  return planSweep({ backtest: runOf(request), ...search }, strategies, codeVersion, ruleCatalogue);
}

/** What every run of a study has in common. */
function runOf(request: SweepRequest | WalkForwardRequest | MonteCarloRequest): Omit<BacktestRequest, 'datasets'> {
  const { strategy, rules, params, cash, sizing, commissionBps, slippageBps, execution, from, to } = request;
  return { strategy, rules, params, cash, sizing, commissionBps, slippageBps, execution, from, to };
}

function divisionOf({ train, test, folds, anchored, purge, embargo }: WalkForwardRequest): FoldPlan {
  if ((train === undefined) !== (test === undefined))
    throw new ResearchError(train === undefined ? 'train' : 'test', 'train and test are given together, or neither');
  if (train !== undefined && folds !== undefined)
    throw new ResearchError('folds', 'folds says how many parts there are, train and test how long they are; give one or the other');
  const spans = train === undefined || test === undefined ? null : { trainUs: parseTimeframe(train), testUs: parseTimeframe(test) };
  return { spans, folds: folds ?? FOLDS, anchored, gaps: { purge, embargo } };
}

function monteCarloPlan(request: MonteCarloRequest): MonteCarloPlan {
  const { backtest, kinds, paths, ruinRatio, missRatio, noise, reruns, entries, seed } = request;
  const some: MonteCarloPlan['kinds'] = ['shuffle', 'bootstrap', 'blocks', 'missed', 'costs'];
  const all: MonteCarloPlan['kinds'] = backtest === undefined ? [...some, 'noise'] : some;
  return { kinds: kinds ?? all, paths, ruinRatio, missRatio, noise, reruns, entries, seed };
}

interface Asked {
  readonly datasets: readonly string[];
  readonly with?: readonly string[] | undefined;
  readonly features?: BacktestRequest['features'];
}

async function datasetsOf(world: PlanningWorld, tenant: string, { datasets, with: beside = [], features = {} }: Asked) {
  const { datasets: store } = world;
  const records = await readyDatasets(store, { tenant, ids: datasets, field: 'datasets' });
  const others = await readyDatasets(store, { tenant, ids: beside, field: 'with' });
  checkSymbols(others);
  const symbols = records.map(({ symbol }) => symbol);
  const read = await featuresForAll(world, tenant, features, symbols);
  return { records, sources: records.map(sourceOf), others: others.map(sourceOf), ...read };
}

function sourceOf({ id, symbol, assetClass, sha256, synthetic }: DatasetRecord): ShardSource {
  if (sha256 === null || assetClass === null) throw new Error(`dataset "${id}" is READY, but lacks its hash or its asset class`);
  return { datasetId: id, symbol, assetClass, sha256, synthetic };
}

/** Turns an error that names its field into a refusal in the words of the request. */
function refusing<T>(work: () => T): T {
  try {
    return planned(work);
  } catch (error) {
    const field = error instanceof Refusal && error.field !== undefined ? FIELDS[error.field] : undefined;
    if (field === undefined) throw error;
    throw new Refusal('invalid', (error as Refusal).message, { field });
  }
}

function invalid(field: string, message: string): Refusal {
  return new Refusal('invalid', `${field} ${message}`, { field });
}
