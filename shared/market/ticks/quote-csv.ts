import type { Bars } from '../../domain/bars.ts';
import { toIso } from '../../domain/time.ts';
import { PRICE_COLUMNS, QUOTE_COLUMNS } from '../columns.ts';

/** Bars of bid and ask side by side as CSV in UTF-8; the import reads them back. Both are of the same quotes, so row by row of the same time. */
export function encodeQuoteCsv(bid: Bars, ask: Bars): Uint8Array {
  const lines = [`timestamp,${QUOTE_COLUMNS.join(',')}`];
  const cells = (bars: Bars, row: number) => PRICE_COLUMNS.map((column) => String(bars[column][row]));
  for (let row = 0; row < bid.length; row++) lines.push([toIso(bid.time[row] as number), ...cells(bid, row), ...cells(ask, row)].join(','));
  return new TextEncoder().encode(`${lines.join('\n')}\n`);
}
