import type { Input } from '../../indicators/input.ts';
import type { Kernel, KernelState } from '../../indicators/kernel.ts';
import type { Part } from '../../indicators/state.ts';

export type Prices = readonly [open: number, high: number, low: number, close: number, volume: number];

/** One output of an indicator, fed bar by bar. */
export class Oscillator implements Part {
  readonly #kernel: Kernel;
  readonly #inputs: readonly Input[];
  readonly #output: number;

  constructor(kernel: Kernel, inputs: readonly Input[], output: number) {
    this.#kernel = kernel;
    this.#inputs = inputs;
    this.#output = output;
  }

  update(prices: Prices): number {
    const [a, b, c, d, e] = this.#inputs.map((input) => priceOf(input, prices));
    const main = this.#kernel.update(a ?? NaN, b ?? NaN, c ?? NaN, d ?? NaN, e ?? NaN);
    return this.#kernel.outputs?.[this.#output] ?? main;
  }

  snapshot(): KernelState {
    return this.#kernel.snapshot();
  }

  restore(state: KernelState): void {
    this.#kernel.restore(state);
  }
}

function priceOf(input: Input, [open, high, low, close, volume]: Prices): number {
  switch (input) {
    case 'open':
      return open;
    case 'high':
      return high;
    case 'low':
      return low;
    case 'close':
      return close;
    case 'volume':
      return volume;
    case 'hl2':
      return (high + low) / 2;
    case 'hlc3':
      return (high + low + close) / 3;
    case 'ohlc4':
      return (open + high + low + close) / 4;
    case 'time':
      throw new RangeError('an oscillator of prices does not read the time');
  }
}
