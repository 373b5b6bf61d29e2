import { expect, test } from 'vitest';
import { IndicatorView } from '../../../shared/strategies/view.ts';
import { ColumnMemory, vectorCodeOf } from '../../../shared/vector/column-memory.ts';
import { EQUALITY_RATIO, ROWS_AT_ONCE, TURNS_MODULE } from '../../../shared/vector/turns.ts';
import { randomNumbers } from '../../support/random-bars.ts';

const ROWS = 10_000;

/** Two columns that cross often, here and there by no more than an equality, with rows that are unknown. */
function columnsOf(seed: number, memory: ColumnMemory): { a: Float64Array; b: Float64Array; scale: Float64Array } {
  const random = randomNumbers(seed);
  const [a, b, scale] = [memory.take(ROWS), memory.take(ROWS), memory.take(ROWS)];
  let spread = 0;
  for (let row = 0; row < ROWS; row++) {
    spread = 0.9 * spread + random() - 0.5;
    scale[row] = (random() < 0.01 ? -1 : 1) * 100 * random();
    b[row] = 100 + random();
    const near = (Math.round(4 * random()) - 2) * 1e-9 * (scale[row] as number);
    const rough = row % 1000 < 500;
    a[row] = (b[row] as number) + (rough && random() < 0.2 ? near : spread);
    if (row < 7 || (rough && random() < 0.005)) a[row] = NaN;
  }
  return { a, b, scale };
}

/** The definition, row by row. */
function turnsByDefinition({ a, b, scale }: ReturnType<typeof columnsOf>, from: number, first: number): number[] {
  const turns: number[] = [];
  let sign = first;
  for (let row = from; row < ROWS; row++) {
    const difference = (a[row] as number) - (b[row] as number);
    const equality = EQUALITY_RATIO * Math.abs(scale[row] as number);
    const now = difference > equality ? 1 : difference < -equality ? -1 : 0;
    if (now === -sign) {
      turns.push(row);
      sign = now;
    }
  }
  return turns;
}

test.each([1, 2, 3, 4, 5])('[BT-08] vectors find the turns that the definition finds, from any row on (seed %i)', (seed) => {
  const columns = columnsOf(seed, new ColumnMemory(4 * ROWS * 8));
  const { a, b, scale } = columns;
  const code = vectorCodeOf(a);
  if (code === undefined) throw new Error('there is no vector code');
  const largest = EQUALITY_RATIO * Math.max(...scale.map(Math.abs));
  for (const [from, sign, most] of [
    [0, 1, largest],
    [0, 1, Infinity],
    [0, 1, NaN],
    [13, -1, largest],
    [ROWS - 33, 1, largest],
    [ROWS - 3, 1, largest],
  ] as const) {
    const end = code.findTurns(a.byteOffset, b.byteOffset, scale.byteOffset, most, from, ROWS, sign > 0 ? 0 : -1, code.turnsAddress);
    const found = [...code.turns.subarray(0, code.turns.indexOf(-1))];
    expect(ROWS - end).toBeLessThan(ROWS_AT_ONCE);
    expect(found).toEqual(turnsByDefinition(columns, from, sign).filter((row) => row < end));
  }
});

test('[BT-08] a view in the memory of vectors crosses at the very closes at which one elsewhere does, and the same way', () => {
  for (const seed of [6, 7, 8]) {
    const { a, b, scale } = columnsOf(seed, new ColumnMemory(3 * ROWS * 8));
    const crossesOf = (copy: (column: Float64Array) => Float64Array) => {
      const cursor = { row: 0 };
      const view = (column: Float64Array) => new IndicatorView(copy(column), cursor, { unit: 'price', close: copy(scale) });
      const [left, right] = [view(a), view(b)];
      const found: [number, number][] = [];
      for (let row = left.crossings(right).next(0, ROWS); row < ROWS; row = left.crossings(right).next(row + 1, ROWS)) {
        cursor.row = row;
        found.push([row, left.crossOf(right)]);
      }
      return found;
    };
    const memory = new ColumnMemory(4 * ROWS * 8);
    const there = crossesOf((column) => memory.copy(column));
    expect(there.length).toBeGreaterThan(500);
    expect(there).toEqual(crossesOf((column) => Float64Array.from(column)));
  }
});

test('[BT-08] the module is what the specification says a module is', () => {
  // WebAssembly core specification 2.0, 5.5.16: the magic number, then version 1.
  expect([...TURNS_MODULE.subarray(0, 8)]).toEqual([0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
});
