import { block, br, brIf, F64, f64x2, get, I32, i32, loop, moduleOf, set, V128, v128 } from './assembler.ts';

/** Equality of two averages: a difference below this share of the price is none. */
export const EQUALITY_RATIO = 1e-9;

/** Rows that the vector code looks at in one go: a bit each in a word. */
export const ROWS_AT_ONCE = 32;

/** Turns that are written in one go, whether there are as many or not: room that `out` needs beyond the turns. */
export const TURNS_AT_ONCE = 4;

/**
 * Looks through rows for turns of the sign of `a - b`: a row is one when the difference lies beyond the equality of its scale on the side that `flip`
 * says: below for 0, above for -1; from the row after it the other side counts. `most` is no less than any equality, so that a difference beyond it is known
 * without a look at the scale. Writes the rows at `out` as 32-bit numbers with -1 behind the last, and returns the row from which fewer than 32 are
 * left to look at. The columns are given by the addresses of their row 0, in bytes.
 */
export type FindTurns = (
  ...numbers: readonly [a: number, b: number, scale: number, most: number, row: number, end: number, flip: number, out: number]
) => number;

const [a, b, scale, most, row, end, flip, out] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const [at, known, below, turns, found, difference, far, bound] = [8, 9, 10, 11, 12, 13, 14, 15] as const;

const PAIRS = Array.from({ length: ROWS_AT_ONCE / 2 }, (_, pair) => pair);

const load = (column: number, pair: number) => [...get(column), ...get(at), ...i32.add, ...f64x2.load(16 * pair)];
const addBits = (word: number, pair: number) => [...i32.const(2 * pair), ...i32.shl, ...get(word), ...i32.or, ...set(word)];
const subtract = (pair: number) => [...load(a, pair), ...load(b, pair), ...f64x2.sub, ...set(difference)];

/** Adds the bits of two rows to `below`: whether a - b is negative. `far` stays all ones while every |a - b| is beyond `most`; an unknown one is not. */
function lookAtPair(pair: number): readonly number[] {
  const compare = [...get(difference), ...f64x2.abs, ...get(bound), ...f64x2.gt, ...get(far), ...v128.and, ...set(far)];
  return [...subtract(pair), ...compare, ...get(difference), ...f64x2.bitmask, ...addBits(below, pair)];
}

/** Adds the bits of two rows to `known`: whether |a - b| > ratio x |scale|. */
function measurePair(pair: number): readonly number[] {
  const equality = [...load(scale, pair), ...f64x2.abs, ...f64x2.const(EQUALITY_RATIO), ...f64x2.mul];
  return [...subtract(pair), ...get(difference), ...f64x2.abs, ...equality, ...f64x2.gt, ...f64x2.bitmask, ...addBits(known, pair)];
}

/** Writes the row of the lowest bit of `turns` as the one after `place` others, and clears the bit. */
function writeTurn(place: number): readonly number[] {
  const write = [...get(out), ...get(row), ...get(turns), ...i32.ctz, ...i32.add, ...i32.store(4 * place)];
  return [...write, ...get(turns), ...get(turns), ...i32.const(-1), ...i32.add, ...i32.and, ...set(turns)];
}

/** All signs are known: a turn is where one differs from the one before it. How many a word has is not to be guessed, so four are always written. */
const everyChange = [
  [
    ...get(below),
    ...get(below),
    ...i32.const(1),
    ...i32.shl,
    ...get(flip),
    ...i32.const(1),
    ...i32.and,
    ...i32.or,
    ...i32.xor,
    ...set(turns),
  ],
  [...get(turns), ...i32.popcnt, ...i32.const(2), ...i32.shl, ...get(out), ...i32.add, ...set(found)],
  [...get(below), ...i32.const(31), ...i32.shrS, ...set(flip)],
  loop(
    ...Array.from({ length: TURNS_AT_ONCE }, (_, place) => writeTurn(place)),
    [...get(out), ...i32.const(4 * TURNS_AT_ONCE), ...i32.add, ...set(out)],
    [...get(turns), ...brIf(0)],
  ),
  [...get(found), ...set(out)],
].flat();

/** Some signs are unknown: the rows on the side that counts and not before the last turn, one by one; `known` loses what lies before. */
const oneByOne = [
  [...i32.const(0), ...set(known)],
  PAIRS.flatMap(measurePair),
  block(
    loop(
      [...get(below), ...get(flip), ...i32.xor, ...get(known), ...i32.and, ...set(turns)],
      [...get(turns), ...i32.eqz, ...brIf(1)],
      [...get(out), ...get(row), ...get(turns), ...i32.ctz, ...i32.add, ...i32.store(0)],
      [...get(out), ...i32.const(4), ...i32.add, ...set(out)],
      [...i32.const(-2), ...get(turns), ...i32.ctz, ...i32.shl, ...get(known), ...i32.and, ...set(known)],
      [...get(flip), ...i32.const(-1), ...i32.xor, ...set(flip)],
      br(0),
    ),
  ),
].flat();

/** `FindTurns` in WebAssembly with vectors of two. */
export const TURNS_MODULE = moduleOf({
  name: 'findTurns',
  params: [I32, I32, I32, F64, I32, I32, I32, I32],
  results: [I32],
  locals: [I32, I32, I32, I32, I32, V128, V128, V128],
  body: [
    [...get(most), ...f64x2.splat, ...set(bound)],
    block(
      loop(
        // Fewer rows left than fill a word: done.
        [...get(row), ...i32.const(ROWS_AT_ONCE), ...i32.add, ...get(end), ...i32.gtS, ...brIf(1)],
        [...get(row), ...i32.const(3), ...i32.shl, ...set(at)],
        [...i32.const(0), ...set(below), ...v128.ones, ...set(far)],
        PAIRS.flatMap(lookAtPair),
        block(block([...get(far), ...v128.allTrue, ...brIf(0)], oneByOne, br(1)), everyChange),
        [...get(row), ...i32.const(ROWS_AT_ONCE), ...i32.add, ...set(row)],
        br(0),
      ),
    ),
    // Where the turns end.
    [...get(out), ...i32.const(-1), ...i32.store(0)],
    get(row),
  ],
});
