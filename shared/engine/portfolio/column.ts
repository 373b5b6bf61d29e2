/** Doubles that grow as they are written. */
export class Column {
  length = 0;
  /** Where they are written; another place once there are more of them than fit. */
  values: Float64Array;

  /** Written there as long as they fit. */
  constructor(values: Float64Array) {
    this.values = values;
  }

  push(value: number): void {
    if (this.length === this.values.length) this.#widen(2 * this.length);
    this.values[this.length++] = value;
  }

  /** Makes room for so many more, which the caller writes; returns the index of the first. */
  extend(count: number): number {
    const first = this.length;
    this.length += count;
    if (this.length > this.values.length) this.#widen(2 * this.length);
    return first;
  }

  /** What was written, as a view on the same memory. */
  done(): Float64Array {
    return this.values.subarray(0, this.length);
  }

  #widen(length: number): void {
    const wider = new Float64Array(length);
    wider.set(this.values);
    this.values = wider;
  }
}
