import type { TableSchema } from '../domain/table-schema.ts';

/** Schemas of rows, of tenants; of each its newest version. */
export interface SchemaStore {
  get(tenant: string, name: string): Promise<TableSchema | undefined>;
  /** By name. */
  list(tenant: string): Promise<readonly TableSchema[]>;
  /** Stores version 1 where there is none, another where the version before stands; false when neither holds, and nothing is changed. */
  put(tenant: string, schema: TableSchema): Promise<boolean>;
}
