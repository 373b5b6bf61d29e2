/** Doubles that grow as they are written. */
export class Column {
  length = 0;
  #values = new Float64Array(1024);

  push(value: number): void {
    if (this.length === this.#values.length) this.#widen(2 * this.length);
    this.#values[this.length++] = value;
  }

  /** Writes so many zeros; a view of them is good until more is written. */
  extend(count: number): Float64Array {
    const end = this.length + count;
    if (end > this.#values.length) this.#widen(2 * end);
    const view = this.#values.subarray(this.length, end);
    this.length = end;
    return view;
  }

  /** What was written, as a view on the same memory. */
  done(): Float64Array {
    return this.#values.subarray(0, this.length);
  }

  #widen(length: number): void {
    const wider = new Float64Array(length);
    wider.set(this.#values);
    this.#values = wider;
  }
}
