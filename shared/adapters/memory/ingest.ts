import type { IngestStore, Versioned } from '../../ports/ingest-store.ts';

/** What ingestion remembers, as JSON text in a map. */
export class MemoryIngest<State> implements IngestStore<State> {
  readonly #rows = new Map<string, { readonly version: number; readonly text: string }>();

  async load(instrument: string): Promise<Versioned<State> | undefined> {
    const row = this.#rows.get(instrument);
    return row === undefined ? undefined : { version: row.version, state: JSON.parse(row.text) as State };
  }

  async versions(instruments: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return new Map(instruments.flatMap((name) => (this.#rows.has(name) ? [[name, this.#rows.get(name)?.version ?? 0] as const] : [])));
  }

  async commit(instrument: string, expected: number, state: State): Promise<boolean> {
    if ((this.#rows.get(instrument)?.version ?? 0) !== expected) return false;
    this.#rows.set(instrument, { version: expected + 1, text: JSON.stringify(state) });
    return true;
  }
}
