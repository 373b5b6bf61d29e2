import type { Bars } from '../domain/bars.ts';
import type { Strategy, StrategyContext } from '../strategies/define.ts';
import type { Cursor } from '../strategies/view.ts';
import type { Account } from './account.ts';
import type { BarClock } from './clock.ts';
import type { Venue } from './venue.ts';

export interface LoopParts {
  readonly bars: Bars;
  readonly startRow: number;
  /** First row at which the strategy is asked. */
  readonly readyRow: number;
  readonly strategy: Strategy;
  readonly context: StrategyContext;
  readonly cursor: Cursor;
  readonly clock: BarClock;
  readonly venue: Venue;
  readonly account: Account;
  /** Filled here: point 0 is the cash at the first open, then one point a close. */
  readonly equity: Float64Array;
}

/**
 * The one event loop. Per bar: orders meet the open, then the rest of the bar; the equity is marked at the close; only then
 * does the strategy hear of its fills and of the close. Returns the number of bars that held a position.
 */
export function runLoop({ bars, startRow, readyRow, strategy, context, cursor, clock, venue, account, equity }: LoopParts): number {
  const { close } = bars;
  const multiplier = context.instrument.multiplier;
  let inPosition = 0;
  let told = 0;
  equity[0] = account.cash;
  for (let row = clock.next(); row >= 0; row = clock.next()) {
    let held = false;
    if (!venue.idle) {
      venue.atOpen(row);
      held = account.lots !== 0;
      venue.inside(row);
    }
    if (held || account.lots !== 0) inPosition++;
    cursor.row = row;
    equity[row - startRow + 1] = account.cash + account.position * (close[row] as number) * multiplier;
    if (told < account.fills.length) told = tellFills(strategy, context, account, told);
    if (row >= readyRow) strategy.onBar(context);
  }
  return inPosition;
}

function tellFills(strategy: Strategy, context: StrategyContext, account: Account, from: number): number {
  const { fills } = account;
  for (let i = from; strategy.onFill && i < fills.length; i++) strategy.onFill(fills.at(i), context);
  return fills.length;
}
