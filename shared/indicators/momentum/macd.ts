import { defineIndicator } from '../define.ts';
import { Ema, rowsToForget } from '../trend/ema.ts';
import type { Kernel, KernelState } from '../kernel.ts';
import { int } from '../parameters.ts';
import { loadParts, saveParts } from '../state.ts';

/**
 * Moving average convergence divergence: fast EMA less slow EMA, its EMA (signal), and their difference (histogram).
 * Each average is seeded from its own first rows, so the line is exactly `ema(fast) - ema(slow)`; TA-Lib starts the fast one later.
 */
export class Macd implements Kernel {
  readonly outputs = new Float64Array(3).fill(Number.NaN);
  readonly #fast: Ema;
  readonly #slow: Ema;
  readonly #signal: Ema;

  constructor(fast: number, slow: number, signal: number) {
    this.#fast = new Ema(fast);
    this.#slow = new Ema(slow);
    this.#signal = new Ema(signal);
  }

  update(x: number): number {
    const outputs = this.outputs;
    if (!Number.isFinite(x)) return outputs[0] as number;
    const line = this.#fast.update(x) - this.#slow.update(x);
    const signal = this.#signal.update(line);
    outputs[1] = signal;
    outputs[2] = line - signal;
    return (outputs[0] = line);
  }

  snapshot(): KernelState {
    return saveParts([...this.outputs], [this.#fast, this.#slow, this.#signal]);
  }

  restore(state: KernelState): void {
    this.outputs.set(loadParts(state, 3, [this.#fast, this.#slow, this.#signal]));
  }
}

export const macd = defineIndicator({
  id: 'macd',
  name: 'Moving average convergence divergence',
  group: 'momentum',
  about: 'Difference of a fast and a slow exponential average, with its own average as the signal line.',
  inputs: ['close'],
  parameters: {
    fast: int(12, { min: 1, max: 2000, about: 'period of the fast average' }),
    slow: int(26, { min: 1, max: 2000, about: 'period of the slow average' }),
    signal: int(9, { min: 1, max: 2000, about: 'period of the average of the difference' }),
  },
  outputs: ['macd', 'signal', 'histogram'],
  unit: 'price',
  warmup: ({ fast, slow, signal }) => Math.max(fast, slow) - 1 + signal - 1,
  settle: ({ fast, slow, signal }) =>
    Math.max(fast, slow) - 1 + signal - 1 + rowsToForget(2 / (Math.max(fast, slow) + 1)) + rowsToForget(2 / (signal + 1)),
  source: 'Appel (2005), Technical Analysis, ch. 8.',
  kernel: ({ fast, slow, signal }) => new Macd(fast, slow, signal),
});
