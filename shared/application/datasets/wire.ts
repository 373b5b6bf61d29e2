import type { Dataset } from '../../contracts/schemas.ts';
import { toIso } from '../../domain/time.ts';
import type { DatasetRecord } from '../../ports/dataset-store.ts';

/** A dataset as the API shows it. */
export function datasetOnWire(record: DatasetRecord): Dataset {
  const { fromUs, toUs, createdUs, upload: _, format: __, ...shown } = record;
  return {
    ...shown,
    from: fromUs === null ? null : toIso(fromUs),
    to: toUs === null ? null : toIso(toUs),
    defects: [...record.defects],
    createdAt: toIso(createdUs),
  };
}
