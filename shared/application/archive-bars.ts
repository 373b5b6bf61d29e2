import { DAY_US, type TimeUs } from '../domain/time.ts';
import type { ArchiveStore, HotStore, Series } from '../ports/bar-store.ts';
import type { Clock } from '../ports/clock.ts';

interface World {
  /** Every instrument that was ever streamed. */
  readonly instruments: { list(): Promise<readonly string[]> };
  readonly hot: HotStore;
  readonly history: ArchiveStore;
  readonly clock: Clock;
}

export interface ArchiveSettings {
  /** Names, as `1m`. */
  readonly timeframes: readonly string[];
  /** Whole days that stay in the hot store, today not counted. */
  readonly hotDays: number;
}

export interface Archived {
  /** Bars that open before this are history. */
  readonly beforeUs: TimeUs;
  readonly moved: number;
  /** Series that could not be moved, with the reason. They are tried again the next time. */
  readonly failed: readonly string[];
}

/** Bars that are moved at a time: a week of minutes. */
const PAGE_BARS = 10_080;

/**
 * Moves the bars of days gone by from the hot store to the history, and makes one file of each month that has ended. A bar is in the history before it
 * leaves the hot store, and only as it was read: one that was corrected meanwhile stays for the next time. So a crash at any point loses nothing, and what
 * is in both for a while is one bar to every reader. Running it again is a no-op.
 */
export function archiveBars(world: World, { timeframes, hotDays }: ArchiveSettings) {
  return async (): Promise<Archived> => {
    const beforeUs = Math.floor(world.clock.nowUs() / DAY_US) * DAY_US - hotDays * DAY_US;
    const failed: string[] = [];
    let moved = 0;
    for (const symbol of await world.instruments.list()) {
      for (const timeframe of timeframes) {
        try {
          moved += await moveSeries(world, { symbol, timeframe }, beforeUs);
        } catch (error) {
          failed.push(`${symbol} ${timeframe}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    }
    return { beforeUs, moved, failed };
  };
}

async function moveSeries({ hot, history }: World, series: Series, beforeUs: TimeUs): Promise<number> {
  let moved = 0;
  for (let fromUs = 0; ; ) {
    const bars = await hot.read(series, { fromUs, toUs: beforeUs, limit: PAGE_BARS });
    const last = bars.at(-1);
    if (last === undefined) break;
    await history.put(series, bars);
    await hot.remove(series, bars);
    moved += bars.length;
    fromUs = last.timeUs + 1;
  }
  if (moved > 0) await history.compact(series, beforeUs);
  return moved;
}
