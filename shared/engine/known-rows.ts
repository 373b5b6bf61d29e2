import type { Bars } from '../domain/bars.ts';

/** For each row of `of`, the last row of `bars` that had closed by its close; -1 before the first. A bar is known at its close, not before. */
export function lastClosed({ time, timeframeUs, length }: Bars, of: Bars): Int32Array {
  return lastKnown(time.subarray(0, length), of, timeframeUs);
}

/** For each row of `of`, the last of `times` (in order) that had come by its close, each `delayUs` after its time; -1 before the first. */
export function lastKnown(times: Float64Array, of: Bars, delayUs = 0): Int32Array {
  const knownRow = new Int32Array(of.length);
  let known = -1;
  for (let row = 0; row < of.length; row++) {
    const nowUs = (of.time[row] as number) + of.timeframeUs;
    while (known + 1 < times.length && (times[known + 1] as number) + delayUs <= nowUs) known++;
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
