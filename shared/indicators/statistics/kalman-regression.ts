import type { Kernel, KernelState } from '../kernel.ts';
import { expectLength } from '../state.ts';

interface KalmanOptions {
  /** Variance that slope and intercept each gain from one row to the next; 0 makes it least squares over all rows. */
  readonly drift: number;
  /** Variance of what the line leaves unexplained. */
  readonly noise: number;
  /** Variance of slope and intercept before the first row, about 0: large where nothing is known of them. */
  readonly start: number;
}

/**
 * The line of `y` on `x` whose slope and intercept wander: a Kalman filter (1960, "A new approach to linear filtering and prediction problems"), as a hedge
 * ratio in Chan (2013), "Algorithmic Trading", ch. 3. Outputs: slope, intercept, how far `y` is from what was expected of it before it was seen, and the
 * standard deviation of that. Costs the same for every row.
 */
export class KalmanRegression implements Kernel {
  readonly outputs = new Float64Array(4).fill(Number.NaN);
  readonly #drift: number;
  readonly #noise: number;
  #slope = 0;
  #intercept = 0;
  /** Covariance of slope (s) and intercept (i). */
  #ss: number;
  #si = 0;
  #ii: number;

  constructor({ drift, noise, start }: KalmanOptions) {
    this.#drift = drift;
    this.#noise = noise;
    this.#ss = start;
    this.#ii = start;
  }

  update(x: number, y: number): number {
    const { outputs } = this;
    if (!Number.isFinite(x) || !Number.isFinite(y)) return outputs[0] as number;
    const [ss, si, ii] = [this.#ss + this.#drift, this.#si, this.#ii + this.#drift];
    const [withSlope, withIntercept] = [ss * x + si, si * x + ii];
    const variance = x * withSlope + withIntercept + this.#noise;
    const error = y - this.#slope * x - this.#intercept;
    const [slopeGain, interceptGain] = [withSlope / variance, withIntercept / variance];
    this.#slope += slopeGain * error;
    this.#intercept += interceptGain * error;
    this.#ss = ss - slopeGain * withSlope;
    this.#si = si - slopeGain * withIntercept;
    this.#ii = ii - interceptGain * withIntercept;
    outputs[1] = this.#intercept;
    outputs[2] = error;
    outputs[3] = Math.sqrt(variance);
    return (outputs[0] = this.#slope);
  }

  snapshot(): KernelState {
    return [this.#slope, this.#intercept, this.#ss, this.#si, this.#ii, ...this.outputs];
  }

  restore(state: KernelState): void {
    expectLength(state, 9);
    [this.#slope, this.#intercept, this.#ss, this.#si, this.#ii] = state as [number, number, number, number, number];
    this.outputs.set(state.slice(5));
  }
}
