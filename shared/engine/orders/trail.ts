import type { Level, Trail } from '../../domain/order.ts';

/** The price at which a level stands: below `price` when `direction` is -1, above it when 1. */
export function levelFrom(level: Level, price: number, direction: 1 | -1): number {
  if ('price' in level) return level.price;
  return price + direction * ('ratio' in level ? level.ratio * price : level.offset);
}

/**
 * A stop that follows the best price, and never goes back. `favour` is 1 when it guards a long position (a sale), -1 a short one.
 * With an activation that the price it starts from has not reached it does not stand (NaN) until the best price has; from then on it stands its distance from the best
 * price (TradingView, Pine `strategy.exit`: `trail_price` or `trail_points`, then `trail_offset`).
 */
export class TrailingStop {
  stop: number;
  readonly #favour: 1 | -1;
  readonly #ratioOfBest: number;
  #distance: number;
  #activation: number;

  constructor(trail: Trail, price: number, favour: 1 | -1) {
    this.#favour = favour;
    this.#ratioOfBest = 'ratioOfBest' in trail ? trail.ratioOfBest : 0;
    this.#distance = 'ratioOfBest' in trail ? 0 : 'ratio' in trail ? trail.ratio * price : trail.offset;
    this.#activation = trail.activation === undefined ? NaN : levelFrom(trail.activation, price, favour);
    this.stop = trail.activation === undefined || (price - this.#activation) * favour >= 0 ? this.#behind(price) : NaN;
  }

  /** Lets the stop follow to the best price that was reached. */
  follow(best: number): void {
    const stands = !Number.isNaN(this.stop);
    if (!stands && !((best - this.#activation) * this.#favour >= 0)) return;
    const stop = this.#behind(best);
    if (!stands || (stop - this.stop) * this.#favour > 0) this.stop = stop;
  }

  /** Stands no worse than one that followed the price before it; NaN is none. */
  keep(before: number): void {
    if (!Number.isNaN(before) && !((this.stop - before) * this.#favour >= 0)) this.stop = before;
  }

  /** Divides every price of it: a split. */
  split(ratio: number): void {
    this.stop /= ratio;
    this.#distance /= ratio;
    this.#activation /= ratio;
  }

  #behind(best: number): number {
    return best - this.#favour * (this.#distance + this.#ratioOfBest * best);
  }
}
