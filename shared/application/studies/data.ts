import type { Bars } from '../../domain/bars.ts';
import { inferInstrument } from '../../market/instrument.ts';
import { withRules } from '../backtest/instrument-rules.ts';
import type { BesideInput } from '../backtest/simulation.ts';
import { type BarsWorld, loadBars } from '../datasets/bars-object.ts';
import type { ShardSource } from '../runs/stored.ts';
import type { OriginalInput } from '../sweep/simulations.ts';
import { loadFeatures, withFeatures } from '../tables/features.ts';
import type { TablesWorld } from '../tables/tables.ts';
import { backtestOf, type StoredStudy, type StudySource } from './stored.ts';

/** What a study runs on. */
export type StudyData = Pick<OriginalInput, 'data' | 'rates' | 'beside'>;
/** What of a study says which data it reads. */
export type StudySources = Pick<StoredStudy, 'sources' | 'others' | 'rates' | 'features'> & Partial<Pick<StoredStudy, 'plan'>>;
export type StudyDataReader = (tenant: string, study: StudySources) => Promise<StudyData>;
type World = BarsWorld & Pick<TablesWorld, 'tableFiles'>;

/** Reads the bars of a study; those of the last one stay decoded, as many shards of one come in a row. */
export function studyData(world: World): StudyDataReader {
  let last: { readonly key: string; readonly data: Promise<StudyData> } | undefined;
  return async (tenant, { plan, sources, others, rates = [], features = [] }) => {
    const ids = [
      sources.map(({ detail }) => detail?.datasetId),
      ...[sources, others, rates].map((each) => each.map((one) => one.datasetId)),
    ];
    const read = features.map(({ name, column, symbol, table, sha256 }) => [name, column, symbol, table.id, sha256]);
    const key = JSON.stringify([tenant, ids, read]);
    if (last?.key !== key) last = { key, data: load(world, tenant, { sources, others, rates, features }) };
    const { data } = last;
    data.catch(() => {
      if (last?.data === data) last = undefined;
    });
    const found = await data;
    return { ...found, data: withRules(found.data, plan && backtestOf(plan)?.execution) };
  };
}

async function load(
  world: World,
  tenant: string,
  { sources, others, rates, features }: Required<Omit<StudySources, 'plan'>>,
): Promise<StudyData> {
  const [data, pairs]: [Loaded[], Loaded[]] = [[], []];
  for (const source of sources) data.push(await loadSource(world, tenant, source));
  for (const source of rates) pairs.push(await loadSource(world, tenant, source));
  const beside = others.length === 0 ? undefined : await loadBeside(world, tenant, others);
  const read = await loadFeatures(world, tenant, features);
  return { data, rates: pairs, beside: withFeatures(beside, read, sources[0]?.symbol ?? '') };
}

type Loaded = StudyData['data'][number];

async function loadSource(world: BarsWorld, tenant: string, { detail, ...source }: StudySource): Promise<Loaded> {
  const { datasetId, symbol, assetClass, sha256, synthetic } = source;
  const bars = await loadBars(world, tenant, datasetId);
  const finer = detail && { bars: await loadBars(world, tenant, detail.datasetId), sha256: detail.sha256 };
  return { bars, instrument: inferInstrument({ symbol, assetClass }), origin: { sha256, synthetic }, ...(finer && { detail: finer }) };
}

async function loadBeside(world: BarsWorld, tenant: string, sources: readonly ShardSource[]): Promise<BesideInput> {
  const others = new Map<string, Bars>();
  for (const { symbol, datasetId } of sources) others.set(symbol, await loadBars(world, tenant, datasetId));
  return { data: { others }, origins: sources.map(({ symbol, sha256 }) => ({ kind: 'instrument', name: symbol, sha256 })) };
}
