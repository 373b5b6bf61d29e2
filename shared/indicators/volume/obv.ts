import { defineIndicator } from '../define.ts';
import type { Kernel, KernelState } from '../kernel.ts';
import { expectLength } from '../state.ts';

/** On-balance volume: the volume of rising closes less that of falling ones, counted from the volume of the first bar (TA-Lib's start). */
export class Obv implements Kernel {
  #close = Number.NaN;
  #value = Number.NaN;

  update(close: number, volume: number): number {
    if (!Number.isFinite(close + volume)) return this.#value;
    if (close > this.#close) this.#value += volume;
    else if (close < this.#close) this.#value -= volume;
    else if (Number.isNaN(this.#close)) this.#value = volume;
    this.#close = close;
    return this.#value;
  }

  snapshot(): KernelState {
    return [this.#close, this.#value];
  }

  restore(state: KernelState): void {
    expectLength(state, 2);
    const [close, value] = state;
    this.#close = close as number;
    this.#value = value as number;
  }
}

export const obv = defineIndicator({
  id: 'obv',
  name: 'On-balance volume',
  group: 'volume',
  about:
    'Running volume, added when the close rises and taken away when it falls. Its level depends on the first bar; only its changes mean something.',
  inputs: ['close', 'volume'],
  parameters: {},
  outputs: ['value'],
  unit: 'volume',
  warmup: () => 0,
  settle: () => 0,
  source: 'Granville (1963), New Key to Stock Market Profits.',
  kernel: () => new Obv(),
});
