import { allocateBars, type Bars } from '../../domain/bars.ts';
import type { Day } from '../../domain/calendar/civil.ts';
import { localDay, type TimeZone } from '../../domain/calendar/time-zone.ts';
import { DAY_US } from '../../domain/time.ts';
import type { FactorRow } from './factors.ts';

/** `raw` as traded; `split` in today's shares; `total-return` with dividends reinvested as well. */
export type AdjustMode = 'raw' | 'split' | 'total-return';

export interface AdjustOptions {
  readonly mode: AdjustMode;
  /** Splits and dividends after this day are not known yet and change nothing; all that the factors have when left out. */
  readonly asOf?: Day;
  /** Whose date a bar shorter than a day counts to. */
  readonly zone?: TimeZone;
}

/**
 * Bars with splits, or splits and dividends, taken out of their prices, and splits out of their volumes; the bars given stay as they are. Prices are those of
 * the shares of `asOf`: that day's and later bars keep theirs.
 */
export function adjustBars(
  bars: Bars,
  factors: readonly FactorRow[],
  { mode, asOf = Number.MAX_SAFE_INTEGER, zone = 'UTC' }: AdjustOptions,
): Bars {
  if (mode === 'raw' || factors.length === 0) return bars;
  const adjusted = allocateBars(bars.length, bars.timeframeUs);
  const base = factors[rowOn(factors, asOf)] as FactorRow;
  for (let row = 0; row < bars.length; row++) {
    const timeUs = bars.time[row] as number;
    const day = bars.timeframeUs >= DAY_US ? Math.floor(timeUs / DAY_US) : localDay(zone, timeUs);
    const held = factors[rowOn(factors, Math.min(day, asOf))] as FactorRow;
    const split = held.split / base.split;
    const times = mode === 'split' ? split : (split * held.price) / base.price;
    adjusted.time[row] = timeUs;
    for (const column of ['open', 'high', 'low', 'close'] as const) adjusted[column][row] = (bars[column][row] as number) * times;
    adjusted.volume[row] = (bars.volume[row] as number) / split;
  }
  return adjusted;
}

/** The row whose factors hold on a day: the first that does not end before it; the last for days after all. */
function rowOn(factors: readonly FactorRow[], day: Day): number {
  let [low, high] = [0, factors.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((factors[middle] as FactorRow).day < day) low = middle + 1;
    else high = middle;
  }
  return low;
}
