import { expect, test } from 'vitest';
import { allocateBars } from '../../../shared/domain/bars.ts';
import type { Fill } from '../../../shared/domain/fill.ts';
import { DAY_US } from '../../../shared/domain/time.ts';
import { capacity, impactMoney } from '../../../shared/performance/capacity.ts';

/** Closes 100, 110, 99: returns +10 % and -10 %, whose deviation is root(0.02). */
function bars(volume: number) {
  const columns = allocateBars(3, DAY_US);
  [100, 110, 99].forEach((close, i) => {
    columns.time[i] = i * DAY_US;
    columns.close[i] = close;
    columns.volume[i] = volume;
  });
  return columns;
}

const fill = (quantity: number): Fill => ({
  orderId: 1,
  instrumentId: 'BTC/USDT',
  timeUs: DAY_US,
  side: 'buy',
  quantity,
  price: 50,
  commission: 0,
  slippage: 0,
});

test('[BT-05] a fill of a hundredth of the volume of its bar costs a tenth of the deviation of a bar by the square-root law', () => {
  // 50 x 4 x 2 = 400 of notional at root(0.02) x root(4 / 400) = 0.0141421.
  expect(impactMoney(bars(400), [fill(4)], { multiplier: 2 })).toBeCloseTo(400 * Math.sqrt(0.02) * 0.1, 12);
  expect(impactMoney(bars(400), [fill(4), fill(1)], { multiplier: 2 })).toBeCloseTo(
    400 * Math.sqrt(0.02) * 0.1 + 100 * Math.sqrt(0.02) * 0.05,
    12,
  );
});

test('[BT-05] with the money of the capacity the same fills pay half of the profit', () => {
  const [money, profit] = [10_000, 90];
  const impact = impactMoney(bars(400), [fill(4)], { multiplier: 1 }) as number;
  const most = capacity(money, profit, impact) as number;
  const times = most / money;
  expect(impactMoney(bars(400), [fill(4 * times)], { multiplier: 1 })).toBeCloseTo((profit * times) / 2, 6);
});

test('[BT-05] there is no capacity without a profit, and none is known where bars have no volume', () => {
  expect(capacity(10_000, -5, 3)).toBeNull();
  expect(capacity(10_000, 0, 3)).toBeNull();
  expect(impactMoney(bars(0), [fill(4)], { multiplier: 1 })).toBeNull();
  expect(capacity(10_000, 5, null)).toBeNull();
  expect(capacity(10_000, 5, 0)).toBeNull();
});
