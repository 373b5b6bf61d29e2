import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BesideInput } from '../shared/application/backtest/simulation.ts';
import type { Bars } from '../shared/domain/bars.ts';
import type { Feature } from '../shared/domain/feature.ts';
import { MarketDataError } from '../shared/market/error.ts';
import { parseFeature } from '../shared/market/feature.ts';
import { type DatasetSource, datasetSources, loadDataset } from './dataset.ts';
import { fileError, UserError } from './user-error.ts';

/** Where the data beside a run lie; plain data, so that it can go to a worker thread. */
export interface BesideSources {
  readonly others: readonly DatasetSource[];
  readonly features: readonly FeatureSource[];
}

export interface FeatureSource {
  readonly name: string;
  /** As the user wrote it. */
  readonly given: string;
  readonly path: string;
}

/** `sentiment=scores.csv` */
export function featureOption(value: string, before: readonly FeatureSource[] = []): FeatureSource[] {
  const at = value.indexOf('=');
  const name = value.slice(0, at).trim();
  const given = value.slice(at + 1).trim();
  if (at < 1 || given === '') throw new UserError(`--feature is "${value}", but must be name=file, like sentiment=scores.csv`);
  if (before.some((other) => other.name === name)) throw new UserError(`--feature gives "${name}" twice`);
  return [...before, { name, given, path: resolve(given) }];
}

/** The sources of `--with` and `--feature`. Throws `UserError` for a file that is not there. */
export function besideSources(options: { readonly with?: readonly string[]; readonly feature?: readonly FeatureSource[] }): BesideSources {
  return { others: datasetSources(options.with ?? [], {}), features: options.feature ?? [] };
}

/** Reads the sources; undefined when there is none. */
export async function loadBeside({ others, features }: BesideSources): Promise<BesideInput | undefined> {
  if (others.length === 0 && features.length === 0) return undefined;
  const bars = new Map<string, Bars>();
  const read = new Map<string, Feature>();
  const origins: BesideInput['origins'][number][] = [];
  for (const source of others) {
    const { bars: own, instrument, sha256 } = await loadDataset(source);
    if (bars.has(instrument.symbol)) throw new UserError(`--with gives bars of ${instrument.symbol} twice`);
    bars.set(instrument.symbol, own);
    origins.push({ kind: 'instrument', name: instrument.symbol, sha256 });
  }
  for (const source of features) {
    const { feature, sha256 } = loadFeature(source);
    read.set(source.name, feature);
    origins.push({ kind: 'feature', name: source.name, sha256 });
  }
  return { data: { others: bars, features: read }, origins };
}

function loadFeature({ path }: FeatureSource): { feature: Feature; sha256: string } {
  const bytes = readFile(path);
  try {
    return { feature: parseFeature(bytes), sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch (error) {
    if (error instanceof MarketDataError) throw new UserError(`${path}: ${error.message}`, { cause: error });
    throw error;
  }
}

function readFile(path: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    throw fileError('read', path, error);
  }
}
