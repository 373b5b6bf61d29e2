/** Doubles that grow as they are written. */
export class Column {
  length = 0;
  #values = new Float64Array(1024);

  push(value: number): void {
    if (this.length === this.#values.length) {
      const wider = new Float64Array(2 * this.length);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[this.length++] = value;
  }

  /** What was written, as a view on the same memory. */
  done(): Float64Array {
    return this.#values.subarray(0, this.length);
  }
}
