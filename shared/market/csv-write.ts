import type { Bars } from '../domain/bars.ts';
import { toIso } from '../domain/time.ts';

export const CSV_HEADER = 'timestamp,open,high,low,close,volume';

/** Bars as CSV with ISO times and the shortest decimals that read back as the same doubles. */
export function formatCsv(bars: Bars): string {
  const lines = [CSV_HEADER];
  for (let row = 0; row < bars.length; row++) {
    lines.push(
      `${toIso(bars.time[row] as number)},${bars.open[row]},${bars.high[row]},${bars.low[row]},${bars.close[row]},${bars.volume[row]}`,
    );
  }
  return `${lines.join('\n')}\n`;
}
