import { signal } from '@preact/signals';
import { reasonOf } from '../api/http.ts';
import { listBacktests } from '../api/platform.ts';
import type { Backtest } from '../api/types.ts';
import { poll } from './poll.ts';

/** Newest first; null until the first answer. */
export const backtests = signal<readonly Backtest[] | null>(null);
export const backtestsFault = signal<string | null>(null);
/** Cursor of the next older page, null when all are here. */
export const olderCursor = signal<string | null>(null);

export const isActive = (run: Backtest): boolean => run.status === 'QUEUED' || run.status === 'RUNNING';

/** Keeps the list fresh: every second while something runs, every 15 s when all is quiet. */
export function watchBacktests(): () => void {
  return poll(
    async () => {
      await refreshBacktests();
      return backtests.value?.some(isActive) ? 1000 : 15_000;
    },
    (error) => {
      backtestsFault.value = reasonOf(error);
    },
  );
}

export async function refreshBacktests(): Promise<void> {
  const page = await listBacktests();
  const fresh = new Set(page.backtests.map((run) => run.id));
  const oldest = page.backtests.at(-1)?.id;
  const older =
    page.next === null || oldest === undefined ? [] : (backtests.value ?? []).filter((run) => !fresh.has(run.id) && run.id < oldest);
  if (older.length === 0) olderCursor.value = page.next;
  backtests.value = [...page.backtests, ...older];
  backtestsFault.value = null;
}

/** Adds the next older page. */
export async function loadOlder(): Promise<void> {
  if (olderCursor.value === null) return;
  const page = await listBacktests(olderCursor.value);
  backtests.value = [...(backtests.value ?? []), ...page.backtests];
  olderCursor.value = page.next;
}

/** Puts a run that was read or started on its own into the list. */
export function mergeBacktest(run: Backtest): void {
  const known = backtests.value ?? [];
  backtests.value = known.some((other) => other.id === run.id)
    ? known.map((other) => (other.id === run.id ? run : other))
    : [run, ...known];
}

export function dropBacktest(id: string): void {
  backtests.value = (backtests.value ?? []).filter((run) => run.id !== id);
}
