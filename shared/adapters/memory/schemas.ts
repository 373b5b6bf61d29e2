import type { TableSchema } from '../../domain/table-schema.ts';
import type { SchemaStore } from '../../ports/schema-store.ts';

/** Schemas in a map. */
export class MemorySchemas implements SchemaStore {
  readonly #schemas = new Map<string, TableSchema>();

  async get(tenant: string, name: string): Promise<TableSchema | undefined> {
    return structuredClone(this.#schemas.get(`${tenant}/${name}`));
  }

  async list(tenant: string): Promise<readonly TableSchema[]> {
    const own = [...this.#schemas].filter(([key]) => key.startsWith(`${tenant}/`)).map(([, schema]) => structuredClone(schema));
    return own.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async put(tenant: string, schema: TableSchema): Promise<boolean> {
    const key = `${tenant}/${schema.name}`;
    if ((this.#schemas.get(key)?.version ?? 0) !== schema.version - 1) return false;
    this.#schemas.set(key, structuredClone(schema));
    return true;
  }
}
