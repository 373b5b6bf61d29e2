import type { Objects } from '../../ports/objects.ts';
import { getJson, putJson } from '../json-objects.ts';
import { pageKey } from './keys.ts';

/** Rows an object; several are read for a long page of the API. */
const ROWS: Readonly<Record<List, number>> = { trades: 1000, equity: 5000 };
/** Objects read or written at once. */
const PARALLEL = 8;

export type List = 'trades' | 'equity';
interface Where {
  readonly tenant: string;
  readonly runId: string;
  readonly list: List;
}

/** Writes `total` rows, page after page; `rows` makes those from `from` (inclusive) to `to` (exclusive). */
export async function writePages(
  objects: Objects,
  { tenant, runId, list }: Where,
  total: number,
  rows: (from: number, to: number) => readonly unknown[],
): Promise<void> {
  const size = ROWS[list];
  const pages = Math.ceil(total / size);
  for (let first = 0; first < pages; first += PARALLEL) {
    const group = Array.from({ length: Math.min(PARALLEL, pages - first) }, (_, i) => first + i);
    await Promise.all(
      group.map((page) => putJson(objects, pageKey(tenant, runId, list, page), rows(page * size, Math.min(total, (page + 1) * size)))),
    );
  }
}

/** Rows `from` (inclusive) to `to` (exclusive) of what `writePages` wrote. */
export async function readPages<T>(objects: Objects, { tenant, runId, list }: Where, from: number, to: number): Promise<T[]> {
  if (to <= from) return [];
  const size = ROWS[list];
  const first = Math.floor(from / size);
  const pages = Array.from({ length: Math.ceil(to / size) - first }, (_, i) => first + i);
  const parts = await Promise.all(pages.map((page) => getJson<T[]>(objects, pageKey(tenant, runId, list, page))));
  const missing = parts.indexOf(undefined);
  if (missing !== -1) throw new Error(`run ${runId} has lost page ${first + missing} of its ${list}`);
  return parts.flatMap((part) => part ?? []).slice(from - first * size, to - first * size);
}
