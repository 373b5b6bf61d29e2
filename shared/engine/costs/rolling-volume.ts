import { DAY_US } from '../../domain/time.ts';

const DAYS = 30;

/** Notional traded in the thirty days up to now, the day under way included: a ring of one sum for each UTC day. */
export class RollingVolume {
  readonly #days = new Float64Array(DAYS);
  #day = -Infinity;

  add(timeUs: number, notional: number): void {
    this.forget(timeUs);
    const slot = this.#day % DAYS;
    this.#days[slot] = (this.#days[slot] as number) + notional;
  }

  at(timeUs: number): number {
    this.forget(timeUs);
    let sum = 0;
    for (const notional of this.#days) sum += notional;
    return sum;
  }

  /** Forgets what lies thirty days before `timeUs`. */
  forget(timeUs: number): void {
    const day = Math.floor(timeUs / DAY_US);
    if (day - this.#day >= DAYS) this.#days.fill(0);
    else for (let next = this.#day + 1; next <= day; next++) this.#days[next % DAYS] = 0;
    this.#day = Math.max(this.#day, day);
  }
}
