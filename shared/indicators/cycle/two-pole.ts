import type { KernelState } from '../kernel.ts';
import { expectLength, type Part } from '../state.ts';

/** y = in0 x + in1 x[1] + in2 x[2] + out1 y[1] + out2 y[2]. */
interface Weights {
  readonly in0: number;
  readonly in1: number;
  readonly in2: number;
  readonly out1: number;
  readonly out2: number;
}

/** A recursive filter of up to two rows back, which skips unknown values. It starts as if the first value had always been there: a low pass at that value, a high pass at 0. */
export class TwoPole implements Part {
  readonly #weights: Weights;
  /** x[1], x[2], y[1], y[2]; NaN before the first value. */
  readonly #own = new Float64Array(4).fill(Number.NaN);

  constructor(weights: Weights) {
    this.#weights = weights;
  }

  update(x: number): number {
    const { in0, in1, in2, out1, out2 } = this.#weights;
    const own = this.#own;
    if (!Number.isFinite(x)) return own[2] as number;
    if (Number.isNaN(own[0])) this.#start(x);
    const y = in0 * x + in1 * (own[0] as number) + in2 * (own[1] as number) + out1 * (own[2] as number) + out2 * (own[3] as number);
    own[1] = own[0] as number;
    own[0] = x;
    own[3] = own[2] as number;
    own[2] = y;
    return y;
  }

  /** At rest at `x`: what comes out when `x` has gone in for ever. */
  #start(x: number): void {
    const { in0, in1, in2, out1, out2 } = this.#weights;
    const passed = in0 + in1 + in2;
    const rest = Math.abs(passed) < 1e-12 ? 0 : (passed / (1 - out1 - out2)) * x;
    this.#own.set([x, x, rest, rest]);
  }

  snapshot(): KernelState {
    return [...this.#own];
  }

  restore(state: KernelState): void {
    expectLength(state, 4);
    this.#own.set(state);
  }
}

/** Ehlers’ super smoother: a Butterworth filter that takes out cycles shorter than `period`. Ehlers (2013), Cycle Analytics for Traders, ch. 3. */
export function superSmooth(period: number): TwoPole {
  const root = Math.exp((-Math.SQRT2 * Math.PI) / period);
  const out1 = 2 * root * Math.cos((Math.SQRT2 * Math.PI) / period);
  const out2 = -root * root;
  const half = (1 - out1 - out2) / 2;
  return new TwoPole({ in0: half, in1: half, in2: 0, out1, out2 });
}

/** Weight of the newest value in Ehlers’ high pass for cycles of `period`; `share` of the angle is 1 for one pole, 0.707 for two. */
function highPassAlpha(period: number, share: number): number {
  const angle = (share * 2 * Math.PI) / period;
  return (Math.cos(angle) + Math.sin(angle) - 1) / Math.cos(angle);
}

/** High pass of two poles: takes out cycles longer than `period`. Ehlers (2013), ch. 4. */
export function highPass(period: number): TwoPole {
  const alpha = highPassAlpha(period, Math.SQRT1_2);
  const gain = (1 - alpha / 2) ** 2;
  return new TwoPole({ in0: gain, in1: -2 * gain, in2: gain, out1: 2 * (1 - alpha), out2: -((1 - alpha) ** 2) });
}

/** Ehlers’ decycler: what is left when the cycles shorter than `period` are taken out with one pole. Ehlers (2015). */
export function decycle(period: number): TwoPole {
  const alpha = highPassAlpha(period, 1);
  return new TwoPole({ in0: alpha / 2, in1: alpha / 2, in2: 0, out1: 1 - alpha, out2: 0 });
}

/** Rows until a double pole that keeps `share` of itself a row has forgotten its start. */
export function rowsToFade(share: number): number {
  return Math.ceil(1.5 * (Math.log(1e-9) / Math.log(share)));
}

export const smootherSettle = (period: number) => rowsToFade(Math.exp((-Math.SQRT2 * Math.PI) / period));
export const highPassSettle = (period: number) => rowsToFade(Math.abs(1 - highPassAlpha(period, Math.SQRT1_2)));
export const decycleSettle = (period: number) => rowsToFade(Math.abs(1 - highPassAlpha(period, 1)));
