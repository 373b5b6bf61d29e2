/** The highest point of an equity curve so far. Only who asks pays for it, for each point once. */
export class EquityPeak {
  #highest = -Infinity;
  #seen = 0;

  /** Of the first `count` points of the curve, which only grows from one call to the next. */
  of(curve: Float64Array, count: number): number {
    for (; this.#seen < count; this.#seen++) this.#highest = Math.max(this.#highest, curve[this.#seen] as number);
    return this.#highest;
  }
}
