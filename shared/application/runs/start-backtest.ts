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
    const { datasets: ids, detail } = request;
    const plan = planned(request, () => planBacktest(request, world.strategies, world.codeVersion, world.ruleCatalogue));
    planned(request, () => findAnalysers(world.analysers ?? [], request.analysers ?? []));
    const found = await findDatasets(world.datasets, tenant, request);
    checkDatasets(plan, found);
    const datasets = found.traded;
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
