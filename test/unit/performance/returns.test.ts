import { expect, test } from 'vitest';
import { DAY_US, HOUR_US } from '../../../shared/domain/time.ts';
import { periodReturns } from '../../../shared/performance/returns.ts';
import { curve } from './facts.ts';

const at = (day: number, hour: number) => day * DAY_US + hour * HOUR_US;

test('[BT-05] a close at exactly midnight ends the day before', () => {
  const returns = periodReturns(
    curve([
      [at(0, 20), 100],
      [at(0, 22), 110],
      [at(1, 0), 120],
      [at(1, 2), 60],
    ]),
    2 * HOUR_US,
  );
  expect(Array.from(returns as Float64Array)).toEqual([120 / 100 - 1, 60 / 120 - 1]);
});

test('[BT-05] the first return starts from the cash, flat days count, days without a close are not invented', () => {
  const points = [
    [at(0, 0), 100],
    [at(0, 12), 104],
    [at(1, 12), 104],
    [at(9, 12), 208],
  ] as const;
  expect(Array.from(periodReturns(curve(points), HOUR_US) as Float64Array)).toEqual([104 / 100 - 1, 0, 1]);
});

test('[BT-05] bars of a day or longer count one by one, even two that close on the same day', () => {
  const points = [
    [0, 100],
    [at(1, 1), 110],
    [at(1, 23), 121],
  ] as const;
  expect(periodReturns(curve(points), DAY_US)).toHaveLength(2);
  expect(periodReturns(curve(points), 22 * HOUR_US)).toHaveLength(1);
});

test('[BT-05] a return on equity that is not positive has no meaning', () => {
  expect(
    periodReturns(
      curve([
        [0, 100],
        [at(1, 0), 0],
      ]),
      DAY_US,
    ),
  ).toEqual(Float64Array.of(-1));
  expect(
    periodReturns(
      curve([
        [0, 100],
        [at(1, 0), 0],
        [at(2, 0), 0],
      ]),
      DAY_US,
    ),
  ).toBeNull();
});
