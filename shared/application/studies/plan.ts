import type { BacktestRequest } from '../../contracts/schemas.ts';
import type { MonteCarloRequest, QuoteRequest, SweepRequest, WalkForwardRequest } from '../../contracts/studies.ts';
import { parseTimeframe } from '../../domain/timeframe.ts';
import type { DatasetStore } from '../../ports/dataset-store.ts';
import type { RunStore } from '../../ports/run-store.ts';
import { ResearchError } from '../../research/error.ts';
import { checkGroups } from '../../research/validation/combinatorial.ts';
import type { AnyStrategy } from '../../strategies/portfolio.ts';
import type { RuleCatalogue } from '../../strategies/rules/parse.ts';
import { type BacktestPlan, type OwnCosts, planBacktest } from '../backtest/plan.ts';
import { subjectOf } from '../backtest/subject.ts';
import { checkMonteCarlo, type MonteCarloPlan } from '../monte-carlo/run.ts';
import { Refusal } from '../refusal.ts';
import { checkDatasets, findDatasets, resolvedPlaces, sourceOf } from '../runs/named-datasets.ts';
import { planned } from '../runs/planned.ts';
import { featuresForAll } from '../tables/features.ts';
import { type RuleBook, withMaster } from '../instruments/rules.ts';
import type { TablesWorld } from '../tables/tables.ts';
import { countsOf, planSweep, type SweepPlan } from '../sweep/plan.ts';
import { freeCombinations } from '../walk-forward/combination-returns.ts';
import { type FoldPlan, foldsOf } from '../walk-forward/plan.ts';
import { runsPerShard } from './chunks.ts';
import type { StudyDataReader, StudySources } from './data.ts';
import { learns } from './searches.ts';
import { beyondFolds, type MonteCarloStudy, type StoredStudy, type StudySource, type SweepStudy, type WalkForwardStudy } from './stored.ts';

export interface PlanningWorld extends TablesWorld {
  /** The security master. */
  readonly instruments: RuleBook;
  readonly datasets: DatasetStore;
  readonly runs: RunStore;
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
  groups: 'cpcv.groups',
  testGroups: 'cpcv.testGroups',
};

/** Parts of a request that say what is run; what has a default cannot be told from one that was given. */
const OF_A_RUN = [
  'datasets',
  'with',
  'features',
  'detail',
  'rules',
  'execution',
  'from',
  'to',
  'account',
  'strategies',
  'currency',
  'conversionBps',
  'rates',
] as const satisfies readonly (keyof MonteCarloRequest)[];

/** Checks a request to the last parameter and completes it. Throws a refusal that names the field at fault; nothing is written. */
export async function planStudy(world: PlanningWorld, tenant: string, { kind, request: asked }: QuoteRequest): Promise<StoredStudy> {
  if (kind === 'monte-carlo') return planMonteCarlo(world, tenant, asked);
  const refusing = refuserOf(asked);
  const { backtest: first } = refusing(() => planOfSearch(world, asked));
  const { bars, ...data } = await sourcesOf(world, tenant, asked, first);
  const request = await withMaster(world.instruments, asked, symbolsOf(data));
  const sweep = refusing(() => planOfSearch(world, request));
  const strategy = subjectOf(world.strategies, sweep.backtest, world.ruleCatalogue);
  const { total, leftOut } = refusing(() => countsOf(sweep, strategy));
  const cut = (searches: number) => runsPerShard({ runs: total, searches, bars, learns: learns(sweep) });
  if (kind === 'sweep') return { request, ...data, plan: { kind, sweep, total, leftOut, runsPerShard: cut(1) } satisfies SweepStudy };
  const walk = request as WalkForwardRequest;
  const division = refusing(() => divisionOf(walk));
  const { cpcv = null, spa } = walk;
  if (cpcv !== null) refusing(() => checkGroups(cpcv));
  const { data: markets } = await world.bars(tenant, data);
  const folds = refusing(() => foldsOf({ sweep, division }, markets));
  if (beyondFolds({ cpcv, spa })) refusing(() => freeCombinations({ plan: sweep, strategy }));
  const plan: WalkForwardStudy = { kind, sweep, division, folds, total, cpcv, spa, runsPerShard: cut(folds.length + 1) };
  return { request, ...data, plan };
}

