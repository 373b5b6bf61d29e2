import type { TimeUs } from '../../domain/time.ts';
import { parseTimeframe } from '../../domain/timeframe.ts';
import { aggregateRows } from '../../market/aggregate-rows.ts';
import type { AggregatedBar, BarRange, HotStore, Series, StoredBar, TimeSeriesStore } from '../../ports/bar-store.ts';

/** Bars in a map of maps. */
export class MemoryBars implements TimeSeriesStore, HotStore {
  readonly #series = new Map<string, Map<TimeUs, StoredBar>>();

  async put(series: Series, bars: readonly StoredBar[]): Promise<void> {
    const stored = this.#rows(series);
    for (const bar of bars) if (bar.revision >= (stored.get(bar.timeUs)?.revision ?? 0)) stored.set(bar.timeUs, { ...bar });
  }

  async read(series: Series, { fromUs, toUs, limit }: BarRange & { readonly limit: number }): Promise<readonly StoredBar[]> {
    return this.#sorted(series)
      .filter(({ timeUs }) => timeUs >= fromUs && timeUs < toUs)
      .slice(0, limit);
  }

  async latest(series: Series): Promise<StoredBar | undefined> {
    return this.#sorted(series).at(-1);
  }

  async aggregate(series: Series, range: BarRange & { readonly timeframe: string }): Promise<readonly AggregatedBar[]> {
    return aggregateRows(await this.read(series, { ...range, limit: Infinity }), parseTimeframe(range.timeframe));
  }

  async forget(series: Series, beforeUs: TimeUs): Promise<void> {
    const stored = this.#rows(series);
    for (const timeUs of stored.keys()) if (timeUs < beforeUs) stored.delete(timeUs);
  }

  async remove(series: Series, bars: readonly StoredBar[]): Promise<void> {
    const stored = this.#rows(series);
    for (const { timeUs, revision } of bars) if (stored.get(timeUs)?.revision === revision) stored.delete(timeUs);
  }

  #rows({ symbol, timeframe }: Series): Map<TimeUs, StoredBar> {
    const key = `${symbol}#${timeframe}`;
    const stored = this.#series.get(key) ?? new Map<TimeUs, StoredBar>();
    this.#series.set(key, stored);
    return stored;
  }

  #sorted(series: Series): StoredBar[] {
    return [...this.#rows(series).values()].sort((a, b) => a.timeUs - b.timeUs);
  }
}
