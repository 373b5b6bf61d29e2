import type { CorrelationsQuery } from '../../contracts/research.ts';
import { firstBarAtOrAfter, sliceBars } from '../../domain/bars.ts';
import type { DatasetRecord, DatasetStore } from '../../ports/dataset-store.ts';
import { type Correlation, correlate } from '../../research/correlation/correlate.ts';
import { ResearchError } from '../../research/error.ts';
import type { Series } from '../../research/series.ts';
import { type BarsWorld, loadBars } from '../datasets/bars-object.ts';
import { rangeOfQuery } from '../query-range.ts';
import { Refusal } from '../refusal.ts';

interface World extends BarsWorld {
  readonly datasets: DatasetStore;
}

/** Bars times pairs that are answered while a gateway waits its thirty seconds. */
const WORK_MAX = 400_000;

/**
 * How two or more datasets move together on their common bars. Throws a refusal: not-found for an unknown dataset, unprocessable when their bars
 * cannot be set side by side or are too many to answer at once.
 */
export function correlateDatasets(world: World) {
  return async (tenant: string, query: CorrelationsQuery): Promise<Correlation> => {
    const { fromUs, toUs } = rangeOfQuery(query);
    const records = await readyDatasets(world.datasets, tenant, query.datasets.split(','));
    const series: Series[] = [];
    for (const { id, symbol } of records) {
      const bars = await loadBars(world, tenant, id);
      series.push({ symbol, bars: sliceBars(bars, firstBarAtOrAfter(bars, fromUs), firstBarAtOrAfter(bars, toUs)) });
    }
    checkWork(series);
    const { window, maxLag } = query;
    try {
      return correlate(series, { ...(window === undefined ? {} : { window }), ...(maxLag === undefined ? {} : { maxLag }) });
    } catch (error) {
      if (!(error instanceof ResearchError)) throw error;
      if (error.field !== 'data') throw new Refusal('invalid', `query.${error.message}`, { field: `query.${error.field}` });
      throw new Refusal('unprocessable', error.message, { field: 'query.datasets' });
    }
  };
}

async function readyDatasets(store: DatasetStore, tenant: string, ids: readonly string[]): Promise<DatasetRecord[]> {
  const field = 'query.datasets';
  const found = new Map((await store.getMany(tenant, ids)).map((record) => [record.id, record]));
  return ids.map((id, i) => {
    if (ids.indexOf(id) < i) throw new Refusal('invalid', `${field}: "${id}" is named twice`, { field });
    const record = found.get(id);
    if (record === undefined) throw new Refusal('not-found', `${field}: there is no dataset "${id}"`, { field });
    if (record.status !== 'READY')
      throw new Refusal('conflict', `${field}: dataset "${id}" is ${record.status}; it has bars once it is READY`, { field });
    return record;
  });
}

function checkWork(series: readonly Series[]): void {
  const bars = Math.min(...series.map((one) => one.bars.length));
  const pairs = (series.length * (series.length - 1)) / 2;
  if (bars * pairs <= WORK_MAX) return;
  const most = Math.floor(WORK_MAX / pairs);
  const detail = `${pairs} pairs of up to ${bars} bars are too many at once; give at most ${most} bars by from and to, or fewer datasets`;
  throw new Refusal('unprocessable', detail, { field: 'query.datasets' });
}
