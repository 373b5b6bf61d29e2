import { expect, test } from 'vitest';
import { ColumnMemory, vectorCodeOf } from '../../../shared/vector/column-memory.ts';
import { STRETCH_BYTES } from '../../../shared/vector/marks.ts';
import { randomNumbers } from '../../support/random-bars.ts';

const ROWS = 200;

test('[BT-08] vectors mark stretches of any length as a loop does, to the last bit, and nothing beside them', () => {
  const random = randomNumbers(1);
  const memory = new ColumnMemory(2 * ROWS * 8);
  const close = memory.take(ROWS).map(() => 100 * random());
  const [near, equity] = [memory.copy(close), memory.take(ROWS).fill(-1)];
  const code = vectorCodeOf(near);
  if (code === undefined) throw new Error('there is no vector code');
  const expected = new Float64Array(ROWS).fill(-1);
  let [count, row] = [0, 1];
  for (let length = 4; row + length < ROWS; length++, count++) {
    const [cash, units, end] = [1e6 * random(), count % 3 === 0 ? 0 : random() - 0.5, row + length];
    code.stretchNumbers.set([cash, units], (count * STRETCH_BYTES) / 8);
    code.stretchRows.set([row, end], (count * STRETCH_BYTES) / 4 + 4);
    for (; row < end; row++) expected[row] = cash + units * (close[row] as number) * 0.1;
    // A row between two of them belongs to nobody.
    if (count % 2 === 0) row++;
  }
  expect(count).toBeGreaterThan(10);
  code.markStretches(near.byteOffset, equity.byteOffset, code.stretchesAddress, count, 0.1);
  expect([...equity]).toEqual([...expected]);
});

test('[BT-08] without units a close that is no number does not matter', () => {
  const memory = new ColumnMemory(200);
  const [close, equity] = [memory.copy(new Float64Array(8).fill(NaN)), memory.take(8).fill(0)];
  const code = vectorCodeOf(close);
  code?.stretchNumbers.set([5, 0]);
  code?.stretchRows.set([0, 6], 4);
  code?.markStretches(close.byteOffset, equity.byteOffset, code.stretchesAddress, 1, 1);
  expect([...equity]).toEqual([5, 5, 5, 5, 5, 5, 0, 0]);
});
