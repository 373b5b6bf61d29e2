import { expect, test } from 'vitest';
import { ColumnMemory, vectorCodeOf } from '../../../shared/vector/column-memory.ts';

test('[BT-08] columns lie beside each other in one memory, and what is given back is used again', () => {
  const memory = new ColumnMemory(1 << 20);
  const [a, b] = [memory.take(1000), memory.take(1000)];
  expect(b.buffer).toBe(a.buffer);
  expect(b.byteOffset - a.byteOffset).toBe(8000);
  expect(vectorCodeOf(a)).toBeDefined();
  memory.give(a);
  expect(memory.take(999)).not.toBe(a);
  expect(memory.take(1000)).toBe(a);
});

test('[BT-08] a column is given back once; one of somebody else is not taken', () => {
  const memory = new ColumnMemory(1 << 20);
  const a = memory.take(10);
  memory.give(a);
  memory.give(a);
  memory.give(new Float64Array(10));
  expect(memory.take(10)).toBe(a);
  expect(memory.take(10)).not.toBe(a);
  expect(memory.take(10).byteOffset).toBe(a.byteOffset + 160);
});

test('[BT-08] what does not fit is a column all the same, which vectors do not reach', () => {
  const memory = new ColumnMemory(65_536);
  const inside = memory.take(8192);
  const outside = memory.take(8192);
  expect(outside.length).toBe(8192);
  expect([vectorCodeOf(inside) !== undefined, vectorCodeOf(outside)]).toEqual([true, undefined]);
});

test('[BT-08] a copy has the content of its original', () => {
  const memory = new ColumnMemory(1 << 20);
  expect([...memory.copy(Float64Array.of(1, NaN, -0))]).toEqual([1, NaN, -0]);
});
