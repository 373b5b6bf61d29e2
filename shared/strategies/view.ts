import type { Unit } from '../indicators/kernel.ts';
import { type VectorCode, vectorCodeOf } from '../vector/column-memory.ts';
import { EQUALITY_RATIO } from '../vector/turns.ts';

/** Where the engine stands: the one row that everything a strategy can see hangs on. The engine moves it, nobody else. */
export interface Cursor {
  /** Row of the bar that just closed. */
  row: number;
}

/** Closes at which something happens. It is asked for rows in order. */
export interface Signal {
  /** The first row from `row` on and before `end` at which it happens; `end` when there is none. */
  next(row: number, end: number): number;
}

/** Crosses of each level are worked out for all rows; a level computed anew at each bar would make a run quadratic. */
const MOST_PARTNERS = 50;

/** The bars of an indicator of a longer timeframe: its values, and for each row of the run the last of them that is known. */
export interface OwnBars {
  readonly column: Float64Array;
  readonly knownRow: Int32Array;
}

interface ViewOptions {
  readonly unit: Unit;
  readonly close: Float64Array;
  readonly own?: OwnBars;
}

/**
 * One output of an indicator as a strategy sees it: the value at the bar that just closed and the ones before, never after.
 * Rows before the warm-up are NaN.
 */
export class IndicatorView {
  readonly #column: Float64Array;
  readonly #cursor: Cursor;
  /** Size of one unit of equality: the close for price-like values, the width of the scale for others. */
  readonly #scale: Float64Array;
  readonly #own: OwnBars | undefined;
  readonly #crosses = new Map<IndicatorView | number, Cross>();
  #lastOther: IndicatorView | number | undefined;
  #lastCross: Cross | undefined;

  constructor(column: Float64Array, cursor: Cursor, options: ViewOptions) {
    this.#column = column;
    this.#cursor = cursor;
    this.#own = options.own;
    this.#scale = options.unit === 'price' ? options.close : Float64Array.of(options.unit === 'volume' ? 1 : options.unit);
  }

  get value(): number {
    return this.#column[this.#cursor.row] as number;
  }

  /** The value `bars` closes ago: 0 is now. Of a longer timeframe, closes of its own. Throws when asked for the future. */
  ago(bars: number): number {
    if (bars < 0) throw new RangeError(`ago(${bars}) asks for a row after now; only 0 and above are known`);
    if (!Number.isInteger(bars)) throw new RangeError(`ago(${bars}) must be a whole number of bars`);
    const column = this.#own === undefined ? this.#column : this.#own.column;
    const now = this.#own === undefined ? this.#cursor.row : (this.#own.knownRow[this.#cursor.row] as number);
    return now - bars < 0 ? NaN : (column[now - bars] as number);
  }

