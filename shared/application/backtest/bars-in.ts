import { type Bars, firstBarAtOrAfter, sliceBars } from '../../domain/bars.ts';
import type { EngineOptions } from '../../engine/options.ts';

/** The bars that open within the range of a run. */
export function barsIn(bars: Bars, { fromUs, toUs }: Pick<EngineOptions, 'fromUs' | 'toUs'>): Bars {
  const from = fromUs === undefined ? 0 : firstBarAtOrAfter(bars, fromUs);
  return sliceBars(bars, from, toUs === undefined ? bars.length : firstBarAtOrAfter(bars, toUs));
}
