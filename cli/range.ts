import type { Bars } from '../shared/domain/bars.ts';
import { toIso } from '../shared/domain/time.ts';

/** How many bars, the open of the first and the close of the last. The bars must be some. */
export function rangeOf(bars: Bars): { readonly bars: number; readonly from: string; readonly to: string } {
  const last = (bars.time[bars.length - 1] as number) + bars.timeframeUs;
  return { bars: bars.length, from: toIso(bars.time[0] as number), to: toIso(last) };
}
