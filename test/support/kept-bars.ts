import { type Bars, mapBars } from '../../shared/domain/bars.ts';

/** The bars of some rows, in their order: what is left of a history with holes. */
export function keptBars(bars: Bars, rows: readonly number[]): Bars {
  return mapBars(bars, rows.length, (column) => Float64Array.from(rows, (row) => column[row] as number));
}
