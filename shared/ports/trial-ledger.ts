import type { TimeUs } from '../domain/time.ts';

/** Which history something was tried on. */
export interface TriedOn {
  /** Symbols, sorted. */
  readonly instruments: readonly string[];
  readonly fromUs: TimeUs;
  readonly toUs: TimeUs;
}

/** A strategy with its parameters that was tried once on some history, whichever run tried it. */
export interface TrialRecord extends TriedOn {
  /** Hash of strategy and parameters. */
  readonly key: string;
  /** Of one period (a day), not annualised; null when there was no deviation. */
  readonly sharpe: number | null;
}

/** Everything that was ever tried: what the luck of the best is measured against. */
export interface TrialLedger {
  /** Trials on the same instruments whose dates overlap, one a key. */
  overlapping(on: TriedOn): Promise<TrialRecord[]>;
  /** Adds what is not there: a key tried again on the same instruments and overlapping dates is no new trial. */
  add(trials: readonly TrialRecord[]): Promise<void>;
}
