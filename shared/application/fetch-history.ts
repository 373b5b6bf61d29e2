import { allocateBars, type Bars } from '../domain/bars.ts';
import type { TimeUs } from '../domain/time.ts';
import { parseTimeframe } from '../domain/timeframe.ts';
import { barOpen } from '../market/aggregate.ts';
import { mergeBars, missingRanges, type TimeRange } from '../market/coverage.ts';
import type { BarHistory, HistoryKey } from '../ports/bar-history.ts';
import type { BarRow } from '../domain/bar-row.ts';
import type { Clock } from '../ports/clock.ts';
import { HistoryError, type HistorySource } from '../ports/history-source.ts';

interface World {
  readonly source: HistorySource;
  readonly history: BarHistory;
  readonly clock: Clock;
}

export interface FetchRequest extends TimeRange {
  readonly symbol: string;
  readonly timeframe: string;
  /** Bars of the range that are there or have been asked for, of all. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Stops after the page under way; what has come so far is kept. */
  readonly signal?: AbortSignal;
}

export interface FetchResult {
  /** As the venue spells it. */
  readonly symbol: string;
  /** Bars that were not there before. */
  readonly written: number;
  /** Bars of the range that were there already. */
  readonly kept: number;
  /** Bars of the range that the venue does not have. */
  readonly missing: number;
  /** Bars of the series now, in and out of the range. */
  readonly total: number;
  readonly interrupted: boolean;
}

/** Pages between two saves: what an interruption can cost. */
const PAGES_PER_SAVE = 20;
/** Windows without a bar in a row after which the rest of a hole is taken to be empty. */
const MAX_EMPTY_PAGES = 20;

/**
 * Downloads the bars of a range that are not there yet: only holes are asked for, so running it again continues, repairs, or does nothing.
 * A bar that has not closed is never kept. Throws `HistoryError` when the venue refuses; what came before that is kept.
 */
export function fetchHistory(world: World) {
  return async (request: FetchRequest): Promise<FetchResult> => {
    const timeframeUs = parseTimeframe(request.timeframe);
    const market = await world.source.market(request.symbol, request.timeframe);
    const range = { fromUs: request.fromUs, toUs: Math.min(request.toUs, barOpen(world.clock.nowUs(), timeframeUs)) };
    const key = { venue: world.source.venue, symbol: market.symbol, timeframe: request.timeframe };
    const download = new Download(world, key, { request, pageBars: market.pageBars, timeframeUs });
    return download.run(range);
  };
}

interface Task {
  readonly request: FetchRequest;
  readonly pageBars: number;
  readonly timeframeUs: number;
}

class Download {
  readonly #world: World;
  readonly #key: HistoryKey;
  readonly #task: Task;
  #bars: Bars | undefined;
  #fresh: BarRow[] = [];
  #written = 0;
  #pages = 0;

  constructor(world: World, key: HistoryKey, task: Task) {
    this.#world = world;
    this.#key = key;
    this.#task = task;
  }

  async run(range: TimeRange): Promise<FetchResult> {
    const { timeframeUs, request } = this.#task;
    this.#bars = await this.#world.history.load(this.#key);
    const count = (ranges: readonly TimeRange[]) => ranges.reduce((sum, { fromUs, toUs }) => sum + (toUs - fromUs) / timeframeUs, 0);
    const total = count(missingRanges(undefined, range, timeframeUs));
    const holes = missingRanges(this.#bars, range, timeframeUs);
    const kept = total - count(holes);
    let done = kept;
    try {
      for (const hole of holes) {
        await this.#fill(hole, (fromUs) => request.onProgress?.(done + Math.round((fromUs - hole.fromUs) / timeframeUs), total));
        if (request.signal?.aborted) break;
        done += count([hole]);
      }
    } catch (error) {
      if (!(error instanceof HistoryError && error.code === 'interrupted')) throw error;
    } finally {
      await this.#save();
    }
    const missing = count(missingRanges(this.#bars, range, timeframeUs));
    return {
      symbol: this.#key.symbol,
      written: this.#written,
      kept,
      missing,
      total: this.#bars?.length ?? 0,
      interrupted: request.signal?.aborted ?? false,
    };
  }

  async #fill(hole: TimeRange, onPage: (fromUs: TimeUs) => void): Promise<void> {
    const { request, pageBars, timeframeUs } = this.#task;
    const { symbol, timeframe } = this.#key;
    let fromUs = hole.fromUs;
    for (let empty = 0; fromUs < hole.toUs && empty < MAX_EMPTY_PAGES && !request.signal?.aborted; ) {
      const limit = Math.min(pageBars, Math.ceil((hole.toUs - fromUs) / timeframeUs));
      const rows = await this.#world.source.page({
        symbol,
        timeframe,
        fromUs,
        limit,
        ...(request.signal ? { signal: request.signal } : {}),
      });
      for (const row of rows)
        if (row.timeUs >= fromUs && row.timeUs < hole.toUs && row.timeUs % timeframeUs === hole.fromUs % timeframeUs) this.#fresh.push(row);
      const last = rows.at(-1)?.timeUs;
      empty = last === undefined ? empty + 1 : 0;
      // An empty page says nothing of later ones: some venues answer a window of time, others the next bars there are.
      fromUs = last !== undefined && last >= fromUs ? last + timeframeUs : fromUs + limit * timeframeUs;
      onPage(Math.min(fromUs, hole.toUs));
      if (++this.#pages % PAGES_PER_SAVE === 0) await this.#save();
    }
  }

  async #save(): Promise<void> {
    if (this.#fresh.length === 0) return;
    const added = barsOf(this.#fresh, this.#task.timeframeUs);
    const before = this.#bars?.length ?? 0;
    const merged = this.#bars ? mergeBars(this.#bars, added) : added;
    await this.#world.history.save(this.#key, merged);
    this.#bars = merged;
    this.#written += merged.length - before;
    this.#fresh = [];
  }
}

/** Rows as columns, ascending, the first of two at the same time kept. */
function barsOf(rows: readonly BarRow[], timeframeUs: number): Bars {
  const sorted = rows.toSorted((a, b) => a.timeUs - b.timeUs).filter((row, i, all) => i === 0 || row.timeUs !== all[i - 1]?.timeUs);
  const bars = allocateBars(sorted.length, timeframeUs);
  sorted.forEach((row, i) => {
    bars.time[i] = row.timeUs;
    bars.open[i] = row.open;
    bars.high[i] = row.high;
    bars.low[i] = row.low;
    bars.close[i] = row.close;
    bars.volume[i] = row.volume;
  });
  return bars;
}
