import type { FeatureSource } from '../../contracts/schemas.ts';
import type { StructuredTable } from '../../domain/structured-table.ts';
import { columnOf, type TableSchema } from '../../domain/table-schema.ts';
import { EngineError } from '../../engine/error.ts';
import { tableFeature } from '../../market/structured/feature.ts';
import type { TableRecord } from '../../ports/table-store.ts';
import type { BesideInput } from '../backtest/simulation.ts';
import { Refusal } from '../refusal.ts';
import { findSchema } from './schemas.ts';
import { loadTable, type TablesWorld } from './tables.ts';

/** A feature of a run as it was asked for: the rows that the dataset held then, whatever comes to it later. */
export interface StoredFeature {
  readonly name: string;
  readonly column: string;
  /** Whose rows; null for those of the instrument that trades, or where rows belong to none. */
  readonly symbol: string | null;
  readonly schema: TableSchema;
  readonly table: Pick<TableRecord, 'id' | 'parts'>;
  /** Of what the dataset holds. */
  readonly sha256: string;
}

/** Checks the features that a request names. Throws a refusal (invalid) at `features.{name}`. */
export async function resolveFeatures(
  world: Pick<TablesWorld, 'tables' | 'schemas'>,
  tenant: string,
  features: Readonly<Record<string, FeatureSource>>,
): Promise<StoredFeature[]> {
  const resolved: StoredFeature[] = [];
  for (const [name, { dataset, column, symbol = null }] of Object.entries(features)) {
    const at = (part: string) => `features.${name}.${part}`;
    const refuse = (part: string, message: string) => new Refusal('invalid', `${at(part)}: ${message}`, { field: at(part) });
    const record = await world.tables.get(tenant, dataset);
    if (record === undefined) throw refuse('dataset', `there is no dataset of rows "${dataset}"; GET /datasets/tables lists them`);
    if (record.sha256 === null) throw refuse('dataset', `"${record.name}" holds no rows yet`);
    const schema = await findSchema(world.schemas, tenant, record.schema, { kind: 'invalid', field: at('dataset') });
    const type = columnOf(schema, column)?.type;
    const numbers = schema.columns.filter((one) => one.type !== 'text' && one.type !== 'time').map((one) => one.name);
    if (!numbers.includes(column))
      throw refuse(
        'column',
        `"${column}" ${type === undefined ? 'is no column' : `is a ${type}`}; numbers of schema ${schema.name} are ${numbers.join(', ')}`,
      );
    if (symbol !== null && schema.symbol === null)
      throw refuse('symbol', `rows of schema ${schema.name} belong to no symbol; leave it out`);
    const { id, parts, sha256 } = record;
    resolved.push({ name, column, symbol, schema, table: { id, parts }, sha256 });
  }
  return resolved;
}

/** Refuses features of the instrument that trades where several trade on one account: each has one value for all of them. */
export function checkShared(features: readonly StoredFeature[], symbols: readonly string[]): void {
  if (new Set(symbols).size < 2) return;
  const open = features.find(({ symbol, schema }) => symbol === null && schema.symbol !== null);
  if (open === undefined) return;
  const field = `features.${open.name}.symbol`;
  throw new Refusal('invalid', `${field}: ${symbols.length} instruments run together, so say whose ${open.column} it is`, { field });
}

/** A feature with the rows that it reads. */
export interface LoadedFeature extends StoredFeature {
  readonly rows: StructuredTable;
}

/** Reads the rows of features, each dataset once. */
export async function loadFeatures(
  world: Pick<TablesWorld, 'objects' | 'tableFiles'>,
  tenant: string,
  features: readonly StoredFeature[],
): Promise<LoadedFeature[]> {
  const read = new Map<string, Promise<StructuredTable>>();
  const loaded: LoadedFeature[] = [];
  for (const feature of features) {
    const { table, schema } = feature;
    const rows = read.get(table.id) ?? loadTable(world, tenant, table, schema);
    read.set(table.id, rows);
    loaded.push({ ...feature, rows: await rows });
  }
  return loaded;
}

/** What lies beside a run with its features, for the instrument that trades. Throws `EngineError` for one that never has a value. */
export function withFeatures(beside: BesideInput | undefined, features: readonly LoadedFeature[], traded: string): BesideInput | undefined {
  if (features.length === 0) return beside;
  const read = features.map(({ name, column, symbol, schema, rows }) => {
    const whose = schema.symbol === null ? undefined : (symbol ?? traded);
    const feature = tableFeature(rows, column, whose);
    if (feature.length > 0) return [name, feature] as const;
    const of = whose === undefined ? '' : ` of ${whose}`;
    throw new EngineError('features', `feature "${name}" has no value: no row${of} has a ${column}`);
  });
  const origins = features.map(({ name, sha256 }) => ({ kind: 'feature' as const, name, sha256 }));
  return { data: { ...beside?.data, features: new Map(read) }, origins: [...(beside?.origins ?? []), ...origins] };
}

/** The features of a request that runs on all of its instruments at once. Throws a refusal (invalid) for one that is not there, has no value, or would differ between them. */
export async function featuresForAll(
  world: TablesWorld,
  tenant: string,
  features: Readonly<Record<string, FeatureSource>>,
  symbols: readonly string[],
): Promise<{ readonly features?: readonly StoredFeature[] }> {
  const resolved = await resolveFeatures(world, tenant, features);
  if (resolved.length === 0) return {};
  checkShared(resolved, symbols);
  try {
    withFeatures(undefined, await loadFeatures(world, tenant, resolved), symbols[0] ?? '');
  } catch (error) {
    if (error instanceof EngineError) throw new Refusal('invalid', error.message, { field: error.field });
    throw error;
  }
  return { features: resolved };
}
