import type { Page, PageRequest } from '../../ports/page.ts';
import type { TableRecord, TableStore } from '../../ports/table-store.ts';
import { TenantRows } from './tenant-rows.ts';

/** Datasets of rows in a map. */
export class MemoryTables implements TableStore {
  readonly #rows = new TenantRows<TableRecord>();

  async create(tenant: string, record: TableRecord): Promise<void> {
    if (this.#rows.get(tenant, record.id) !== undefined) throw new Error(`table ${record.id} exists`);
    this.#rows.set(tenant, record);
  }

  async get(tenant: string, id: string): Promise<TableRecord | undefined> {
    return this.#rows.get(tenant, id);
  }

  async list(tenant: string, page: PageRequest): Promise<Page<TableRecord>> {
    return this.#rows.page(tenant, page);
  }

  async advance(tenant: string, record: TableRecord): Promise<boolean> {
    if (this.#rows.get(tenant, record.id)?.revision !== record.revision - 1) return false;
    this.#rows.set(tenant, record);
    return true;
  }
}
