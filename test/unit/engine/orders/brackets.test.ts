import { describe, expect, test } from 'vitest';
import type { OrderRequest } from '../../../../shared/domain/order.ts';
import type { StrategyContext } from '../../../../shared/strategies/define.ts';
import { parseFees } from '../../../../shared/engine/costs/parse-fees.ts';
import { BTC, barsOf, fillsOf, flatBars, type Row, run, scripted } from '../world.ts';

const START: Row = [100, 100, 100, 100];
const entry = (quantity: number): OrderRequest => ({ type: 'limit', side: 'buy', quantity, limitPrice: 98 });
const stop = (quantity: number): OrderRequest => ({ type: 'stop', side: 'sell', quantity, stopPrice: 95 });
const goal = (quantity: number, limitPrice = 103): OrderRequest => ({ type: 'limit', side: 'sell', quantity, limitPrice });

/** Fills and reasons at flat `prices`, of which each hour gives `most` units at most. */
function outcome(
  script: Readonly<Record<number, (context: StrategyContext) => void>>,
  prices: readonly number[],
  most: number | readonly number[],
) {
  const bars = flatBars([100, ...prices]);
  bars.volume.set(
    prices.map((_, i) => (typeof most === 'number' ? most : (most[i] as number)) * 10),
    1,
  );
  const result = run(scripted(script), bars, { cash: 100_000, execution: { volumeLimit: 0.1 } });
  return { fills: fillsOf(result), reasons: result.unfilled.map(({ orderId, reason }) => [orderId, reason]) };
}
const bracket = (quantity: number, ...children: OrderRequest[]) => ({
  0: ({ oto }: StrategyContext) => void oto(entry(quantity), children),
});

// Whole numbers by hand: the parent is order 1, the stop 2, the target 3.
describe('a bracket that fills in parts', () => {
  test('[OM-01] a part of the target that fills is taken off the stop, which guards what is left', () => {
    // 10 in; 4 out at 104; the other 6 at the stop.
    expect(outcome(bracket(10, stop(10), goal(10)), [97, 104, 94], [10, 4, 10])).toEqual({
      fills: [
        [1, 'buy', 10, 97],
        [2, 'sell', 4, 104],
        [3, 'sell', 6, 94],
      ],
      reasons: [[3, 'CANCELLED']],
    });
  });

  test('[OM-01] a part of the stop that fills is taken off the target: never is more sold than was bought', () => {
    expect(outcome(bracket(10, stop(10), goal(10)), [97, 94, 104], [10, 4, 20])).toEqual({
      fills: [
        [1, 'buy', 10, 97],
        [2, 'sell', 4, 94],
        [3, 'sell', 6, 104],
      ],
      reasons: [[3, 'CANCELLED']],
    });
  });

  test('[OM-01] two targets of half each: the first takes half off the stop, and leaves the second', () => {
    expect(outcome(bracket(10, stop(10), goal(5, 103), goal(5, 108)), [97, 104, 94], 10)).toEqual({
      fills: [
        [1, 'buy', 10, 97],
        [2, 'sell', 5, 104],
        [3, 'sell', 5, 94],
      ],
      reasons: [[4, 'CANCELLED']],
    });
  });

  test('[OM-01] what the parent fills after its first part has gone is guarded as well', () => {
    // One in, one out at the target, one more in: it is stopped out.
    expect(outcome(bracket(2, stop(2), goal(2)), [97, 104, 97, 94], 1)).toEqual({
      fills: [
        [1, 'buy', 1, 97],
        [2, 'sell', 1, 104],
        [3, 'buy', 1, 97],
        [4, 'sell', 1, 94],
      ],
      reasons: [[3, 'CANCELLED']],
    });
  });

  test('[OM-01] while the parent waits for its rest, exits with nothing to do are not lost; they go with it', () => {
    expect(outcome(bracket(2, stop(2), goal(2)), [97, 104, 99], 1)).toEqual({
      fills: [
        [1, 'buy', 1, 97],
        [2, 'sell', 1, 104],
      ],
      reasons: [
        [1, 'END_OF_DATA'],
        [2, 'END_OF_DATA'],
        [3, 'END_OF_DATA'],
      ],
    });
  });
});

describe('a child that wakes', () => {
  test('[OM-01] is what it was: a stop whose rest went at the market waits for its price again', () => {
    // Shows 2 at a time, in hours that give 3: one is left for the stop, the other goes at 99. What fills after that is not sold at once.
    const parent = { ...entry(4), displayQuantity: 2 } as OrderRequest;
    const bars = barsOf([START, [97, 97, 94, 94], [99, 99, 99, 99], [97, 97, 97, 97], [97, 97, 97, 97]]);
    bars.volume.fill(30);
    const script = { 0: ({ oto }: StrategyContext) => void oto(parent, [stop(4)]) };
    expect(fillsOf(run(scripted(script), bars, { cash: 100_000, execution: { volumeLimit: 0.1 } }))).toEqual([
      [1, 'buy', 2, 97],
      [1, 'sell', 1, 95],
      [2, 'sell', 1, 99],
      [3, 'buy', 2, 97],
    ]);
  });

  test('[OM-01] [RK-06] trails from the fill of its parent, not from the close before: 5 below 97 is 92', () => {
    const trailing: OrderRequest = { type: 'trailing-stop', side: 'sell', quantity: 1, trail: { offset: 5 } };
    const script = { 0: ({ oto }: StrategyContext) => void oto(entry(1), [trailing]) };
    expect(fillsOf(run(scripted(script), barsOf([START, [97, 97, 93, 94], [94, 94, 91, 91]]))).slice(1)).toEqual([[2, 'sell', 1, 92]]);
  });

  test('[OM-01] is never for more than there is, whatever it is changed to', () => {
    let ids: number[] = [];
    const script = {
      0: ({ oto }: StrategyContext) => void (ids = oto(entry(2), [stop(2)])),
      1: ({ amend }: StrategyContext) => amend(ids[1] as number, { quantity: 5 }),
    };
    expect(fillsOf(run(scripted(script), flatBars([100, 97, 94, 94])))).toEqual([
      [1, 'buy', 2, 97],
      [2, 'sell', 2, 94],
    ]);
  });
});