/** What is traded. */
function symbolsOf({ sources }: StudySources): string[] {
  return sources.map(({ symbol }) => symbol);
}

async function planMonteCarlo(world: PlanningWorld, tenant: string, asked: MonteCarloRequest): Promise<StoredStudy> {
  const { backtest: from = null, datasets } = asked;
  const refusing = refuserOf(asked);
  const monteCarlo = monteCarloPlan(asked);
  refusing(() => checkMonteCarlo(monteCarlo, from === null));
  if (from !== null) {
    const odd = OF_A_RUN.find((field) => asked[field] !== undefined);
    if (odd !== undefined || asked.strategy !== 'rules')
      throw invalid(odd ?? 'strategy', 'is given beside a backtest, but a simulation draws from one or the other');
    await checkFinished(world.runs, tenant, from);
    const plan: MonteCarloStudy = { kind: 'monte-carlo', backtest: null, from, monteCarlo, runsPerShard: 1 };
    return { request: asked, sources: [], others: [], plan };
  }
  if (datasets === undefined) throw invalid('datasets', 'is missing: name datasets with a strategy, or a backtest');
  const { strategies, codeVersion, ruleCatalogue } = world;
  const planOf = (request: MonteCarloRequest) => refusing(() => planBacktest(request, strategies, codeVersion, ruleCatalogue));
  const { bars, ...data } = await sourcesOf(world, tenant, { ...asked, datasets }, planOf(asked));
  const request = await withMaster(world.instruments, asked, symbolsOf(data));
  const backtest = planOf(request);
  const cut = runsPerShard({ runs: monteCarlo.reruns, searches: 2, bars, learns: false });
  return { request, ...data, plan: { kind: 'monte-carlo', backtest, from: null, monteCarlo, runsPerShard: cut } };
}

function planOfSearch({ strategies, codeVersion, ruleCatalogue }: PlanningWorld, request: SweepRequest | WalkForwardRequest): SweepPlan {
  const { ranges, method, trials, seed, constraints, objective, goal, requirements } = request;
  const search = { ranges, method, trials, seed, constraints, objective, goal, requirements };
  return planSweep({ backtest: request, ...search }, strategies, codeVersion, ruleCatalogue);
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

/** What a request reads, and the bars of what it trades. */
async function sourcesOf(
  world: PlanningWorld,
  tenant: string,
  request: Pick<BacktestRequest, 'datasets' | 'with' | 'rates' | 'detail' | 'features'>,
  plan: BacktestPlan,
): Promise<StudySources & { readonly bars: number }> {
  const found = await findDatasets(world.datasets, tenant, request);
  checkDatasets(plan, found);
  const { traded, others, rates, details = [] } = found;
  const symbols = traded.map(({ symbol }) => symbol);
  const read = await featuresForAll(world, tenant, request.features ?? {}, symbols);
  const places = resolvedPlaces(plan, traded);
  const sources = traded.map((record, place): StudySource => {
    const detail = details[places.indexOf(place)];
    return { ...sourceOf(record), ...(detail && { detail: sourceOf(detail) }) };
  });
  const bars = traded.reduce((sum, record) => sum + record.bars, 0);
  return { bars, sources, others: others.map(sourceOf), rates: rates.map(sourceOf), ...read };
}

/** A finished run to draw from must be there, and finished. */
async function checkFinished(runs: RunStore, tenant: string, id: string): Promise<void> {
  const run = await runs.get(tenant, id);
  if (run === undefined) throw new Refusal('invalid', `backtest: there is no backtest "${id}"`, { field: 'backtest' });
  if (run.status !== 'DONE') throw new Refusal('invalid', `backtest: "${id}" is ${run.status}, but must be DONE`, { field: 'backtest' });
}

/** Turns an error that names its field into a refusal in the words of the request. */
function refuserOf(request: Pick<BacktestRequest, 'strategies'>) {
  return <T>(work: () => T): T => {
    try {
      return planned(request, work);
    } catch (error) {
      const field = error instanceof Refusal && error.field !== undefined ? FIELDS[error.field] : undefined;
      if (field === undefined) throw error;
      throw new Refusal('invalid', (error as Refusal).message, { field });
    }
  };
}

function invalid(field: string, message: string): Refusal {
  return new Refusal('invalid', `${field} ${message}`, { field });
}
