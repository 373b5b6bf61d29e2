import { mean } from '../../performance/returns.ts';
import { ResearchError } from '../error.ts';

/** An instrument that there was to hold. */
export interface HeldInstrument {
  /** Its return a period, over the same periods as the strategy's, simple. */
  readonly returns: Float64Array;
  /** Signed share of all equity that was in it, 1 long with all of it: one a period, or its mean over the run. */
  readonly exposure: Float64Array | number;
}

/** What a strategy made, and what there was to make. */
export interface MatchedReturns {
  /** A return a period (a day), simple. */
  readonly returns: Float64Array;
  readonly instruments: readonly HeldInstrument[];
}

/**
 * Returns in excess of holding every instrument all along with its mean signed exposure of the run, set anew every period, without costs:
 * r[t] minus the sum of mean(exposure) b[t]. What drift gives to anyone invested that much is taken away, of each instrument its own; what comes from being in
 * at the right time stays, which matching each day by its own exposure would take away too (nothing but costs would be left of a strategy of one instrument).
 * Throws `ResearchError` when the columns differ in length.
 */
export function excessReturns({ returns, instruments }: MatchedReturns): Float64Array {
  const excess = returns.slice();
  for (const instrument of instruments) {
    const held = exposureTo(instrument, returns.length);
    for (let i = 0; i < excess.length; i++) excess[i] = (excess[i] as number) - held * (instrument.returns[i] as number);
  }
  return excess;
}

/** Mean signed exposure to all instruments together over the run, as a share of equity. */
export function meanExposure({ returns, instruments }: MatchedReturns): number {
  return instruments.reduce((sum, instrument) => sum + exposureTo(instrument, returns.length), 0);
}

function exposureTo({ returns, exposure }: HeldInstrument, periods: number): number {
  const columns = { instruments: returns, ...(typeof exposure === 'number' ? {} : { exposure }) };
  for (const [name, { length }] of Object.entries(columns)) {
    if (length !== periods) throw new ResearchError(name, `${name} has ${length} periods, but must have the ${periods} of returns`);
  }
  const held = typeof exposure === 'number' ? exposure : mean(exposure);
  if (!Number.isFinite(held)) throw new ResearchError('exposure', `exposure is ${held}, but must be a share of equity such as 0.5`);
  return held;
}
