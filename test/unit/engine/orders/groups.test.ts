import { describe, expect, test } from 'vitest';
import type { OrderRequest } from '../../../../shared/domain/order.ts';
import { barsOf, fillsOf, type Row, run, scripted } from '../world.ts';

const START: Row = [100, 100, 100, 100];
const up: OrderRequest = { type: 'stop', side: 'buy', quantity: 1, stopPrice: 105 };
const down: OrderRequest = { type: 'limit', side: 'buy', quantity: 1, limitPrice: 95 };

/** Hour, side, quantity and price of the fills, and the reasons of what did not fill. */
function outcome(script: Parameters<typeof scripted>[0], rows: readonly Row[], options = {}) {
  const result = run(scripted(script), barsOf([START, ...rows]), { cash: 100_000, ...options });
  return { fills: fillsOf(result), reasons: result.unfilled.map(({ orderId, reason }) => [orderId, reason]) };
}

describe('one cancels the other', () => {
  const oco = { 0: ({ oco }: { oco: (requests: readonly OrderRequest[]) => number[] }) => void oco([up, down]) };

  test('[OM-01] the first to fill takes the other back', () => {
    const later: Row[] = [
      [100, 106, 99, 105],
      [96, 96, 90, 91],
    ];
    expect(outcome(oco, later)).toEqual({ fills: [[1, 'buy', 1, 105]], reasons: [[2, 'CANCELLED']] });
  });

  test('[OM-01] it never fills both, even when one bar touches both: the nearer comes first, above the open when they are equally near', () => {
    expect(outcome(oco, [[100, 110, 90, 100]])).toEqual({ fills: [[1, 'buy', 1, 105]], reasons: [[2, 'CANCELLED']] });
    // From an open of 98 the limit at 95 is 3 away, the stop at 105 7.
    expect(outcome(oco, [[98, 110, 90, 100]])).toEqual({ fills: [[1, 'buy', 1, 95]], reasons: [[1, 'CANCELLED']] });
  });

  test('[OM-01] a part of one that fills takes the whole other back', () => {
    const big = (request: OrderRequest) => ({ ...request, quantity: 3 });
    // A tenth of a volume of 10 is 1.
    const bars = barsOf([START, [100, 106, 90, 100], [100, 100, 90, 91], [91, 91, 90, 91]]);
    bars.volume.fill(10);
    const strategy = scripted({ 0: ({ oco: place }) => void place([big(up), big(down)]) });
    const result = run(strategy, bars, { cash: 100_000, execution: { volumeLimit: 0.1 } });
    expect(fillsOf(result)).toEqual([
      [1, 'buy', 1, 105],
      [2, 'buy', 1, 100],
      [3, 'buy', 1, 91],
    ]);
    expect(result.unfilled.map(({ reason }) => reason)).toEqual(['CANCELLED']);
  });

  test('[OM-01] a group of one is no group', () => {
    expect(() => outcome({ 0: ({ oco: place }) => void place([up]) }, [START])).toThrow('oco takes two orders or more, but got 1');
  });
});

describe('one triggers others', () => {
  const parent: OrderRequest = { type: 'limit', side: 'buy', quantity: 2, limitPrice: 98 };
  const stop: OrderRequest = { type: 'stop', side: 'sell', quantity: 2, stopPrice: 95 };
  const goal: OrderRequest = { type: 'limit', side: 'sell', quantity: 2, limitPrice: 104 };
  const script = {
    0: ({ oto }: { oto: (first: OrderRequest, rest: readonly OrderRequest[]) => number[] }) => void oto(parent, [stop, goal]),
  };

  test('[OM-01] the children do nothing before their parent fills', () => {
    expect(outcome(script, [[100, 110, 99, 100]])).toEqual({
      fills: [],
      reasons: [
        [1, 'END_OF_DATA'],
        [2, 'END_OF_DATA'],
        [3, 'END_OF_DATA'],
      ],
    });
  });

  test('[OM-01] after a fill inside a bar only the stop counts in that bar', () => {
    expect(outcome(script, [[100, 105, 97, 104]]).fills).toEqual([[1, 'buy', 2, 98]]);
    expect(outcome(script, [[100, 105, 94, 104]]).fills).toEqual([
      [1, 'buy', 2, 98],
      [1, 'sell', 2, 95],
    ]);
  });

  test('[OM-01] after a fill at the open the whole bar counts, and the first child to fill takes the other back', () => {
    expect(outcome(script, [[97, 105, 96, 104]])).toEqual({
      fills: [
        [1, 'buy', 2, 97],
        [1, 'sell', 2, 104],
      ],
      reasons: [[2, 'CANCELLED']],
    });
  });

  test('[OM-01] of a part that filled the children are for that part, and grow with it', () => {
    const rows: Row[] = [
      [97, 97, 97, 97],
      [94, 94, 94, 94],
    ];
    const bars = barsOf([START, ...rows]);
    bars.volume.fill(15);
    const strategy = scripted(script);
    // 0.1 x 15 = 1.5 of the 2 fill at 97. At 94 the parent comes first and takes the other 0.5, so the stop is for 2 but only 1 is left of the volume.
    expect(fillsOf(run(strategy, bars, { cash: 100_000, execution: { volumeLimit: 0.1 } }))).toEqual([
      [1, 'buy', 1.5, 97],
      [2, 'buy', 0.5, 94],
      [2, 'sell', 1, 94],
    ]);
  });
});

describe('changes', () => {
  test('[OM-01] amend moves the price and the quantity of an order that waits', () => {
    let id = 0;
    const script = {
      0: ({ order }: { order: (request: OrderRequest) => number }) => {
        id = order(down);
      },
      1: ({ amend }: { amend: (id: number, changes: object) => void }) => amend(id, { limitPrice: 97, quantity: 3 }),
    };
    const rows: Row[] = [
      [100, 100, 96, 98],
      [98, 99, 96, 98],
    ];
    expect(outcome(script, rows).fills).toEqual([[2, 'buy', 3, 97]]);
  });

  test('[SR-13] a change to nonsense names what is wrong with it', () => {
    const script = {
      0: ({ order, amend }: { order: (request: OrderRequest) => number; amend: (id: number, changes: object) => void }) =>
        amend(order(down), { limitPrice: -1 }),
    };
    expect(() => outcome(script, [START])).toThrow('order limitPrice is -1, but must be a positive number');
  });
});