describe('orders that live from a fill that has not come yet', () => {
  const run2 = (act: (context: StrategyContext, ids: number[]) => void, prices: readonly number[]) => {
    let ids: number[] = [];
    return outcome({ 0: ({ oto }) => void (ids = oto(entry(1), [stop(1), goal(1)])), 1: (context) => act(context, ids) }, prices, 10);
  };

  test('[OM-01] may be taken back', () => {
    expect(run2(({ cancel }, [, second = 0]) => cancel(second), [100, 97, 94])).toEqual({
      fills: [[2, 'buy', 1, 97]],
      reasons: [
        [2, 'CANCELLED'],
        [3, 'END_OF_DATA'],
      ],
    });
  });

  test('[OM-01] may be changed', () => {
    expect(run2(({ amend }, [, second = 0]) => amend(second, { stopPrice: 90 }), [100, 97, 94, 89]).fills).toEqual([
      [2, 'buy', 1, 97],
      [4, 'sell', 1, 89],
    ]);
  });
});

test('[OM-01] a child for less than a lot is refused, and the others work', () => {
  const script = { 0: ({ oto }: StrategyContext) => void oto({ ...entry(5) }, [goal(0.5, 99), stop(5)]) };
  const result = run(scripted(script), barsOf([START, [97, 100, 97, 99], [94, 94, 94, 94]]), { instrument: { ...BTC, lot: 1 } });
  expect(fillsOf(result)).toEqual([
    [1, 'buy', 5, 97],
    [2, 'sell', 5, 94],
  ]);
  expect(result.unfilled.map(({ orderId, reason }) => [orderId, reason])).toEqual([[2, 'BELOW_LOT']]);
});

test('[OM-05] a child that shows less than a lot is refused like one for less', () => {
  const child = { ...goal(5, 99), displayQuantity: 0.5 } as OrderRequest;
  const script = { 0: ({ oto }: StrategyContext) => void oto(entry(5), [child]) };
  const result = run(scripted(script), barsOf([START, [97, 100, 97, 99]]), { instrument: { ...BTC, lot: 1 } });
  expect(result.unfilled.map(({ orderId, reason }) => [orderId, reason])).toEqual([[2, 'BELOW_LOT']]);
});

test('[OM-05] an iceberg that shows less than a lot is refused', () => {
  const iceberg: OrderRequest = { ...entry(5), displayQuantity: 0.5 } as OrderRequest;
  const result = run(scripted({ 0: ({ order }) => void order(iceberg) }), barsOf([START, [100, 100, 97, 99]]), {
    instrument: { ...BTC, lot: 1 },
  });
  expect(result.unfilled.map(({ reason }) => reason)).toEqual(['BELOW_LOT']);
});

describe('a limit that comes with the fill of its parent', () => {
  const fees = parseFees('maker:2,taker:10');
  const filled = (limitPrice: number, postOnly: boolean) => {
    const child: OrderRequest = { type: 'limit', side: 'sell', quantity: 1, limitPrice, postOnly };
    const script = { 0: ({ oto }: StrategyContext) => void oto(entry(1), [child]) };
    const result = run(scripted(script), barsOf([START, [100, 100, 97, 99], [105, 105, 105, 105]]), { execution: { fees } });
    return { bps: result.fills.map(({ commission, price }) => Math.round((commission / price) * 1e4)), unfilled: result.unfilled };
  };

  test('[BT-02] [OM-02] away from the price it rests in the book: the next open past it finds it there', () => {
    for (const postOnly of [true, false]) expect(filled(104, postOnly).bps).toEqual([2, 2]);
  });

  test('[OM-01] [BT-02] of a parent that the open fills it fills there too where that is past it: no worse, and taking', () => {
    const child: OrderRequest = { type: 'limit', side: 'sell', quantity: 1, limitPrice: 90 };
    const { fills } = run(scripted({ 0: ({ oto }) => void oto(entry(1), [child]) }), barsOf([START, [97, 99, 96, 98]]), {
      execution: { fees },
    });
    expect(fills.map(({ price, commission }) => [price, Number(commission.toFixed(6))])).toEqual([
      [97, 0.097],
      [97, 0.097],
    ]);
  });

  test('[BT-02] [OM-02] at or past the price it takes; post-only it is refused', () => {
    expect(filled(97, false).bps).toEqual([2, 10]);
    expect(filled(97, true).unfilled.map(({ reason }) => reason)).toEqual(['WOULD_TAKE']);
  });
});
