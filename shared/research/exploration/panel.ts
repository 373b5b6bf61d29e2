import type { Series } from '../series.ts';

export interface PanelOptions {
  /** Bars ahead. */
  readonly horizon: number;
  /** Price that a return starts from: the close of the row, or the open after it. */
  readonly entry: 'close' | 'open';
}

/** Forward returns of a universe on one axis of time. */
export interface Panel {
  /** Distinct times of all bars. */
  readonly times: number;
  /** Of each series: place of each row on the axis, and the forward return from its close; NaN in the last rows, which have none. */
  readonly places: readonly Int32Array[];
  readonly returns: readonly Float64Array[];
  /** At each place: sum and number of the returns that start there. */
  readonly sums: Float64Array;
  readonly counts: Float64Array;
}

/** Simple returns from every row to the close `horizon` bars later. */
export function forwardReturns({ bars }: Series, { horizon, entry }: PanelOptions): Float64Array {
  const { open, close, length } = bars;
  return Float64Array.from({ length }, (_, row) => {
    if (row + horizon >= length) return Number.NaN;
    const from = entry === 'close' ? (close[row] as number) : (open[row + 1] as number);
    return from > 0 ? (close[row + horizon] as number) / from - 1 : Number.NaN;
  });
}

/** Place of each row of each series among the distinct times of all. */
export function timeAxis(universe: readonly Series[]): { times: number; places: Int32Array[] } {
  const all = Float64Array.from(universe.flatMap(({ bars }) => [...bars.time])).sort();
  const axis = all.filter((time, i) => i === 0 || time !== all[i - 1]);
  const places = universe.map(({ bars }) => {
    let at = 0;
    return Int32Array.from(bars.time, (time) => {
      while ((axis[at] as number) < time) at++;
      return at;
    });
  });
  return { times: axis.length, places };
}

export function buildPanel(universe: readonly Series[], axis: ReturnType<typeof timeAxis>, options: PanelOptions): Panel {
  const returns = universe.map((series) => forwardReturns(series, options));
  const sums = new Float64Array(axis.times);
  const counts = new Float64Array(axis.times);
  for (const [i, column] of returns.entries()) addReturns(column, axis.places[i] as Int32Array, { sums, counts });
  return { ...axis, returns, sums, counts };
}

/** Adds the returns that start at `rows` (at all when left out) to sums and counts by place; those that are not known are passed over. */
export function addReturns(
  returns: Float64Array,
  places: Int32Array,
  { sums, counts, rows }: { sums: Float64Array; counts: Float64Array; rows?: readonly number[] },
): void {
  const add = (row: number) => {
    const value = returns[row] as number;
    if (Number.isNaN(value)) return;
    const place = places[row] as number;
    sums[place] = (sums[place] as number) + value;
    counts[place] = (counts[place] as number) + 1;
  };
  if (rows === undefined) for (let row = 0; row < returns.length; row++) add(row);
  else for (const row of rows) add(row);
}
