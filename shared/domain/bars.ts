import type { TimeUs } from './time.ts';

/**
 * Bars as columns, one row per bar, ascending in time, no two alike.
 * `time` is the open of the bar in microseconds UTC (whole numbers, exact in a double up to the year 2255); a bar is known only at `time + timeframeUs`.
 * Prices are in the instrument's quote currency, volume in its base unit.
 */
export interface Bars {
  readonly length: number;
  readonly timeframeUs: number;
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

export const BAR_COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const;
export type BarColumn = (typeof BAR_COLUMNS)[number];

/** Columns for `length` bars, all zero; the caller fills them. */
export function allocateBars(length: number, timeframeUs: number): Bars {
  const column = () => new Float64Array(length);
  return { length, timeframeUs, time: column(), open: column(), high: column(), low: column(), close: column(), volume: column() };
}

/** The rows `from` (inclusive) to `to` (exclusive) as views on the same memory. */
export function sliceBars(bars: Bars, from: number, to: number): Bars {
  if (from <= 0 && to >= bars.length && bars.time.length === bars.length) return bars;
  return mapBars(bars, Math.max(0, Math.min(to, bars.length) - Math.max(0, from)), (column) => column.subarray(from, to));
}

/** Bars of `length` rows, each column made of the one before. */
export function mapBars(
  { timeframeUs, time, open, high, low, close, volume }: Bars,
  length: number,
  of: (column: Float64Array) => Float64Array,
): Bars {
  return { length, timeframeUs, time: of(time), open: of(open), high: of(high), low: of(low), close: of(close), volume: of(volume) };
}

/** When a bar is over: when the next one opens, also where a day has 23 hours. */
export function closeUsOf({ time, timeframeUs }: Pick<Bars, 'time' | 'timeframeUs'>, row: number): TimeUs {
  return Math.min((time[row] as number) + timeframeUs, row + 1 < time.length ? (time[row + 1] as number) : Infinity);
}

/** Index of the first bar that opens at or after `timeUs`; `bars.length` when there is none. */
export function firstBarAtOrAfter(bars: Bars, timeUs: TimeUs): number {
  let low = 0;
  let high = bars.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((bars.time[middle] as number) < timeUs) low = middle + 1;
    else high = middle;
  }
  return low;
}
