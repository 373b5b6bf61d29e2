import { describe, expect, test } from 'vitest';
import type { Bars } from '../../../../shared/domain/bars.ts';
import { HOUR_US } from '../../../../shared/domain/time.ts';
import type { ExecutionOptions } from '../../../../shared/engine/execution.ts';
import { BTC, fillsOf, flatBars, run, scripted } from '../world.ts';

/** Goes to `target` at the open of hour 1 and closes at that of hour `until`; prices are 100, so that all that moves is the carry. */
function carryOf(target: number, until: number, execution: ExecutionOptions, prices = Array.from({ length: 80 }, () => 100)) {
  const strategy = scripted({ 0: (context) => context.target(target), [until - 1]: (context) => context.target(0) });
  const result = run(strategy, flatBars(prices), { execution });
  return { paid: result.startEquity - result.endEquity, carry: result.carry, pnl: result.trades[0]?.pnl };
}

describe('funding of a perpetual future', () => {
  test('[BT-02] a long position pays the rate at 08:00, 16:00 and 00:00 UTC: 1,000 x 0.01 % each', () => {
    // Held from 01:00 to 20:00: 08:00 and 16:00.
    expect(carryOf(1, 20, { funding: 0.0001 }).paid).toBeCloseTo(0.2, 10);
    expect(carryOf(1, 20, { funding: 0.0001 }).carry?.funding).toBeCloseTo(0.2, 10);
    // To 08:00 itself: what falls due at a close is the position's at that close.
    expect(carryOf(1, 8, { funding: 0.0001 }).paid).toBeCloseTo(0.1, 10);
    expect(carryOf(1, 7, { funding: 0.0001 }).paid).toBe(0);
  });

  test('[BT-02] a short position receives it, and the round trip counts it', () => {
    expect(carryOf(-1, 20, { funding: 0.0001 }).paid).toBeCloseTo(-0.2, 10);
    expect(carryOf(-1, 20, { funding: 0.0001 }).pnl).toBeCloseTo(0.2, 10);
  });

  test('[BT-02] rates may come with their times, at the price of then', () => {
    const funding = [
      { timeUs: 3 * HOUR_US, rate: 0.001 },
      { timeUs: 5 * HOUR_US, rate: -0.002 },
      { timeUs: 50 * HOUR_US, rate: 0.5 },
    ];
    const prices = Array.from({ length: 80 }, (_, hour) => (hour === 4 ? 200 : 100));
    // 10 units: 10 x 100 x 0.001 at the close of hour 2, and -10 x 200 x 0.002 at the close of hour 4.
    expect(carryOf(1, 20, { funding }, prices).carry?.funding).toBeCloseTo(1 - 4, 10);
  });
});

test('[BT-02] what is sold short costs a 365th of the rate of a year each midnight, what is held nothing', () => {
  // 1,000 short over two midnights at 36.5 %: 1 a night.
  expect(carryOf(-1, 60, { borrowRate: 0.365 }).paid).toBeCloseTo(2, 10);
  expect(carryOf(1, 60, { borrowRate: 0.365 }).paid).toBe(0);
});

test('[BT-02] cash that is owed costs interest: 3,000 of positions on 1,000 of equity owe 2,000', () => {
  expect(carryOf(3, 40, { interestRate: 0.365, leverage: 3 }).paid).toBeCloseTo(2, 10);
  expect(carryOf(1, 40, { interestRate: 0.365, leverage: 3 }).paid).toBe(0);
});

test('[BT-02] currencies roll over at 17:00 New York, three nights on Wednesday, none at the weekend', () => {
  // Monday 2024-01-08 to Monday 2024-01-15, hourly; winter time: 22:00 UTC. 10 units, points of 0.01.
  const start = Date.parse('2024-01-08T00:00:00Z') * 1000;
  const bars: Bars = flatBars(Array.from({ length: 8 * 24 }, () => 100));
  bars.time.forEach((_, row) => {
    bars.time[row] = start + row * HOUR_US;
  });
  const nights = (hours: number, target: number) => {
    const first = Math.floor(start / HOUR_US);
    const strategy = scripted({ [first]: (context) => context.target(target), [first + hours]: (context) => context.target(0) });
    const { startEquity, endEquity } = run(strategy, bars, { execution: { rollover: { long: -50, short: 20 } } });
    return endEquity - startEquity;
  };
  // A long unit pays 50 points of 0.01 a night: 5 for 10 units. Tuesday evening: two nights; Thursday morning: five; Sunday: seven, with Thursday and Friday.
  expect(nights(47, 1)).toBeCloseTo(-10, 8);
  expect(nights(74, 1)).toBeCloseTo(-25, 8);
  expect(nights(6 * 24 + 20, 1)).toBeCloseTo(-35, 8);
  expect(nights(47, -1)).toBeCloseTo(4, 8);
});

