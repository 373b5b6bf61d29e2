import { describe, expect, test } from 'vitest';
import type { OrderRequest } from '../../../shared/domain/order.ts';
import { barsOf, fillsOf, flatBars, type Row, run, scripted } from './world.ts';

/** Places `request` at the close of bar 0 and returns the fills; bar 0 is flat at 100. */
function fillsAfter(request: OrderRequest, rows: readonly Row[], slippageBps = 0) {
  const bars = barsOf([[100, 100, 100, 100], ...rows]);
  return fillsOf(run(scripted({ 0: ({ order }) => order(request) }), bars, { slippageBps, cash: 100_000 }));
}

// Every expected fill is the blueprint's rule worked by hand on the rows beside it.
describe('market orders', () => {
  test('[DX-02] an order placed at a close fills at the next open, never inside the bar that caused it', () => {
    expect(fillsAfter({ type: 'market', side: 'buy', quantity: 2 }, [[103, 110, 90, 105]])).toEqual([[1, 'buy', 2, 103]]);
  });

  test('[BT-02] slippage makes a buy dearer and a sale cheaper by the stated basis points', () => {
    expect(fillsAfter({ type: 'market', side: 'buy', quantity: 1 }, [[200, 200, 200, 200]], 50)).toEqual([[1, 'buy', 1, 201]]);
    expect(fillsAfter({ type: 'market', side: 'sell', quantity: 1 }, [[200, 200, 200, 200]], 50)).toEqual([[1, 'sell', 1, 199]]);
  });
});

describe('limit orders', () => {
  const buy = { type: 'limit', side: 'buy', quantity: 1, limitPrice: 95 } as const;
  const sell = { type: 'limit', side: 'sell', quantity: 1, limitPrice: 105 } as const;
  const table: [string, OrderRequest, Row[], [number, string, number, number][]][] = [
    ['a touch suffices', buy, [[100, 101, 95, 99]], [[1, 'buy', 1, 95]]],
    ['a low above the limit does not fill', buy, [[100, 101, 95.01, 99]], []],
    ['an open below the limit fills a buy at the better open', buy, [[93, 101, 92, 99]], [[1, 'buy', 1, 93]]],
    ['a sale fills at its limit', sell, [[100, 105, 99, 101]], [[1, 'sell', 1, 105]]],
    ['an open above the limit fills a sale at the better open', sell, [[107, 108, 99, 101]], [[1, 'sell', 1, 107]]],
    [
      'it waits until a later bar touches it',
      buy,
      [
        [100, 101, 96, 99],
        [99, 99, 94, 96],
      ],
      [[2, 'buy', 1, 95]],
    ],
  ];
  test.each(table)('[OM-01] limit: %s, and never slips', (_, request, rows, fills) => {
    expect(fillsAfter(request, rows, 100)).toEqual(fills);
  });
});

describe('stop orders', () => {
  const buy = { type: 'stop', side: 'buy', quantity: 1, stopPrice: 105 } as const;
  const sell = { type: 'stop', side: 'sell', quantity: 1, stopPrice: 95 } as const;
  const table: [string, OrderRequest, Row[], number, [number, string, number, number][]][] = [
    ['a touch fills a buy at the stop', buy, [[100, 105, 99, 101]], 0, [[1, 'buy', 1, 105]]],
    ['a gap through the stop fills at the worse open', buy, [[110, 111, 108, 109]], 0, [[1, 'buy', 1, 110]]],
    ['a sale in a gap fills at the worse open', sell, [[90, 96, 89, 95]], 0, [[1, 'sell', 1, 90]]],
    ['a sale fills at the stop when only the low reaches it', sell, [[100, 101, 95, 99]], 0, [[1, 'sell', 1, 95]]],
    ['slippage comes on top', sell, [[100, 101, 94, 99]], 100, [[1, 'sell', 1, 94.05]]],
    ['it does not fill when nothing reaches it', sell, [[100, 101, 95.5, 99]], 0, []],
  ];
  test.each(table)('[OM-01] stop: %s', (_, request, rows, slippageBps, fills) => {
    expect(fillsAfter(request, rows, slippageBps)).toEqual(fills);
  });
});

describe('stop-limit orders', () => {
  const buy = { type: 'stop-limit', side: 'buy', quantity: 1, stopPrice: 105, limitPrice: 106 } as const;
  const table: [string, Row[], [number, string, number, number][]][] = [
    [
      'triggered inside a bar, it waits for the next bar',
      [
        [100, 107, 99, 104],
        [104, 104, 103, 104],
      ],
      [[2, 'buy', 1, 104]],
    ],
    ['an open that satisfies both fills at once', [[105.5, 107, 99, 104]], [[1, 'buy', 1, 105.5]]],
    [
      'an open past the limit triggers, and the same bar does not fill it',
      [
        [108, 108, 100, 104],
        [107, 107, 106, 106],
      ],
      [[2, 'buy', 1, 106]],
    ],
    [
      'never touched, never filled',
      [
        [100, 104, 99, 104],
        [104, 104, 90, 104],
      ],
      [],
    ],
    [
      'once triggered it stays a limit',
      [
        [100, 105, 99, 104],
        [110, 112, 109, 110],
        [110, 110, 105, 107],
      ],
      [[3, 'buy', 1, 106]],
    ],
  ];
  test.each(table)('[OM-01] stop-limit: %s', (_, rows, fills) => {
    expect(fillsAfter(buy, rows)).toEqual(fills);
  });
});

