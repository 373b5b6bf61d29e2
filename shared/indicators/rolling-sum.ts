import type { KernelState } from './kernel.ts';
import { expectLength, type Part } from './state.ts';

/** Sum of the last `period` values. It is summed afresh every `period` pushes, so that rounding never builds up. */
export class RollingSum implements Part {
  readonly #period: number;
  readonly #window: Float64Array;
  #sum = 0;
  #fresh = 0;
  #next = 0;

  constructor(period: number) {
    this.#period = period;
    this.#window = new Float64Array(period);
  }

  /** The sum with `x` in and the oldest value out; before `period` pushes, of those there are. */
  push(x: number): number {
    const window = this.#window;
    const at = this.#next;
    this.#sum += x - (window[at] as number);
    this.#fresh += x;
    window[at] = x;
    if (at + 1 === this.#period) {
      this.#next = 0;
      this.#sum = this.#fresh;
      this.#fresh = 0;
    } else this.#next = at + 1;
    return this.#sum;
  }

  get sum(): number {
    return this.#sum;
  }

  /** Adds up the window again, without the rounding of values that have left it. */
  protected sumAfresh(): number {
    let sum = 0;
    for (let i = 0; i < this.#period; i++) sum += this.#window[i] as number;
    return (this.#sum = sum);
  }

  snapshot(): KernelState {
    return [this.#sum, this.#fresh, this.#next, ...this.#window];
  }

  restore(state: KernelState): void {
    expectLength(state, 3 + this.#period);
    const [sum, fresh, next, ...window] = state;
    this.#sum = sum as number;
    this.#fresh = fresh as number;
    this.#next = next as number;
    this.#window.set(window);
  }
}

/** Below this share of its largest value a sum may be mostly the rounding of what has left it. */
const NOISE_RATIO = 1e-6;

/** A rolling sum of values that are never negative, exact also when they dry up: a market without volume sums to 0, not to a remainder. */
export class FlowSum extends RollingSum {
  #peak = 0;

  override push(x: number): number {
    const sum = super.push(x);
    if (sum > this.#peak) this.#peak = sum;
    else if (sum < NOISE_RATIO * this.#peak) return (this.#peak = this.sumAfresh());
    return sum;
  }

  override snapshot(): KernelState {
    return [this.#peak, ...super.snapshot()];
  }

  override restore([peak, ...sum]: KernelState): void {
    super.restore(sum);
    this.#peak = peak as number;
  }
}
