import type { Bars } from '../domain/bars.ts';
import type { PriceSeries } from './report.ts';

/** Rows that a chart gets at most: more than it has pixels across. */
const ROWS_MAX = 2_000;

/** Bars for a chart: as they are up to `rowsMax`, else merged in equal runs, each with its highest high, lowest low and last close. */
export function condensePrices(symbol: string, bars: Bars, rowsMax = ROWS_MAX): PriceSeries {
  const run = Math.ceil(bars.length / rowsMax);
  const rows = { time: [] as number[], high: [] as number[], low: [] as number[], close: [] as number[] };
  for (let from = 0; from < bars.length; from += run) {
    const to = Math.min(from + run, bars.length);
    let high = bars.high[from] as number;
    let low = bars.low[from] as number;
    for (let i = from + 1; i < to; i++) {
      high = Math.max(high, bars.high[i] as number);
      low = Math.min(low, bars.low[i] as number);
    }
    rows.time.push(bars.time[from] as number);
    rows.high.push(high);
    rows.low.push(low);
    rows.close.push(bars.close[to - 1] as number);
  }
  return { symbol, timeframeUs: bars.timeframeUs, ...rows };
}
