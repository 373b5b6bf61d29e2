import type { Backtest, BacktestRequest } from '../../contracts/schemas.ts';
import { type TimeUs, toIso } from '../../domain/time.ts';
import { parseTimeframe } from '../../domain/timeframe.ts';
import { type Analyser, findAnalysers } from '../../performance/analyser.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DatasetRecord, DatasetStore } from '../../ports/dataset-store.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Objects } from '../../ports/objects.ts';
import type { RunRecord, RunStore } from '../../ports/run-store.ts';
import type { Workflow } from '../../ports/workflow.ts';
import type { AnyStrategy } from '../../strategies/portfolio.ts';
import type { RuleCatalogue } from '../../strategies/rules/parse.ts';
import { RuleError } from '../../strategies/rules/fault.ts';
import { type OwnCosts, type BacktestPlan, planBacktest } from '../backtest/plan.ts';
import { putJson } from '../json-objects.ts';
import { Refusal } from '../refusal.ts';
import { checkShared, resolveFeatures } from '../tables/features.ts';
import type { TablesWorld } from '../tables/tables.ts';
import { refusalOfRules } from '../research/explain-rules.ts';
import { requestKey } from './keys.ts';
import { shardCount, type StoredRequest } from './stored.ts';
import { backtestOnWire } from './wire.ts';

interface World extends Pick<TablesWorld, 'tables' | 'schemas'> {
  readonly datasets: DatasetStore;
  readonly runs: RunStore;
  readonly objects: Objects;
  readonly workflow: Workflow;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly strategies: readonly AnyStrategy[];
  /** What rules may name; the built-in indicators and patterns when absent. */
  readonly ruleCatalogue?: RuleCatalogue & OwnCosts;
  readonly codeVersion: string;
  /** None when absent. */
  readonly analysers?: readonly Analyser[];
}

/** Datasets that the listed run names at most; a row of the store must stay far below its 400 KB, the whole request lies with the run's objects. */
export const LISTED_DATASETS = 100;

/**
 * Checks a request to the last parameter, records the run as QUEUED and starts its execution, named by the run's id.
 * Throws a refusal that names the field at fault; nothing is written then.
 */
export function startBacktest(world: World) {
  return async (tenant: string, request: BacktestRequest): Promise<Backtest> => {
    const { datasets: ids, with: others = [], ...about } = request;
    const { rates = [], detail } = request;
    const plan = planned(() => planBacktest(about, world.strategies, world.codeVersion, world.ruleCatalogue));
    planned(() => findAnalysers(world.analysers ?? [], request.analysers ?? []));
    const datasets = await readyDatasets(world.datasets, { tenant, ids, field: 'datasets' });
    checkSymbols(await readyDatasets(world.datasets, { tenant, ids: others, field: 'with' }));
    await readyDatasets(world.datasets, { tenant, ids: rates, field: 'rates' });
    datasets.forEach((dataset, i) => checkRange(plan, dataset, i));
    if (detail !== undefined) checkDetail(plan, datasets, await readyDatasets(world.datasets, { tenant, ids: detail, field: 'detail' }));
    const features = await resolveFeatures(world, tenant, request.features ?? {});
    if (plan.account !== undefined)
      checkShared(
        features,
        datasets.map(({ symbol }) => symbol),
      );
    const run: RunRecord = {
      id: world.ids.next(),
      status: 'QUEUED',
      request: {
        ...request,
        params: plan.params,
        datasets: ids.slice(0, LISTED_DATASETS),
        ...(detail === undefined ? {} : { detail: detail.slice(0, LISTED_DATASETS) }),
      },
      symbols: datasets.slice(0, LISTED_DATASETS).map(({ symbol }) => symbol),
      shards: { total: shardCount(plan, ids.length), done: 0, failed: 0 },
      createdUs: world.clock.nowUs(),
      finishedUs: null,
      error: null,
      summary: null,
    };
    const stored: StoredRequest = {
      request: { ...request, params: plan.params },
      symbols: datasets.map(({ symbol }) => symbol),
      plan,
      ...(features.length === 0 ? {} : { features }),
    };
    await putJson(world.objects, requestKey(tenant, run.id), stored);
    await world.runs.create(tenant, run);
    await world.workflow.start(run.id, { tenant, runId: run.id });
    return backtestOnWire(run);
  };
}

