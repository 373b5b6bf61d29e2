import type { TimeUs } from '../domain/time.ts';
import type { Page, PageRequest } from './page.ts';

/** A dataset of rows as it is listed. */
export interface TableRecord {
  readonly id: string;
  readonly name: string;
  readonly schema: string;
  /** Of the schema, when rows last came. */
  readonly schemaVersion: number;
  readonly rows: number;
  /** Counts the times that rows came. */
  readonly revision: number;
  /** Names of the files that together are its rows, in order; a file never changes. */
  readonly parts: readonly string[];
  /** Of what it holds, hexadecimal; null while it holds nothing. */
  readonly sha256: string | null;
  readonly knownFromUs: TimeUs | null;
  readonly knownToUs: TimeUs | null;
  readonly createdUs: TimeUs;
  readonly changedUs: TimeUs;
}

/** Datasets of rows, of tenants. */
export interface TableStore {
  create(tenant: string, record: TableRecord): Promise<void>;
  get(tenant: string, id: string): Promise<TableRecord | undefined>;
  /** Newest first. */
  list(tenant: string, page: PageRequest): Promise<Page<TableRecord>>;
  /** Replaces the record if its revision is the one before; false when it is another, and nothing is changed. */
  advance(tenant: string, record: TableRecord): Promise<boolean>;
}
