import { defineIndicator } from '../define.ts';
import type { Kernel, KernelState } from '../kernel.ts';
import { int } from '../parameters.ts';
import { RollingExtremum } from '../rolling-extremum.ts';
import { loadParts, saveParts } from '../state.ts';

/** Distance of the close from the highest high in percent of the range of the last `period` bars: -100 at the low, 0 at the high, and 0 in a range of nothing (TA-Lib). */
export class WilliamsR implements Kernel {
  readonly #period: number;
  readonly #highest: RollingExtremum;
  readonly #lowest: RollingExtremum;
  #seen = 0;
  #value = Number.NaN;

  constructor(period: number) {
    this.#period = period;
    this.#highest = new RollingExtremum(period, 1);
    this.#lowest = new RollingExtremum(period, -1);
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high + low + close)) return this.#value;
    const top = this.#highest.push(high);
    const bottom = this.#lowest.push(low);
    if (this.#seen < this.#period) this.#seen++;
    if (this.#seen < this.#period) return Number.NaN;
    return (this.#value = top === bottom ? 0 : (100 * (close - top)) / (top - bottom));
  }

  snapshot(): KernelState {
    return saveParts([this.#seen, this.#value], [this.#highest, this.#lowest]);
  }

  restore(state: KernelState): void {
    const [seen, value] = loadParts(state, 2, [this.#highest, this.#lowest]);
    this.#seen = seen as number;
    this.#value = value as number;
  }
}

export const williamsR = defineIndicator({
  id: 'williams-r',
  name: 'Williams %R',
  group: 'momentum',
  about: 'How far the close is below the highest high, in percent of the range: -100 to 0, and 0 in a range of nothing.',
  inputs: ['high', 'low', 'close'],
  parameters: { period: int(14, { min: 1, max: 5000, about: 'bars in the range' }) },
  outputs: ['value'],
  unit: 100,
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'Williams (1979), How I Made One Million Dollars Last Year Trading Commodities, ch. 7.',
  kernel: ({ period }) => new WilliamsR(period),
});
