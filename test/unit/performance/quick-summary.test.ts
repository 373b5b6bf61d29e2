import { expect, test } from 'vitest';
import { HOUR_US } from '../../../shared/domain/time.ts';
import { CORE_MEASURES, coreObject } from '../../../shared/performance/core-measures.ts';
import { pnlColumns } from '../../../shared/performance/pnl-numbers.ts';
import { quickSummary, returnCalendar } from '../../../shared/performance/quick-summary.ts';
import { summarise } from '../../../shared/performance/summarise.ts';
import { curve, facts, trade } from './facts.ts';
import { plainDrawdown, plainRatios, plainReturns } from './plain.ts';

const hourly = (values: readonly number[]) => values.map((value, hour) => [hour * HOUR_US, value] as const);
const wave = (shift: number) => hourly(Array.from({ length: 400 }, (_, i) => 1000 + i + 40 * Math.sin(i / 7 + shift)));
const trades = [trade(0, 5), trade(1, -3), trade(2, 8)];

test('[BT-05] one calendar serves all curves over its times, and each gets the numbers of the full summary bit for bit', () => {
  const calendar = returnCalendar(curve(wave(0)).time, { timeframeUs: HOUR_US, daysPerYear: 365 });
  const into = new Float64Array(CORE_MEASURES.length);
  for (const shift of [0, 1, 2, 3]) {
    const equity = curve(wave(shift));
    quickSummary({ equity: equity.value, ...pnlColumns(trades), tradedNotional: 500 }, calendar, into);
    const full = summarise(facts({ equity, trades, tradedNotional: 500, timeframeUs: HOUR_US }));
    expect(full).toMatchObject(coreObject(into));
  }
});

test('[BT-05] drawdown, days and ratios of one pass equal a plain second implementation', () => {
  const points = wave(1);
  const summary = summarise(facts({ equity: curve(points), timeframeUs: HOUR_US }));
  const returns = plainReturns(points, false);
  const plain = plainRatios(returns, 365);
  expect(summary.maxDrawdown).toBeCloseTo(plainDrawdown(points).ratio, 12);
  expect(summary.maxDrawdownSeconds).toBe(plainDrawdown(points).seconds);
  expect([summary.sharpe, summary.sortino].map((ratio) => (ratio as number).toFixed(9))).toEqual([
    plain.sharpe.toFixed(9),
    plain.sortino.toFixed(9),
  ]);
});

test('[BT-05] only the closed rows of the columns of pnl count, whatever stands behind them', () => {
  const calendar = returnCalendar(curve(wave(0)).time, { timeframeUs: HOUR_US, daysPerYear: 365 });
  const into = new Float64Array(CORE_MEASURES.length);
  const pnl = Float64Array.of(5, -3, 8, 1e9);
  quickSummary({ equity: curve(wave(0)).value, pnl, holdSeconds: new Float64Array(4), closed: 3, tradedNotional: 0 }, calendar, into);
  expect(coreObject(into)).toMatchObject({ tradeCount: 3, largestWin: 8, winRate: 2 / 3, maxConsecutiveWins: 1 });
});
