import type { TimeUs } from '../shared/domain/time.ts';
import { timeReader } from '../shared/market/time-text.ts';
import { UserError } from './user-error.ts';

/** The time an option gives in ISO 8601, UTC where no zone is named. Throws `UserError` naming the option. */
export function parseTime(option: string, text: string): TimeUs {
  const bytes = new TextEncoder().encode(text);
  const timeUs = timeReader('iso')(bytes, 0, bytes.length);
  if (Number.isSafeInteger(timeUs)) return timeUs;
  throw new UserError(`${option} is "${text}", but must be a time in ISO 8601, like 2021-04-04 or 2021-04-04T20:00:00Z`);
}
