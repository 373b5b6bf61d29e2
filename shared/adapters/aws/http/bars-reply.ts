import type { BarsPage } from '../../../contracts/schemas.ts';
import { jsonReply, Reply } from './reply.ts';

const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume', 'closed'] as const;

/** A page of bars in the format asked for. As CSV the cursor of the next page travels in the header `x-next-cursor`. */
export function barsReply(page: BarsPage, format: 'json' | 'csv'): Reply {
  if (format === 'json') return jsonReply(200, page);
  const lines = page.bars.map((bar) => COLUMNS.map((column) => bar[column]).join(','));
  const next = page.next === null ? {} : { 'x-next-cursor': page.next };
  return new Reply(200, { 'content-type': 'text/csv; charset=utf-8', ...next }, `${[COLUMNS.join(','), ...lines].join('\n')}\n`);
}
