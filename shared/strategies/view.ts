import type { Unit } from '../indicators/kernel.ts';

/** Where the engine stands: the one row that everything a strategy can see hangs on. The engine moves it, nobody else. */
export interface Cursor {
  /** Row of the bar that just closed. */
  row: number;
}

/** Equality of two averages: a difference below this share of the price is none. */
const EQUALITY_RATIO = 1e-9;

/**
 * One output of an indicator as a strategy sees it: the value at the bar that just closed and the ones before, never after.
 * Rows before the warm-up are NaN.
 */
export class IndicatorView {
  readonly #column: Float64Array;
  readonly #cursor: Cursor;
  /** Size of one unit of equality: the close for price-like values, the width of the scale for others. */
  readonly #scale: Float64Array | number;
  readonly #signs = new Map<IndicatorView | number, SignMemory>();
  #lastOther: IndicatorView | number | undefined;
  #lastMemory: SignMemory | undefined;

  constructor(column: Float64Array, cursor: Cursor, options: { readonly unit: Unit; readonly close: Float64Array }) {
    this.#column = column;
    this.#cursor = cursor;
    this.#scale = options.unit === 'price' ? options.close : options.unit === 'volume' ? 1 : options.unit;
  }

  get value(): number {
    return this.#column[this.#cursor.row] as number;
  }

  /** The value `bars` closes ago: 0 is now. Throws when asked for the future. */
  ago(bars: number): number {
    if (!(bars >= 0)) throw new RangeError(`ago(${bars}) asks for a row after now; only 0 and above are known`);
    const row = this.#cursor.row - bars;
    return row < 0 ? NaN : (this.#column[row] as number);
  }

  /** Sign of the last cross of this over `other`: +1 crossed above at this very close, -1 crossed below, 0 neither. */
  crossOf(other: IndicatorView | number): -1 | 0 | 1 {
    let memory = this.#lastMemory;
    if (memory === undefined || this.#lastOther !== other) {
      memory = this.#memoryOf(other);
      this.#lastOther = other;
      this.#lastMemory = memory;
    }
    const row = this.#cursor.row;
    if (memory.row !== row) {
      const otherColumn = typeof other === 'number' ? other : other.#column;
      advance(memory, row, this.#column, otherColumn, this.#scale);
    }
    return memory.cross;
  }

  #memoryOf(other: IndicatorView | number): SignMemory {
    const known = this.#signs.get(other);
    if (known !== undefined) return known;
    const fresh: SignMemory = { row: -1, sign: 0, cross: 0 };
    this.#signs.set(other, fresh);
    return fresh;
  }
}

interface SignMemory {
  row: number;
  sign: -1 | 0 | 1;
  cross: -1 | 0 | 1;
}

/**
 * Walks the rows since the last question, so that the answer does not depend on when it is asked.
 * A difference within the equality keeps the sign; unknown values leave it alone; the first sign known is no cross.
 */
function advance(memory: SignMemory, row: number, a: Float64Array, b: Float64Array | number, scale: Float64Array | number): void {
  let { sign } = memory;
  let cross: -1 | 0 | 1 = 0;
  for (let i = memory.row + 1; i <= row; i++) {
    const difference = (a[i] as number) - (typeof b === 'number' ? b : (b[i] as number));
    const equality = EQUALITY_RATIO * (typeof scale === 'number' ? scale : (scale[i] as number));
    cross = 0;
    if (difference > equality) {
      if (sign === -1) cross = 1;
      sign = 1;
    } else if (difference < -equality) {
      if (sign === 1) cross = -1;
      sign = -1;
    }
  }
  memory.row = row;
  memory.sign = sign;
  memory.cross = cross;
}

/** True at the close at which `a` goes from below `b` to above it. */
export function crossedAbove(a: IndicatorView, b: IndicatorView | number): boolean {
  return a.crossOf(b) === 1;
}

/** True at the close at which `a` goes from above `b` to below it. */
export function crossedBelow(a: IndicatorView, b: IndicatorView | number): boolean {
  return a.crossOf(b) === -1;
}
