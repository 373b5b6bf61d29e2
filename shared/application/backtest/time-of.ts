import type { TimeUs } from '../../domain/time.ts';
import { EngineError } from '../../engine/error.ts';
import { timeReader } from '../../market/time-text.ts';

/** A time in ISO 8601. Throws `EngineError` naming the field. */
export function timeOf(field: string, text: string): TimeUs {
  const bytes = new TextEncoder().encode(text);
  const timeUs = timeReader('iso')(bytes, 0, bytes.length);
  if (Number.isSafeInteger(timeUs)) return timeUs;
  throw new EngineError(field, `${field} is "${text}", but must be a time in ISO 8601, like 2021-04-04 or 2021-04-04T20:00:00Z`);
}
