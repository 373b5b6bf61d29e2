import { defineIndicator } from '../define.ts';
import type { Kernel, KernelState } from '../kernel.ts';
import { int } from '../parameters.ts';
import { wilder, wilderSettle } from '../trend/rma.ts';
import { loadParts, saveParts } from '../state.ts';

/** Wilder's relative strength index, 0..100; NaN until `period` changes are known, 50 when nothing has moved. */
export class Rsi implements Kernel {
  readonly #gains;
  readonly #losses;
  #before = Number.NaN;

  constructor(period: number) {
    this.#gains = wilder(period);
    this.#losses = wilder(period);
  }

  update(x: number): number {
    if (!Number.isFinite(x)) return strength(this.#gains.value, this.#losses.value);
    const change = x - this.#before;
    this.#before = x;
    if (Number.isNaN(change)) return Number.NaN;
    const gain = this.#gains.update(change > 0 ? change : 0);
    const loss = this.#losses.update(change < 0 ? -change : 0);
    return strength(gain, loss);
  }

  snapshot(): KernelState {
    return saveParts([this.#before], [this.#gains, this.#losses]);
  }

  restore(state: KernelState): void {
    const [before] = loadParts(state, 1, [this.#gains, this.#losses]);
    this.#before = before as number;
  }
}

function strength(gain: number, loss: number): number {
  const moved = gain + loss;
  return moved === 0 ? 50 : (100 * gain) / moved;
}

export const rsi = defineIndicator({
  id: 'rsi',
  name: 'Relative strength index',
  group: 'momentum',
  about: 'Share of the rises in the movement of the last rows, 0 to 100, with Wilder’s smoothing; 50 when nothing moved.',
  inputs: ['close'],
  parameters: { period: int(14, { min: 2, max: 5000, about: 'changes in the averages' }) },
  outputs: ['value'],
  unit: 100,
  warmup: ({ period }) => period,
  settle: ({ period }) => period + wilderSettle(period),
  source: 'Wilder (1978), New Concepts in Technical Trading Systems, ch. 6.',
  kernel: ({ period }) => new Rsi(period),
});
