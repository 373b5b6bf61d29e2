import { describe, expect, test } from 'vitest';
import type { Bars } from '../../../../shared/domain/bars.ts';
import type { OrderRequest } from '../../../../shared/domain/order.ts';
import { DAY_US, HOUR_US } from '../../../../shared/domain/time.ts';
import type { ExecutionOptions } from '../../../../shared/engine/execution.ts';
import type { StrategyContext } from '../../../../shared/strategies/define.ts';
import { BTC, barsOf, fillsOf, flatBars, type Row, run, scripted } from '../world.ts';

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

describe('three fundings in a bar of a day', () => {
  // At 08:00, 16:00 and 00:00 UTC who holds a position pays its value at the price of then x the rate: CoinEx, "Funding rate". A unit, 1 % each.
  const funding = 0.01;
  const DAY: Row = [100, 130, 70, 120];
  const NEXT: Row = [124, 124, 124, 124];
  const first: Row = [100, 100, 100, 100];

  /** What funding cost over the days, the first of which ends with what is asked. */
  function fundingOf(act: (context: StrategyContext) => void, days: readonly Row[], execution: ExecutionOptions = {}) {
    const strategy = scripted({ 0: act });
    const hours = barsOf([first, ...days]);
    const bars = { ...hours, timeframeUs: DAY_US, time: hours.time.map((time) => 24 * time) };
    return run(strategy, bars, { cash: 1e6, execution: { funding, ...execution } }).carry?.funding ?? 0;
  }
  const order = (request: Partial<OrderRequest>) => (context: StrategyContext) =>
    void context.order({ type: 'market', side: 'buy', quantity: 1, ...request } as OrderRequest);

  test('[BT-02] each counts at the price that was known then: two at the open of the day, that of midnight at its close', () => {
    // 100 x 1 % + 100 x 1 % + 120 x 1 %
    expect(fundingOf(order({}), [DAY])).toBeCloseTo(3.2, 10);
    expect(fundingOf(order({ side: 'sell' }), [DAY])).toBeCloseTo(-3.2, 10);
    // 124 + 124 + 124 of the day after, although the market has gapped: midnight was at the close.
    expect(fundingOf(order({}), [DAY, NEXT])).toBeCloseTo(3.2 + 3.72, 10);
  });

  test('[BT-02] one that falls due while the market is shut counts at the last close', () => {
    const days = barsOf([first, DAY, NEXT]);
    const bars = { ...days, time: Float64Array.of(0, HOUR_US, 10 * HOUR_US) };
    const { carry } = run(scripted({ 0: order({}) }), bars, { cash: 1e6, execution: { funding } });
    // Bars of 00:00, 01:00 and 10:00: 08:00 lies between them.
    expect(carry?.funding).toBeCloseTo(1.2, 10);
  });

  test('[BT-02] finer data says what the price was', () => {
    // 00:00 to 08:00 ends at 90, to 16:00 at 110, to midnight at 120.
    const parts = barsOf([
      [100, 100, 70, 90],
      [90, 130, 90, 110],
      [110, 125, 110, 120],
    ]);
    const detail = { ...parts, timeframeUs: 8 * HOUR_US, time: parts.time.map((time) => DAY_US + 8 * time) };
    expect(fundingOf(order({}), [DAY], { detail })).toBeCloseTo(0.9 + 1.1 + 1.2, 10);
  });

  test('[BT-02] who enters or leaves at a known time inside the day pays only while the position is held', () => {
    const late = (hours: number) => ({ latencyUs: hours * HOUR_US });
    expect(fundingOf(order({}), [DAY], late(7))).toBeCloseTo(1 + 1 + 1.2, 10);
    // At 08:00 itself the position is still that of before.
    expect(fundingOf(order({}), [DAY], late(8))).toBeCloseTo(1 + 1.2, 10);
    expect(fundingOf(order({}), [DAY], late(12))).toBeCloseTo(1 + 1.2, 10);
    expect(fundingOf(order({}), [DAY], late(17))).toBeCloseTo(1.2, 10);
    // In from 12:00 of the day, 1 and 1.2; out at 12:00 of the next, after 1.24 of its 08:00.
    const turn = scripted({ 0: order({}), 24: order({ side: 'sell' }) });
    const hours = barsOf([first, DAY, NEXT]);
    const bars = { ...hours, timeframeUs: DAY_US, time: hours.time.map((time) => 24 * time) };
    const { carry } = run(turn, bars, { cash: 1e6, execution: { funding, ...late(12) } });
    expect(carry?.funding).toBeCloseTo(1 + 1.2 + 1.24, 10);
  });

  test('[BT-02] of a fill at an unknown moment nobody knows which came first: what it holds pays, and receives nothing before midnight', () => {
    const limit = { type: 'limit', limitPrice: 80 } as const;
    expect(fundingOf(order(limit), [DAY])).toBeCloseTo(1 + 1 + 1.2, 10);
    expect(fundingOf(order({ type: 'limit', side: 'sell', limitPrice: 125 }), [DAY])).toBeCloseTo(-1.2, 10);
    // Bought at the open, stopped out at 80 some time in the day: both before midnight may have been paid. A short one may not have received them.
    const stopped = (side: 'buy' | 'sell', price: number) => (context: StrategyContext) =>
      void context.order({ type: 'market', side, quantity: 1 }, { stopLoss: { price } });
    expect(fundingOf(stopped('buy', 80), [DAY])).toBeCloseTo(2, 10);
    expect(fundingOf(stopped('sell', 125), [DAY])).toBe(0);
    // In at 80 and out at 75 in one day.
    const inAndOut = (context: StrategyContext) => void context.order({ side: 'buy', quantity: 1, ...limit }, { stopLoss: { price: 75 } });
    expect(fundingOf(inAndOut, [DAY])).toBeCloseTo(2, 10);
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
