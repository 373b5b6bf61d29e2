import type { TimeUs } from '../domain/time.ts';
import { timeReader } from '../market/time-text.ts';
import { Refusal } from './refusal.ts';

/** Past the year 2255, the last that a time can name. */
const END_OF_TIME_US = Number.MAX_SAFE_INTEGER;

/** Bounds of a range that is given as text in a query. */
export interface TextRange {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** `from` (inclusive) and `to` (exclusive) of a query; all of time without them. Throws a refusal that names the one at fault. */
export function rangeOfQuery({ from, to }: TextRange): { readonly fromUs: TimeUs; readonly toUs: TimeUs } {
  const fromUs = instantOfQuery('from', from) ?? 0;
  const toUs = instantOfQuery('to', to) ?? END_OF_TIME_US;
  if (fromUs < toUs) return { fromUs, toUs };
  const given = from === undefined ? 'the start of time' : `from (${from})`;
  throw new Refusal('invalid', `query.to: ${to} is not after ${given}`, { field: 'query.to' });
}

/** A time of a query; undefined when it is not given. Throws a refusal that names the field. */
export function instantOfQuery(field: string, text: string | undefined): TimeUs | undefined {
  if (text === undefined) return undefined;
  const bytes = new TextEncoder().encode(text);
  const timeUs = timeReader('iso')(bytes, 0, bytes.length);
  if (Number.isSafeInteger(timeUs)) return timeUs;
  throw new Refusal('invalid', `query.${field}: "${text}" is no time between 1970 and 2255, like 2021-04-04T20:00:00Z`, {
    field: `query.${field}`,
  });
}
