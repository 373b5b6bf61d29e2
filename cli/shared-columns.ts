import type { SweepData } from '../shared/application/sweep/data.ts';
import { BAR_COLUMNS, type Bars } from '../shared/domain/bars.ts';

/** A copy of bars that combinations are run on, or converted by, in memory that worker threads share. */
export function sharedData({ bars, instrument, detail }: SweepData): SweepData {
  return { bars: sharedBars(bars), instrument, ...(detail && { detail: { ...detail, bars: sharedBars(detail.bars) } }) };
}

function sharedBars(bars: Bars): Bars {
  const columns = BAR_COLUMNS.map((name) => [name, sharedCopy(bars[name])]);
  return { ...bars, ...Object.fromEntries(columns) };
}

/** A copy of a column in memory that worker threads share. */
export function sharedCopy(column: Float64Array): Float64Array {
  const copy = sharedDoubles(column.length);
  copy.set(column);
  return copy;
}

export function sharedDoubles(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT));
}