  /** How this crosses `other` at this very close: 1 from below to above, -1 from above to below, 0 not. */
  crossOf(other: IndicatorView | number): -1 | 0 | 1 {
    let cross = this.#lastCross;
    if (cross === undefined || this.#lastOther !== other) {
      cross = this.#crossWith(other);
      this.#lastOther = other;
      this.#lastCross = cross;
    }
    return cross.at(this.#cursor.row);
  }

  /** The closes at which this crosses `other`, for `crosses`. */
  crossings(other: IndicatorView | number): Signal {
    return this.#crossWith(other);
  }

  /** The closes at which this is above (side 1) or below (side -1) `other`, for `isAbove` and `isBelow`. */
  comparison(other: IndicatorView | number, side: 1 | -1): Signal {
    return new Comparison(
      this.#column,
      columnOf(other, (view) => view.#column),
      side,
    );
  }

  /** The closes at which this has another value than one close before, for `changes`. */
  changes(): Signal {
    return new Change(this.#column);
  }

  #crossWith(other: IndicatorView | number): Cross {
    const known = this.#crosses.get(other);
    if (known !== undefined) return known;
    if (this.#crosses.size === MOST_PARTNERS) {
      throw new RangeError(`crosses over more than ${MOST_PARTNERS} levels were asked for; a level that moves must be an indicator`);
    }
    const fresh = new Cross(
      this.#column,
      columnOf(other, (view) => view.#column),
      this.#scale,
    );
    this.#crosses.set(other, fresh);
    return fresh;
  }
}

/** The column of a view; a constant is a column of one row. */
function columnOf(operand: IndicatorView | number, column: (view: IndicatorView) => Float64Array): Float64Array {
  return typeof operand === 'number' ? Float64Array.of(operand) : column(operand);
}

/** Rows in which crosses are looked for at once; a row depends on the rows before it only. */
const CHUNK_ROWS = 4096;

/**
 * The crosses of two columns. A difference within the equality keeps the sign; unknown values leave it alone; the first sign known is no cross.
 * Every row is looked at, so that the answer does not depend on when it is asked.
 */
class Cross implements Signal {
  readonly #columns: Crossing;
  /** Finds turns among the columns, where all of them lie in its memory. */
  readonly #vector: VectorCode | undefined;
  /** Rows of crosses, the first of them upward when `#firstSign` is 1; from then on the ways alternate. */
  #rows = new Int32Array(1024);
  #count = 0;
  #firstSign = 0;
  #known = 0;
  #sign = 0;
  /** No cross lies in the rows from `#from` on and before `#until`; where one lies at `#until`, this is its index. */
  #from = 0;
  #until = 0;
  #at = 0;

  constructor(a: Float64Array, b: Float64Array, scale: Float64Array) {
    this.#columns = { a, b, scale };
    const vector = b.length === 1 || scale.length === 1 ? undefined : vectorCodeOf(a);
    this.#vector = vectorCodeOf(b) === vector && vectorCodeOf(scale) === vector ? vector : undefined;
  }

  at(row: number): -1 | 0 | 1 {
    if (row < this.#from || row > this.#until || (row === this.#until && this.#at === this.#count)) this.#seek(row, row + 1);
    if (row !== this.#until || this.#at === this.#count) return 0;
    return ((this.#at & 1) === 0 ? this.#firstSign : -this.#firstSign) as -1 | 1;
  }

  next(row: number, end: number): number {
    if (row < this.#from || this.#until < end) this.#seek(row, end);
    return this.#until < end ? this.#until : end;
  }

  /** Finds the first cross from `row` on, looking as far as `end` at least. Rows come in order but for a look back. */
  #seek(row: number, end: number): void {
    let at = this.#at;
    while (at > 0 && (this.#rows[at - 1] as number) >= row) at--;
    for (;;) {
      while (at < this.#count && (this.#rows[at] as number) < row) at++;
      if (at < this.#count || this.#known >= end) break;
      this.#extend();
    }
    this.#at = at;
    this.#from = row;
    this.#until = at < this.#count ? (this.#rows[at] as number) : this.#known;
  }

  #extend(): void {
    const columns = this.#columns;
    const end = Math.min(columns.a.length, this.#known + CHUNK_ROWS);
    let row = this.#known;
    if (this.#sign === 0) {
      row = firstSigned(columns, row, end);
      if (row < end) this.#sign = signAt(columns, row);
    }
    if (this.#vector !== undefined && this.#sign !== 0) row = this.#leap(this.#vector, row, end);
    for (row = turnOf(columns, this.#sign, row, end); row < end; row = turnOf(columns, this.#sign, row, end)) this.#note(row);
    this.#known = end;
  }

  /** Notes the turns from `row` on as far as vectors reach, and returns where they end. */
  #leap({ findTurns, turns, turnsAddress, mostOf }: VectorCode, row: number, end: number): number {
    const { a, b, scale } = this.#columns;
    const most = mostOf.get(scale.byteOffset) ?? Infinity;
    const last = findTurns(a.byteOffset, b.byteOffset, scale.byteOffset, most, row, end, this.#sign > 0 ? 0 : -1, turnsAddress);
    for (let i = 0; (turns[i] as number) >= 0; i++) this.#note(turns[i] as number);
    return last;
  }

  #note(row: number): void {
    this.#sign = -this.#sign;
    if (this.#count === 0) this.#firstSign = this.#sign;
    if (this.#count === this.#rows.length) {
      const wider = new Int32Array(2 * this.#count);
      wider.set(this.#rows);
      this.#rows = wider;
    }
    this.#rows[this.#count++] = row;
  }
}

/** What crosses what; constants are columns of one row. */
interface Crossing {
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly scale: Float64Array;
}

/** First row from `row` on and before `end` at which the difference is known and more than an equality; `end` when none. */
function firstSigned({ a, b, scale }: Crossing, row: number, end: number): number {
  for (let i = row; i < end; i++) {
    const equality = EQUALITY_RATIO * Math.abs(scale[scale.length === 1 ? 0 : i] as number);
    if (Math.abs((a[i] as number) - (b[b.length === 1 ? 0 : i] as number)) > equality) return i;
  }
  return end;
}

/**
 * First row from `row` on and before `end` at which the difference lies beyond an equality on the side that `sign` is not; `end` when none.
 * A loop for each sign: one comparison a row, which a processor foresees until the turn.
 */
function turnOf({ a, b, scale }: Crossing, sign: number, row: number, end: number): number {
  // All ones for a column; zero for a constant.
  const maskB = b.length === 1 ? 0 : -1;
  const maskScale = scale.length === 1 ? 0 : -1;
  let i = row;
  if (sign > 0) {
    while (i < end) {
      const equality = EQUALITY_RATIO * Math.abs(scale[i & maskScale] as number);
      if ((a[i] as number) - (b[i & maskB] as number) < -equality) return i;
      i++;
    }
  } else {
    while (i < end) {
      const equality = EQUALITY_RATIO * Math.abs(scale[i & maskScale] as number);
      if ((a[i] as number) - (b[i & maskB] as number) > equality) return i;
      i++;
    }
  }
  return i;
}

/** Sign of a difference that is known and no equality. */
function signAt({ a, b }: Crossing, row: number): 1 | -1 {
  return (a[row] as number) > (b[b.length === 1 ? 0 : row] as number) ? 1 : -1;
}

/** The closes at which a column is above (side 1) or below (side -1) another. Unknown is neither. */
class Comparison implements Signal {
  readonly #a: Float64Array;
  readonly #b: Float64Array;
  readonly #side: 1 | -1;

  constructor(a: Float64Array, b: Float64Array, side: 1 | -1) {
    this.#a = a;
    this.#b = b;
    this.#side = side;
  }

  next(row: number, end: number): number {
    const a = this.#a;
    const b = this.#b;
    const side = this.#side;
    const mask = b.length === 1 ? 0 : -1;
    let i = row;
    while (i < end && !(((a[i] as number) - (b[i & mask] as number)) * side > 0)) i++;
    return i;
  }
}

/** The closes at which a column moves. From unknown to known is no change. */
class Change implements Signal {
  readonly #column: Float64Array;

  constructor(column: Float64Array) {
    this.#column = column;
  }

  next(row: number, end: number): number {
    const column = this.#column;
    let i = Math.max(row, 1);
    while (i < end && (column[i] === column[i - 1] || Number.isNaN(column[i - 1]))) i++;
    return Math.min(i, end);
  }
}

/** True at the close at which `a` has another value than one close before; never at its first known value. */
export function changed(a: IndicatorView): boolean {
  const before = a.ago(1);
  return !Number.isNaN(before) && a.value !== before;
}

/** True at the close at which `a` goes from below `b` to above it. */
export function crossedAbove(a: IndicatorView, b: IndicatorView | number): boolean {
  return a.crossOf(b) === 1;
}

/** True at the close at which `a` goes from above `b` to below it. */
export function crossedBelow(a: IndicatorView, b: IndicatorView | number): boolean {
  return a.crossOf(b) === -1;
}
