import type { TimeUs } from '../domain/time.ts';
import type { Page, PageRequest } from './page.ts';

export type RunStatus = 'QUEUED' | 'RUNNING' | 'DONE' | 'FAILED' | 'CANCELLED' | 'INTERRUPTED';

/** Statuses from which a run can still move on. */
export const ACTIVE: readonly RunStatus[] = ['QUEUED', 'RUNNING'];

/** A run as it is listed. `request` is the parsed request as plain data; long ones keep only the first datasets here, the whole is with the run's objects. */
export interface RunRecord {
  readonly id: string;
  readonly status: RunStatus;
  readonly request: Readonly<Record<string, unknown>>;
  readonly symbols: readonly string[];
  readonly shards: { readonly total: number; readonly done: number; readonly failed: number };
  readonly createdUs: TimeUs;
  readonly finishedUs: TimeUs | null;
  readonly error: string | null;
  readonly summary: Readonly<Record<string, unknown>> | null;
  /** Of a study: which attempt this is, 1 first, and the runs within its shards. */
  readonly attempt?: number;
  readonly work?: { readonly total: number; readonly done: number; readonly failed: number };
}

export type RunChange = Partial<Pick<RunRecord, 'status' | 'finishedUs' | 'error' | 'summary' | 'shards' | 'attempt' | 'work'>>;

/** Runs of tenants. */
export interface RunStore {
  create(tenant: string, run: RunRecord): Promise<void>;
  get(tenant: string, id: string): Promise<RunRecord | undefined>;
  /** Newest first. */
  list(tenant: string, page: PageRequest): Promise<Page<RunRecord>>;
  /** Makes the change if the status is one of `from`; false when it is not, or there is no such run, and nothing is changed. */
  advance(tenant: string, id: string, from: readonly RunStatus[], change: RunChange): Promise<boolean>;
  /** Counts one shard more as done or failed. The caller makes sure that a shard counts once. */
  countShard(tenant: string, id: string, outcome: 'done' | 'failed'): Promise<void>;
  delete(tenant: string, id: string): Promise<void>;
}
