import { describe, expect, test } from 'vitest';
import type { ExecutionOptions } from '../../../../shared/engine/execution.ts';
import { barsOf, type Row } from '../world.ts';
import { fillsOf, hourly, instrumentOf, play, scriptedPortfolio } from './world.ts';

const A = instrumentOf('AAA/USDT');
const B = instrumentOf('BBB/USDT');
const FLAT: Row = [100, 100, 100, 100];
const four: ExecutionOptions = { leverage: 4, maintenance: 0.1 };

/** 20 of A and 20 of B at 100 on 1,000, or as many as `units` say; what happened. */
function outcome(
  a: readonly Row[],
  b: readonly Row[],
  { units = [20, 20], execution = four }: { units?: number[]; execution?: ExecutionOptions } = {},
) {
  const strategy = scriptedPortfolio({
    1: ({ legs }) =>
      legs.forEach((leg, i) => {
        const quantity = units[i] as number;
        leg.order({ type: 'market', side: quantity > 0 ? 'buy' : 'sell', quantity: Math.abs(quantity) });
      }),
  });
  const feeds = [
    { instrument: A, bars: barsOf([FLAT, FLAT, ...a]) },
    { instrument: B, bars: barsOf([FLAT, FLAT, ...b]) },
  ];
  const result = play({ feeds, sleeves: [{ strategy, values: {} }] }, { execution });
  const [sleeve] = result.sleeves;
  if (sleeve === undefined) throw new Error('there is no sleeve');
  return { fills: fillsOf(sleeve).slice(2), endEquity: result.endEquity, legs: sleeve.legs };
}

describe('the maintenance margin of several positions', () => {
  // 20 and 20 at 100 owe 3,000. Together: 40 p - 3000 = 0.1 x 40 p at p = 3000 / 36. A alone, B at 100: 20 p + 2000 - 3000 = 0.1 (20 p + 2000) at p = 1200 / 18.
  test('[RK-02] what neither price alone would cost, both together do: the first by id goes where the equity is the margin', () => {
    const { fills, endEquity } = outcome([[100, 100, 80, 90]], [[100, 100, 80, 90]]);
    expect(fills).toEqual([[2, A.id, -20, expect.closeTo(3000 / 36, 9)]]);
    // What is left owes 3000 - 20 x 83.33 and is worth 20 x 90.
    expect(endEquity).toBeCloseTo(1800 - 3000 + (20 * 3000) / 36, 8);
    expect(outcome([[100, 100, 83.4, 90]], [[100, 100, 83.4, 90]]).fills).toEqual([]);
    expect(outcome([[100, 100, 80, 90]], [FLAT]).fills).toEqual([]);
  });

  test('[RK-02] then the next, where the equity is the margin of the rest: 20 p - 1333.33 = 0.1 x 20 p at 74.07', () => {
    const { fills } = outcome([[100, 100, 70, 90]], [[100, 100, 70, 90]]);
    expect(fills).toEqual([
      [2, A.id, -20, expect.closeTo(3000 / 36, 9)],
      [2, B.id, -20, expect.closeTo((3000 - (20 * 3000) / 36) / 18, 9)],
    ]);
  });

  test('[RK-02] a long and a short position of prices that part: E = 1000 - 800 s is 0.1 x 4000 at s = 3 / 4 of the way', () => {
    const { fills } = outcome([[100, 100, 80, 90]], [[100, 120, 100, 110]], { units: [20, -20] });
    expect(fills).toEqual([[2, A.id, -20, expect.closeTo(85, 9)]]);
  });

  test('[RK-02] inside a bar nobody knows what the other price did: a short position goes where it would alone, though the long one gained', () => {
    // 3000 - 20 b = 0.1 (2000 + 20 b) at b = 2800 / 22.
    const { fills } = outcome([[100, 150, 100, 150]], [[100, 150, 100, 150]], { units: [20, -20] });
    expect(fills).toEqual([[2, B.id, 20, expect.closeTo(2800 / 22, 9)]]);
  });

  test('[RK-02] through a gap at the worse opens, even when nothing is left', () => {
    const { fills, endEquity } = outcome([[70, 75, 70, 75]], [[70, 75, 70, 75]]);
    expect(fills).toEqual([
      [2, A.id, -20, 70],
      [2, B.id, -20, 70],
    ]);
    expect(endEquity).toBe(-200);
  });

  test('[RK-02] the fee of a liquidation comes on top, and is the carry of its position', () => {
    const { legs, endEquity } = outcome([[70, 70, 70, 70]], [[70, 70, 70, 70]], { execution: { ...four, liquidationFeeBps: 100 } });
    // 1 % of 20 x 70, twice.
    expect(legs.map(({ carry }) => carry.liquidation)).toEqual([14, 14]);
    expect(endEquity).toBe(-228);
  });
});

