import { basename } from 'node:path';
import type { Client } from '../shared/contracts/client.ts';
import type { BacktestRequest } from '../shared/contracts/schemas.ts';
import type { BacktestOptions } from './backtest-options.ts';
import { type DatasetSource, datasetSources, importFile, sourcesOf } from './dataset.ts';
import { holdsTrades } from './execution-files.ts';
import { knownDataset } from './platform.ts';
import { remoteFeatures } from './remote-features.ts';
import { note } from './terminal.ts';
import { UserError } from './user-error.ts';

type RemoteData = Pick<BacktestRequest, 'datasets' | 'with' | 'rates' | 'detail' | 'features'>;

/** What a run reads as the platform knows it: files are put there unless it has them; what has the form of a dataset's id there is one. */
export async function remoteData(client: Client, options: Omit<BacktestOptions, 'equity'>): Promise<RemoteData> {
  const sources = [
    remoteSources(options),
    ...[options.with, options.rates].map((data = []) => remoteSources({ data })),
    remoteDetail(options),
  ];
  await checkStrategies(client, options);
  const ids: string[][] = [];
  for (const each of sources) ids.push(await idsOf(client, each));
  const [datasets = [], others = [], rates = [], detail = []] = ids;
  const features = await remoteFeatures(client, options.feature ?? []);
  return {
    datasets,
    ...(Object.keys(features).length === 0 ? {} : { features }),
    ...(others.length === 0 ? {} : { with: others }),
    ...(rates.length === 0 ? {} : { rates }),
    ...(detail.length === 0 ? {} : { detail }),
  };
}

/** The data sets of a command that looks at bars without trading them, as the platform knows them. */
export function remoteDatasets(client: Client, options: Parameters<typeof remoteSources>[0]): Promise<string[]> {
  return idsOf(client, remoteSources(options));
}

async function idsOf(client: Client, sources: readonly (string | DatasetSource)[]): Promise<string[]> {
  const ids: string[] = [];
  for (const data of sources) ids.push(typeof data === 'string' ? data : await datasetId(client, data));
  return ids;
}

/** Before any file is put there. */
async function checkStrategies(client: Client, { strategy, strategies }: Pick<BacktestOptions, 'strategy' | 'strategies'>): Promise<void> {
  const ids = strategies?.map((one) => one.strategy) ?? (strategy === undefined ? [] : [strategy]);
  if (ids.length === 0) return;
  const known = (await client.listStrategies()).strategies.map((one) => one.id);
  const id = ids.find((one) => !known.includes(one));
  if (id !== undefined) throw new UserError(`there is no strategy "${id}" on the platform (there are: ${known.join(', ')})`);
}

/** What has the form of a dataset's id is one; everything else is a file here, or in the catalogue here. */
function remoteSources(
  options: Parameters<typeof sourcesOf>[1] & { readonly data: readonly string[] },
  find = datasetSources,
): (string | DatasetSource)[] {
  const isId = (data: string) => /^[0-9A-HJKMNP-TV-Z]{26}$/.test(data);
  const sources = find(
    options.data.filter((data) => !isId(data)),
    options,
  );
  return options.data.map((data) => (isId(data) ? data : (sources.shift() as DatasetSource)));
}

/** Finer bars, one for each `--data`; the platform knows which of them a shared account trades. */
function remoteDetail({
  data,
  detail = [],
  symbol = [],
  account,
  strategies,
}: Omit<BacktestOptions, 'equity'>): (string | DatasetSource)[] {
  const together = account === 'shared' || strategies !== undefined;
  if (together ? detail.length > data.length : detail.length !== 0 && detail.length !== data.length)
    throw new UserError(`--detail names ${detail.length} files for ${data.length} data sets; give one for each, or none`);
  const sources = remoteSources({ data: detail, ...(symbol.length === detail.length ? { symbol } : {}) }, sourcesOf);
  for (const source of sources) {
    if (typeof source !== 'string' && holdsTrades(source))
      throw new UserError(
        `--detail ${source.label} holds trades, but the platform keeps bars: make bars of them with data aggregate, or leave --api out`,
      );
  }
  return sources;
}

/** The dataset that the platform has of this very file, else a new one. */
async function datasetId(client: Client, source: DatasetSource): Promise<string> {
  const { bytes, format, instrument, timeframe, sha256 } = await importFile(source, { future: source.sha256 !== undefined });
  const { symbol, assetClass } = instrument;
  const known = await knownDataset(client, { sha256, symbol, assetClass, timeframe });
  if (known) return known.id;
  note(`putting ${source.label} on the platform as ${symbol}`);
  const dataset = await client.uploadDataset({
    name: basename(source.label),
    symbol,
    assetClass,
    timeframe,
    format,
    synthetic: source.synthetic,
    content: bytes,
  });
  return dataset.id;
}
