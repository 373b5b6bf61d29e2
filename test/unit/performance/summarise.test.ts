import { expect, test } from 'vitest';
import { DAY_US, HOUR_US, WEEK_US } from '../../../shared/domain/time.ts';
import { summarise } from '../../../shared/performance/summarise.ts';
import { curve, facts } from './facts.ts';
import { dailyPoints } from './plain.ts';

const daily = (...values: number[]) => curve(dailyPoints(values));

test('[BT-05] equity 100, 120, 90, 130 has a drawdown of 25 % and the ratios of a hand sheet', () => {
  // By hand: returns 0.2, -0.25, 4/9; mean 0.131481; squared distances 0.0046948, 0.1455282, 0.0979458;
  // deviation sqrt(0.2481687 / 2) = 0.3522562; downside sqrt(0.0625 / 3) = 0.1443376.
  const summary = summarise(facts({ equity: daily(100, 120, 90, 130) }));
  expect(summary.maxDrawdown).toBeCloseTo(0.25, 12);
  expect(summary.maxDrawdownSeconds).toBe(2 * 86_400);
  expect(summary.totalReturn).toBeCloseTo(0.3, 12);
  expect(summary.volatility).toBeCloseTo(0.3522562 * Math.sqrt(365), 5);
  expect(summary.sharpe).toBeCloseTo((0.1314815 / 0.3522562) * Math.sqrt(365), 5);
  expect(summary.sortino).toBeCloseTo((0.1314815 / 0.1443376) * Math.sqrt(365), 5);
  expect(summary.days).toBe(3);
  expect(summary.bestDay).toBeCloseTo(4 / 9, 12);
  expect(summary.worstDay).toBeCloseTo(-0.25, 12);
});

test('[BT-05] a year of 31,557,600 seconds that doubles has a CAGR of 100 %, and Calmar divides it by the drawdown', () => {
  const year = 365.25 * DAY_US;
  const summary = summarise(
    facts({
      equity: curve([
        [0, 100],
        [year / 2, 80],
        [year, 200],
      ]),
    }),
  );
  expect(summary.cagr).toBeCloseTo(1, 12);
  expect(summary.maxDrawdown).toBeCloseTo(0.2, 12);
  expect(summary.calmar).toBeCloseTo(5, 12);
});

test('[BT-05] an equity or fx run annualises by 252, a crypto one by 365, and bars longer than a day by bars a year', () => {
  const equity = daily(100, 101, 99, 103);
  const crypto = summarise(facts({ equity, daysPerYear: 365 }));
  const stock = summarise(facts({ equity, daysPerYear: 252 }));
  expect((crypto.sharpe as number) / (stock.sharpe as number)).toBeCloseTo(Math.sqrt(365 / 252), 12);
  const weekly = summarise(facts({ equity, timeframeUs: WEEK_US }));
  expect((crypto.sharpe as number) / (weekly.sharpe as number)).toBeCloseTo(Math.sqrt(365 / (365.25 / 7)), 12);
});

test('[BT-05] exposure counts bars, turnover is traded notional over mean equity', () => {
  const summary = summarise(facts({ equity: daily(100, 100, 130), bars: 8, barsInPosition: 2, tradedNotional: 220 }));
  expect(summary.exposure).toBe(0.25);
  expect(summary.turnover).toBeCloseTo(2, 12);
});

test('[BT-05] what is undefined is null: a flat curve, one day, no trades', () => {
  const flat = summarise(facts({ equity: daily(100, 100, 100, 100) }));
  expect(flat).toMatchObject({
    totalReturn: 0,
    cagr: 0,
    volatility: 0,
    sharpe: null,
    sortino: null,
    calmar: null,
    maxDrawdown: 0,
    maxDrawdownSeconds: 0,
  });
  expect(flat).toMatchObject({
    tradeCount: 0,
    winRate: null,
    profitFactor: null,
    expectancy: null,
    averageWin: null,
    largestLoss: null,
    sqn: null,
  });
  const oneBar = summarise(
    facts({
      equity: curve([
        [0, 100],
        [HOUR_US, 101],
      ]),
      timeframeUs: HOUR_US,
    }),
  );
  expect(oneBar).toMatchObject({ volatility: null, sharpe: null, sortino: null, days: 1 });
  expect(oneBar.bestDay).toBeCloseTo(0.01, 12);
});

test('[BT-05] equal returns have no deviation, whatever rounding leaves of them', () => {
  const equity = daily(...Array.from({ length: 50 }, (_, i) => 100 * 1.01 ** i));
  expect(summarise(facts({ equity }))).toMatchObject({ volatility: 0, sharpe: null, sortino: null });
});

test('[BT-05] a CAGR too large for a number is null', () => {
  expect(
    summarise(
      facts({
        equity: curve([
          [0, 100],
          [60_000_000, 110],
        ]),
        timeframeUs: 60_000_000,
      }),
    ).cagr,
  ).toBeNull();
});

test('[BT-05] a total loss has a CAGR of -100 % and a drawdown of 100 %', () => {
  const lost = summarise(facts({ equity: daily(100, 50, 0) }));
  expect(lost).toMatchObject({ totalReturn: -1, cagr: -1, maxDrawdown: 1, worstDay: -1, calmar: -1 });
});

test('[BT-05] negative equity is counted as it is, and ratios of returns on it are null', () => {
  const owing = summarise(facts({ equity: daily(100, -50, 20, 10) }));
  expect(owing).toMatchObject({ maxDrawdown: 1.5, sharpe: null, sortino: null, volatility: null, bestDay: null, days: 0 });
  const end = summarise(facts({ equity: daily(100, -50) }));
  expect(end).toMatchObject({ totalReturn: -1.5, cagr: -1, turnover: 0 });
});

test('[BT-05] every value of a summary survives JSON', () => {
  for (const values of [
    [100, 100],
    [100, 0, 0],
    [100, -1, 5],
    [100, 101, 102],
  ]) {
    const summary = summarise(facts({ equity: daily(...values) }));
    expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
  }
});

test('[BT-05] refused orders are counted apart from those that found no price', () => {
  const unfilled = [
    { reason: 'END_OF_DATA' },
    { reason: 'INSUFFICIENT_FUNDS' },
    { reason: 'BELOW_LOT' },
    { reason: 'STOP_PASSED' },
    { reason: 'CANCELLED' },
  ] as const;
  expect(summarise(facts({ equity: daily(100, 101), unfilled }))).toMatchObject({ unfilledOrders: 5, refusedOrders: 3 });
});

test('[BT-05] equity that is no number, or starts at nothing, is a fault by name', () => {
  expect(() => summarise(facts({ equity: daily(100, NaN) }))).toThrow('equity at 86400000000 us is NaN');
  expect(() => summarise(facts({ equity: daily(0, 1) }))).toThrow('equity starts at 0');
  expect(() => summarise(facts({ equity: daily(100) }))).toThrow('1 points');
});
