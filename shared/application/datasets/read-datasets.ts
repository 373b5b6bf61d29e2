import type { Dataset } from '../../contracts/schemas.ts';
import type { DatasetRecord, DatasetStore } from '../../ports/dataset-store.ts';
import { idCursor, type PageQuery } from '../cursor.ts';
import { Refusal } from '../refusal.ts';
import { datasetOnWire } from './wire.ts';

/** A page of the tenant's datasets, newest first. */
export function listDatasets(datasets: DatasetStore) {
  return async (tenant: string, query: PageQuery): Promise<{ datasets: Dataset[]; next: string | null }> => {
    const { items, next } = await datasets.list(tenant, idCursor(query));
    return { datasets: items.map(datasetOnWire), next };
  };
}

/** One dataset of the tenant. Throws a refusal (not-found), also for one of another tenant. */
export function getDataset(datasets: DatasetStore) {
  return async (tenant: string, id: string): Promise<Dataset> => datasetOnWire(await findDataset(datasets, tenant, id));
}

/** A dataset that has bars. Throws a refusal: not-found, or conflict while it is not READY. */
export async function readyDataset(datasets: DatasetStore, tenant: string, id: string): Promise<DatasetRecord> {
  const record = await findDataset(datasets, tenant, id);
  if (record.status === 'READY') return record;
  throw new Refusal('conflict', `dataset "${id}" is ${record.status}; it has bars once it is READY`);
}

export async function findDataset(datasets: DatasetStore, tenant: string, id: string): Promise<DatasetRecord> {
  const record = await datasets.get(tenant, id);
  if (record === undefined) throw new Refusal('not-found', `there is no dataset "${id}"`, { field: 'id' });
  return record;
}
