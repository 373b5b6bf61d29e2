import type { BarRow } from '../domain/bar-row.ts';
import { barOpen } from './aggregate.ts';
import { addDecimals } from './decimal-sum.ts';

interface Row extends BarRow {
  readonly trades: number;
}

/** Bars of a longer timeframe of rows that ascend; a span without a row has none. The rows are all that there is: the last bar is not held back. */
export function aggregateRows(rows: readonly Row[], timeframeUs: number): Row[] {
  const bars: Row[] = [];
  for (const row of rows) {
    const timeUs = barOpen(row.timeUs, timeframeUs);
    const last = bars.at(-1);
    if (last?.timeUs !== timeUs) {
      const { open, high, low, close, volume, trades } = row;
      bars.push({ timeUs, open, high, low, close, volume, trades });
      continue;
    }
    bars[bars.length - 1] = {
      ...last,
      high: Math.max(last.high, row.high),
      low: Math.min(last.low, row.low),
      close: row.close,
      volume: addDecimals(last.volume, row.volume),
      trades: last.trades + row.trades,
    };
  }
  return bars;
}
