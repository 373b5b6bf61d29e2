import { defineIndicator } from '../define.ts';
import type { Ema } from './ema.ts';
import type { Kernel, KernelState } from '../kernel.ts';
import { int } from '../parameters.ts';
import { wilder, wilderSettle } from './rma.ts';
import { loadParts, saveParts } from '../state.ts';
import { TrueRange } from '../volatility/true-range.ts';

/**
 * Wilder's directional movement: the average directional index and the two directional indicators, all 0..100.
 * Seeded as in his book: the first `period` movements, then the mean of the first `period` DX. (TA-Lib seeds the sums with one movement less.)
 */
export class Adx implements Kernel {
  readonly outputs = new Float64Array(3).fill(Number.NaN);
  readonly #trueRange = new TrueRange();
  readonly #range: Ema;
  readonly #plus: Ema;
  readonly #minus: Ema;
  readonly #adx: Ema;
  #high = Number.NaN;
  #low = Number.NaN;

  constructor(period: number) {
    this.#range = wilder(period);
    this.#plus = wilder(period);
    this.#minus = wilder(period);
    this.#adx = wilder(period);
  }

  update(high: number, low: number, close: number): number {
    const outputs = this.outputs;
    if (!Number.isFinite(high + low + close)) return outputs[0] as number;
    const up = high - this.#high;
    const down = this.#low - low;
    this.#high = high;
    this.#low = low;
    const trueRange = this.#trueRange.update(high, low, close);
    if (Number.isNaN(trueRange)) return Number.NaN;
    const range = this.#range.update(trueRange);
    const plus = directional(this.#plus.update(up > down && up > 0 ? up : 0), range);
    const minus = directional(this.#minus.update(down > up && down > 0 ? down : 0), range);
    outputs[1] = plus;
    outputs[2] = minus;
    const both = plus + minus;
    return (outputs[0] = this.#adx.update(both === 0 ? 0 : (100 * Math.abs(plus - minus)) / both));
  }

  snapshot(): KernelState {
    return saveParts([this.#high, this.#low, ...this.outputs], [this.#trueRange, this.#range, this.#plus, this.#minus, this.#adx]);
  }

  restore(state: KernelState): void {
    const [high, low, ...outputs] = loadParts(state, 5, [this.#trueRange, this.#range, this.#plus, this.#minus, this.#adx]);
    this.#high = high as number;
    this.#low = low as number;
    this.outputs.set(outputs);
  }
}

/** Movement in percent of the range; 0 when nothing has moved at all. */
function directional(movement: number, range: number): number {
  return range === 0 ? 0 : (100 * movement) / range;
}

export const adx = defineIndicator({
  id: 'adx',
  name: 'Average directional index',
  group: 'trend',
  about: 'Strength of a trend whatever its direction, 0 to 100, with the directional indicators up and down.',
  inputs: ['high', 'low', 'close'],
  parameters: { period: int(14, { min: 1, max: 2000, about: 'movements in each average' }) },
  outputs: ['adx', 'plusDi', 'minusDi'],
  unit: 100,
  warmup: ({ period }) => 2 * period - 1,
  settle: ({ period }) => 2 * period - 1 + 2 * wilderSettle(period),
  source: 'Wilder (1978), New Concepts in Technical Trading Systems, ch. 4.',
  kernel: ({ period }) => new Adx(period),
});
