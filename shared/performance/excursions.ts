import { type Bars, firstBarAtOrAfter } from '../domain/bars.ts';
import type { Trade } from '../domain/trade.ts';

/** How far the price went for a round trip and against it while it was held, as ratios of the entry price: `mfe` 0 or above, `mae` 0 or below. */
export interface Excursion {
  readonly mfe: number;
  readonly mae: number;
}

/**
 * The excursion of every round trip, from the bars of its instrument. The bar of the entry counts whole, as a fill is at its open unless a limit or
 * a stop made it, or its order came late: what the bar did before that nobody knows. That of the exit counts with its open and the exit price alone, as
 * what it did later was nobody's. Both in one bar: the two prices alone.
 * An open round trip counts to the last bar. Sweeney (1996), "Maximum Adverse Excursion".
 */
export function excursions(bars: Bars, trades: readonly Trade[]): Excursion[] {
  return trades.map((trade) => excursion(bars, trade));
}

function excursion(bars: Bars, trade: Trade): Excursion {
  const { side, entryPrice, exitPrice, markPrice, entryTimeUs, exitTimeUs } = trade;
  const entryRow = rowAt(bars, entryTimeUs);
  const exitRow = exitTimeUs === null ? bars.length : rowAt(bars, exitTimeUs);
  const last = exitPrice ?? markPrice;
  let highest = Math.max(entryPrice, last);
  let lowest = Math.min(entryPrice, last);
  for (let row = entryRow; row < exitRow; row++) {
    highest = Math.max(highest, bars.high[row] as number);
    lowest = Math.min(lowest, bars.low[row] as number);
  }
  if (exitRow > entryRow && exitRow < bars.length) {
    highest = Math.max(highest, bars.open[exitRow] as number);
    lowest = Math.min(lowest, bars.open[exitRow] as number);
  }
  const [up, down] = [highest / entryPrice - 1, lowest / entryPrice - 1];
  return side === 'long' ? { mfe: up, mae: down } : { mfe: plus(-down), mae: plus(-up) };
}

/** The bar during which a moment lies. */
function rowAt(bars: Bars, timeUs: number): number {
  return Math.max(0, firstBarAtOrAfter(bars, timeUs + 1) - 1);
}

/** Never a negative zero, which JSON does not keep. */
function plus(value: number): number {
  return value + 0;
}
