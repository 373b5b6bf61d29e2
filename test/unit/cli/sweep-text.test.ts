import { expect, test } from 'vitest';
import { speedText } from '../../../cli/sweep-text.ts';

test('[BT-08] the speed of a slow strategy is no nought', () => {
  expect([153_240_000, 100_000, 99_999, 28_440].map(speedText)).toEqual([
    '153.2 million bars/s',
    '0.1 million bars/s',
    '100.0 thousand bars/s',
    '28.4 thousand bars/s',
  ]);
});
