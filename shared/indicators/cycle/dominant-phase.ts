import type { KernelState } from '../kernel.ts';
import { expectLength, type Part } from '../state.ts';

const DEGREES = 180 / Math.PI;
/** Longest cycle that is measured, in rows. */
export const LONGEST_CYCLE = 50;

/** The last fifty values; zero where there are fewer. */
export class CycleWindow implements Part {
  readonly #ring = new Float64Array(LONGEST_CYCLE);
  #next = 0;

  push(x: number): void {
    this.#ring[this.#next] = x;
    this.#next = (this.#next + 1) % LONGEST_CYCLE;
  }

  /** The value pushed `rows` pushes before the newest. */
  ago(rows: number): number {
    return this.#ring[(this.#next - 1 - rows + 2 * LONGEST_CYCLE) % LONGEST_CYCLE] as number;
  }

  /** Mean of the newest `rows` values; 0 of none. */
  mean(rows: number): number {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += this.ago(i);
    return rows > 0 ? sum / rows : 0;
  }

  snapshot(): KernelState {
    return [this.#next, ...this.#ring];
  }

  restore(state: KernelState): void {
    expectLength(state, 1 + LONGEST_CYCLE);
    this.#next = state[0] as number;
    this.#ring.set(state.slice(1));
  }
}

/** Whole rows of a cycle of `period` rows. */
export function rowsOfCycle(period: number): number {
  return Math.floor(period + 0.5);
}

/**
 * Phase of the dominant cycle in degrees, -45 to 315: of the smoothed prices of one cycle, as one term of a Fourier series, put forward by the lag of the
 * smoothing. `before` is the phase of the row before, which counts where the term has no real part. Ehlers (2001), ch. 9.
 */
export function dominantPhase(prices: CycleWindow, period: number, before: number): number {
  const rows = rowsOfCycle(period);
  let real = 0;
  let imaginary = 0;
  for (let i = 0; i < rows; i++) {
    const angle = (2 * Math.PI * i) / rows;
    real += Math.sin(angle) * prices.ago(i);
    imaginary += Math.cos(angle) * prices.ago(i);
  }
  let phase = imaginary === 0 ? before + 90 * Math.sign(real) : Math.atan(real / imaginary) * DEGREES;
  phase += 90 + 360 / period;
  if (imaginary < 0) phase += 180;
  return phase > 315 ? phase - 360 : phase;
}
