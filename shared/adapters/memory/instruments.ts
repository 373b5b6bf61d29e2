import { currentOf, type Security, type SecurityRecord } from '../../domain/master/security.ts';
import type { InstrumentStore } from '../../ports/instrument-store.ts';
import type { Page, PageRequest } from '../../ports/page.ts';

/** The security master in a map. What is handed in or out is a copy, as it would be through a wire. */
export class MemoryInstruments implements InstrumentStore {
  readonly #records = new Map<string, SecurityRecord>();

  constructor(records: readonly SecurityRecord[] = []) {
    for (const record of records) this.#records.set(record.id, record);
  }

  async get(id: string): Promise<SecurityRecord | undefined> {
    const record = this.#records.get(id);
    return record === undefined ? undefined : structuredClone(record);
  }

  async list({ limit, cursor }: PageRequest): Promise<Page<SecurityRecord>> {
    const after = this.#sorted().filter(({ id }) => cursor === undefined || id > cursor);
    const items = after.slice(0, limit).map((record) => structuredClone(record));
    return { items, next: after.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  async active(): Promise<readonly Security[]> {
    return this.#sorted()
      .map((record) => structuredClone(currentOf(record)))
      .filter(({ status }) => status === 'active');
  }

  async put(record: SecurityRecord): Promise<boolean> {
    if ((this.#records.get(record.id)?.version ?? 0) !== record.version - 1) return false;
    this.#records.set(record.id, structuredClone(record));
    return true;
  }

  #sorted(): SecurityRecord[] {
    return [...this.#records.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}
