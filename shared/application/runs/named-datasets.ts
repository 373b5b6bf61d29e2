import type { BacktestRequest } from '../../contracts/schemas.ts';
import { type TimeUs, toIso } from '../../domain/time.ts';
import { parseTimeframe } from '../../domain/timeframe.ts';
import type { DatasetRecord, DatasetStore } from '../../ports/dataset-store.ts';
import type { BacktestPlan } from '../backtest/plan.ts';
import { Refusal } from '../refusal.ts';
import type { ShardSource } from './stored.ts';

/** The datasets that a request names, in its order. */
export interface NamedDatasets {
  readonly traded: readonly DatasetRecord[];
  /** Read beside what is traded. */
  readonly others: readonly DatasetRecord[];
  /** Currency pairs of a shared account. */
  readonly rates: readonly DatasetRecord[];
  /** Finer data; undefined when the request names none. */
  readonly details: readonly DatasetRecord[] | undefined;
}

type Naming = Pick<BacktestRequest, 'datasets' | 'with' | 'rates' | 'detail'>;

/** Finds them all. Throws a refusal (invalid) at the place of one that is not there, not READY or named twice. */
export async function findDatasets(store: DatasetStore, tenant: string, request: Naming): Promise<NamedDatasets> {
  const { datasets, with: beside = [], rates = [], detail } = request;
  const found = {
    traded: await readyDatasets(store, { tenant, ids: datasets, field: 'datasets' }),
    others: await readyDatasets(store, { tenant, ids: beside, field: 'with' }),
    rates: await readyDatasets(store, { tenant, ids: rates, field: 'rates' }),
    details: detail && (await readyDatasets(store, { tenant, ids: detail, field: 'detail' })),
  };
  checkSymbols(found.others);
  return found;
}

/** Whether a plan can run on them: its range, and finer data of the same instruments. Throws a refusal (invalid). */
export function checkDatasets(plan: BacktestPlan, { traded, details }: NamedDatasets): void {
  traded.forEach((dataset, i) => checkRange(plan, dataset, i));
  if (details !== undefined) checkDetail(plan, traded, details);
}

interface Named {
  readonly tenant: string;
  readonly ids: readonly string[];
  /** Of the request. */
  readonly field: string;
}

/** The datasets in the order asked for, each of them there, READY, and named once. */
async function readyDatasets(store: DatasetStore, { tenant, ids, field }: Named): Promise<DatasetRecord[]> {
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

/** Each instrument stands beside a run once: indicators ask for it by its symbol. */
function checkSymbols(others: readonly DatasetRecord[]): void {
  others.forEach(({ symbol }, i) => {
    if (others.findIndex((other) => other.symbol === symbol) < i)
      throw new Refusal('invalid', `with.${i}: there are bars of ${symbol} already`, { field: `with.${i}` });
  });
}

/** Refuses a range before or after all bars of a dataset; one that falls into a hole of its data fails when it runs. */
function checkRange({ fromUs, toUs }: BacktestPlan, dataset: DatasetRecord, i: number): void {
  const firstUs = dataset.fromUs as TimeUs;
  const lastUs = (dataset.toUs as TimeUs) - parseTimeframe(dataset.timeframe as string);
  const has = `datasets.${i} (${dataset.symbol}) has bars from ${toIso(firstUs)} to ${toIso(lastUs)}`;
  if (fromUs !== null && fromUs > lastUs) throw new Refusal('invalid', `from is ${toIso(fromUs)}, but ${has}`, { field: 'from' });
  if (toUs !== null && toUs <= firstUs) throw new Refusal('invalid', `to is ${toIso(toUs)}, but ${has}`, { field: 'to' });
}

/** Refuses finer data that is not of the same instruments in bars of which theirs are a multiple. */
function checkDetail(plan: BacktestPlan, datasets: readonly DatasetRecord[], details: readonly DatasetRecord[]): void {
  const refuse = (field: string, reason: string) => new Refusal('invalid', `${field} ${reason}`, { field });
  const places = resolvedPlaces(plan, datasets);
  if (details.length !== places.length)
    throw refuse('detail', `names ${details.length} datasets for ${places.length}; give one for each, in their order`);
  details.forEach(({ symbol, timeframe }, i) => {
    const place = places[i] as number;
    const coarse = datasets[place] as DatasetRecord;
    if (symbol !== coarse.symbol) throw refuse(`detail.${i}`, `has bars of ${symbol}, but datasets.${place} is of ${coarse.symbol}`);
    const [finerUs, coarseUs] = [timeframeUs({ timeframe }), timeframeUs(coarse)];
    if (finerUs >= coarseUs || coarseUs % finerUs !== 0)
      throw refuse(
        `detail.${i}`,
        `has ${timeframe} bars, but must have bars of which the ${coarse.timeframe} bars of datasets.${place} are a multiple`,
      );
  });
}

/** Places of the datasets that finer data resolves: all of them, but of several timeframes of an instrument a shared account trades the shortest. */
export function resolvedPlaces({ account }: BacktestPlan, datasets: readonly DatasetRecord[]): number[] {
  const places = [...datasets.keys()];
  return account === undefined ? places : places.filter((place) => isTraded(datasets[place] as DatasetRecord, datasets));
}

function isTraded(dataset: DatasetRecord, all: readonly DatasetRecord[]): boolean {
  return all.every((other) => other.symbol !== dataset.symbol || timeframeUs(other) >= timeframeUs(dataset));
}

function timeframeUs({ timeframe }: Pick<DatasetRecord, 'timeframe'>): number {
  return parseTimeframe(timeframe as string);
}

/** What a shard needs to know of a dataset. Throws for one that is not READY. */
export function sourceOf({ id, status, symbol, assetClass, sha256, synthetic }: DatasetRecord): ShardSource {
  if (sha256 === null || assetClass === null) throw new Error(`dataset "${id}" is ${status}, not READY with its hash and asset class`);
  return { datasetId: id, symbol, assetClass, sha256, synthetic };
}
