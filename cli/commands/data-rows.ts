import { basename } from 'node:path';
import type { RowsAdded } from '../../shared/contracts/tables.ts';
import { connect } from '../platform.ts';
import { givenSchema, type GivenSchema } from '../schema-file.ts';
import { noteRejects, readRowsFile, type RowsFile } from '../table-file.ts';
import { note, print } from '../terminal.ts';
import { UserError } from '../user-error.ts';

interface RowsOptions {
  readonly schema: string;
  readonly dataset?: string;
  readonly name?: string;
  readonly json?: boolean;
  readonly api?: string;
}

/** `skytape data rows FILE`: checks rows of one's own by their schema; with `--api` also registers the schema and adds them to a dataset there. */
export async function dataRows(file: string, options: RowsOptions): Promise<void> {
  const { api, dataset, json } = options;
  if (api === undefined && (dataset ?? options.name) !== undefined)
    throw new UserError(`${dataset === undefined ? '--name' : '--dataset'} goes with --api: rows are kept on a platform`);
  const given = givenSchema(options.schema);
  const read = await readRowsFile(file, given.schema);
  noteRejects(file, read.rejects);
  if (api !== undefined) return upload(api, given, { file, read, options });
  const { added, repeated, restated, rejects } = read;
  const counts = {
    schema: given.schema.name,
    version: given.schema.version,
    rows: added.length,
    restated,
    repeated,
    rejected: rejects.length,
  };
  print(json ? JSON.stringify({ ...counts, rejects }) : `${added.length} rows fit the schema ${counts.schema}, ${countsText(counts)}`);
}

interface Upload {
  readonly file: string;
  readonly read: RowsFile;
  readonly options: RowsOptions;
}

async function upload(api: string, { schema, request }: GivenSchema, { file, read, options }: Upload): Promise<void> {
  const client = connect(api);
  if (request !== undefined) await client.registerSchema({ body: request });
  const name = options.name ?? basename(file);
  const id = options.dataset ?? (await client.createTable({ body: { name, schema: schema.name } })).id;
  note(`putting ${file} on the platform`);
  const added: RowsAdded = await client.uploadRows({ id, content: read.bytes });
  print(options.json ? JSON.stringify(added) : `added ${added.added} rows to ${id}, ${countsText(added)}; it has ${added.table.rows}`);
}

function countsText({ restated, repeated, rejected }: Pick<RowsAdded, 'restated' | 'repeated' | 'rejected'>): string {
  return `${restated} of them corrections; ${repeated} repeated, ${rejected} rejected`;
}
