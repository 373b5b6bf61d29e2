import type { Table, TableSchemaInfo } from '../../contracts/tables.ts';
import type { TableSchema } from '../../domain/table-schema.ts';
import { toIso } from '../../domain/time.ts';
import { BUILT_IN_SCHEMAS } from '../../market/structured/built-in.ts';
import type { TableRecord } from '../../ports/table-store.ts';

/** A dataset of rows as the API shows it. */
export function tableOnWire(record: TableRecord): Table {
  const { parts: _, knownFromUs, knownToUs, createdUs, changedUs, ...shown } = record;
  return {
    ...shown,
    knownFrom: knownFromUs === null ? null : toIso(knownFromUs),
    knownTo: knownToUs === null ? null : toIso(knownToUs),
    createdAt: toIso(createdUs),
    changedAt: toIso(changedUs),
  };
}

/** A schema as the API shows it. */
export function schemaOnWire(schema: TableSchema): TableSchemaInfo {
  return {
    ...schema,
    columns: schema.columns.map((column) => ({ ...column })),
    key: [...schema.key],
    builtIn: BUILT_IN_SCHEMAS.some(({ name }) => name === schema.name),
  };
}