describe('several orders in one bar', () => {
  const place = (...requests: OrderRequest[]) => scripted({ 0: ({ order }) => requests.forEach((request) => order(request)) });
  const one = { quantity: 1 } as const;

  test('[DX-03] of competing entries the one nearest the open is first', () => {
    const entries = place({ type: 'stop', side: 'buy', stopPrice: 110, ...one }, { type: 'limit', side: 'buy', limitPrice: 98, ...one });
    const bars = barsOf([
      [100, 100, 100, 100],
      [100, 111, 97, 105],
    ]);
    expect(fillsOf(run(entries, bars)).map(([, , , price]) => price)).toEqual([98, 110]);
  });

  test('[DX-03] with stop and target inside one bar the stop comes first', () => {
    const strategy = scripted({
      0: ({ order }) => order({ type: 'market', side: 'buy', ...one }),
      1: ({ order }) => {
        order({ type: 'limit', side: 'sell', limitPrice: 101, ...one });
        order({ type: 'stop', side: 'sell', stopPrice: 90, ...one });
      },
    });
    const bars = barsOf([
      [100, 100, 100, 100],
      [100, 100, 100, 100],
      [100, 102, 89, 95],
    ]);
    expect(fillsOf(run(strategy, bars)).slice(0, 2)).toEqual([
      [1, 'buy', 1, 100],
      [2, 'sell', 1, 90],
    ]);
  });

  test('[DX-03] an open that already passes the target fills the target, and the stop comes after', () => {
    const strategy = scripted({
      0: ({ order }) => order({ type: 'market', side: 'buy', ...one }),
      1: ({ order }) => {
        order({ type: 'stop', side: 'sell', stopPrice: 90, ...one });
        order({ type: 'limit', side: 'sell', limitPrice: 101, ...one });
      },
    });
    const bars = barsOf([
      [100, 100, 100, 100],
      [100, 100, 100, 100],
      [103, 104, 99, 100],
    ]);
    expect(fillsOf(run(strategy, bars))).toEqual([
      [1, 'buy', 1, 100],
      [2, 'sell', 1, 103],
    ]);
  });

  test('[DX-03] on one side of the open the price passes the nearer order before the farther, stop or not', () => {
    const strategy = scripted({
      0: ({ order }) => order({ type: 'market', side: 'buy', ...one }),
      1: ({ order }) => {
        order({ type: 'stop', side: 'sell', stopPrice: 95, quantity: 2 });
        order({ type: 'limit', side: 'buy', limitPrice: 98, ...one });
      },
    });
    const bars = barsOf([
      [100, 100, 100, 100],
      [100, 100, 100, 100],
      [100, 100, 94, 95],
    ]);
    expect(fillsOf(run(strategy, bars))).toEqual([
      [1, 'buy', 1, 100],
      [2, 'buy', 1, 98],
      [2, 'sell', 2, 95],
    ]);
  });

  test('[OM-01] a cancelled order does not fill, and is reported as cancelled', () => {
    let id = 0;
    const strategy = scripted({
      0: ({ order }) => {
        id = order({ type: 'limit', side: 'buy', limitPrice: 98, ...one });
      },
      1: ({ cancel }) => cancel(id),
    });
    const result = run(strategy, flatBars([100, 100, 97, 97]));
    expect(result.fills).toEqual([]);
    expect(result.unfilled.map(({ orderId, reason }) => [orderId, reason])).toEqual([[id, 'CANCELLED']]);
  });
});

describe('funds', () => {
  test('[RK-02] a purchase beyond the cash is refused and reported, and nothing is booked', () => {
    const result = run(scripted({ 0: ({ order }) => order({ type: 'market', side: 'buy', quantity: 11 }) }), flatBars([100, 100]));
    expect(result.fills).toEqual([]);
    expect(result.endEquity).toBe(1000);
    expect(result.unfilled.map(({ reason }) => reason)).toEqual(['INSUFFICIENT_FUNDS']);
  });

  test('[RK-02] a short position may be as large as the equity and no larger', () => {
    const short = (quantity: number) =>
      run(scripted({ 0: ({ order }) => order({ type: 'market', side: 'sell', quantity }) }), flatBars([100, 100]));
    expect(short(10).fills).toHaveLength(1);
    expect(short(10.1).unfilled.map(({ reason }) => reason)).toEqual(['INSUFFICIENT_FUNDS']);
  });

  test.each([
    ['quantity', { type: 'market', side: 'buy', quantity: Number.NaN }],
    ['quantity', { type: 'market', side: 'buy', quantity: 0 }],
    ['quantity', { type: 'market', side: 'sell', quantity: Infinity }],
    ['limitPrice', { type: 'limit', side: 'buy', quantity: 1, limitPrice: -5 }],
    ['stopPrice', { type: 'stop', side: 'buy', quantity: 1, stopPrice: Number.NaN }],
  ] as const)('[SR-13] an order with a bad %s stops the run and names it', (field, request) => {
    expect(() => run(scripted({ 0: ({ order }) => order(request) }), flatBars([100, 100]))).toThrow(`order ${field} is`);
  });
});
