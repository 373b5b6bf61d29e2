import { expect, test } from 'vitest';
import { summarise } from '../../../shared/performance/summarise.ts';
import type { Trade } from '../../../shared/domain/trade.ts';
import { curve, facts, trade } from './facts.ts';

const equity = curve([
  [0, 100],
  [1, 100],
]);
const tradeStatistics = (trades: readonly Trade[]) => summarise(facts({ equity, trades }));

test('[BT-05] five round trips give the numbers of a hand sheet', () => {
  // pnl 10, -4, 6, 0, -2: wins 16 in 2, losses 6 in 2, sum 10; deviation sqrt((64 + 36 + 16 + 4 + 16) / 4) = sqrt(34).
  const statistics = tradeStatistics([10, -4, 6, 0, -2].map((pnl, day) => trade(day, pnl)));
  expect(statistics).toMatchObject({ tradeCount: 5, openTrades: 0, winRate: 0.4, expectancy: 2, averageWin: 8, averageLoss: -3 });
  expect(statistics).toMatchObject({
    largestWin: 10,
    largestLoss: -4,
    maxConsecutiveWins: 1,
    maxConsecutiveLosses: 1,
    averageHoldSeconds: 86_400,
  });
  expect(statistics.profitFactor).toBeCloseTo(16 / 6, 12);
  expect(statistics.sqn).toBeCloseTo((2 / Math.sqrt(34)) * Math.sqrt(5), 12);
});

test('[BT-05] an open round trip is counted apart and in nothing else', () => {
  const open = trade(5, 1000, { exitTimeUs: null, exitPrice: null });
  expect(tradeStatistics([trade(0, 10), trade(1, -5), open])).toMatchObject({ tradeCount: 2, openTrades: 1, winRate: 0.5, largestWin: 10 });
});

test('[BT-05] a profit factor without losses is null, without wins 0', () => {
  expect(tradeStatistics([trade(0, 10)]).profitFactor).toBeNull();
  expect(tradeStatistics([trade(0, -10)]).profitFactor).toBe(0);
  expect(tradeStatistics([trade(0, 0)])).toMatchObject({ profitFactor: null, winRate: 0, averageWin: null, averageLoss: null });
});

test('[BT-05] streaks follow the order of exits, and a round trip of nothing breaks them', () => {
  const late = trade(0, 1, { exitTimeUs: trade(9, 0).exitTimeUs });
  expect(tradeStatistics([late, trade(1, -1), trade(2, 1)])).toMatchObject({ maxConsecutiveWins: 2, maxConsecutiveLosses: 1 });
  expect(tradeStatistics([trade(0, 1), trade(1, 0), trade(2, 1)]).maxConsecutiveWins).toBe(1);
});

test('[BT-05] equal pnl has no deviation, hence no SQN', () => {
  expect(tradeStatistics([trade(0, 0.1), trade(1, 0.1), trade(2, 0.1)]).sqn).toBeNull();
});
