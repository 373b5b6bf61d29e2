import type { Bars } from '../../domain/bars.ts';
import type { Holding } from '../holding.ts';
import type { Dealer } from '../orders/dealer.ts';
import type { OrderBook } from '../orders/order-book.ts';
import { splitAim, splitOrders } from '../orders/split.ts';
import type { ActionCalendar } from './actions.ts';

interface Affected {
  readonly holding: Holding;
  readonly dealer: Dealer;
  readonly book: OrderBook;
  /** Of the run. */
  readonly bars: Bars;
  readonly timeUs: number;
  readonly open: number;
  readonly row: number;
}

/** Applies the actions that count by now: a split turns the position and every order made before it, a dividend moves cash. */
export function applyActions(actions: ActionCalendar, { holding, dealer, book, bars, timeUs, open, row }: Affected): void {
  const { guard, targets } = dealer;
  for (let action = actions.take(timeUs); action !== undefined; action = actions.take(timeUs)) {
    const { dividend, split } = action;
    if (dividend !== undefined && holding.lots !== 0)
      holding.charge(-holding.position * dividend * holding.instrument.multiplier, 'dividends');
    if (split === undefined) continue;
    if (holding.lots !== 0) {
      holding.split(split, { price: open, row, timeUs });
      guard.split(split);
      // What was left was less than a lot, and was paid out.
      if (holding.lots === 0) {
        guard.clear();
        targets.unsettle();
      }
    }
    // What was made at the close of a bar that opened before is of the prices before, wherever that close lies.
    const { timeUs: firstUs } = action;
    const before = book.orders.filter(({ submittedUs }) => submittedUs - bars.timeframeUs < firstUs);
    splitOrders(before, split, dealer);
    if (targets.aim !== undefined && (bars.time[targets.aim.row] as number) < firstUs) targets.aim = splitAim(targets.aim, split);
  }
}
