import type { PageRequest } from '../ports/page.ts';
import { Refusal } from './refusal.ts';

/** As the API parses it. */
export interface PageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A page request whose cursor is an id of ours. Throws a refusal for any other text. */
export function idCursor({ limit, cursor }: PageQuery): PageRequest {
  if (cursor === undefined) return { limit };
  if (!/^[0-9A-Z]{26}$/.test(cursor)) throw badCursor(cursor);
  return { limit, cursor };
}

/** A cursor that is a position in a list: 0 when there is none. Throws a refusal for anything but a whole number. */
export function positionCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^(0|[1-9]\d{0,15})$/.test(cursor) || !Number.isSafeInteger(Number(cursor))) throw badCursor(cursor);
  return Number(cursor);
}

export function badCursor(cursor: string): Refusal {
  return new Refusal('invalid', `query.cursor: "${cursor}" is not the next of a page`, { field: 'query.cursor' });
}
