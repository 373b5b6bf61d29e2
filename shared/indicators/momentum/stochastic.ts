import { defineIndicator } from '../define.ts';
import type { Kernel, KernelState } from '../kernel.ts';
import { int } from '../parameters.ts';
import { RollingExtremum } from '../rolling-extremum.ts';
import { Sma } from '../trend/sma.ts';
import { loadParts, saveParts } from '../state.ts';

/** Place of the close in the range of the last `period` bars, 0..100 and 0 in a range of nothing (TA-Lib), smoothed (k), and the average of that (d). */
export class Stochastic implements Kernel {
  readonly outputs = new Float64Array(2).fill(Number.NaN);
  readonly #period: number;
  readonly #highest: RollingExtremum;
  readonly #lowest: RollingExtremum;
  readonly #k: Sma;
  readonly #d: Sma;
  #seen = 0;

  constructor(period: number, smooth: number, signal: number) {
    this.#period = period;
    this.#highest = new RollingExtremum(period, 1);
    this.#lowest = new RollingExtremum(period, -1);
    this.#k = new Sma(smooth);
    this.#d = new Sma(signal);
  }

  update(high: number, low: number, close: number): number {
    const outputs = this.outputs;
    if (!Number.isFinite(high + low + close)) return outputs[0] as number;
    const top = this.#highest.push(high);
    const bottom = this.#lowest.push(low);
    if (this.#seen < this.#period) this.#seen++;
    if (this.#seen < this.#period) return Number.NaN;
    const k = this.#k.update(top === bottom ? 0 : (100 * (close - bottom)) / (top - bottom));
    outputs[1] = this.#d.update(k);
    return (outputs[0] = k);
  }

  snapshot(): KernelState {
    return saveParts([this.#seen, ...this.outputs], [this.#highest, this.#lowest, this.#k, this.#d]);
  }

  restore(state: KernelState): void {
    const [seen, ...outputs] = loadParts(state, 3, [this.#highest, this.#lowest, this.#k, this.#d]);
    this.#seen = seen as number;
    this.outputs.set(outputs);
  }
}

export const stochastic = defineIndicator({
  id: 'stochastic',
  name: 'Stochastic oscillator',
  group: 'momentum',
  about:
    'Where the close stands in the range of the last bars, 0 to 100 and 0 in a range of nothing, smoothed, and its average; smooth 1 gives the fast form.',
  inputs: ['high', 'low', 'close'],
  parameters: {
    period: int(14, { min: 1, max: 5000, about: 'bars in the range' }),
    smooth: int(3, { min: 1, max: 500, about: 'rows in the average that makes k' }),
    signal: int(3, { min: 1, max: 500, about: 'rows in the average that makes d' }),
  },
  outputs: ['k', 'd'],
  unit: 100,
  warmup: ({ period, smooth, signal }) => period - 1 + smooth - 1 + signal - 1,
  settle: ({ period, smooth, signal }) => period - 1 + smooth - 1 + signal - 1,
  source: 'Lane (1984), "Lane’s stochastics", Stocks & Commodities 2:3.',
  kernel: ({ period, smooth, signal }) => new Stochastic(period, smooth, signal),
});
