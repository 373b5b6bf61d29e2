import type { CreateDataset, DatasetUpload } from '../../contracts/schemas.ts';
import type { AssetClass } from '../../domain/instrument.ts';
import { SECOND_US, toIso } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DatasetRecord, DatasetStore } from '../../ports/dataset-store.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Objects } from '../../ports/objects.ts';
import { uploadKey } from './keys.ts';
import { datasetOnWire } from './wire.ts';

interface World {
  readonly datasets: DatasetStore;
  readonly objects: Objects;
  readonly clock: Clock;
  readonly ids: Ids;
  /** How long the upload may take. */
  readonly uploadSeconds: number;
}

/** Registers a dataset that awaits its file, and says where the file goes. The store takes exactly the announced bytes. */
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
    await world.datasets.create(tenant, record);
    const expiresUs = createdUs + world.uploadSeconds * SECOND_US;
    const { url, headers } = await world.objects.presignPut(uploadKey(tenant, record.id), { expiresUs, ...record.upload });
    return { dataset: datasetOnWire(record), upload: { method: 'PUT', url, headers: { ...headers }, expiresAt: toIso(expiresUs) } };
  };
}