describe('splits and dividends on raw data', () => {
  const SHARE = { ...BTC, lot: 1 };
  const exDate = 3 * HOUR_US;

  test('[MD-07] a split of two for one doubles the position at half the price and earns nothing', () => {
    const strategy = scripted({ 0: ({ target }) => target(1), 4: ({ target }) => target(0) });
    const result = run(strategy, flatBars([100, 100, 100, 50, 50, 55]), {
      instrument: SHARE,
      execution: { actions: [{ timeUs: exDate, split: 2 }] },
    });
    expect(fillsOf(result)).toEqual([
      [1, 'buy', 10, 100],
      [5, 'sell', 20, 55],
    ]);
    expect(result.equity.value[4]).toBe(1000);
    expect(result.endEquity).toBe(1100);
    expect(result.trades[0]).toMatchObject({ quantity: 20, entryPrice: 50, exitPrice: 55, pnl: 100 });
  });

  test('[OM-01] orders and exits made before it turn with it', () => {
    const strategy = scripted({
      0: ({ target, order }) => {
        target(0.5, { stopLoss: { offset: 20 } });
        order({ type: 'limit', side: 'buy', quantity: 1, limitPrice: 80 });
      },
    });
    // Stop at 80 before, 40 after; the limit for 1 at 80 is one for 2 at 40.
    const result = run(strategy, flatBars([100, 100, 100, 50, 42, 39]), {
      instrument: SHARE,
      execution: { actions: [{ timeUs: exDate, split: 2 }] },
    });
    expect(fillsOf(result)).toEqual([
      [1, 'buy', 5, 100],
      [5, 'sell', 10, 39],
      [5, 'buy', 2, 39],
    ]);
  });

  test('[MD-07] what is no whole share after a reverse split is paid out at the price of then', () => {
    const strategy = scripted({ 0: ({ target }) => target(1) });
    // 10 shares, one for four: 2 and half a one, which is worth 200.
    const result = run(strategy, flatBars([100, 100, 100, 400, 400]), {
      instrument: SHARE,
      execution: { actions: [{ timeUs: exDate, split: 0.25 }] },
    });
    expect(result.position).toBe(2);
    expect(result.endEquity).toBe(1000);
  });

  test('[BT-02] a dividend goes to who holds the share at the last close before, and comes from who is short', () => {
    const dividend = (target: number, from: number) =>
      run(scripted({ [from]: (context) => context.target(target) }), flatBars([100, 100, 100, 100, 100]), {
        instrument: SHARE,
        execution: { actions: [{ timeUs: exDate, dividend: 2 }] },
      }).endEquity;
    expect(dividend(1, 0)).toBe(1020);
    expect(dividend(-1, 0)).toBe(980);
    // Bought at the open of the ex-date: nothing.
    expect(dividend(1, 2)).toBe(1000);
  });
});

test('[BT-02] round trips, carry and equity agree: net is gross less what was paid', () => {
  const strategy = scripted({ 0: ({ target }) => target(-1), 30: ({ target }) => target(1), 70: ({ target }) => target(0) });
  const prices = Array.from({ length: 80 }, (_, hour) => 100 + (hour % 7));
  const result = run(strategy, flatBars(prices), { commissionBps: 10, execution: { funding: 0.0003, borrowRate: 0.2 } });
  const pnl = result.trades.reduce((sum, trade) => sum + trade.pnl, 0);
  expect(pnl).toBeCloseTo(result.endEquity - result.startEquity, 8);
  const carried = result.trades.reduce((sum, { carry = 0 }) => sum + carry, 0);
  expect(carried).toBeCloseTo((result.carry?.funding ?? 0) + (result.carry?.borrow ?? 0), 10);
});
