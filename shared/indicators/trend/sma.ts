import { defineIndicator } from '../define.ts';
import type { Kernel, KernelState } from '../kernel.ts';
import { int } from '../parameters.ts';
import { expectLength } from '../state.ts';

/**
 * Simple moving average of the last `period` values; NaN before. The sum is taken afresh every `period` values, so that rounding never builds up.
 * It holds its own window: this is the average that most others are made of, and an object less per update is a third of its time.
 */
export class Sma implements Kernel {
  readonly #period: number;
  readonly #window: Float64Array;
  #sum = 0;
  #fresh = 0;
  #next = 0;
  #seen = 0;

  constructor(period: number) {
    this.#period = period;
    this.#window = new Float64Array(period);
  }

  update(x: number): number {
    if (!Number.isFinite(x)) return this.#seen < this.#period ? Number.NaN : this.#sum / this.#period;
    const at = this.#next;
    let sum = this.#sum + (x - (this.#window[at] as number));
    const fresh = this.#fresh + x;
    this.#window[at] = x;
    if (at + 1 === this.#period) {
      sum = fresh;
      this.#fresh = 0;
      this.#next = 0;
    } else {
      this.#fresh = fresh;
      this.#next = at + 1;
    }
    this.#sum = sum;
    if (this.#seen < this.#period && ++this.#seen < this.#period) return Number.NaN;
    return sum / this.#period;
  }

  fold([x]: readonly [Float64Array], [out]: readonly [Float64Array]): void {
    const period = this.#period;
    const rows = x.length;
    const head = Math.min(rows, period);
    for (let i = 0; i < head; i++) out[i] = this.update(x[i] as number);
    let sum = this.#sum;
    let fresh = this.#fresh;
    // From here on the window is the column itself. A round ends where the sum is taken afresh.
    for (let i = head; i < rows; ) {
      const last = i + period - 1 - this.#next;
      const end = Math.min(last, rows);
      const start = i;
      for (; i < end; i++) {
        const value = x[i] as number;
        sum += value - (x[i - period] as number);
        fresh += value;
        out[i] = sum / period;
      }
      this.#next += i - start;
      if (i === last && i < rows) {
        sum = fresh + (x[i] as number);
        fresh = 0;
        out[i++] = sum / period;
        this.#next = 0;
      }
    }
    this.#sum = sum;
    this.#fresh = fresh;
    for (let back = 1; back <= head; back++) this.#window[(this.#next - back + period) % period] = x[rows - back] as number;
  }

  snapshot(): KernelState {
    return [this.#seen, this.#sum, this.#fresh, this.#next, ...this.#window];
  }

  restore(state: KernelState): void {
    expectLength(state, 4 + this.#period);
    const [seen, sum, fresh, next, ...window] = state;
    this.#seen = seen as number;
    this.#sum = sum as number;
    this.#fresh = fresh as number;
    this.#next = next as number;
    this.#window.set(window);
  }
}

export const sma = defineIndicator({
  id: 'sma',
  name: 'Simple moving average',
  group: 'trend',
  about: 'Mean of the last `period` values.',
  inputs: ['close'],
  parameters: { period: int(20, { min: 1, max: 5000, about: 'rows in the window' }) },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'Murphy (1999), Technical Analysis of the Financial Markets, ch. 9.',
  kernel: ({ period }) => new Sma(period),
});
