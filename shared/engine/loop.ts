import type { Bars } from '../domain/bars.ts';
import type { Strategy, StrategyContext } from '../strategies/define.ts';
import type { Cursor } from '../strategies/view.ts';
import type { BarClock } from './clock.ts';
import type { Holding } from './holding.ts';
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
  readonly holding: Holding;
  /** Filled here: point 0 is the cash at the first open, then one point a close. */
  readonly equity: Float64Array;
}

/**
 * The one event loop. Per bar: orders meet the open, then the rest of the bar; the equity is marked at the close; only then
 * does the strategy hear of its fills and of the close. Returns the number of bars that held a position.
 */
export function runLoop({ bars, startRow, readyRow, strategy, context, cursor, clock, venue, holding, equity }: LoopParts): number {
  const { close } = bars;
  const { account } = holding;
  const { multiplier } = holding.instrument;
  let inPosition = 0;
  let told = 0;
  equity[0] = account.cash;
  for (let row = clock.next(); row >= 0; row = clock.next()) {
    let held = false;
    if (!venue.idle) {
      venue.atOpen(row);
      held = holding.lots !== 0;
      venue.inside(row);
    }
    if (held || holding.lots !== 0) inPosition++;
    cursor.row = row;
    equity[row - startRow + 1] = account.cash + holding.position * (close[row] as number) * multiplier;
    if (told < holding.fills.length) told = tellFills(strategy, context, holding, told);
    if (row >= readyRow) strategy.onBar(context);
  }
  return inPosition;
}

function tellFills(strategy: Strategy, context: StrategyContext, { fills }: Holding, from: number): number {
  for (let i = from; strategy.onFill && i < fills.length; i++) strategy.onFill(fills.at(i), context);
  return fills.length;
}
