import type { Security, SecurityRecord } from '../domain/master/security.ts';
import type { Page, PageRequest } from './page.ts';

/** The security master: one record an instrument. */
export interface InstrumentStore {
  get(id: string): Promise<SecurityRecord | undefined>;
  /** By id, ascending; the cursor is the id of the last one of the page before. */
  list(page: PageRequest): Promise<Page<SecurityRecord>>;
  /** The newest state of every security that is active; may be a second behind `put`. */
  active(): Promise<readonly Security[]>;
  /** Stores the record if the stored version is one less, or there is none and the version is 1; false when another change was first. */
  put(record: SecurityRecord): Promise<boolean>;
}
