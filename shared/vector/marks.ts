import { block, br, brIf, F64, f64, f64x2, get, I32, i32, loop, moduleOf, set, V128, v128 } from './assembler.ts';

/** Rows that are marked in one go. */
export const ROWS_MARKED = 4;

/** Bytes of a stretch of rows: cash and units as doubles, then first row and end as 32-bit numbers. */
export const STRETCH_BYTES = 24;

/**
 * Marks `count` stretches of rows, four or more each, over which neither cash nor units change: writes cash + units x close x multiplier, or the cash alone
 * where there are no units. `close` and `equity` are the addresses of the value of row 0, `stretches` that of the first stretch, in bytes.
 */
export type MarkStretches = (
  ...numbers: readonly [close: number, equity: number, stretches: number, count: number, multiplier: number]
) => void;

const [close, equity, stretch, left, multiplier] = [0, 1, 2, 3, 4] as const;
const [row, last, price, point, cash, units, times] = [5, 6, 7, 8, 9, 10, 11] as const;

const PAIRS = Array.from({ length: ROWS_MARKED / 2 }, (_, pair) => pair);

type Value = (pair: number) => readonly number[];

const flat: Value = () => get(cash);

const held: Value = (pair) => {
  const worth = [...get(units), ...get(price), ...f64x2.load(16 * pair), ...f64x2.mul, ...get(times), ...f64x2.mul];
  return [...get(cash), ...worth, ...f64x2.add];
};

/** Writes four rows from `row` on, each pair of them as `value` says. */
const fourRows = (value: Value) =>
  [
    [...get(close), ...get(row), ...i32.const(3), ...i32.shl, ...i32.add, ...set(price)],
    [...get(equity), ...get(row), ...i32.const(3), ...i32.shl, ...i32.add, ...set(point)],
    ...PAIRS.map((pair) => [...get(point), ...value(pair), ...v128.store(16 * pair)]),
  ].flat();

/** Four rows at a time as long as more than four are left, then the last four, of which some may be written twice. */
const allRows = (value: Value) =>
  [
    block(
      loop(
        [...get(row), ...get(last), ...i32.geS, ...brIf(1)],
        fourRows(value),
        [...get(row), ...i32.const(ROWS_MARKED), ...i32.add, ...set(row)],
        br(0),
      ),
    ),
    [...get(last), ...set(row)],
    fourRows(value),
  ].flat();

/** `MarkStretches` in WebAssembly with vectors of two. */
export const MARKS_MODULE = moduleOf({
  name: 'markStretches',
  params: [I32, I32, I32, I32, F64],
  results: [],
  locals: [I32, I32, I32, I32, V128, V128, V128],
  body: [
    [...get(multiplier), ...f64x2.splat, ...set(times)],
    block(
      loop(
        [...get(left), ...i32.eqz, ...brIf(1)],
        [...get(stretch), ...f64.load(0), ...f64x2.splat, ...set(cash)],
        [...get(stretch), ...f64.load(8), ...f64x2.splat, ...set(units)],
        [...get(stretch), ...i32.load(16), ...set(row)],
        [...get(stretch), ...i32.load(20), ...i32.const(-ROWS_MARKED), ...i32.add, ...set(last)],
        block(block([...get(stretch), ...f64.load(8), ...f64.const(0), ...f64.ne, ...brIf(0)], allRows(flat), br(1)), allRows(held)),
        [...get(stretch), ...i32.const(STRETCH_BYTES), ...i32.add, ...set(stretch)],
        [...get(left), ...i32.const(-1), ...i32.add, ...set(left)],
        br(0),
      ),
    ),
  ],
});
