import { setTimeout as sleep } from 'node:timers/promises';
import { HistoryError } from '../../ports/history-source.ts';

export interface RetryOptions {
  /** Attempts in all. */
  readonly attempts: number;
  /** Wait before the second attempt; doubled for each one more, give or take a quarter. */
  readonly firstWaitMs: number;
  /** Longest wait that is sat out; a venue that asks for more is given up. */
  readonly longestWaitMs: number;
}

export const PATIENT: RetryOptions = { attempts: 7, firstWaitMs: 500, longestWaitMs: 120_000 };

export interface Attempt {
  readonly isPassing: (error: unknown) => boolean;
  /** What the venue asked for in its last answer, in milliseconds. */
  readonly askedWaitMs: () => number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Does `work` again while its error is passing. Waits as long as the venue asked, at least; throws the last error, or `HistoryError` when interrupted. */
export async function withRetries<T>(
  work: () => Promise<T>,
  { attempts, firstWaitMs, longestWaitMs }: RetryOptions,
  attempt: Attempt,
): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await work();
    } catch (error) {
      if (!attempt.isPassing(error) || tried === attempts) throw error;
      const own = firstWaitMs * 2 ** (tried - 1) * (0.75 + Math.random() / 2);
      const waitMs = Math.max(own, attempt.askedWaitMs() ?? 0);
      if (waitMs > longestWaitMs) throw error;
      await sleep(waitMs, undefined, attempt.signal ? { signal: attempt.signal } : {}).catch(() => {
        throw new HistoryError('interrupted', 'stopped while waiting for the venue');
      });
    }
  }
}

/** Milliseconds of a Retry-After header: seconds, or an HTTP date (RFC 9110, 10.2.3). */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  const seconds = Number(header);
  if (header.trim() !== '' && Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const until = Date.parse(header);
  return Number.isNaN(until) ? undefined : Math.max(0, until - nowMs);
}
