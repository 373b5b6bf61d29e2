import { describe, expect, test } from 'vitest';
import type { OrderChanges, OrderRequest } from '../../../../shared/domain/order.ts';
import { HOUR_US, MINUTE_US } from '../../../../shared/domain/time.ts';
import { parseFees } from '../../../../shared/engine/costs/parse-fees.ts';
import type { StrategyContext } from '../../../../shared/strategies/define.ts';
import { barsOf, fillsOf, type Row, run, scripted } from '../world.ts';

const START: Row = [100, 100, 100, 100];
/** After a quarter of this hour the price may have come half of its way: to 104 at most, to 98 at least. */
const MOVES: Row = [100, 108, 96, 104];
const limit = (limitPrice: number): OrderRequest => ({ type: 'limit', side: 'buy', quantity: 1, limitPrice });

function outcome(script: Readonly<Record<number, (context: StrategyContext) => void>>, rows: readonly Row[]) {
  const result = run(scripted(script), barsOf([START, ...rows]), { cash: 100_000, execution: { latencyUs: 15 * MINUTE_US } });
  return { fills: fillsOf(result), reasons: result.unfilled.map(({ orderId, reason }) => [orderId, reason]) };
}

describe('what comes a quarter of an hour after the open', () => {
  const market: OrderRequest = { type: 'market', side: 'buy', quantity: 1 };

  test('[BT-02] [DX-03] the target of an entry that came late does not count in that bar: its high may lie before', () => {
    const takeProfit = { takeProfit: { offset: 3 } };
    const next: Row = [104, 107, 104, 105];
    for (const enter of [
      ({ order }: StrategyContext) => void order(market, takeProfit),
      ({ target }: StrategyContext) => target(0.1, takeProfit),
    ]) {
      const prices = (...rows: Row[]) => outcome({ 0: enter }, rows).fills.map(([hour, , , price]) => [hour, price]);
      expect(prices(MOVES)).toEqual([[1.25, 104]]);
      expect(prices(MOVES, next)).toEqual([
        [1.25, 104],
        [2, 107],
      ]);
    }
  });

  test('[OM-01] of a group that comes late the first to fill takes the others back, though the price may have reached them all', () => {
    const straddle: OrderRequest[] = [
      { type: 'stop', side: 'buy', quantity: 1, stopPrice: 103 },
      { type: 'stop', side: 'sell', quantity: 1, stopPrice: 98 },
    ];
    expect(outcome({ 0: ({ oco }) => void oco(straddle) }, [MOVES])).toEqual({
      fills: [[1.25, 'buy', 1, 104]],
      reasons: [[2, 'CANCELLED']],
    });
  });

  test('[BT-02] a limit that the price has not reached when it comes rests from then on, and makes at the next open', () => {
    const execution = { latencyUs: 15 * MINUTE_US, fees: parseFees('maker:2,taker:10') };
    const script = scripted({ 0: ({ order }) => void order(limit(97)) });
    const { fills } = run(script, barsOf([START, MOVES, [96, 96, 96, 96]]), { execution });
    expect(fills.map(({ price, commission }) => [price, Number(commission.toFixed(6))])).toEqual([[96, 0.0192]]);
  });

  test('[BT-02] a position that came late is liquidated at the threshold, not at the open before it', () => {
    // All of 4,000 at 104 owe 3,000: 3000 / 0.76 / q is 102.63.
    const execution = { latencyUs: 15 * MINUTE_US, leverage: 4, maintenance: 0.24 };
    const { fills } = run(scripted({ 0: ({ target }) => target(4) }), barsOf([START, MOVES]), { execution });
    expect(fills[1]?.price).toBeCloseTo((3000 / 0.76) * (104 / 4000), 5);
  });

  test('[OM-02] an order that ended on its way does nothing', () => {
    const until = (minutes: number): OrderRequest => ({ ...market, timeInForce: 'GTD', expiresUs: HOUR_US + minutes * MINUTE_US });
    expect(outcome({ 0: ({ order }) => void order(until(10)) }, [MOVES])).toEqual({ fills: [], reasons: [[1, 'EXPIRED']] });
    expect(outcome({ 0: ({ order }) => void order(until(20)) }, [MOVES]).fills).toEqual([[1.25, 'buy', 1, 104]]);
  });
});

describe('a cancellation on its way', () => {
  const cancelled = (limitPrice: number) => {
    let id = 0;
    return outcome({ 0: ({ order }) => void (id = order(limit(limitPrice))), 1: ({ cancel }) => cancel(id) }, [START, MOVES, START]);
  };

  test('[BT-02] what the price may have reached before it came has filled: 98 has, 97 has not', () => {
    expect(cancelled(98).fills).toEqual([[2, 'buy', 1, 98]]);
    expect(cancelled(97)).toEqual({ fills: [], reasons: [[1, 'CANCELLED']] });
  });

  test('[OM-02] of an order that ends in that bar nothing counts but its open', () => {
    let id = 0;
    const ends: OrderRequest = { ...limit(98), timeInForce: 'GTD', expiresUs: 2 * HOUR_US + 50 * MINUTE_US };
    const script = {
      0: ({ order }: StrategyContext) => void (id = order(ends)),
      1: ({ cancel }: StrategyContext) => cancel(id),
    };
    expect(outcome(script, [START, MOVES])).toEqual({ fills: [], reasons: [[1, 'CANCELLED']] });
  });

  test('[BT-02] one that follows its order at once comes with it: nothing of the bar before both counts', () => {
    const script = { 0: ({ order, cancel }: StrategyContext) => cancel(order(limit(98.5))) };
    expect(outcome(script, [MOVES])).toEqual({ fills: [], reasons: [[1, 'CANCELLED']] });
  });
});

describe('a change on its way', () => {
  const changed = (from: number, changes: OrderChanges, rows: readonly Row[] = [START, MOVES]) => {
    let id = 0;
    return outcome({ 0: ({ order }) => void (id = order(limit(from))), 1: ({ amend }) => amend(id, changes) }, rows);
  };

  test('[OM-01] the new price does not count on the touch of the bar in which it comes', () => {
    expect(changed(90, { limitPrice: 97 }).fills).toEqual([]);
    expect(changed(90, { limitPrice: 97 }, [START, MOVES, MOVES]).fills).toEqual([[3, 'buy', 1, 97]]);
  });

  test('[OM-01] what the price may have reached before has filled as it was, and a new price that it is past fills where it may be', () => {
    expect(changed(98, { limitPrice: 90 }).fills).toEqual([[2, 'buy', 1, 98]]);
    expect(changed(90, { limitPrice: 106 }).fills).toEqual([[2.25, 'buy', 1, 104]]);
  });
});
