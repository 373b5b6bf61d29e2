import { basename } from 'node:path';
import type { Client } from '../shared/contracts/client.ts';
import type { FeatureSource as RemoteFeature } from '../shared/contracts/schemas.ts';
import { joinTables } from '../shared/domain/structured-table.ts';
import { toIso } from '../shared/domain/time.ts';
import { parseFeature } from '../shared/market/feature.ts';
import { FEATURE } from '../shared/market/structured/built-in.ts';
import { appendRows } from '../shared/market/structured/append.ts';
import { tableBytes } from '../shared/market/structured/identity.ts';
import { csvSource, readRows } from '../shared/market/structured/read-rows.ts';
import { sha256 } from '../shared/adapters/aws/system.ts';
import type { FeatureSource } from './beside.ts';
import { readBytes } from './dataset.ts';
import { allPages } from './platform.ts';
import { note } from './terminal.ts';

/** Id of a dataset of rows, one of its columns, and whose rows. */
const ROWS = /^([0-9A-HJKMNP-TV-Z]{26}):([A-Za-z][A-Za-z0-9_]*)(?::(.+))?$/;

/** What a request names as features: a column of a dataset of the platform, or a file here, whose rows are put there unless it has them. */
export async function remoteFeatures(client: Client, sources: readonly FeatureSource[]): Promise<Record<string, RemoteFeature>> {
  const features: Record<string, RemoteFeature> = {};
  for (const { name, given, path } of sources) {
    const [, dataset, column = '', symbol] = ROWS.exec(given) ?? [];
    features[name] =
      dataset === undefined
        ? { dataset: await datasetOf(client, path), column: 'value' }
        : { dataset, column, ...(symbol === undefined ? {} : { symbol }) };
  }
  return features;
}

/** The dataset that holds the numbers of a file, found by what it holds or made of it. */
async function datasetOf(client: Client, path: string): Promise<string> {
  const content = rowsOf(path);
  const { added } = appendRows(joinTables(FEATURE, []), readRows(csvSource(content), FEATURE, Date.now() * 1000));
  const hash = sha256(tableBytes(added));
  const tables = await allPages(async (cursor) => {
    const page = await client.listTables({ query: { limit: 1000, ...(cursor === undefined ? {} : { cursor }) } });
    return { items: page.tables, next: page.next };
  });
  const known = tables.find((table) => table.schema === FEATURE.name && table.sha256 === hash);
  if (known !== undefined) return known.id;
  note(`putting ${basename(path)} on the platform`);
  const { id } = await client.createTable({ body: { name: basename(path), schema: FEATURE.name } });
  await client.uploadRows({ id, content });
  return id;
}

/** A file of a feature in the form of its schema. Of two numbers known at the same time the later row counts. */
function rowsOf(path: string): Uint8Array<ArrayBuffer> {
  const { length, knownAtUs, value } = parseFeature(readBytes(path, path));
  const latest = new Map<number, number>();
  for (let row = 0; row < length; row++) latest.set(knownAtUs[row] as number, value[row] as number);
  const lines = [...latest].map(([timeUs, number]) => `${toIso(timeUs)},${number}\n`);
  return new TextEncoder().encode(`knownAt,value\n${lines.join('')}`);
}
