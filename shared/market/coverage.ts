import { allocateBars, BAR_COLUMNS, type Bars, firstBarAtOrAfter, mapBars } from '../domain/bars.ts';
import type { TimeUs } from '../domain/time.ts';
import { barOpen } from './aggregate.ts';

export interface TimeRange {
  /** Inclusive. */
  readonly fromUs: TimeUs;
  /** Exclusive. */
  readonly toUs: TimeUs;
}

/** Spans of opens without a bar, ascending, from the first open at or after `fromUs` to the last before `toUs`. */
export function missingRanges(bars: Bars | undefined, { fromUs, toUs }: TimeRange, timeframeUs: number): TimeRange[] {
  const missing: TimeRange[] = [];
  const floor = barOpen(fromUs, timeframeUs);
  let next = floor < fromUs ? floor + timeframeUs : floor;
  const endUs = barOpen(toUs - 1, timeframeUs) + timeframeUs;
  if (bars !== undefined) {
    for (let row = firstBarAtOrAfter(bars, next); row < bars.length && (bars.time[row] as number) < endUs; row++) {
      const time = bars.time[row] as number;
      if (time > next) missing.push({ fromUs: next, toUs: time });
      next = time + timeframeUs;
    }
  }
  if (next < endUs) missing.push({ fromUs: next, toUs: endUs });
  return missing;
}

/** Two sets of bars of one timeframe as one, ascending; where both have a bar, the one of `kept` stays. */
export function mergeBars(kept: Bars, added: Bars): Bars {
  const merged = allocateBars(kept.length + added.length, kept.timeframeUs);
  let [row, a, b] = [0, 0, 0];
  while (a < kept.length || b < added.length) {
    const keptTime = a < kept.length ? (kept.time[a] as number) : Infinity;
    const addedTime = b < added.length ? (added.time[b] as number) : Infinity;
    const [from, at] = keptTime <= addedTime ? [kept, a] : [added, b];
    for (const column of BAR_COLUMNS) merged[column][row] = from[column][at] as number;
    row++;
    if (keptTime <= addedTime) a++;
    if (addedTime <= keptTime) b++;
  }
  return mapBars(merged, row, (column) => column.slice(0, row));
}
