import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changes, crosses, isAbove, isBelow } from '../../../shared/strategies/signal.ts';
import { changed, type Cursor, crossedAbove, crossedBelow, IndicatorView, type Signal } from '../../../shared/strategies/view.ts';

function viewsOf(a: readonly number[], b: readonly number[]) {
  const cursor: Cursor = { row: -1 };
  const options = { unit: 'price', close: Float64Array.from(a, () => 100) } as const;
  return {
    cursor,
    a: new IndicatorView(Float64Array.from(a), cursor, options),
    b: new IndicatorView(Float64Array.from(b), cursor, options),
  };
}

/** Rows of a signal, asked for one after the other as the engine does. */
function rowsOf(signal: Signal, length: number): number[] {
  const rows: number[] = [];
  for (let row = signal.next(0, length); row < length; row = signal.next(row + 1, length)) rows.push(row);
  return rows;
}

test('[SR-01] isAbove and isBelow happen at every close at which they are true; equal or unknown is neither', () => {
  const { a, b } = viewsOf([NaN, 3, 2, 1, 5], [1, 2, 2, 2, NaN]);
  expect(rowsOf(isAbove(a, b), 5)).toEqual([1]);
  expect(rowsOf(isBelow(a, b), 5)).toEqual([3]);
  expect(rowsOf(isAbove(a, 2), 5)).toEqual([1, 4]);
});

test('[SR-01] changes happens at the very closes at which changed is true, not at the first known value', () => {
  const column = [NaN, 1, 1, -1, -1, 1];
  const { a, cursor } = viewsOf(column, column);
  const told = column.flatMap((_, row) => {
    cursor.row = row;
    return changed(a) ? [row] : [];
  });
  expect(told).toEqual([3, 5]);
  expect(rowsOf(changes(a), column.length)).toEqual(told);
});

test('[SR-01] crosses happens at the very closes at which crossedAbove or crossedBelow is true, however the rows are asked for', () => {
  const columns = fc.array(fc.tuple(fc.constantFrom(1, 2, 3, NaN), fc.constantFrom(1, 2, 3, NaN)), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(columns, fc.integer({ min: 1, max: 9 }), (rows, block) => {
      const a = rows.map(([x]) => x);
      const b = rows.map(([, y]) => y);
      const one = viewsOf(a, b);
      const expected = a.flatMap((_, row) => {
        one.cursor.row = row;
        return crossedAbove(one.a, one.b) || crossedBelow(one.a, one.b) ? [row] : [];
      });
      const other = viewsOf(a, b);
      const signal = crosses(other.a, other.b);
      expect(rowsOf(signal, a.length)).toEqual(expected);
      const inBlocks: number[] = [];
      const fresh = viewsOf(a, b);
      const again = crosses(fresh.a, fresh.b);
      for (let from = 0; from < a.length; from += block) {
        const end = Math.min(from + block, a.length);
        for (let row = again.next(from, end); row < end; row = again.next(row + 1, end)) inBlocks.push(row);
      }
      expect(inBlocks).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

test('[SR-01] a look ahead for the next cross leaves the answers at the rows before it as they are', () => {
  const { cursor, a, b } = viewsOf([1, 1, 3, 3, 1], [2, 2, 2, 2, 2]);
  expect(crosses(a, b).next(3, 5)).toBe(4);
  cursor.row = 2;
  expect(crossedAbove(a, b)).toBe(true);
  cursor.row = 3;
  expect(crossedBelow(a, b)).toBe(false);
  cursor.row = 4;
  expect(crossedBelow(a, b)).toBe(true);
});
