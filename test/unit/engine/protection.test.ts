import { describe, expect, test } from 'vitest';
import type { OrderRequest, Protection } from '../../../shared/domain/order.ts';
import { barsOf, fillsOf, flatBars, type Row, run, scripted } from './world.ts';

const START: Row = [100, 100, 100, 100];

/** Goes long all in at the open of bar 1 with these exits, and returns hour, side and price of the fills. */
function long(protection: Protection, rows: readonly Row[], slippageBps = 0) {
  const strategy = scripted({ 0: ({ target }) => target(1, protection) });
  return fillsOf(run(strategy, barsOf([START, ...rows]), { slippageBps })).map(([hour, side, , price]) => [hour, side, price]);
}

const TEN: Protection = { stopLoss: { ratio: 0.1 }, takeProfit: { ratio: 0.2 } };

// Expected fills: the blueprint's bracket rules worked by hand, entry at 100, stop at 90, target at 120.
describe('stop and target of a position entered at the open', () => {
  const table: [string, Row[], [number, string, number][]][] = [
    [
      'the whole bar of the entry counts: its low stops out',
      [[100, 101, 89, 95]],
      [
        [1, 'buy', 100],
        [1, 'sell', 90],
      ],
    ],
    [
      'the whole bar of the entry counts: its high takes the profit',
      [[100, 121, 99, 95]],
      [
        [1, 'buy', 100],
        [1, 'sell', 120],
      ],
    ],
    [
      'both inside one bar: the stop comes first',
      [[100, 121, 89, 95]],
      [
        [1, 'buy', 100],
        [1, 'sell', 90],
      ],
    ],
    [
      'a gap below the stop exits at the worse open',
      [START, [80, 85, 79, 84]],
      [
        [1, 'buy', 100],
        [2, 'sell', 80],
      ],
    ],
    [
      'an open past the target exits at the better open, though the low reaches the stop',
      [START, [125, 126, 85, 90]],
      [
        [1, 'buy', 100],
        [2, 'sell', 125],
      ],
    ],
    [
      'once out, the other exit is gone',
      [START, [100, 101, 89, 95], [100, 130, 100, 130]],
      [
        [1, 'buy', 100],
        [2, 'sell', 90],
      ],
    ],
    ['neither reached, neither filled', [START, [100, 119, 91, 100]], [[1, 'buy', 100]]],
  ];
  test.each(table)('[OM-01] [DX-03] %s', (_, rows, fills) => {
    expect(long(TEN, rows)).toEqual(fills);
  });

  test('[OM-01] the stop slips, the target does not', () => {
    expect(long({ stopLoss: { offset: 10 } }, [START, [100, 100, 85, 85]], 100).at(-1)).toEqual([2, 'sell', 91 * 0.99]);
    expect(long({ takeProfit: { offset: 10 } }, [START, [100, 115, 100, 100]], 100).at(-1)).toEqual([2, 'sell', 111]);
  });

  test('[OM-01] a short is guarded the other way round', () => {
    const short = (rows: Row[]) => fillsOf(run(scripted({ 0: ({ target }) => target(-1, TEN) }), barsOf([START, START, ...rows]))).at(-1);
    expect(short([[100, 111, 95, 100]])).toEqual([2, 'buy', 10, 110]);
    expect(short([[100, 105, 79, 85]])).toEqual([2, 'buy', 10, 80]);
    expect(short([[100, 111, 79, 85]])).toEqual([2, 'buy', 10, 110]);
  });
});

describe('exits of a position entered inside a bar', () => {
  const entry: OrderRequest = { type: 'limit', side: 'buy', quantity: 1, limitPrice: 95 };
  const fills = (rows: readonly Row[]) =>
    fillsOf(
      run(scripted({ 0: ({ order }) => order(entry, { stopLoss: { offset: 5 }, takeProfit: { offset: 5 } }) }), barsOf([START, ...rows])),
    );

  test('[DX-03] of the bar of the entry only the stop counts', () => {
    expect(fills([[100, 101, 94, 100]])).toEqual([[1, 'buy', 1, 95]]);
    expect(fills([[100, 101, 89, 100]])).toEqual([
      [1, 'buy', 1, 95],
      [1, 'sell', 1, 90],
    ]);
  });

  test('[DX-03] from the next bar on the target counts too', () => {
    expect(
      fills([
        [100, 101, 94, 99],
        [99, 101, 98, 100],
      ]),
    ).toEqual([
      [1, 'buy', 1, 95],
      [2, 'sell', 1, 100],
    ]);
  });
});

