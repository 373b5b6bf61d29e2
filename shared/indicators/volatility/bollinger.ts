import { defineIndicator } from '../define.ts';
import type { Kernel, KernelState } from '../kernel.ts';
import { float, int } from '../parameters.ts';
import { RollingDeviation } from '../rolling-deviation.ts';
import { Sma } from '../trend/sma.ts';
import { loadParts, saveParts } from '../state.ts';

/** Bollinger bands: the simple average, and `stdDev` population standard deviations above and below. Outputs upper, middle, lower. */
export class Bollinger implements Kernel {
  readonly outputs = new Float64Array(3).fill(Number.NaN);
  readonly #stdDev: number;
  readonly #mean: Sma;
  readonly #deviation: RollingDeviation;

  constructor(period: number, stdDev: number) {
    this.#stdDev = stdDev;
    this.#mean = new Sma(period);
    this.#deviation = new RollingDeviation(period);
  }

  update(x: number): number {
    const outputs = this.outputs;
    if (!Number.isFinite(x)) return outputs[0] as number;
    const middle = this.#mean.update(x);
    const width = this.#stdDev * this.#deviation.push(x);
    outputs[1] = middle;
    outputs[2] = middle - width;
    return (outputs[0] = middle + width);
  }

  fold([x]: readonly [Float64Array], [upper, middle, lower]: readonly [Float64Array, Float64Array, Float64Array]): void {
    this.#mean.fold([x], [middle]);
    // The deviations stay where the lower band goes until it is made of them.
    this.#deviation.foldColumn(x, lower);
    for (let i = 0; i < x.length; i++) {
      const mean = middle[i] as number;
      const width = this.#stdDev * (lower[i] as number);
      upper[i] = mean + width;
      lower[i] = mean - width;
    }
    const last = x.length - 1;
    if (last >= 0) this.outputs.set([upper[last] as number, middle[last] as number, lower[last] as number]);
  }

  snapshot(): KernelState {
    return saveParts([...this.outputs], [this.#mean, this.#deviation]);
  }

  restore(state: KernelState): void {
    this.outputs.set(loadParts(state, 3, [this.#mean, this.#deviation]));
  }
}

export const bollinger = defineIndicator({
  id: 'bollinger',
  name: 'Bollinger bands',
  group: 'volatility',
  about: 'Simple average with a band of so many population standard deviations above and below.',
  inputs: ['close'],
  parameters: {
    period: int(20, { min: 2, max: 5000, about: 'rows in the window' }),
    stdDev: float(2, { min: 0.1, max: 10, step: 0.1, about: 'standard deviations between the middle and a band' }),
  },
  outputs: ['upper', 'middle', 'lower'],
  unit: 'price',
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'Bollinger (2001), Bollinger on Bollinger Bands, ch. 7.',
  kernel: ({ period, stdDev }) => new Bollinger(period, stdDev),
});
