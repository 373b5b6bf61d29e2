import type { KernelState } from '../../indicators/kernel.ts';
import { expectLength, type Part } from '../../indicators/state.ts';
import type { Closes } from './setup.ts';

/** The closes of the last `capacity` bars, by bar number. */
export class CloseWindow implements Closes, Part {
  readonly #ring: Float64Array;
  #count = 0;

  constructor(capacity: number) {
    this.#ring = new Float64Array(capacity).fill(NaN);
  }

  push(close: number): void {
    this.#ring[this.#count++ % this.#ring.length] = close;
  }

  /** NaN when not all of these bars are remembered, or there is none. */
  shareBelow(price: number, from: number, to: number): number {
    const capacity = this.#ring.length;
    if (from + 1 < this.#count - capacity || to > this.#count) return NaN;
    let below = 0;
    for (let bar = from + 1; bar < to; bar++) if ((this.#ring[bar % capacity] as number) < price) below++;
    return below / (to - from - 1);
  }

  snapshot(): KernelState {
    return [this.#count, ...this.#ring];
  }

  restore(state: KernelState): void {
    expectLength(state, 1 + this.#ring.length);
    this.#count = state[0] as number;
    this.#ring.set(state.slice(1));
  }
}
