import type { Bars } from '../../domain/bars.ts';
import { Sma } from '../trend/sma.ts';
import { Extremum } from '../windows.ts';
import { BREADTH_COLUMNS, type BreadthColumn } from './columns.ts';

/** What the markets of a universe did together, one row a time at which at least one has a bar. */
export interface MarketBreadth extends Readonly<Record<BreadthColumn, Float64Array>> {
  readonly length: number;
  readonly time: Float64Array;
}

export interface BreadthWindows {
  /** Bars in which a close is a new high or low. */
  readonly extremes: number;
  /** Bars in the simple average that a close stands above. */
  readonly average: number;
}

/**
 * Counts, at every time, the markets whose close rose, fell or stayed since their bar before, with their volumes; those whose close is the highest or lowest
 * of their last `extremes` bars; those above their simple average (`above`), out of those that have one (`counted`). A market counts only where it has a bar.
 */
export function marketBreadth(universe: readonly Bars[], windows: BreadthWindows = { extremes: 252, average: 50 }): MarketBreadth {
  const time = Float64Array.from(new Set(universe.flatMap((bars) => [...bars.time.subarray(0, bars.length)]))).sort();
  const rowOf = new Map([...time].map((at, row) => [at, row]));
  const columns = Object.fromEntries(BREADTH_COLUMNS.map((name) => [name, new Float64Array(time.length)]));
  const breadth = { length: time.length, time, ...(columns as Record<BreadthColumn, Float64Array>) };
  for (const bars of universe) count(bars, breadth, rowOf, windows);
  return breadth;
}

/** Adds one market. */
function count(bars: Bars, breadth: MarketBreadth, rowOf: ReadonlyMap<number, number>, windows: BreadthWindows): void {
  const highest = new Extremum(windows.extremes, 1);
  const lowest = new Extremum(windows.extremes, -1);
  const average = new Sma(windows.average);
  let before = Number.NaN;
  for (let i = 0; i < bars.length; i++) {
    const row = rowOf.get(bars.time[i] as number) as number;
    const [close, volume] = [bars.close[i] as number, bars.volume[i] as number];
    const add = (name: BreadthColumn, amount: number) => {
      breadth[name][row] = (breadth[name][row] as number) + amount;
    };
    if (close > before) {
      add('advances', 1);
      add('advancingVolume', volume);
    } else if (close < before) {
      add('declines', 1);
      add('decliningVolume', volume);
    } else if (close === before) add('unchanged', 1);
    before = close;
    if (highest.update(close) === close) add('highs', 1);
    if (lowest.update(close) === close) add('lows', 1);
    const mean = average.update(close);
    if (!Number.isNaN(mean)) add('counted', 1);
    if (close > mean) add('above', 1);
  }
}
