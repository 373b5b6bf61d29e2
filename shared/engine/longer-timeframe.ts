import type { Bars } from '../domain/bars.ts';
import { parseTimeframe, timeframeName } from '../domain/timeframe.ts';
import { aggregateBars } from '../market/aggregate.ts';
import { EngineError } from './error.ts';

/** Bars of a longer timeframe beside those of the run, and for each row of the run the last of them that had closed. */
export interface LongerBars {
  readonly bars: Bars;
  /** Row of the longer bar known at the close of each row of the run; -1 before the first. */
  readonly knownRow: Int32Array;
}

/** Longer bars of `bars`. A longer bar is known at its close, not before. Throws `EngineError` unless the timeframe is a multiple of the run's. */
export function longerBars(bars: Bars, timeframe: string): LongerBars {
  const spanUs = spanOf(timeframe);
  if (spanUs % bars.timeframeUs !== 0) {
    const own = timeframeName(bars.timeframeUs);
    throw new EngineError(
      'timeframe',
      `an indicator asks for ${timeframe} bars, but the run has ${own} bars, of which they must be a multiple`,
    );
  }
  return knownAtCloses(bars, aggregateBars(bars, spanUs));
}

/** Longer bars that came beside `bars`, with the row that is known at each of their closes. */
export function knownAtCloses(bars: Bars, longer: Bars): LongerBars {
  const knownRow = new Int32Array(bars.length);
  let known = -1;
  for (let row = 0; row < bars.length; row++) {
    const nowUs = (bars.time[row] as number) + bars.timeframeUs;
    while (known + 1 < longer.length && (longer.time[known + 1] as number) + longer.timeframeUs <= nowUs) known++;
    knownRow[row] = known;
  }
  return { bars: longer, knownRow };
}

/** `column` of the longer bars spread over the rows of the run: at each row the last value known. */
export function spread(column: Float64Array, knownRow: Int32Array, into: Float64Array): Float64Array {
  for (let row = 0; row < knownRow.length; row++) {
    const known = knownRow[row] as number;
    into[row] = known < 0 ? NaN : (column[known] as number);
  }
  return into;
}

/** First row of the run at which longer row `row` is known; the number of rows when none is. */
export function firstKnown(knownRow: Int32Array, row: number): number {
  const first = knownRow.findIndex((known) => known >= row);
  return first < 0 ? knownRow.length : first;
}

function spanOf(timeframe: string): number {
  try {
    return parseTimeframe(timeframe);
  } catch (cause) {
    throw new EngineError('timeframe', (cause as Error).message);
  }
}
