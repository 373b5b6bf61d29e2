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
    const nowUs = closeOf(of, row);
    while (known + 1 < times.length && (times[known + 1] as number) + delayUs <= nowUs) known++;
    knownRow[row] = known;
  }
  return knownRow;
}

/** A bar is over when the next one opens, also where a day has 23 hours: what is decided at its close trades there. */
function closeOf({ time, timeframeUs, length }: Bars, row: number): number {
  const closeUs = (time[row] as number) + timeframeUs;
  return row + 1 < length ? Math.min(closeUs, time[row + 1] as number) : closeUs;
}

/** When each of the `longer` bars that were made of `bars` is known: at its close, or with the last bar in it, which may end later where bars begin at odd times. */
export function closesOf(longer: Bars, { time, timeframeUs, length }: Bars): Float64Array {
  let row = 0;
  return longer.time.slice(0, longer.length).map((openUs) => {
    const closeUs = openUs + longer.timeframeUs;
    while (row < length && (time[row] as number) < closeUs) row++;
    return row === 0 ? closeUs : Math.max(closeUs, (time[row - 1] as number) + timeframeUs);
  });
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
