import type { TimeUs } from '../domain/time.ts';

/** Who collects an instrument. */
export interface Lease {
  readonly instrument: string;
  /** Empty when it was given back. */
  readonly owner: string;
  /** Grows by one with each claim: a lease whose counter stands still has lost its owner. */
  readonly counter: number;
  /** Everything before this is in the stream; 0 before the first heartbeat. */
  readonly watermarkUs: TimeUs;
}

/** Leases over instruments, one record an instrument. */
export interface LeaseStore {
  /** Every lease there is, read consistently. */
  list(): Promise<readonly Lease[]>;
  /** Stores the lease if the stored counter is still one less, or there is none and the counter is 1; false when another claim was first. */
  claim(lease: Lease): Promise<boolean>;
}
