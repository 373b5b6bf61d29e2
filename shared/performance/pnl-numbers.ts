import { SECOND_US } from '../domain/time.ts';
import type { Trade } from '../domain/trade.ts';
import { CORE } from './core-measures.ts';
import { deviation, mean } from './returns.ts';

export type ClosedTrade = Trade & { readonly exitTimeUs: number };

/** Closed round trips in order of exit, as columns of which the first `closed` rows count: net pnl, and how long each was held. */
export interface PnlColumns {
  readonly pnl: Float64Array;
  readonly holdSeconds: Float64Array;
  readonly closed: number;
}

/** The columns of trades as a report has them. */
export function pnlColumns(trades: readonly Trade[]): PnlColumns {
  const closed = closedTrades(trades);
  const columns = { pnl: new Float64Array(closed.length), holdSeconds: new Float64Array(closed.length), closed: closed.length };
  for (let i = 0; i < closed.length; i++) {
    const { pnl, entryTimeUs, exitTimeUs } = closed[i] as ClosedTrade;
    columns.pnl[i] = pnl;
    columns.holdSeconds[i] = (exitTimeUs - entryTimeUs) / SECOND_US;
  }
  return columns;
}

/** Those that are over, in order of exit. */
export function closedTrades(trades: readonly Trade[]): ClosedTrade[] {
  return trades.filter((trade): trade is ClosedTrade => trade.exitTimeUs !== null).sort((a, b) => a.exitTimeUs - b.exitTimeUs);
}

/** Writes the core measures of closed round trips, by net pnl: above 0 is a win, below a loss, 0 neither. NaN where one is undefined. */
export function writePnlNumbers({ pnl, holdSeconds, closed }: PnlColumns, into: Float64Array): void {
  let [won, lost, wins, losses] = [0, 0, 0, 0];
  let [largestWin, largestLoss, mostWins, mostLosses, row] = [0, 0, 0, 0, 0];
  for (let i = 0; i < closed; i++) {
    const amount = pnl[i] as number;
    if (amount > 0) {
      row = row > 0 ? row + 1 : 1;
      wins++;
      won += amount;
      if (amount > largestWin) largestWin = amount;
      if (row > mostWins) mostWins = row;
    } else if (amount < 0) {
      row = row < 0 ? row - 1 : -1;
      losses++;
      lost += amount;
      if (amount < largestLoss) largestLoss = amount;
      if (-row > mostLosses) mostLosses = -row;
    } else row = 0;
  }
  const expectancy = mean(pnl, closed);
  const spread = deviation(pnl, Math.max(-largestLoss, largestWin), closed);
  into[CORE.tradeCount] = closed;
  into[CORE.winRate] = wins / closed;
  into[CORE.profitFactor] = losses === 0 ? NaN : won / -lost;
  into[CORE.expectancy] = expectancy;
  into[CORE.averageWin] = won / wins;
  into[CORE.averageLoss] = lost / losses;
  into[CORE.largestWin] = wins === 0 ? NaN : largestWin;
  into[CORE.largestLoss] = losses === 0 ? NaN : largestLoss;
  into[CORE.maxConsecutiveWins] = mostWins;
  into[CORE.maxConsecutiveLosses] = mostLosses;
  into[CORE.averageHoldSeconds] = mean(holdSeconds, closed);
  into[CORE.sqn] = spread > 0 ? (expectancy / spread) * Math.sqrt(closed) : NaN;
}
