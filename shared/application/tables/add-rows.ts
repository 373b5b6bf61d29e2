import type { AddRows, RowsAdded, RowsUpload } from '../../contracts/tables.ts';
import { joinTables, knownAtOf, type StructuredTable } from '../../domain/structured-table.ts';
import type { TableSchema } from '../../domain/table-schema.ts';
import { SECOND_US, toIso } from '../../domain/time.ts';
import { MarketDataError } from '../../market/error.ts';
import { quarantineCsv } from '../../market/quarantine.ts';
import { type Appended, appendRows } from '../../market/structured/append.ts';
import { tableBytes } from '../../market/structured/identity.ts';
import { csvSource, type ReadRows, readRows, type RowSource } from '../../market/structured/read-rows.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ids } from '../../ports/ids.ts';
import type { TableRecord } from '../../ports/table-store.ts';
import { Refusal } from '../refusal.ts';
import { partKey, rowsQuarantineKey, rowsUploadKey } from './keys.ts';
import { findSchema } from './schemas.ts';
import { findTable, loadTable, type TablesWorld } from './tables.ts';
import { tableOnWire } from './wire.ts';

interface World extends TablesWorld {
  readonly clock: Clock;
  readonly ids: Ids;
  /** Hexadecimal SHA-256. */
  readonly sha256: (bytes: Uint8Array) => string;
  /** The rows of a Parquet file as texts; throws `MarketDataError` when it is none. */
  readonly parquetSource: (bytes: Uint8Array) => Promise<RowSource>;
  /** How long the upload may take. */
  readonly uploadSeconds: number;
}

/** What one dataset of rows holds at most: all of it is in memory when rows come. */
const ROWS_MAX = 500_000;
/** A dataset of more parts is written as one again. */
const PARTS_MAX = 64;
/** Rejected rows that the answer names; all of them stand in the quarantine file. */
const NAMED_REJECTS = 50;
/** Others may add rows at the same time; each try begins with what they left. */
const ATTEMPTS = 5;

/** Says where a file of rows goes. The store takes exactly the announced bytes. */
export function addRows({
  tables,
  objects,
  clock,
  ids,
  uploadSeconds,
}: Pick<World, 'tables' | 'objects' | 'clock' | 'ids' | 'uploadSeconds'>) {
  return async (tenant: string, id: string, file: AddRows): Promise<RowsUpload> => {
    await findTable(tables, tenant, id);
    const upload = ids.next();
    const expiresUs = clock.nowUs() + uploadSeconds * SECOND_US;
    const { url, headers } = await objects.presignPut(rowsUploadKey(tenant, id, upload), { expiresUs, ...file });
    return { id: upload, upload: { method: 'PUT', url, headers: { ...headers }, expiresAt: toIso(expiresUs) } };
  };
}

/**
 * Checks an uploaded file row by row and adds what is new; bad rows go to quarantine. Doing it again adds nothing. What is stored is stored before the record names it, so a
 * dataset is never half there. Throws a refusal: conflict while the file has not been put, unprocessable for a file that is refused as a whole.
 */
export function completeRows(world: World) {
  return async (tenant: string, id: string, upload: string): Promise<RowsAdded> => {
    const bytes = await uploaded(world, tenant, { id, upload });
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const record = await findTable(world.tables, tenant, id);
      const schema = await findSchema(world.schemas, tenant, record.schema);
      const file = await readFile(world, bytes, schema);
      const before = await loadTable(world, tenant, record, schema);
      const appended = appendRows(before, file);
      const { added, rejects } = appended;
      if (rejects.length > 0)
        await world.objects.put(rowsQuarantineKey(tenant, id, upload), quarantineCsv(rejects), { contentType: 'text/csv; charset=utf-8' });
      if (added.length === 0) return answer(record, appended);
      const next = await store(world, tenant, { record, before, added, upload });
      if (await world.tables.advance(tenant, next)) return answer(next, appended);
    }
    throw new Refusal('conflict', `rows of others kept coming to dataset "${id}"; complete the upload again`, { field: 'id' });
  };
}

async function uploaded({ objects, tables }: World, tenant: string, { id, upload }: { id: string; upload: string }): Promise<Uint8Array> {
  await findTable(tables, tenant, id);
  if (!/^[0-9A-Z]{26}$/.test(upload)) throw new Refusal('not-found', `there is no upload "${upload}"`, { field: 'upload' });
  const bytes = await objects.get(rowsUploadKey(tenant, id, upload));
  if (bytes !== undefined) return bytes;
  throw new Refusal('conflict', `no file of upload "${upload}" has been put to its URL yet, or it is no longer kept`, { field: 'upload' });
}

async function readFile({ parquetSource, clock }: World, bytes: Uint8Array, schema: TableSchema): Promise<ReadRows> {
  try {
    const isParquet = new TextDecoder().decode(bytes.subarray(0, 4)) === 'PAR1';
    return readRows(isParquet ? await parquetSource(bytes) : csvSource(bytes), schema, clock.nowUs());
  } catch (error) {
    if (error instanceof MarketDataError) throw new Refusal('unprocessable', error.message, { field: 'file' });
    throw error;
  }
}

interface Addition {
  readonly record: TableRecord;
  readonly before: StructuredTable;
  readonly added: StructuredTable;
  readonly upload: string;
}

/** Writes the added rows, or all of them where there are many parts, and says what the record becomes. */
async function store(world: World, tenant: string, { record, before, added, upload }: Addition): Promise<TableRecord> {
  const all = joinTables(added.schema, [before, added]);
  if (all.length > ROWS_MAX)
    throw new Refusal('unprocessable', `the dataset would hold ${all.length} rows, but at most ${ROWS_MAX} fit; begin another`, {
      field: 'file',
    });
  const whole = record.parts.length >= PARTS_MAX;
  const part = `${record.revision + 1}-${upload}`;
  await world.objects.put(partKey(tenant, record.id, part), world.tableFiles.encode(whole ? all : added), {
    contentType: 'application/vnd.apache.parquet',
  });
  const known = knownAtOf(all).toSorted();
  return {
    ...record,
    schemaVersion: added.schema.version,
    rows: all.length,
    revision: record.revision + 1,
    parts: whole ? [part] : [...record.parts, part],
    sha256: world.sha256(tableBytes(all)),
    knownFromUs: known[0] as number,
    knownToUs: known[known.length - 1] as number,
    changedUs: world.clock.nowUs(),
  };
}

function answer(record: TableRecord, { added, restated, repeated, rejects }: Appended): RowsAdded {
  return {
    table: tableOnWire(record),
    added: added.length,
    restated,
    repeated,
    rejected: rejects.length,
    defects: rejects.slice(0, NAMED_REJECTS).map(({ code, line, reason }) => ({ code, line, detail: reason })),
  };
}
