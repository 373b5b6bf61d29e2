import { expect, test } from 'vitest';
import { trainingAround } from '../../../../shared/research/validation/ranges.ts';
import { purgedFolds, walkForward } from '../../../../shared/research/validation/walk-forward.ts';

test('[DX-04] a rolling walk of 100 rows in 3 folds of 70 % by hand', () => {
  // A test is 100 / (3 + 7 / 3) = 18 rows; 46 are left to learn on.
  expect(walkForward({ rows: 100, folds: 3 })).toEqual([
    { train: { from: 0, to: 46 }, test: { from: 46, to: 64 } },
    { train: { from: 18, to: 64 }, test: { from: 64, to: 82 } },
    { train: { from: 36, to: 82 }, test: { from: 82, to: 100 } },
  ]);
});

test('[DX-04] every test begins after what it was learnt on ends, by the gap; tests follow each other to the last row', () => {
  for (const rows of [60, 251, 5000]) {
    for (const folds of [1, 4, 9]) {
      for (const anchored of [false, true]) {
        for (const gaps of [
          { purge: 0, embargo: 0 },
          { purge: 5, embargo: 3 },
        ]) {
          const walk = walkForward({ rows, folds, anchored, inSample: 0.6, gaps });
          expect(walk).toHaveLength(folds);
          walk.forEach(({ train, test }, i) => {
            const lastLearnt = train.to - 1;
            expect(test.from).toBeGreaterThan(lastLearnt);
            expect(test.from - train.to).toBe(gaps.purge + gaps.embargo);
            expect(train.to).toBeGreaterThan(train.from);
            expect(train.from).toBeGreaterThanOrEqual(0);
            if (anchored) expect(train.from).toBe(0);
            else expect(train.to - train.from).toBe((walk[0]?.train.to as number) - (walk[0]?.train.from as number));
            if (i > 0) expect(test.from).toBe(walk[i - 1]?.test.to);
          });
          expect(walk.at(-1)?.test.to).toBe(rows);
          expect(walk[0]?.train.from).toBe(0);
        }
      }
    }
  }
});

test('[DX-04] purged folds leave out rows beside the test, more after it than before', () => {
  expect(purgedFolds(30, 3, { purge: 2, embargo: 4 })).toEqual([
    { test: { from: 0, to: 10 }, train: [{ from: 16, to: 30 }] },
    {
      test: { from: 10, to: 20 },
      train: [
        { from: 0, to: 8 },
        { from: 26, to: 30 },
      ],
    },
    { test: { from: 20, to: 30 }, train: [{ from: 0, to: 18 }] },
  ]);
});

test('[DX-04] a purge longer than what lies before a test leaves nothing there', () => {
  expect(trainingAround([{ from: 4, to: 10 }], 30, { purge: 6, embargo: 0 })).toEqual([{ from: 16, to: 30 }]);
});

test('[DX-04] walks that cannot be taken are refused by name', () => {
  expect(() => walkForward({ rows: 10, folds: 20 })).toThrow('10 rows are too few for 20 folds and a gap of 0');
  expect(() => walkForward({ rows: 100, folds: 0 })).toThrow('folds is 0, but must be a whole number from 1 on');
  expect(() => walkForward({ rows: 100, folds: 2, inSample: 1 })).toThrow('inSample is 1, but must be between 0 and 1');
  expect(() => walkForward({ rows: 100, folds: 2, gaps: { purge: -1, embargo: 0 } })).toThrow('purge is -1');
  expect(() => purgedFolds(100, 1)).toThrow('folds is 1, but must be a whole number from 2 on');
  expect(() => purgedFolds(10, 2, { purge: 0, embargo: 9 })).toThrow('nothing of 10 rows is left to learn on beside rows 0 to 4');
  expect(() => purgedFolds(3, 5)).toThrow('3 rows are too few for 5 folds');
});
