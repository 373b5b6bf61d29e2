import type { DrawnBar } from './thin.ts';

/** How a chart gets bars: all of them anew, or those that are the newest or there already, one by one. */
export interface Drawing {
  readonly kind: 'all' | 'each';
  readonly bars: readonly DrawnBar[];
}

/** The bars of a chart by time. A chart can move a bar that it has and add one at its end; for one that belongs before its end it must be given all anew. */
export class BarSeries {
  readonly #bars = new Map<number, DrawnBar>();
  #lastTime = -Infinity;

  /** Takes bars ascending in, and says what there is to draw. */
  take(bars: readonly DrawnBar[]): Drawing {
    const isFirst = this.#bars.size === 0;
    const fillsIn = bars.some(({ time }) => time < this.#lastTime && !this.#bars.has(time));
    for (const bar of bars) this.#bars.set(bar.time, bar);
    this.#lastTime = Math.max(this.#lastTime, bars.at(-1)?.time ?? -Infinity);
    if (!isFirst && !fillsIn) return { kind: 'each', bars };
    return { kind: 'all', bars: [...this.#bars.values()].sort((a, b) => a.time - b.time) };
  }
}
