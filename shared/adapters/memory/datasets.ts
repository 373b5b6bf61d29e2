import type { DatasetRecord, DatasetStore } from '../../ports/dataset-store.ts';
import type { Page, PageRequest } from '../../ports/page.ts';
import { TenantRows } from './tenant-rows.ts';

/** Datasets in a map. */
export class MemoryDatasets implements DatasetStore {
  readonly #rows = new TenantRows<DatasetRecord>();
  readonly #files = new Map<string, string>();

  async create(tenant: string, record: DatasetRecord): Promise<void> {
    if (this.#rows.get(tenant, record.id) !== undefined) throw new Error(`dataset ${record.id} exists`);
    this.#rows.set(tenant, record);
  }

  async get(tenant: string, id: string): Promise<DatasetRecord | undefined> {
    return this.#rows.get(tenant, id);
  }

  async getMany(tenant: string, ids: readonly string[]): Promise<readonly DatasetRecord[]> {
    return [...new Set(ids)].flatMap((id) => this.#rows.get(tenant, id) ?? []);
  }

  async list(tenant: string, page: PageRequest): Promise<Page<DatasetRecord>> {
    return this.#rows.page(tenant, page);
  }

  async sameFile(tenant: string, file: string): Promise<string | undefined> {
    return this.#files.get(`${tenant}/${file}`);
  }

  async remember(tenant: string, file: string, id: string): Promise<void> {
    this.#files.set(`${tenant}/${file}`, id);
  }

  async finish(tenant: string, record: DatasetRecord): Promise<boolean> {
    if (this.#rows.get(tenant, record.id)?.status !== 'AWAITING_UPLOAD') return false;
    this.#rows.set(tenant, record);
    return true;
  }
}
