import type { Signal } from '../../strategies/view.ts';

interface AlarmParts {
  /** The closes at which the strategy is asked; every one when absent. */
  readonly signals: readonly Signal[] | undefined;
  /** First row at which it may be asked. */
  readonly readyRow: number;
  /** Rows that there are. */
  readonly length: number;
}

/** Says at which closes a strategy is asked of an instrument. Rows are asked for in order. */
export class Alarm {
  readonly #signals: readonly Signal[] | undefined;
  readonly #readyRow: number;
  readonly #length: number;
  /** Next row of each signal, and the first of them. */
  readonly #next: Int32Array;
  #first = -1;

  constructor({ signals, readyRow, length }: AlarmParts) {
    this.#signals = signals;
    this.#readyRow = readyRow;
    this.#length = length;
    this.#next = new Int32Array(signals?.length ?? 0).fill(-1);
  }

  /** First row from `row` on at which it is asked; past the last when there is none. */
  from(row: number): number {
    if (this.#first < row) this.#first = this.#seek(row < this.#readyRow ? this.#readyRow : row);
    return this.#first;
  }

  #seek(row: number): number {
    const signals = this.#signals;
    if (signals === undefined) return row;
    const [next, length] = [this.#next, this.#length];
    let first = length;
    for (let k = 0; k < signals.length; k++) {
      if ((next[k] as number) < row) next[k] = (signals[k] as Signal).next(row, length);
      if ((next[k] as number) < first) first = next[k] as number;
    }
    return first;
  }
}
