import type { DayQuality, QualityStore } from '../../ports/quality-store.ts';

/** Scores in a map. */
export class MemoryQuality implements QualityStore {
  readonly #days = new Map<string, DayQuality>();

  async put(quality: DayQuality): Promise<void> {
    this.#days.set(`${quality.instrument} ${quality.date} ${quality.timeframe}`, quality);
  }

  async range(instrument: string, { from, to, limit }: Parameters<QualityStore['range']>[1]): Promise<readonly DayQuality[]> {
    const days = [...this.#days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, day]) => day);
    return days.filter((day) => day.instrument === instrument && day.date >= from && day.date < to).slice(0, limit);
  }
}
