import type * as z from 'zod';
import { HistoryError } from '../../ports/history-source.ts';

/** A text frame from JSON. Throws `HistoryError`. */
export function jsonOf(data: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(data));
  } catch {
    throw new HistoryError('malformed', `a frame of ${data.byteLength} bytes is no JSON`);
  }
}

/** A value in the shape that the venue's documents give. Throws `HistoryError` naming the field at fault. */
export function shaped<T>(shape: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new HistoryError(
    'malformed',
    `${what}${issue && issue.path.length > 0 ? `.${issue.path.join('.')}` : ''}: ${issue?.message ?? 'has another shape'}`,
  );
}
