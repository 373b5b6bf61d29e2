import type { TimeUs } from '../../domain/time.ts';
import type { BarStore, Series, StoredBar } from '../../ports/bar-store.ts';

/** Bars in a map of maps. */
export class MemoryBars implements BarStore {
  readonly #series = new Map<string, Map<TimeUs, StoredBar>>();

  async put({ symbol, timeframe }: Series, bars: readonly StoredBar[]): Promise<void> {
    const key = `${symbol}#${timeframe}`;
    const stored = this.#series.get(key) ?? new Map<TimeUs, StoredBar>();
    for (const bar of bars) stored.set(bar.timeUs, { ...bar });
    this.#series.set(key, stored);
  }

  async read(
    { symbol, timeframe }: Series,
    range: { readonly fromUs: TimeUs; readonly toUs: TimeUs; readonly limit: number },
  ): Promise<readonly StoredBar[]> {
    const bars = [...(this.#series.get(`${symbol}#${timeframe}`)?.values() ?? [])];
    return bars
      .filter(({ timeUs }) => timeUs >= range.fromUs && timeUs < range.toUs)
      .sort((a, b) => a.timeUs - b.timeUs)
      .slice(0, range.limit);
  }
}