describe('trailing stops', () => {
  test('[OM-01] a trailing stop is checked first and follows the high only then', () => {
    // Stop 90 at entry. Bar 1: high 120, low 95 -> not stopped by 108, which counts from bar 2 on.
    expect(
      long({ trailingStop: { offset: 10 } }, [
        [100, 120, 95, 118],
        [118, 119, 109, 112],
      ]),
    ).toEqual([
      [1, 'buy', 100],
      [2, 'sell', 110],
    ]);
  });

  test('[OM-01] it never goes back', () => {
    const rows: Row[] = [
      [100, 130, 100, 128],
      [128, 128, 121, 122],
      [122, 122, 119, 119],
    ];
    expect(long({ trailingStop: { offset: 10 } }, rows)).toEqual([
      [1, 'buy', 100],
      [3, 'sell', 120],
    ]);
  });

  test('[OM-01] beside a stop-loss the nearer one counts', () => {
    const both = { stopLoss: { offset: 3 }, trailingStop: { offset: 10 } };
    expect(long(both, [[100, 101, 96, 97]])).toEqual([
      [1, 'buy', 100],
      [1, 'sell', 97],
    ]);
  });
});

test('[OM-01] a scale-in with exits of its own guards the whole position from the average entry', () => {
  const strategy = scripted({
    0: ({ order }) => order({ type: 'market', side: 'buy', quantity: 1 }, { stopLoss: { ratio: 0.1 } }),
    1: ({ order }) => order({ type: 'market', side: 'buy', quantity: 1 }, { stopLoss: { ratio: 0.1 } }),
  });
  // Average of 100 and 120 is 110; 10 % below is 99.
  expect(fillsOf(run(strategy, barsOf([START, START, [120, 120, 110, 110], [110, 110, 98, 98]])))).toEqual([
    [1, 'buy', 1, 100],
    [2, 'buy', 1, 120],
    [3, 'sell', 2, 99],
  ]);
});

test('[OM-01] leaving by the strategy takes the exits away', () => {
  const strategy = scripted({ 0: ({ target }) => target(1, TEN), 1: ({ target }) => target(0) });
  const result = run(strategy, flatBars([100, 100, 100, 80, 130]));
  expect(fillsOf(result)).toHaveLength(2);
  expect(result.unfilled).toEqual([]);
});

test('[BT-01] a target made at the close before a gap through the stop still goes in at that open, after the stop', () => {
  const strategy = scripted({ 0: ({ target }) => target(1, { stopLoss: { price: 95 } }), 1: ({ target }) => target(0.5) });
  expect(fillsOf(run(strategy, flatBars([100, 100, 90, 90])))).toEqual([
    [1, 'buy', 10, 100],
    [2, 'sell', 10, 90],
    [2, 'buy', 5, 90],
  ]);
});

test('[BT-01] after a stop the same target enters again', () => {
  const strategy = scripted({ 0: ({ target }) => target(1, TEN), 2: ({ target }) => target(1, TEN) });
  const hours = fillsOf(run(strategy, barsOf([START, START, [100, 100, 89, 90], [90, 90, 90, 90]]))).map(([hour, side]) => [hour, side]);
  expect(hours).toEqual([
    [1, 'buy'],
    [2, 'sell'],
    [3, 'buy'],
  ]);
});

test.each([
  ['stopLoss', { stopLoss: { ratio: 0 } }],
  ['takeProfit', { takeProfit: { offset: Number.NaN } }],
  ['trailingStop', { trailingStop: { offset: -1 } }],
] as const)('[SR-13] a bad %s stops the run and is named', (name, protection) => {
  expect(() => run(scripted({ 0: ({ target }) => target(1, protection) }), flatBars([1, 1]))).toThrow(`${name} is`);
});
