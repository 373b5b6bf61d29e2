import type { Dataset } from '../../contracts/schemas.ts';
import { MarketDataError } from '../../market/error.ts';
import { type Imported, type ImportOptions, importBars, importTable } from '../../market/import.ts';
import { quarantineCsv } from '../../market/quarantine.ts';
import type { RawTable, Reject } from '../../market/table.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DatasetDefect, DatasetRecord, DatasetStore } from '../../ports/dataset-store.ts';
import { Refusal } from '../refusal.ts';
import type { BarsWorld } from './bars-object.ts';
import { barsKey, fileOf, quarantineKey, uploadKey } from './keys.ts';
import { findDataset } from './read-datasets.ts';
import { datasetOnWire } from './wire.ts';

interface World extends BarsWorld {
  readonly datasets: DatasetStore;
  readonly clock: Clock;
  /** Hexadecimal SHA-256. */
  readonly sha256: (bytes: Uint8Array) => string;
  /** Rows of a Parquet file; throws `MarketDataError` when it holds no bars. */
  readonly parquetTable: (bytes: Uint8Array) => Promise<RawTable>;
}

/** Rejected rows that the dataset itself names; all of them stand in the quarantine file. */
const NAMED_REJECTS = 50;

/**
 * Validates the file of a dataset and makes it READY, or REJECTED with the reason, which it throws as a refusal (unprocessable). Everything it leaves
 * is written before the status changes, so a dataset is never half there; doing it again answers what was decided. Throws a refusal (conflict) while
 * the announced file has not been put.
 */
export function completeDataset(world: World) {
  return async (tenant: string, id: string): Promise<Dataset> => {
    const record = await findDataset(world.datasets, tenant, id);
    if (record.status !== 'AWAITING_UPLOAD') return outcome(record);
    const bytes = await uploaded(world, tenant, record);
    const finished = await imported(world, record, bytes).then(
      (result) => ready(world, tenant, record, result),
      (error: unknown) => rejected(world, tenant, record, error),
    );
    // Before the status changes: a row that names a dataset which is not READY is passed over, a missing one would let the file in twice.
    if (finished.status === 'READY') await world.datasets.remember(tenant, fileOf(record), id);
    const first = await world.datasets.finish(tenant, finished);
    return outcome(first ? finished : await findDataset(world.datasets, tenant, id));
  };
}

function outcome(record: DatasetRecord): Dataset {
  if (record.status !== 'REJECTED') return datasetOnWire(record);
  const [defect] = record.defects;
  throw new Refusal('unprocessable', `"${record.name}" was rejected: ${defect?.detail ?? 'it holds no bars'}`, { field: 'file' });
}

async function uploaded({ objects, sha256 }: World, tenant: string, { id, upload }: DatasetRecord): Promise<Uint8Array> {
  const bytes = await objects.get(uploadKey(tenant, id));
  if (bytes === undefined) throw new Refusal('conflict', `the file of dataset "${id}" has not been put to its upload URL yet`);
  const found = sha256(bytes);
  if (found === upload.sha256) return bytes;
  throw new Refusal('conflict', `the file of dataset "${id}" is not the one announced: its SHA-256 is ${found}, not ${upload.sha256}`);
}

async function imported({ parquetTable, clock }: World, record: DatasetRecord, bytes: Uint8Array): Promise<Imported> {
  const options: ImportOptions = {
    symbol: record.symbol,
    nowUs: clock.nowUs(),
    ...(record.assetClass === null ? {} : { assetClass: record.assetClass }),
    ...(record.timeframe === null ? {} : { timeframe: record.timeframe }),
  };
  return record.format === 'csv' ? importBars(bytes, options) : importTable(await parquetTable(bytes), options);
}

async function ready({ objects, barFiles }: World, tenant: string, record: DatasetRecord, result: Imported): Promise<DatasetRecord> {
  const { bars, instrument, timeframe, rejects, defects } = result;
  await objects.put(barsKey(tenant, record.id), barFiles.encode(bars), { contentType: 'application/vnd.apache.parquet' });
  const named = await quarantined(objects, tenant, record, rejects);
  return {
    ...record,
    status: 'READY',
    assetClass: instrument.assetClass,
    timeframe,
    bars: bars.length,
    fromUs: bars.time[0] as number,
    toUs: (bars.time[bars.length - 1] as number) + bars.timeframeUs,
    sha256: record.upload.sha256,
    rejectedRows: rejects.length,
    defects: [...defects, ...named],
  };
}

/** A file that is refused as a whole is an answer; anything else is an outage and is thrown on. */
async function rejected({ objects }: World, tenant: string, record: DatasetRecord, error: unknown): Promise<DatasetRecord> {
  if (error instanceof RangeError)
    return { ...record, status: 'REJECTED', defects: [{ code: 'unknown-timeframe', detail: error.message }] };
  if (!(error instanceof MarketDataError)) throw error;
  const { code, message, rejects } = error;
  const named = await quarantined(objects, tenant, record, rejects);
  return { ...record, status: 'REJECTED', rejectedRows: rejects.length, defects: [{ code, detail: message }, ...named] };
}

/** Writes the rejected rows, if there are any; the first of them as the dataset names them. */
async function quarantined(
  objects: World['objects'],
  tenant: string,
  { id }: DatasetRecord,
  rejects: readonly Reject[],
): Promise<DatasetDefect[]> {
  if (rejects.length > 0) await objects.put(quarantineKey(tenant, id), quarantineCsv(rejects), { contentType: 'text/csv; charset=utf-8' });
  return rejects.slice(0, NAMED_REJECTS).map(({ code, line, reason }) => ({ code, line, detail: reason }));
}
