import type { VERDICTS } from '../drawing/verdict.ts';

/**
 * `skill`: luck is ruled out, raw and in excess of holding. `drift`: ruled out for what it made, not for what it made beyond holding as much all along.
 * `too short`: after so many trials not even a true ratio of 2 a year would show over so few periods. `luck`: anything else.
 */
export type Verdict = keyof typeof VERDICTS;

/** How likely the best of many trials is luck. Sharpe ratios are annualised, probabilities 0 to 1; null where undefined. */
export interface VerdictFacts {
  /** Distinct (strategy, parameters) tried. */
  readonly trials: number;
  readonly sharpe: number | null;
  /** What the best of as many trials without skill is expected to have. */
  readonly luckySharpe: number;
  /** Probability that the true ratio lies above the lucky one. */
  readonly deflatedSharpe: number | null;
  readonly excessSharpe: number | null;
  readonly luckyExcessSharpe: number;
  readonly deflatedExcessSharpe: number | null;
  /** Mean signed share of equity held: what the excess is matched by. */
  readonly meanExposure: number;
  /** Probability that the best in sample is below the median out of sample. */
  readonly pbo: number | null;
  readonly trackRecordYears: number;
  /** Years after which a ratio like this is told from the lucky one; null when it does not lie above it. */
  readonly minTrackRecordYears: number | null;
  readonly verdict: Verdict;
  /** The verdict in sentences. */
  readonly reasons: readonly string[];
}
