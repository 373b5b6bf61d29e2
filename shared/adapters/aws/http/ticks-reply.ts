import type { TicksPage } from '../../../contracts/ticks.ts';
import { jsonReply, Reply } from './reply.ts';

const COLUMNS = {
  trades: ['time', 'eventId', 'price', 'quantity', 'side', 'venue', 'synthetic'],
  quotes: ['time', 'bid', 'ask', 'bidQuantity', 'askQuantity', 'venue', 'synthetic'],
} as const;

/** A page of ticks in the format asked for. As CSV the cursor of the next page travels in the header `x-next-cursor`. */
export function ticksReply(page: TicksPage, format: 'json' | 'csv'): Reply {
  if (format === 'json') return jsonReply(200, page);
  const columns = COLUMNS[page.kind];
  const lines = page.ticks.map((tick) => columns.map((column) => cell(String((tick as Record<string, unknown>)[column]))).join(','));
  const next = page.next === null ? {} : { 'x-next-cursor': page.next };
  return new Reply(200, { 'content-type': 'text/csv; charset=utf-8', ...next }, `${[columns.join(','), ...lines].join('\n')}\n`);
}

/** RFC 4180: an id of a venue may hold a comma, a quotation mark or a line end. */
function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
