import { expect, test } from 'vitest';
import { BAR_COLUMNS, sliceBars } from '../../../../shared/domain/bars.ts';
import { aggregateBars } from '../../../../shared/market/aggregate.ts';
import { followingBars } from '../../../../shared/research/monte-carlo/following-bars.ts';
import { noisyBars } from '../../../../shared/research/monte-carlo/noisy-bars.ts';
import { randomBars } from '../../../support/random-bars.ts';

test('[BT-07] longer bars made of the shorter ones are, after noise, those made of the noisy ones; others keep what they had beside them', () => {
  const minutes = randomBars(600, 5);
  const longer = aggregateBars(minutes, 5 * minutes.timeframeUs);
  const moved = noisyBars(minutes, { noise: 0.5, seed: 3 });
  const expected = aggregateBars(moved, longer.timeframeUs);
  const following = followingBars(longer, minutes, moved);
  for (const name of BAR_COLUMNS)
    following[name].forEach((value, i) => expect(value / (expected[name][i] as number) || 1).toBeCloseTo(1, 12));
  // A quote of another venue, a hundredth dearer throughout, stays so.
  const dearer = {
    ...longer,
    ...Object.fromEntries(BAR_COLUMNS.slice(1, 5).map((name) => [name, longer[name].map((value) => 1.01 * value)])),
  };
  followingBars(dearer, minutes, moved).close.forEach((value, i) => expect(value).toBeCloseTo(1.01 * (following.close[i] as number), 9));
  // Before the shorter ones begin nothing has moved.
  const late = sliceBars(minutes, 100, 600);
  const from = followingBars(longer, late, sliceBars(moved, 100, 600));
  expect([...from.close.subarray(0, 20)]).toEqual([...longer.close.subarray(0, 20)]);
  expect(from.close[20]).toBe(following.close[20]);
});
