import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Security, SecurityRecord } from '../../domain/master/security.ts';
import { MarketDataError } from '../../market/error.ts';
import type { InstrumentStore } from '../../ports/instrument-store.ts';
import type { Page, PageRequest } from '../../ports/page.ts';
import { MemoryInstruments } from '../memory/instruments.ts';

/**
 * The security master of one person in a file of JSON, one line a record, so that a change is one line in a comparison.
 * Read when it is first asked, written whole with each change; two processes that change it at the same time are not told apart.
 */
export class FileInstruments implements InstrumentStore {
  readonly #path: string;
  #loaded: Promise<MemoryInstruments> | undefined;
  #written: Promise<unknown> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  async get(id: string): Promise<SecurityRecord | undefined> {
    return (await this.#store()).get(id);
  }

  async list(page: PageRequest): Promise<Page<SecurityRecord>> {
    return (await this.#store()).list(page);
  }

  async active(): Promise<readonly Security[]> {
    return (await this.#store()).active();
  }

  async put(record: SecurityRecord): Promise<boolean> {
    const store = await this.#store();
    if (!(await store.put(record))) return false;
    this.#written = this.#written.then(() => this.#save(store));
    await this.#written;
    return true;
  }

  #store(): Promise<MemoryInstruments> {
    this.#loaded ??= this.#load();
    return this.#loaded;
  }

  async #load(): Promise<MemoryInstruments> {
    const text = await readFile(this.#path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    return new MemoryInstruments(text.split('\n').flatMap((line, i) => (line === '' ? [] : [this.#record(line, i + 1)])));
  }

  #record(text: string, line: number): SecurityRecord {
    try {
      const record = JSON.parse(text) as SecurityRecord;
      if (typeof record.id === 'string' && Array.isArray(record.versions) && record.versions.length > 0) return record;
    } catch {}
    throw new MarketDataError(
      'no-valid-row',
      `${this.#path}: line ${line} is no record of the security master; mend it or move the file away`,
    );
  }

  /** Beside its place first, then renamed into it, so that a crash leaves the old file or the new one. */
  async #save(store: MemoryInstruments): Promise<void> {
    const { items } = await store.list({ limit: Infinity });
    const aside = `${this.#path}.${process.pid}.part`;
    await mkdir(dirname(this.#path), { recursive: true });
    try {
      await writeFile(aside, items.map((record) => `${JSON.stringify(record)}\n`).join(''), { flush: true });
      await rename(aside, this.#path);
    } finally {
      await rm(aside, { force: true });
    }
  }
}
