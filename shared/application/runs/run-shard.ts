import type { Bars } from '../../domain/bars.ts';
import type { CostModel } from '../../engine/costs/define.ts';
import { inferInstrument } from '../../market/instrument.ts';
import type { RunStore } from '../../ports/run-store.ts';
import type { AnyStrategy } from '../../strategies/portfolio.ts';
import type { RuleCatalogue } from '../../strategies/rules/parse.ts';
import { strategyOf } from '../backtest/plan.ts';
import { simulate } from '../backtest/simulate.ts';
import { subjectOf } from '../backtest/subject.ts';
import { type SharedSource, simulateShared } from '../backtest/simulate-shared.ts';
import type { BesideInput, DetailInput } from '../backtest/simulation.ts';
import { encodeSimulation, encodeSimulations } from '../backtest/simulation-text.ts';
import { withDetails } from '../backtest/with-details.ts';
import { type BarsWorld, loadBars } from '../datasets/bars-object.ts';
import { getJson } from '../json-objects.ts';
import { loadFeatures, withFeatures } from '../tables/features.ts';
import type { TablesWorld } from '../tables/tables.ts';
import { failedShardKey, planKey, shardKey, shardPrefix } from './keys.ts';
import type { RunStep, ShardStep } from '../../contracts/backtest-steps.ts';
import type { ShardFailure, ShardSource, StoredPlan } from './stored.ts';

interface World extends BarsWorld, Pick<TablesWorld, 'tableFiles'> {
  readonly runs: RunStore;
  readonly strategies: readonly AnyStrategy[];
  /** What rules may name; the built-in indicators and patterns when absent. */
  readonly ruleCatalogue?: RuleCatalogue;
  /** Models of costs that the user has written. */
  readonly costs?: readonly CostModel[];
}

/**
 * One shard of a run: its dataset through the engine, the result to the store. Done once: a second time finds the result and leaves it.
 * What the shard cannot do (no bar in the range, a strategy that throws) is recorded and sinks no other; an outage is thrown, to be tried again.
 */
export function runShard(world: World) {
  return async ({ tenant, runId, shard }: ShardStep): Promise<{ ok: boolean }> => {
    for await (const key of world.objects.list(shardPrefix(tenant, runId, shard))) return { ok: key === shardKey(tenant, runId, shard) };
    const result = await simulated(world, { tenant, runId }, shard);
    const [key, body] = result.ok
      ? [shardKey(tenant, runId, shard), result.text]
      : [failedShardKey(tenant, runId, shard), JSON.stringify({ symbol: result.symbol, reason: result.reason } satisfies ShardFailure)];
    const stored = await world.objects.put(key, body, { contentType: 'application/json', ifAbsent: true });
    // Only the one who stored the result counts it: a shard that ran twice counts once.
    if (stored === 'stored') await world.runs.countShard(tenant, runId, result.ok ? 'done' : 'failed');
    return { ok: result.ok };
  };
}

type Outcome = { readonly ok: true; readonly text: string } | ({ readonly ok: false } & ShardFailure);

/** The bars of other instruments that a run may read. */
async function loadBeside(world: BarsWorld, tenant: string, sources: readonly ShardSource[]): Promise<BesideInput | undefined> {
  if (sources.length === 0) return undefined;
  const others = new Map<string, Bars>();
  for (const { symbol, datasetId } of sources) others.set(symbol, await loadBars(world, tenant, datasetId));
  return { data: { others }, origins: sources.map(({ symbol, sha256 }) => ({ kind: 'instrument', name: symbol, sha256 })) };
}

async function simulated(world: World, { tenant, runId }: RunStep, shard: number): Promise<Outcome> {
  const stored = await getJson<StoredPlan>(world.objects, planKey(tenant, runId));
  const source = stored?.sources[shard - 1];
  if (stored === undefined || source === undefined) throw new Error(`run ${runId} has no plan for shard ${shard}`);
  const { plan, sources, others, details = [], features = [] } = stored;
  if (plan.account !== undefined) return simulatedTogether(world, tenant, stored);
  const bars = await loadBars(world, tenant, source.datasetId);
  const finer = details[shard - 1];
  const detail = finer && { bars: await loadBars(world, tenant, finer.datasetId), sha256: finer.sha256 };
  const beside = await loadBeside(world, tenant, others);
  const loaded = await loadFeatures(world, tenant, features);
  try {
    const simulation = simulate({
      plan,
      strategy: strategyOf(world.strategies, plan, world.ruleCatalogue),
      bars,
      instrument: inferInstrument({ symbol: source.symbol, assetClass: source.assetClass }),
      data: { sha256: source.sha256, synthetic: source.synthetic },
      shards: sources.length,
      beside: withFeatures(beside, loaded, source.symbol),
      detail,
      costs: world.costs,
    });
    return { ok: true, text: encodeSimulation(simulation) };
  } catch (error) {
    return { ok: false, symbol: source.symbol, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Every dataset of the run on one account: its only shard. */
async function simulatedTogether(
  world: World,
  tenant: string,
  { plan, sources, others, rates = [], details = [], features = [] }: StoredPlan,
): Promise<Outcome> {
  const load = async (each: readonly ShardSource[]): Promise<SharedSource[]> => {
    const loaded: SharedSource[] = [];
    for (const { datasetId, symbol, assetClass, sha256, synthetic } of each) {
      const bars = await loadBars(world, tenant, datasetId);
      loaded.push({ bars, instrument: inferInstrument({ symbol, assetClass }), data: { sha256, synthetic } });
    }
    return loaded;
  };
  const finer: DetailInput[] = [];
  for (const { datasetId, sha256 } of details) finer.push({ bars: await loadBars(world, tenant, datasetId), sha256 });
  const given = { sources: await load(sources), rates: await load(rates) };
  const besides = await loadBeside(world, tenant, others);
  const loaded = await loadFeatures(world, tenant, features);
  try {
    const beside = withFeatures(besides, loaded, sources[0]?.symbol ?? '');
    const strategy = subjectOf(world.strategies, plan, world.ruleCatalogue);
    return {
      ok: true,
      text: encodeSimulations(
        simulateShared({ plan, strategy, costs: world.costs, ...given, sources: withDetails(given.sources, finer), beside }),
      ),
    };
  } catch (error) {
    const symbol = sources.length > 3 ? `${sources.length} instruments` : sources.map((source) => source.symbol).join(', ');
    return { ok: false, symbol, reason: error instanceof Error ? error.message : String(error) };
  }
}
