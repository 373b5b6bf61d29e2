import { describe, expect, test } from 'vitest';
import type { OrderRequest, Protection, Trail } from '../../../../shared/domain/order.ts';
import type { StrategyContext } from '../../../../shared/strategies/define.ts';
import { barsOf, fillsOf, type Row, run, scripted } from '../world.ts';

const START: Row = [100, 100, 100, 100];

/** Goes long all in at the open of bar 1, at 100, and returns hour and price of the exit. */
function exitOf(protection: Protection, rows: readonly Row[]) {
  const fills = fillsOf(run(scripted({ 0: ({ target }) => target(1, protection) }), barsOf([START, START, ...rows])));
  return fills.slice(1).map(([hour, , , price]) => [hour, price]);
}

describe('a trailing stop with an activation', () => {
  // As in TradingView: stands once the price has gained 5, then 3 behind the best.
  const protection: Protection = { trailingStop: { offset: 3, activation: { offset: 5 } } };

  test('[RK-06] before the activation it does not stand, however far the price falls', () => {
    expect(exitOf(protection, [[100, 104.9, 90, 95]])).toEqual([]);
  });

  test('[RK-06] the bar that reaches the activation sets the stop, from the next bar on it is checked', () => {
    // High 106 activates; the stop is 103, though the low of that bar was below.
    const first: Row = [100, 106, 99, 105];
    expect(exitOf(protection, [first])).toEqual([]);
    expect(exitOf(protection, [first, [105, 105, 102, 104]])).toEqual([[3, 103]]);
  });

  test('[RK-06] it follows the best price and never goes back', () => {
    const rows: Row[] = [
      [100, 106, 99, 105],
      [105, 110, 104, 109],
      [109, 109.5, 108, 108],
      [108, 108, 106.5, 107],
    ];
    expect(exitOf(protection, rows)).toEqual([[5, 107]]);
  });

  test('[RK-06] a gap through the stop exits at the worse open', () => {
    const rows: Row[] = [
      [100, 106, 99, 105],
      [95, 97, 94, 96],
    ];
    expect(exitOf(protection, rows)).toEqual([[3, 95]]);
  });

  test('[RK-06] the activation may be a price or a ratio, and a fixed stop may stand until then', () => {
    const rows: Row[] = [
      [100, 106, 99, 105],
      [105, 105, 102, 104],
    ];
    expect(exitOf({ trailingStop: { offset: 3, activation: { price: 106 } } }, rows)).toEqual([[3, 103]]);
    expect(exitOf({ trailingStop: { offset: 3, activation: { ratio: 0.06 } } }, rows)).toEqual([[3, 103]]);
    expect(exitOf({ stopLoss: { price: 92 }, trailingStop: { offset: 3, activation: { offset: 5 } } }, [[100, 101, 91, 95]])).toEqual([
      [2, 92],
    ]);
  });
});

test('[RK-06] an activation that the entry has passed already counts from the entry on: bought at 100, active from 99, out 3 below', () => {
  const protection: Protection = { trailingStop: { offset: 3, activation: { price: 99 } } };
  const fills = fillsOf(run(scripted({ 0: ({ target }) => target(1, protection) }), barsOf([START, [100, 100, 96, 97]])));
  expect(fills.slice(1).map(([hour, , , price]) => [hour, price])).toEqual([[1, 97]]);
});

test('[RK-06] [BT-02] what an order fills later does not move its trailing stop back', () => {
  // 4 at 100, then 110 is reached: the stop stands at 105. 4 more at 108, whose average of 104 less 5 would be 99.
  const bars = barsOf([START, [100, 110, 100, 108], [108, 108, 108, 108], [108, 108, 100, 101]]);
  bars.volume.fill(40);
  const order: OrderRequest = { type: 'market', side: 'buy', quantity: 8 };
  for (const enter of [
    (context: StrategyContext) => void context.order(order, { trailingStop: { offset: 5 } }),
    (context: StrategyContext) => context.target(1, { trailingStop: { offset: 5 } }),
  ]) {
    const result = run(scripted({ 0: enter }), bars, { execution: { volumeLimit: 0.1 } });
    expect(fillsOf(result).at(-1)?.[0]).toBe(3);
    expect(fillsOf(result).at(-1)?.[3]).toBe(105);
  }
});

test('[RK-06] [OM-01] another order that brings a trailing stop of its own starts it anew, from the average entry', () => {
  // 100 and 108: 5 below 104 is 99, though the first stop had come to 105.
  const add = ({ order }: StrategyContext) => void order({ type: 'market', side: 'buy', quantity: 1 }, { trailingStop: { offset: 5 } });
  const bars = barsOf([START, [100, 110, 100, 108], [108, 108, 108, 108], [108, 108, 100, 104], [104, 104, 98, 98]]);
  const fills = fillsOf(run(scripted({ 0: add, 1: add }), bars, { cash: 1e6 }));
  // The high of 108 has brought it to 103 by then.
  expect(fills.slice(2)).toEqual([[3, 'sell', 2, 103]]);
});

test('[RK-06] a ratio of the best price widens with it: 10 % behind 100 is 90, behind 120 it is 108', () => {
  const rows: Row[] = [
    [100, 120, 95, 119],
    [119, 119, 107, 110],
  ];
  expect(exitOf({ trailingStop: { ratioOfBest: 0.1 } }, rows)).toEqual([[3, 108]]);
  // A ratio of the entry stays 10: 110 is reached.
  expect(exitOf({ trailingStop: { ratio: 0.1 } }, rows)).toEqual([[3, 110]]);
});

describe('a trailing stop as an order', () => {
  const order = (side: 'buy' | 'sell', trail: Trail): OrderRequest => ({ type: 'trailing-stop', side, quantity: 1, trail });
  const fills = (request: OrderRequest, rows: readonly Row[]) =>
    fillsOf(run(scripted({ 0: ({ order: place }) => void place(request) }), barsOf([START, ...rows]), { cash: 1e6 }));

  test('[OM-01] it trails from the close at which it was placed, and is checked before it follows', () => {
    // A sale 5 behind 100: 95. Bar 1 reaches 110 after its low of 96 was checked: 105 from then on.
    const rows: Row[] = [
      [100, 110, 96, 109],
      [109, 109, 104, 106],
    ];
    expect(fills(order('sell', { offset: 5 }), rows)).toEqual([[2, 'sell', 1, 105]]);
    expect(fills(order('sell', { offset: 3 }), rows)).toEqual([[1, 'sell', 1, 97]]);
  });

  test('[OM-01] a purchase trails above the lowest price', () => {
    const rows: Row[] = [
      [100, 101, 90, 91],
      [91, 96, 91, 96],
    ];
    expect(fills(order('buy', { offset: 5 }), rows)).toEqual([[2, 'buy', 1, 95]]);
  });

  test('[OM-01] a new distance by amend never moves the stop back', () => {
    let id = 0;
    const strategy = (offset: number) =>
      scripted({
        0: (context) => {
          id = context.order(order('sell', { offset: 10 }));
        },
        1: ({ amend }) => amend(id, { trail: { offset } }),
      });
    const rows: Row[] = [START, [100, 100, 96, 100], [100, 100, 89, 90]];
    const filled = (offset: number) => fillsOf(run(strategy(offset), barsOf([START, ...rows]), { cash: 1e6 }));
    expect(filled(3)).toEqual([[2, 'sell', 1, 97]]);
    expect(filled(20)).toEqual([[3, 'sell', 1, 90]]);
  });
});
