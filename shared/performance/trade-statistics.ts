import { SECOND_US } from '../domain/time.ts';
import type { Trade } from '../domain/trade.ts';
import type { Summary } from './report.ts';
import { deviation, finiteOrNull, mean } from './returns.ts';

export type TradeStatistics = Pick<
  Summary,
  | 'tradeCount'
  | 'openTrades'
  | 'winRate'
  | 'profitFactor'
  | 'expectancy'
  | 'averageWin'
  | 'averageLoss'
  | 'largestWin'
  | 'largestLoss'
  | 'maxConsecutiveWins'
  | 'maxConsecutiveLosses'
  | 'averageHoldSeconds'
  | 'sqn'
>;

/** Counts over closed round trips, by net pnl: above 0 is a win, below a loss, 0 neither. Profit factor is null without a loss. */
export function tradeStatistics(trades: readonly Trade[]): TradeStatistics {
  const closed = trades.filter(isClosed).sort((a, b) => a.exitTimeUs - b.exitTimeUs);
  const pnl = closed.map((trade) => trade.pnl);
  const wins = pnl.filter((p) => p > 0);
  const losses = pnl.filter((p) => p < 0);
  const [smallest, largest] = edges(pnl);
  const spread = deviation(pnl, Math.max(-smallest, largest));
  return {
    tradeCount: closed.length,
    openTrades: trades.length - closed.length,
    winRate: finiteOrNull(wins.length / closed.length),
    profitFactor: losses.length === 0 ? null : finiteOrNull(sum(wins) / -sum(losses)),
    expectancy: finiteOrNull(mean(pnl)),
    averageWin: finiteOrNull(mean(wins)),
    averageLoss: finiteOrNull(mean(losses)),
    largestWin: wins.length === 0 ? null : edges(wins)[1],
    largestLoss: losses.length === 0 ? null : edges(losses)[0],
    maxConsecutiveWins: longestStreak(pnl, (p) => p > 0),
    maxConsecutiveLosses: longestStreak(pnl, (p) => p < 0),
    averageHoldSeconds: finiteOrNull(mean(closed.map((trade) => (trade.exitTimeUs - trade.entryTimeUs) / SECOND_US))),
    sqn: spread > 0 ? finiteOrNull((mean(pnl) / spread) * Math.sqrt(closed.length)) : null,
  };
}

function isClosed(trade: Trade): trade is Trade & { readonly exitTimeUs: number } {
  return trade.exitTimeUs !== null;
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** Smallest and largest; zeros when there is none. */
function edges(values: readonly number[]): [smallest: number, largest: number] {
  let smallest = values[0] ?? 0;
  let largest = smallest;
  for (const value of values) {
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  return [smallest, largest];
}

function longestStreak(values: readonly number[], counts: (value: number) => boolean): number {
  let longest = 0;
  let streak = 0;
  for (const value of values) {
    streak = counts(value) ? streak + 1 : 0;
    if (streak > longest) longest = streak;
  }
  return longest;
}
