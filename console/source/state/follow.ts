import type { Signal } from '@preact/signals';
import { ApiError, reasonOf } from '../api/http.ts';
import { poll } from './poll.ts';

/** What a page knows of something that it follows. */
export interface Followed {
  readonly fault: Signal<string | null>;
  readonly missing: Signal<boolean>;
}

/** Waits between two looks: the first, how they grow, and the longest, ms. */
const [FIRST_MS, GROWTH, LONGEST_MS] = [300, 1.25, 3000];

/** Calls `look` until it answers that what it looks at has ended, ever more slowly; something that is not there is missing. Returns the stop. */
export function follow({ fault, missing }: Followed, look: (signal: AbortSignal) => Promise<'under way' | 'ended'>): () => void {
  const abort = new AbortController();
  let waitMs = FIRST_MS;
  const stop = poll(
    async () => {
      const state = await look(abort.signal);
      if (state === 'ended') return null;
      waitMs = Math.min(LONGEST_MS, waitMs * GROWTH);
      return waitMs;
    },
    (error) => {
      if (error instanceof ApiError && error.status === 404) {
        missing.value = true;
        stop();
      } else if (!abort.signal.aborted) fault.value = reasonOf(error);
    },
  );
  return () => {
    stop();
    abort.abort();
  };
}
