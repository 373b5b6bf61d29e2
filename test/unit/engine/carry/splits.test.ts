import { describe, expect, test } from 'vitest';
import type { OrderRequest } from '../../../../shared/domain/order.ts';
import { HOUR_US } from '../../../../shared/domain/time.ts';
import type { ExecutionOptions } from '../../../../shared/engine/execution.ts';
import type { StrategyContext } from '../../../../shared/strategies/define.ts';
import { BTC, fillsOf, flatBars, run, scripted } from '../world.ts';

const SHARE = { ...BTC, lot: 1 };

/** Fills and reasons over hours at `prices`, with a split of two for one at the open of hour 2. */
function outcome(
  script: Readonly<Record<number, (context: StrategyContext) => void>>,
  prices: readonly number[],
  more: ExecutionOptions = {},
) {
  const execution = { actions: [{ timeUs: 2 * HOUR_US, split: 2 }], ...more };
  const result = run(scripted(script), flatBars(prices), { cash: 10_000, instrument: SHARE, execution });
  return { fills: fillsOf(result), reasons: result.unfilled.map(({ orderId, reason }) => [orderId, reason]) };
}
const buy = (limitPrice: number): OrderRequest => ({ type: 'limit', side: 'buy', quantity: 1, limitPrice });
const stop = (stopPrice: number, quantity = 1): OrderRequest => ({ type: 'stop', side: 'sell', quantity, stopPrice });

// Two for one by hand: every quantity doubles, every price and amount of price halves; a ratio of a price stays.
describe('a split of two for one turns', () => {
  test('[OM-01] [MD-07] the exits that wait with an entry: a stop at 80 is one at 40, which 44 does not reach', () => {
    for (const protection of [{ stopLoss: { price: 80 } }, { stopLoss: { offset: 10 } }, { trailingStop: { offset: 10 } }]) {
      const script = { 0: ({ order }: StrategyContext) => void order(buy(90), protection) };
      // Bought at 44 for the limit of 45; amounts of 10 are of 5.
      expect(outcome(script, [100, 100, 50, 44, 41]).fills).toEqual([[3, 'buy', 2, 44]]);
      expect(outcome(script, [100, 100, 50, 44, 38]).fills).toEqual([
        [3, 'buy', 2, 44],
        [4, 'sell', 2, 38],
      ]);
    }
  });

  test('[OM-01] [MD-07] the exits of a target made at the close before: its stop at 80 is at 40', () => {
    const script = { 1: ({ target }: StrategyContext) => target(1, { stopLoss: { price: 80 } }) };
    expect(outcome(script, [100, 100, 50, 41, 39]).fills).toEqual([
      [2, 'buy', 200, 50],
      [4, 'sell', 200, 39],
    ]);
  });

  test('[OM-01] [MD-07] what follows an order and has nothing to do yet', () => {
    const script = { 0: ({ oto }: StrategyContext) => void oto(buy(90), [stop(80)]) };
    expect(outcome(script, [100, 100, 50, 44, 41, 39]).fills).toEqual([
      [3, 'buy', 2, 44],
      [5, 'sell', 2, 39],
    ]);
  });

  test('[OM-01] [MD-07] [RK-06] a trailing stop, its distance, and one that waits for a fill', () => {
    const trailing: OrderRequest = { type: 'trailing-stop', side: 'sell', quantity: 1, trail: { offset: 10 } };
    const held = {
      0: ({ order }: StrategyContext) => {
        order({ type: 'market', side: 'buy', quantity: 1 });
        order(trailing);
      },
    };
    // 90 below 100 is 45 below 50; 5 below 55 is 50.
    expect(outcome(held, [100, 100, 50, 55, 51, 49]).fills.slice(1)).toEqual([[5, 'sell', 2, 49]]);
    const child = { 0: ({ oto }: StrategyContext) => void oto(buy(90), [trailing]) };
    expect(outcome(child, [100, 100, 50, 44, 40, 39]).fills.slice(1)).toEqual([[5, 'sell', 2, 39]]);
  });

  test('[OM-01] [MD-07] what a bracket has open: of 20 the first target takes 10, the stop the other 10', () => {
    const goal = (limitPrice: number): OrderRequest => ({ type: 'limit', side: 'sell', quantity: 5, limitPrice });
    const script = { 0: ({ oto }: StrategyContext) => void oto({ ...buy(98), quantity: 10 }, [stop(95, 10), goal(103), goal(108)]) };
    expect(outcome(script, [100, 97, 50, 52, 47])).toEqual({
      fills: [
        [1, 'buy', 10, 97],
        [3, 'sell', 10, 52],
        [4, 'sell', 10, 47],
      ],
      reasons: [[4, 'CANCELLED']],
    });
  });

  test('[OM-01] [MD-07] an order that is for less than a share then is gone', () => {
    const actions = [{ timeUs: 2 * HOUR_US, split: 0.5 }];
    expect(outcome({ 0: ({ order }) => void order(buy(90)) }, [100, 100, 200, 100], { actions })).toEqual({
      fills: [],
      reasons: [[1, 'BELOW_LOT']],
    });
  });

  test('[BT-02] [MD-07] an order on its way, and a change of one', () => {
    const latency = { latencyUs: 1000 };
    const held = ({ order }: StrategyContext) => void order({ type: 'market', side: 'buy', quantity: 10 });
    const late = { 0: held, 1: ({ order }: StrategyContext) => void order(stop(95, 10)) };
    expect(outcome(late, [100, 100, 50, 48, 47], latency).fills.slice(1)).toEqual([[4, 'sell', 20, 47]]);
    let id = 0;
    const changed = {
      0: (context: StrategyContext) => {
        held(context);
        id = context.order(stop(60, 10));
      },
      1: ({ amend }: StrategyContext) => amend(id, { stopPrice: 95, quantity: 5 }),
    };
    // 5 at 95 before are 10 at 47.50 after.
    expect(outcome(changed, [100, 100, 50, 48, 47], latency).fills.slice(1)).toEqual([[4, 'sell', 10, 47]]);
  });

  test('[OM-01] [MD-07] an order once: its new quantity counts in units of today', () => {
    let id = 0;
    const script = {
      0: ({ order }: StrategyContext) => void (id = order(buy(80))),
      3: ({ amend }: StrategyContext) => amend(id, { quantity: 3 }),
    };
    expect(outcome(script, [100, 100, 50, 50, 39]).fills).toEqual([[4, 'buy', 3, 39]]);
  });

  test('[MD-07] nothing that was made after it, and orders at a close that the date of the split lies before as well', () => {
    expect(outcome({ 2: ({ order }) => void order(buy(45)) }, [100, 100, 50, 44]).fills).toEqual([[3, 'buy', 1, 44]]);
    // The split is dated half an hour into the bar after which the order is made, and counts from the next open on.
    const actions = [{ timeUs: 1.5 * HOUR_US, split: 2 }];
    expect(outcome({ 1: ({ order }) => void order(buy(90)) }, [100, 100, 50, 44], { actions }).fills).toEqual([[3, 'buy', 2, 44]]);
  });
});

