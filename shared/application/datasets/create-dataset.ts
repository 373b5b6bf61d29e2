import type { CreateDataset, DatasetUpload } from '../../contracts/schemas.ts';
import type { AssetClass } from '../../domain/instrument.ts';
import { SECOND_US, toIso } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DatasetRecord, DatasetStore } from '../../ports/dataset-store.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Objects } from '../../ports/objects.ts';
import { fileOf, uploadKey } from './keys.ts';
import { datasetOnWire } from './wire.ts';

interface World {
  readonly datasets: DatasetStore;
  readonly objects: Objects;
  readonly clock: Clock;
  readonly ids: Ids;
  /** How long the upload may take. */
  readonly uploadSeconds: number;
}

/**
 * Registers a dataset that awaits its file, and says where the file goes. The store takes exactly the announced bytes. A file that is there already as the same
 * thing makes no second dataset: the answer is the first, whatever its name, and nothing is to be put.
 */
export function createDataset(world: World) {
  return async (tenant: string, request: CreateDataset): Promise<DatasetUpload> => {
    const createdUs = world.clock.nowUs();
    const record: DatasetRecord = {
      id: world.ids.next(),
      name: request.name,
      symbol: request.symbol,
      assetClass: (request.assetClass ?? null) as AssetClass | null,
      format: request.format,
      timeframe: request.timeframe ?? null,
      status: 'AWAITING_UPLOAD',
      synthetic: request.synthetic,
      bars: 0,
      fromUs: null,
      toUs: null,
      sha256: null,
      rejectedRows: 0,
      defects: [],
      createdUs,
      upload: { bytes: request.bytes, sha256: request.sha256 },
    };
    const there = await sameDataset(world.datasets, tenant, record);
    if (there !== undefined) return { dataset: datasetOnWire(there), upload: null, repeated: true };
    await world.datasets.create(tenant, record);
    const expiresUs = createdUs + world.uploadSeconds * SECOND_US;
    const { url, headers } = await world.objects.presignPut(uploadKey(tenant, record.id), { expiresUs, ...record.upload });
    return { dataset: datasetOnWire(record), upload: { method: 'PUT', url, headers: { ...headers }, expiresAt: toIso(expiresUs) } };
  };
}

/** The dataset that this very file has become, if it has. */
async function sameDataset(datasets: DatasetStore, tenant: string, record: DatasetRecord): Promise<DatasetRecord | undefined> {
  const id = await datasets.sameFile(tenant, fileOf(record));
  const found = id === undefined ? undefined : await datasets.get(tenant, id);
  return found?.status === 'READY' ? found : undefined;
}
