import { type Bars, firstBarAtOrAfter } from '../../domain/bars.ts';
import type { TimeUs } from '../../domain/time.ts';
import { equalRiskWeights } from './formulas.ts';
import { volatilityBefore } from './volatility.ts';

/** An instrument that has its part of the risk, until its bars end for good. */
interface Instrument {
  readonly bars: Bars;
  readonly ends: boolean;
}

/**
 * The part of `own` when all instruments carry the same risk, by the closes known at `timeUs`; NaN while its own volatility is not known or nothing.
 * Others of which that is so, and those that have ended, have no part.
 */
export function riskPart(own: Bars, instruments: readonly Instrument[], timeUs: TimeUs): number {
  const volatilities = new Map<Bars, number>();
  for (const { bars, ends } of instruments) {
    const closed = firstBarAtOrAfter(bars, timeUs - bars.timeframeUs + 1);
    const volatility = ends && closed === bars.length ? NaN : volatilityBefore(bars, closed);
    if (volatility > 0) volatilities.set(bars, volatility);
  }
  const index = [...volatilities.keys()].indexOf(own);
  return equalRiskWeights([...volatilities.values()])[index] ?? NaN;
}
