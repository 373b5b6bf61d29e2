import { mean } from '../../performance/returns.ts';
import { ResearchError } from '../error.ts';

/** What a strategy made, and what there was to make. */
export interface MatchedReturns {
  /** A return a period (a day), simple. */
  readonly returns: Float64Array;
  /** Of the instrument over the same periods; of several, that of the basket held. */
  readonly benchmark: Float64Array;
  /** Signed share of equity held, 1 long with all of it: one a period, or its mean over the run. */
  readonly exposure: Float64Array | number;
}

/**
 * Returns in excess of holding the instrument all along with the mean signed exposure of the run, set anew every period, without costs:
 * r[t] - mean(exposure) b[t]. What drift gives to anyone invested that much is taken away; what comes from being in at the right time stays, which
 * matching each day by its own exposure would take away too (nothing but costs would be left of a strategy of one instrument).
 * Throws `ResearchError` when the columns differ in length.
 */
export function excessReturns(input: MatchedReturns): Float64Array {
  const held = meanExposure(input);
  return input.returns.map((value, i) => value - held * (input.benchmark[i] as number));
}

/** Mean signed exposure over the run, as a share of equity. */
export function meanExposure({ returns, benchmark, exposure }: MatchedReturns): number {
  const columns = { benchmark, ...(typeof exposure === 'number' ? {} : { exposure }) };
  for (const [name, { length }] of Object.entries(columns)) {
    if (length !== returns.length)
      throw new ResearchError(name, `${name} has ${length} periods, but must have the ${returns.length} of returns`);
  }
  const held = typeof exposure === 'number' ? exposure : mean(exposure);
  if (!Number.isFinite(held)) throw new ResearchError('exposure', `exposure is ${held}, but must be a share of equity such as 0.5`);
  return held;
}
