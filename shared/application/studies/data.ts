import type { Bars } from '../../domain/bars.ts';
import { inferInstrument } from '../../market/instrument.ts';
import type { BesideInput, DataOrigin } from '../backtest/simulation.ts';
import { type BarsWorld, loadBars } from '../datasets/bars-object.ts';
import type { ShardSource } from '../runs/stored.ts';
import type { SweepData } from '../sweep/data.ts';
import type { StoredStudy } from './stored.ts';

/** What a study runs on. */
export interface StudyData {
  readonly data: readonly (SweepData & { readonly origin: DataOrigin })[];
  readonly beside: BesideInput | undefined;
}

export type StudyDataReader = (tenant: string, study: Pick<StoredStudy, 'sources' | 'others'>) => Promise<StudyData>;

/** Reads the bars of a study; those of the last one stay decoded, as many shards of one come in a row. */
export function studyData(world: BarsWorld): StudyDataReader {
  let last: { readonly key: string; readonly data: Promise<StudyData> } | undefined;
  return (tenant, { sources, others }) => {
    const key = [tenant, ...sources, '', ...others].map((source) => (typeof source === 'string' ? source : source.datasetId)).join('/');
    if (last?.key !== key) last = { key, data: load(world, tenant, { sources, others }) };
    const { data } = last;
    data.catch(() => {
      if (last?.data === data) last = undefined;
    });
    return data;
  };
}

async function load(world: BarsWorld, tenant: string, { sources, others }: Pick<StoredStudy, 'sources' | 'others'>): Promise<StudyData> {
  const data: StudyData['data'][number][] = [];
  for (const { datasetId, symbol, assetClass, sha256, synthetic } of sources) {
    const bars = await loadBars(world, tenant, datasetId);
    data.push({ bars, instrument: inferInstrument({ symbol, assetClass }), origin: { sha256, synthetic } });
  }
  return { data, beside: others.length === 0 ? undefined : await loadBeside(world, tenant, others) };
}

async function loadBeside(world: BarsWorld, tenant: string, sources: readonly ShardSource[]): Promise<BesideInput> {
  const others = new Map<string, Bars>();
  for (const { symbol, datasetId } of sources) others.set(symbol, await loadBars(world, tenant, datasetId));
  return { data: { others }, origins: sources.map(({ symbol, sha256 }) => ({ kind: 'instrument', name: symbol, sha256 })) };
}
