import { setTimeout as sleep } from 'node:timers/promises';

/** Waits, where needed, until so much of the running period (a minute, a day of UTC) is left that what follows does not run into the next one. */
export async function untilLeft(neededMs: number, periodMs: number): Promise<void> {
  const leftMs = periodMs - (Date.now() % periodMs);
  if (leftMs < neededMs) await sleep(leftMs + 1);
}
