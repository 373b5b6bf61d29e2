import type { Bars } from '../domain/bars.ts';
import { MOST_STRETCHES, type VectorCode, vectorCodeOf } from '../vector/column-memory.ts';
import { ROWS_MARKED, STRETCH_BYTES } from '../vector/marks.ts';
import type { Holding } from './holding.ts';

/** Rows up to which a loop writes a column faster than `fill` does. */
const FEW_ROWS = 64;

interface MarksParts {
  readonly bars: Bars;
  readonly startRow: number;
  readonly holding: Holding;
  /** Point 0 is the cash at the first open, then one point a close. */
  readonly equity: Float64Array;
}

/** Writes the equity of an account with one holding at the closes of rows over which nothing trades. */
export class EquityMarks {
  readonly #holding: Holding;
  readonly #close: Float64Array;
  readonly #equity: Float64Array;
  /** Point of row 0. */
  readonly #point: number;
  readonly #multiplier: number;
  /** Marks many stretches in one call, where the columns lie in its memory. */
  readonly #vector: VectorCode | undefined;
  #waiting = 0;

  constructor({ bars, startRow, holding, equity }: MarksParts) {
    this.#holding = holding;
    this.#close = bars.close;
    this.#equity = equity;
    this.#point = 1 - startRow;
    this.#multiplier = holding.instrument.multiplier;
    const vector = vectorCodeOf(equity);
    this.#vector = vectorCodeOf(bars.close) === vector ? vector : undefined;
  }

  /** Marks one row, at once. */
  at(row: number): void {
    const { account, position } = this.#holding;
    this.#equity[row + this.#point] = account.cash + position * (this.#close[row] as number) * this.#multiplier;
  }

  /** Marks the rows from `row` on and before `end`, at the latest when `settle` is called. */
  until(end: number, row: number): void {
    const { account, position } = this.#holding;
    const { cash } = account;
    const vector = this.#vector;
    if (vector !== undefined && end - row >= ROWS_MARKED) {
      const at = this.#waiting++ * (STRETCH_BYTES / 8);
      vector.stretchNumbers[at] = cash;
      vector.stretchNumbers[at + 1] = position;
      vector.stretchRows[2 * at + 4] = row;
      vector.stretchRows[2 * at + 5] = end;
      if (this.#waiting === MOST_STRETCHES) this.settle();
      return;
    }
    const equity = this.#equity;
    const close = this.#close;
    const point = this.#point;
    const multiplier = this.#multiplier;
    if (position !== 0) for (let i = row; i < end; i++) equity[i + point] = cash + position * (close[i] as number) * multiplier;
    // The call of `fill` costs more than it saves on few rows.
    else if (end - row > FEW_ROWS) equity.fill(cash, row + point, end + point);
    else for (let i = row; i < end; i++) equity[i + point] = cash;
  }

  /** Writes what waits to be marked. */
  settle(): void {
    if (this.#waiting === 0 || this.#vector === undefined) return;
    const { markStretches, stretchesAddress } = this.#vector;
    const equityAddress = this.#equity.byteOffset + Float64Array.BYTES_PER_ELEMENT * this.#point;
    markStretches(this.#close.byteOffset, equityAddress, stretchesAddress, this.#waiting, this.#multiplier);
    this.#waiting = 0;
  }
}
