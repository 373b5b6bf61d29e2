import { block, br, brIf, f64x2, get, I32, i32, loop, moduleOf, set, V128 } from './assembler.ts';

/** Equality of two averages: a difference below this share of the price is none. */
export const EQUALITY_RATIO = 1e-9;

/** Rows that the vector code looks at in one go: a bit each in a word. */
export const ROWS_AT_ONCE = 32;

/**
 * Looks through rows for turns of the sign of `a - b`: a row is one when the difference lies beyond the equality of its scale on the side that `flip`
 * says: below for 0, above for -1; from the row after it the other side counts. Writes the rows at `out` as 32-bit numbers with -1 behind the last, and
 * returns the row from which fewer than 32 are left to look at. The columns are given by the addresses of their row 0, in bytes.
 */
export type FindTurns = (
  ...numbers: readonly [a: number, b: number, scale: number, row: number, end: number, flip: number, out: number]
) => number;

const [a, b, scale, row, end, flip, out] = [0, 1, 2, 3, 4, 5, 6] as const;
const [at, known, below, turns, difference] = [7, 8, 9, 10, 11] as const;

/** Adds the bits of two rows: to `known` whether |a - b| > ratio x |scale|, to `below` whether a - b is negative. Unknown values are neither. */
function addPair(pair: number): readonly number[] {
  const load = (column: number) => [...get(column), ...get(at), ...i32.add, ...f64x2.load(16 * pair)];
  const addTo = (word: number) => [...i32.const(2 * pair), ...i32.shl, ...get(word), ...i32.or, ...set(word)];
  const subtract = [...load(a), ...load(b), ...f64x2.sub, ...set(difference)];
  const equality = [...load(scale), ...f64x2.abs, ...f64x2.const(EQUALITY_RATIO), ...f64x2.mul];
  const compare = [...get(difference), ...f64x2.abs, ...equality, ...f64x2.gt, ...f64x2.bitmask, ...addTo(known)];
  return [...subtract, ...compare, ...get(difference), ...f64x2.bitmask, ...addTo(below)];
}

/** `FindTurns` in WebAssembly with vectors of two. */
export const TURNS_MODULE = moduleOf({
  name: 'findTurns',
  params: [I32, I32, I32, I32, I32, I32, I32],
  results: [I32],
  locals: [I32, I32, I32, I32, V128],
  body: [
    block(
      loop(
        // Fewer rows left than fill a word: done.
        [...get(row), ...i32.const(ROWS_AT_ONCE), ...i32.add, ...get(end), ...i32.gtS, ...brIf(1)],
        [...get(row), ...i32.const(3), ...i32.shl, ...set(at)],
        [...i32.const(0), ...set(known), ...i32.const(0), ...set(below)],
        Array.from({ length: ROWS_AT_ONCE / 2 }, (_, pair) => addPair(pair)).flat(),
        block(
          loop(
            // The rows on the side that counts and not before the last turn: `known` loses what lies before.
            [...get(below), ...get(flip), ...i32.xor, ...get(known), ...i32.and, ...set(turns)],
            [...get(turns), ...i32.eqz, ...brIf(1)],
            [...get(out), ...get(row), ...get(turns), ...i32.ctz, ...i32.add, ...i32.store],
            [...get(out), ...i32.const(4), ...i32.add, ...set(out)],
            [...i32.const(-2), ...get(turns), ...i32.ctz, ...i32.shl, ...get(known), ...i32.and, ...set(known)],
            [...get(flip), ...i32.const(-1), ...i32.xor, ...set(flip)],
            br(0),
          ),
        ),
        [...get(row), ...i32.const(ROWS_AT_ONCE), ...i32.add, ...set(row)],
        br(0),
      ),
    ),
    // Where the turns end.
    [...get(out), ...i32.const(-1), ...i32.store],
    get(row),
  ],
});