test('[RK-02] positions together may be worth the leverage times the equity, one more is refused', () => {
  const orders = (units: number[]) => outcome([FLAT], [FLAT], { units }).legs.map(({ quantity }) => quantity);
  expect(orders([20, 20])).toEqual([20, 20]);
  expect(orders([20, -20])).toEqual([20, -20]);
  expect(orders([20, 20.01])).toEqual([20, 0]);
});

test('[SR-11] weights may add up to the leverage, and costs cut the last of them', () => {
  const feeds = [A, B].map((instrument) => ({ instrument, bars: hourly([100, 100, 100]) }));
  const weigh = (weight: number) => scriptedPortfolio({ 1: ({ rebalance }) => rebalance({ [A.id]: weight, [B.id]: weight }) });
  const held = (weight: number, leverage: number, commissionBps = 0) => {
    const input = { feeds, sleeves: [{ strategy: weigh(weight), values: {} }] };
    return play(input, { execution: { leverage }, commissionBps }).positions.map(({ quantity }) => quantity);
  };
  expect(held(1.5, 3)).toEqual([15, 15]);
  // 100 q of each: 1.5 (1000 - 0.01 x 100 q) = 100 q gives q = 14.77; the second has 3 (1000 - 14.77 - 0.01 x 100 q) - 1477 = 100 q, q = 14.356.
  expect(held(1.5, 3, 100)).toEqual([14.77, 14.35]);
  expect(() => held(1.5, 2.9)).toThrow('the sizes of the weights add up to 3, but must not pass 2.9');
});

describe('what holding costs on one account', () => {
  const hours = Array.from({ length: 30 }, () => FLAT);

  test('[BT-02] interest on what the account owes is paid once, by each position in its share', () => {
    // 30 at 100 on 1,000 owe 2,000: 2 a night at 36.5 %, two thirds of it for two thirds of the positions.
    const { legs, endEquity } = outcome(hours, hours, { units: [20, 10], execution: { leverage: 3, interestRate: 0.365 } });
    expect(legs.map(({ carry }) => carry.interest)).toEqual([expect.closeTo(4 / 3, 10), expect.closeTo(2 / 3, 10)]);
    expect(endEquity).toBeCloseTo(998, 10);
    expect(legs.map(({ trades }) => trades[0]?.pnl)).toEqual([expect.closeTo(-4 / 3, 10), expect.closeTo(-2 / 3, 10)]);
  });

  test('[BT-02] funding, borrowing and the roll-over are those of each position', () => {
    const execution: ExecutionOptions = { funding: 0.0001, borrowRate: 0.365, rollover: { long: -1, short: 0 } };
    const { legs } = outcome(hours, hours, { units: [5, -4], execution });
    // 08:00, 16:00, 24:00 and 32:00; a midnight; 1970-01-01 at 17:00 New York, one tick of 0.01 a unit.
    expect(legs.map(({ carry }) => [carry.funding, carry.borrow, carry.rollover])).toEqual([
      [expect.closeTo(0.2, 10), 0, expect.closeTo(0.05, 10)],
      [expect.closeTo(-0.16, 10), expect.closeTo(0.4, 10), 0],
    ]);
  });
});
