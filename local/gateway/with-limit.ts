import type { Outcome } from '../lambda/worker-thread.ts';

/** What a function answers, or undefined when it takes longer than the gateway waits. */
export async function withLimit(running: Promise<Outcome>, limitMs: number): Promise<Outcome | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), limitMs);
  try {
    return await Promise.race([running, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
