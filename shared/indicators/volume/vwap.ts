import { defineIndicator } from '../define.ts';
import type { Kernel, KernelState } from '../kernel.ts';
import { int } from '../parameters.ts';
import { FlowSum } from '../rolling-sum.ts';
import { loadParts, saveParts } from '../state.ts';

/** Volume-weighted average of the typical price over the last `period` bars; over bars without any volume, the typical price itself. */
export class Vwap implements Kernel {
  readonly #period: number;
  readonly #money: FlowSum;
  readonly #volume: FlowSum;
  #seen = 0;
  #value = Number.NaN;

  constructor(period: number) {
    this.#period = period;
    this.#money = new FlowSum(period);
    this.#volume = new FlowSum(period);
  }

  update(price: number, volume: number): number {
    const traded = price * volume;
    if (!Number.isFinite(traded)) return this.#value;
    const money = this.#money.push(traded);
    const total = this.#volume.push(volume);
    if (this.#seen < this.#period) this.#seen++;
    if (this.#seen < this.#period) return Number.NaN;
    return (this.#value = total > 0 ? money / total : price);
  }

  snapshot(): KernelState {
    return saveParts([this.#seen, this.#value], [this.#money, this.#volume]);
  }

  restore(state: KernelState): void {
    const [seen, value] = loadParts(state, 2, [this.#money, this.#volume]);
    this.#seen = seen as number;
    this.#value = value as number;
  }
}

export const vwap = defineIndicator({
  id: 'vwap',
  name: 'Volume-weighted average price, rolling',
  group: 'volume',
  about: 'Average typical price of the last bars, each weighted by its volume.',
  inputs: ['hlc3', 'volume'],
  parameters: { period: int(20, { min: 1, max: 5000, about: 'bars in the window' }) },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'Berkowitz, Logue & Noser (1988), "The total cost of transactions on the NYSE", J. of Finance 43:1, over a rolling window.',
  kernel: ({ period }) => new Vwap(period),
});
