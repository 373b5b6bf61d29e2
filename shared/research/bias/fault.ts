/**
 * `look-ahead`: something before the cut changes when what follows it is cut off and made other. `warm-up`: an indicator's value depends on where the history
 * begins, after it should have settled. `state`: the same run again asks for something else. `future`: the strategy asks for a row after now.
 */
export interface BiasFault {
  readonly kind: 'look-ahead' | 'warm-up' | 'state' | 'future';
  /** Name of the indicator as the strategy has it, `signals` or `trades`. */
  readonly what: string;
  /** The indicator with its parameters; null when it is none. */
  readonly indicator: string | null;
  /** Open of the first bar concerned; null when the run did not get that far. */
  readonly at: string | null;
  /** Open of the first bar that was cut off, or of the bar that a later history began with. */
  readonly cut: string | null;
  /** What it is on the whole history, and what it was found to be; null where there is none. */
  readonly expected: number | string | null;
  readonly found: number | string | null;
  readonly message: string;
}
