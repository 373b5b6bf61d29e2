import { defineIndicator } from '../define.ts';
import type { Kernel, KernelState } from '../kernel.ts';
import { int } from '../parameters.ts';
import { FlowSum } from '../rolling-sum.ts';
import { loadParts, saveParts } from '../state.ts';

/** Money flow index, 0..100: share of price times volume that came with a rising typical price; 0 when none flowed (TA-Lib's answer). NaN until `period` changes are known. */
export class Mfi implements Kernel {
  readonly #period: number;
  readonly #rising: FlowSum;
  readonly #falling: FlowSum;
  #before = Number.NaN;
  #changes = 0;
  #value = Number.NaN;

  constructor(period: number) {
    this.#period = period;
    this.#rising = new FlowSum(period);
    this.#falling = new FlowSum(period);
  }

  update(price: number, volume: number): number {
    const flow = price * volume;
    if (!Number.isFinite(flow)) return this.#value;
    const before = this.#before;
    this.#before = price;
    if (Number.isNaN(before)) return Number.NaN;
    const rising = this.#rising.push(price > before ? flow : 0);
    const falling = this.#falling.push(price < before ? flow : 0);
    if (this.#changes < this.#period) this.#changes++;
    if (this.#changes < this.#period) return Number.NaN;
    const total = rising + falling;
    return (this.#value = total > 0 ? (100 * rising) / total : 0);
  }

  snapshot(): KernelState {
    return saveParts([this.#before, this.#changes, this.#value], [this.#rising, this.#falling]);
  }

  restore(state: KernelState): void {
    const [before, changes, value] = loadParts(state, 3, [this.#rising, this.#falling]);
    this.#before = before as number;
    this.#changes = changes as number;
    this.#value = value as number;
  }
}

export const mfi = defineIndicator({
  id: 'mfi',
  name: 'Money flow index',
  group: 'volume',
  about: 'Share of the money that flowed while the typical price rose, 0 to 100: an RSI weighted by volume.',
  inputs: ['hlc3', 'volume'],
  parameters: { period: int(14, { min: 1, max: 5000, about: 'changes in the sums' }) },
  outputs: ['value'],
  unit: 100,
  warmup: ({ period }) => period,
  settle: ({ period }) => period,
  source: 'Quong & Soudack (1989), "Volume-weighted RSI: money flow", Stocks & Commodities 7:3.',
  kernel: ({ period }) => new Mfi(period),
});
