import type { Page, PageRequest } from '../../ports/page.ts';
import { ACTIVE, type RunChange, type RunRecord, type RunStatus, type RunStore } from '../../ports/run-store.ts';
import { TenantRows } from './tenant-rows.ts';

/** Runs in a map. */
export class MemoryRuns implements RunStore {
  readonly #rows = new TenantRows<RunRecord>();

  async create(tenant: string, run: RunRecord): Promise<void> {
    if (this.#rows.get(tenant, run.id) !== undefined) throw new Error(`run ${run.id} exists`);
    this.#rows.set(tenant, run);
  }

  async get(tenant: string, id: string): Promise<RunRecord | undefined> {
    return this.#rows.get(tenant, id);
  }

  async list(tenant: string, page: PageRequest): Promise<Page<RunRecord>> {
    return this.#rows.page(tenant, page);
  }

  async advance(tenant: string, id: string, from: readonly RunStatus[], change: RunChange): Promise<boolean> {
    const run = this.#rows.get(tenant, id);
    if (run === undefined || !from.includes(run.status)) return false;
    this.#rows.set(tenant, { ...run, ...change });
    return true;
  }

  async countShard(tenant: string, id: string, outcome: 'done' | 'failed'): Promise<void> {
    const run = this.#rows.get(tenant, id);
    if (run !== undefined && ACTIVE.includes(run.status))
      this.#rows.set(tenant, { ...run, shards: { ...run.shards, [outcome]: run.shards[outcome] + 1 } });
  }

  async delete(tenant: string, id: string): Promise<void> {
    this.#rows.delete(tenant, id);
  }
}