interface Named {
  readonly tenant: string;
  readonly ids: readonly string[];
  /** Of the request. */
  readonly field: string;
}

/** Each instrument stands beside a run once: indicators ask for it by its symbol. */
export function checkSymbols(others: readonly DatasetRecord[]): void {
  others.forEach(({ symbol }, i) => {
    if (others.findIndex((other) => other.symbol === symbol) < i)
      throw new Refusal('invalid', `with.${i}: there are bars of ${symbol} already`, { field: `with.${i}` });
  });
}

/** Refuses finer data that is not of the same instruments in bars of which theirs are a multiple. Of a shared account only what is traded has some. */
function checkDetail({ account }: BacktestPlan, datasets: readonly DatasetRecord[], details: readonly DatasetRecord[]): void {
  const refuse = (field: string, reason: string) => new Refusal('invalid', `${field} ${reason}`, { field });
  const resolved = [...datasets.entries()].filter(([, dataset]) => account === undefined || isTraded(dataset, datasets));
  if (details.length !== resolved.length)
    throw refuse('detail', `names ${details.length} datasets for ${resolved.length}; give one for each, in their order`);
  details.forEach(({ symbol, timeframe }, i) => {
    const [place, coarse] = resolved[i] as [number, DatasetRecord];
    if (symbol !== coarse.symbol) throw refuse(`detail.${i}`, `has bars of ${symbol}, but datasets.${place} is of ${coarse.symbol}`);
    const [finerUs, coarseUs] = [timeframeUs({ timeframe }), timeframeUs(coarse)];
    if (finerUs >= coarseUs || coarseUs % finerUs !== 0)
      throw refuse(
        `detail.${i}`,
        `has ${timeframe} bars, but must have bars of which the ${coarse.timeframe} bars of datasets.${place} are a multiple`,
      );
  });
}

/** Of several timeframes of an instrument a shared account trades the shortest. */
function isTraded(dataset: DatasetRecord, all: readonly DatasetRecord[]): boolean {
  return all.every((other) => other.symbol !== dataset.symbol || timeframeUs(other) >= timeframeUs(dataset));
}

function timeframeUs({ timeframe }: Pick<DatasetRecord, 'timeframe'>): number {
  return parseTimeframe(timeframe as string);
}

/** The datasets in the order asked for, each of them there, READY, and named once. */
export async function readyDatasets(store: DatasetStore, { tenant, ids, field }: Named): Promise<DatasetRecord[]> {
  const seen = new Set<string>();
  for (const [i, id] of ids.entries()) {
    if (seen.has(id)) throw new Refusal('invalid', `${field}.${i}: "${id}" is named twice`, { field: `${field}.${i}` });
    seen.add(id);
  }
  const found = new Map((await store.getMany(tenant, ids)).map((record) => [record.id, record]));
  return ids.map((id, i) => {
    const record = found.get(id);
    if (record === undefined) throw new Refusal('invalid', `${field}.${i}: there is no dataset "${id}"`, { field: `${field}.${i}` });
    if (record.status !== 'READY')
      throw new Refusal('invalid', `${field}.${i}: dataset "${id}" is ${record.status}, but must be READY`, { field: `${field}.${i}` });
    return record;
  });
}

/** Refuses a range before or after all bars of a dataset; one that falls into a hole of its data fails when it runs. */
export function checkRange({ fromUs, toUs }: BacktestPlan, dataset: DatasetRecord, i: number): void {
  const firstUs = dataset.fromUs as TimeUs;
  const lastUs = (dataset.toUs as TimeUs) - parseTimeframe(dataset.timeframe as string);
  const has = `datasets.${i} (${dataset.symbol}) has bars from ${toIso(firstUs)} to ${toIso(lastUs)}`;
  if (fromUs !== null && fromUs > lastUs) throw new Refusal('invalid', `from is ${toIso(fromUs)}, but ${has}`, { field: 'from' });
  if (toUs !== null && toUs <= firstUs) throw new Refusal('invalid', `to is ${toIso(toUs)}, but ${has}`, { field: 'to' });
}

/** Turns an error that names its field into a refusal; parameters of the strategy stand under `params`. */
export function planned<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RuleError) throw refusalOfRules(error, 'rules');
    if (!(error instanceof Error) || !('field' in error) || typeof error.field !== 'string') throw error;
    throw new Refusal('invalid', error.message, { field: error.name === 'ParameterError' ? `params.${error.field}` : error.field });
  }
}
