import type { Bars } from '../domain/bars.ts';

/** For each row of `of`, the last row of `bars` that had closed by its close; -1 before the first. A bar is known at its close, not before. */
export function lastClosed(bars: Bars, of: Bars): Int32Array {
  const { time, timeframeUs, length } = bars;
  const knownRow = new Int32Array(of.length);
  let known = -1;
  for (let row = 0; row < of.length; row++) {
    const nowUs = (of.time[row] as number) + of.timeframeUs;
    while (known + 1 < length && (time[known + 1] as number) + timeframeUs <= nowUs) known++;
    knownRow[row] = known;
  }
  return knownRow;
}

/** For each row of `of`, the last of `knownAtUs` (in order) that had come by its close; -1 before the first. */
export function lastKnown(knownAtUs: Float64Array, of: Bars): Int32Array {
  const knownRow = new Int32Array(of.length);
  let known = -1;
  for (let row = 0; row < of.length; row++) {
    const nowUs = (of.time[row] as number) + of.timeframeUs;
    while (known + 1 < knownAtUs.length && (knownAtUs[known + 1] as number) <= nowUs) known++;
    knownRow[row] = known;
  }
  return knownRow;
}

/** `column` spread over the rows of the run: at each row the last value known. */
export function spread(column: Float64Array, knownRow: Int32Array, into: Float64Array): Float64Array {
  for (let row = 0; row < knownRow.length; row++) {
    const known = knownRow[row] as number;
    into[row] = known < 0 ? NaN : (column[known] as number);
  }
  return into;
}

/** First row of the run at which row `row` of the other is known; the number of rows when none is. */
export function firstKnown(knownRow: Int32Array, row: number): number {
  const first = knownRow.findIndex((known) => known >= row);
  return first < 0 ? knownRow.length : first;
}
