import { defineIndicator } from '../define.ts';
import { rowsToForget } from './ema.ts';
import type { Kernel, KernelState } from '../kernel.ts';
import { Lag } from '../lag.ts';
import { int } from '../parameters.ts';
import { FlowSum } from '../rolling-sum.ts';
import { loadParts, saveParts } from '../state.ts';

const FASTEST = 2 / (2 + 1);
const SLOWEST = 2 / (30 + 1);

/**
 * Kaufman's adaptive average: an exponential average as fast as the efficiency ratio of the last `period` rows, between periods 2 and 30.
 * It starts from the value before its first row (TA-Lib's seed); NaN until `period` changes are known.
 */
export class Kama implements Kernel {
  readonly #period: number;
  readonly #lag: Lag;
  readonly #path: FlowSum;
  #before = Number.NaN;
  #value = Number.NaN;
  #changes = 0;

  constructor(period: number) {
    this.#period = period;
    this.#lag = new Lag(period);
    this.#path = new FlowSum(period);
  }

  update(x: number): number {
    if (Number.isFinite(x)) this.#push(x);
    return this.#changes < this.#period ? Number.NaN : this.#value;
  }

  #push(x: number): void {
    const before = this.#before;
    const start = this.#lag.push(x);
    this.#before = x;
    if (Number.isNaN(before)) return;
    const path = this.#path.push(Math.abs(x - before));
    if (this.#changes < this.#period && ++this.#changes === this.#period) this.#value = before;
    if (this.#changes < this.#period) return;
    const way = Math.abs(x - start);
    // Rounding can leave the path a hair shorter than the straight way; a path of nothing counts as straight.
    const efficiency = way >= path ? 1 : way / path;
    const speed = (efficiency * (FASTEST - SLOWEST) + SLOWEST) ** 2;
    this.#value += speed * (x - this.#value);
  }

  snapshot(): KernelState {
    return saveParts([this.#before, this.#value, this.#changes], [this.#lag, this.#path]);
  }

  restore(state: KernelState): void {
    const [before, value, changes] = loadParts(state, 3, [this.#lag, this.#path]);
    this.#before = before as number;
    this.#value = value as number;
    this.#changes = changes as number;
  }
}

export const kama = defineIndicator({
  id: 'kama',
  name: 'Kaufman adaptive moving average',
  group: 'trend',
  about: 'Exponential average that follows fast when the price goes one way and slowly when it goes to and fro.',
  inputs: ['close'],
  parameters: { period: int(10, { min: 2, max: 5000, about: 'changes in the efficiency ratio' }) },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ period }) => period,
  // The slowest speed bounds how long the seed can be felt.
  settle: ({ period }) => period + rowsToForget(SLOWEST ** 2),
  source: 'Kaufman (1995), Smarter Trading, ch. 7; seeded like TA-Lib.',
  kernel: ({ period }) => new Kama(period),
});
