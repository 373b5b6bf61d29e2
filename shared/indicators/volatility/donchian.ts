import { defineIndicator } from '../define.ts';
import type { Kernel, KernelState } from '../kernel.ts';
import { int } from '../parameters.ts';
import { RollingExtremum } from '../rolling-extremum.ts';
import { loadParts, saveParts } from '../state.ts';

/** Donchian channel: the highest high and the lowest low of the last `period` bars, the newest included. Outputs upper, middle, lower. */
export class Donchian implements Kernel {
  readonly outputs = new Float64Array(3).fill(Number.NaN);
  readonly #period: number;
  readonly #highest: RollingExtremum;
  readonly #lowest: RollingExtremum;
  #seen = 0;

  constructor(period: number) {
    this.#period = period;
    this.#highest = new RollingExtremum(period, 1);
    this.#lowest = new RollingExtremum(period, -1);
  }

  update(high: number, low: number): number {
    const outputs = this.outputs;
    if (!Number.isFinite(high + low)) return outputs[0] as number;
    const upper = this.#highest.push(high);
    const lower = this.#lowest.push(low);
    if (this.#seen < this.#period) this.#seen++;
    if (this.#seen < this.#period) return Number.NaN;
    outputs[1] = (upper + lower) / 2;
    outputs[2] = lower;
    return (outputs[0] = upper);
  }

  snapshot(): KernelState {
    return saveParts([this.#seen, ...this.outputs], [this.#highest, this.#lowest]);
  }

  restore(state: KernelState): void {
    const [seen, ...outputs] = loadParts(state, 4, [this.#highest, this.#lowest]);
    this.#seen = seen as number;
    this.outputs.set(outputs);
  }
}

export const donchian = defineIndicator({
  id: 'donchian',
  name: 'Donchian channel',
  group: 'volatility',
  about: 'Highest high and lowest low of the last bars, the newest included; a breakout compares with the channel one bar ago.',
  inputs: ['high', 'low'],
  parameters: { period: int(20, { min: 1, max: 5000, about: 'bars in the channel' }) },
  outputs: ['upper', 'middle', 'lower'],
  unit: 'price',
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'Faith (2003), The Original Turtle Trading Rules, ch. 4.',
  kernel: ({ period }) => new Donchian(period),
});
