import type { StudyStep } from '../../contracts/study-steps.ts';
import type { Clock } from '../../ports/clock.ts';
import type { RunStore } from '../../ports/run-store.ts';
import type { TrialLedger } from '../../ports/trial-ledger.ts';
import type { ShardOutcome } from './keys.ts';
import type { StoredStudy } from './stored.ts';
import type { ShardWorld } from './task.ts';

/** What the last step of a study needs. */
export interface SummariseWorld extends ShardWorld {
  readonly runs: RunStore;
  readonly clock: Clock;
  /** Trials of one tenant. */
  readonly ledgerOf: (tenant: string) => TrialLedger;
  /** Hash of a text, hexadecimal. */
  readonly digest: (text: string) => string;
}

/** A study whose shards have ended. */
export interface EndedStudy {
  readonly step: StudyStep;
  readonly stored: StoredStudy;
  /** Number of shards. */
  readonly total: number;
  readonly left: ReadonlyMap<number, ShardOutcome>;
}