test('[MD-07] a share that a reverse split leaves nothing of is paid out, and its exits guard nothing any more', () => {
  const script = {
    0: ({ order }: StrategyContext) =>
      void order({ type: 'market', side: 'buy', quantity: 1 }, { stopLoss: { price: 90 }, takeProfit: { price: 120 } }),
    3: ({ order }: StrategyContext) => void order({ type: 'market', side: 'buy', quantity: 1 }),
  };
  // One for ten: a tenth of a share at 1,000 is 100. The second share is no concern of a stop at 900.
  const actions = [{ timeUs: 2 * HOUR_US, split: 0.1 }];
  expect(outcome(script, [100, 100, 1000, 1000, 1000, 850, 1300], { actions }).fills).toEqual([
    [1, 'buy', 1, 100],
    [2, 'sell', 1, 100],
    [4, 'buy', 1, 1000],
  ]);
});

test('[MD-07] [BT-01] and the target that it stood for counts again', () => {
  const strategy = scripted({ 0: ({ target }) => target(1), 3: ({ target }) => target(1) });
  const execution = { actions: [{ timeUs: 2 * HOUR_US, split: 0.1 }] };
  const result = run(strategy, flatBars([100, 100, 1000, 50, 50]), { cash: 100, instrument: SHARE, execution });
  expect(fillsOf(result)).toEqual([
    [1, 'buy', 1, 100],
    [2, 'sell', 1, 100],
    [4, 'buy', 2, 50],
  ]);
});
