import type { Bars } from '../../domain/bars.ts';
import { inferInstrument } from '../../market/instrument.ts';
import type { BesideInput, DataOrigin } from '../backtest/simulation.ts';
import { type BarsWorld, loadBars } from '../datasets/bars-object.ts';
import type { ShardSource } from '../runs/stored.ts';
import type { SweepData } from '../sweep/data.ts';
import { loadFeatures, withFeatures } from '../tables/features.ts';
import type { TablesWorld } from '../tables/tables.ts';
import type { StoredStudy } from './stored.ts';

/** What a study runs on. */
export interface StudyData {
  readonly data: readonly (SweepData & { readonly origin: DataOrigin })[];
  readonly beside: BesideInput | undefined;
}

/** What of a study says which data it reads. */
type StudySources = Pick<StoredStudy, 'sources' | 'others' | 'features'>;
export type StudyDataReader = (tenant: string, study: StudySources) => Promise<StudyData>;
type World = BarsWorld & Pick<TablesWorld, 'tableFiles'>;

/** Reads the bars of a study; those of the last one stay decoded, as many shards of one come in a row. */
export function studyData(world: World): StudyDataReader {
  let last: { readonly key: string; readonly data: Promise<StudyData> } | undefined;
  return (tenant, { sources, others, features = [] }) => {
    const ids = [tenant, ...sources, '', ...others].map((source) => (typeof source === 'string' ? source : source.datasetId));
    const key = JSON.stringify([ids, features.map(({ name, column, symbol, table, sha256 }) => [name, column, symbol, table.id, sha256])]);
    if (last?.key !== key) last = { key, data: load(world, tenant, { sources, others, features }) };
    const { data } = last;
    data.catch(() => {
      if (last?.data === data) last = undefined;
    });
    return data;
  };
}

async function load(world: World, tenant: string, { sources, others, features }: Required<StudySources>): Promise<StudyData> {
  const data: StudyData['data'][number][] = [];
  for (const { datasetId, symbol, assetClass, sha256, synthetic } of sources) {
    const bars = await loadBars(world, tenant, datasetId);
    data.push({ bars, instrument: inferInstrument({ symbol, assetClass }), origin: { sha256, synthetic } });
  }
  const beside = others.length === 0 ? undefined : await loadBeside(world, tenant, others);
  return { data, beside: withFeatures(beside, await loadFeatures(world, tenant, features), sources[0]?.symbol ?? '') };
}

async function loadBeside(world: BarsWorld, tenant: string, sources: readonly ShardSource[]): Promise<BesideInput> {
  const others = new Map<string, Bars>();
  for (const { symbol, datasetId } of sources) others.set(symbol, await loadBars(world, tenant, datasetId));
  return { data: { others }, origins: sources.map(({ symbol, sha256 }) => ({ kind: 'instrument', name: symbol, sha256 })) };
}
