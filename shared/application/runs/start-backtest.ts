import type { Execution } from '../../contracts/execution.ts';
import type { Backtest, BacktestRequest } from '../../contracts/schemas.ts';
import { type Analyser, findAnalysers } from '../../performance/analyser.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DatasetStore } from '../../ports/dataset-store.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Objects } from '../../ports/objects.ts';
import type { RunRecord, RunStore } from '../../ports/run-store.ts';
import type { Workflow } from '../../ports/workflow.ts';
import type { AnyStrategy } from '../../strategies/portfolio.ts';
import type { RuleCatalogue } from '../../strategies/rules/parse.ts';
import { type OwnCosts, planBacktest } from '../backtest/plan.ts';
import { type RuleBook, withMaster } from '../instruments/rules.ts';
import { putJson } from '../json-objects.ts';
import { checkShared, resolveFeatures } from '../tables/features.ts';
import type { TablesWorld } from '../tables/tables.ts';
import { requestKey } from './keys.ts';
import { checkDatasets, findDatasets } from './named-datasets.ts';
import { planned } from './planned.ts';
import { shardCount, type StoredRequest } from './stored.ts';
import { backtestOnWire } from './wire.ts';

interface World extends Pick<TablesWorld, 'tables' | 'schemas'> {
  readonly datasets: DatasetStore;
  /** The security master. */
  readonly instruments: RuleBook;
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
  return async (tenant: string, asked: BacktestRequest): Promise<Backtest> => {
    const { datasets: ids, detail } = asked;
    const planOf = (request: BacktestRequest) =>
      planned(request, () => planBacktest(request, world.strategies, world.codeVersion, world.ruleCatalogue));
    planOf(asked);
    planned(asked, () => findAnalysers(world.analysers ?? [], asked.analysers ?? []));
    const found = await findDatasets(world.datasets, tenant, asked);
    const symbols = found.traded.map(({ symbol }) => symbol);
    const request = await withMaster(world.instruments, asked, symbols);
    const plan = planOf(request);
    checkDatasets(plan, found);
    const features = await resolveFeatures(world, tenant, request.features ?? {});
    if (plan.account !== undefined) checkShared(features, symbols);
    const run: RunRecord = {
      id: world.ids.next(),
      status: 'QUEUED',
      request: {
        ...request,
        params: plan.params,
        datasets: ids.slice(0, LISTED_DATASETS),
        ...(detail === undefined ? {} : { detail: detail.slice(0, LISTED_DATASETS) }),
        ...(request.execution === undefined ? {} : { execution: listedRules(request.execution) }),
      },
      symbols: symbols.slice(0, LISTED_DATASETS),
      shards: { total: shardCount(plan, ids.length), done: 0, failed: 0 },
      createdUs: world.clock.nowUs(),
      finishedUs: null,
      error: null,
      summary: null,
    };
    const stored: StoredRequest = {
      request: { ...request, params: plan.params },
      symbols,
      plan,
      ...(features.length === 0 ? {} : { features }),
    };
    await putJson(world.objects, requestKey(tenant, run.id), stored);
    await world.runs.create(tenant, run);
    await world.workflow.start(run.id, { tenant, runId: run.id });
    return backtestOnWire(run);
  };
}

/** As many rules of single instruments as the listed run names datasets. */
function listedRules({ instruments, ...execution }: Execution): Execution {
  if (instruments === undefined) return execution;
  return { ...execution, instruments: Object.fromEntries(Object.entries(instruments).slice(0, LISTED_DATASETS)) };
}
