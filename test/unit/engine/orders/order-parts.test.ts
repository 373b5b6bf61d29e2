import { expect, test } from 'vitest';
import type { Instrument } from '../../../../shared/domain/instrument.ts';
import type { OrderRequest, OrderSplit } from '../../../../shared/domain/order.ts';
import { parseFees } from '../../../../shared/engine/costs/parse-fees.ts';
import type { ExecutionOptions } from '../../../../shared/engine/execution.ts';
import { BTC, barsOf, fillsOf, flatBars, type Row, run, scripted } from '../world.ts';

/** One unit is worth 100, and only whole ones are traded. */
const UNIT: Instrument = { ...BTC, lot: 1 };

interface Setting {
  readonly instrument?: Instrument;
  readonly execution?: ExecutionOptions;
  readonly rows?: readonly Row[];
}

/** Runs one order over bars of 100 with these volumes, from the first bar after it on. */
function sent(request: OrderRequest, volumes: readonly number[], { instrument = UNIT, execution, rows }: Setting = {}) {
  const bars = rows === undefined ? flatBars([100, ...volumes.map(() => 100)]) : barsOf(rows);
  bars.volume.set([0, ...volumes]);
  const strategy = scripted({ 0: ({ order }) => void order(request) });
  return run(strategy, bars, { cash: 1e6, instrument, ...(execution && { execution }) });
}

const quantities = (request: OrderRequest, volumes: readonly number[], setting?: Setting) =>
  fillsOf(sent(request, volumes, setting)).map(([bar, , quantity]) => [bar, quantity]);

const buy = (quantity: number, split: OrderSplit): OrderRequest => ({ type: 'market', side: 'buy', quantity, split });

test('[OM-05] parts are at most the share of the volume of their bar, none where there is no volume, and add up to the order', () => {
  // A fifth: 4 of 20, 2 of 14 (2.8), nothing of 0, 3 of 15, and the 1 that is left.
  const parts = quantities(buy(10, { share: 0.2 }), [20, 14, 0, 15, 100]);
  expect(parts).toEqual([
    [1, 4],
    [2, 2],
    [4, 3],
    [5, 1],
  ]);
  expect(parts.reduce((sum, [, quantity = 0]) => sum + quantity, 0)).toBe(10);
});

test('[OM-05] what is not sent when the data ends is reported as the rest of the order', () => {
  const result = sent(buy(10, { share: 0.2 }), [20]);
  expect(fillsOf(result)).toEqual([[1, 'buy', 4, 100]]);
  expect(result.unfilled).toMatchObject([{ orderId: 1, reason: 'END_OF_DATA' }]);
});

test('[OM-05] no part is worth less than the minimum: a part leaves enough for the last, and a thin bar is passed over', () => {
  const least = { share: 0.2, minNotional: 200 };
  // 9 of 45 would leave 1, worth 100: 8 go, and 2.
  expect(quantities(buy(10, least), [45, 45])).toEqual([
    [1, 8],
    [2, 2],
  ]);
  // 2 of 10 would leave 1, and 3 are too few for two parts: they go as one. A fifth of 5 is 1, which is too little.
  expect(quantities(buy(3, least), [5, 10])).toEqual([[2, 3]]);
  // The minimum of the venue counts as its own does.
  const venue = { instrument: { ...UNIT, minNotional: 200 } };
  expect(quantities(buy(10, { share: 0.2 }), [45, 45], venue)).toEqual([
    [1, 8],
    [2, 2],
  ]);
  expect(quantities(buy(10, { share: 0.2, minNotional: 100 }), [45, 45], venue)).toEqual([
    [1, 8],
    [2, 2],
  ]);
});

test('[OM-05] an order above the maximum of its venue is taken in parts, each of which is within it', () => {
  const venue = { instrument: { ...UNIT, minQuantity: 2, maxQuantity: 5 } };
  // 5, then 4 since 1 would be too few, then 2.
  expect(quantities(buy(11, { share: 1 }), [100, 100, 100], venue)).toEqual([
    [1, 5],
    [2, 4],
    [3, 2],
  ]);
});

test('[OM-05] a limit goes in parts while its price is met, a stop from where it is reached on', () => {
  const rows: Row[] = [
    [100, 100, 100, 100],
    [100, 100, 94, 96],
    [96, 97, 96, 97],
    [97, 97, 95, 97],
    [97, 97, 97, 97],
  ];
  const terms = { side: 'sell', quantity: 6, split: { share: 0.2 } } as const;
  // The stop of 95 is reached in the first bar; what is left of it is a market order at the opens of 96 and 97.
  expect(fillsOf(sent({ type: 'stop', stopPrice: 95, ...terms }, [20, 5, 20, 20], { rows }))).toEqual([
    [1, 'sell', 4, 95],
    [2, 'sell', 1, 96],
    [3, 'sell', 1, 97],
  ]);
  expect(fillsOf(sent({ type: 'limit', limitPrice: 95, ...terms, side: 'buy' }, [20, 20, 20, 20], { rows }))).toEqual([
    [1, 'buy', 4, 95],
    [3, 'buy', 2, 95],
  ]);
});

test('[OM-05] [BT-02] a stop that is reached in a bar too thin for a part goes at the next opens', () => {
  const rows: Row[] = [
    [100, 100, 100, 100],
    [100, 100, 94, 96],
    [98, 98, 98, 98],
  ];
  const stop: OrderRequest = { type: 'stop', side: 'sell', quantity: 2, stopPrice: 95, split: { share: 0.2 } };
  expect(fillsOf(sent(stop, [4, 20], { rows }))).toEqual([[2, 'sell', 2, 98]]);
});

test('[OM-05] each part pays fees as an order of its own, and shares what all orders together get of a bar', () => {
  const split = { share: 0.2 };
  // A unit pays 0.1, and no order less than 1: three orders of 4, 4 and 2.
  const fees = parseFees('share:0.1,minimum:1', []);
  expect(sent(buy(10, split), [20, 20, 20], { execution: { fees } }).fills.map(({ commission }) => commission)).toEqual([1, 1, 1]);
  // All orders get a tenth, so that a part of 4 gets 2.
  expect(quantities(buy(10, split), [20, 40, 100], { execution: { volumeLimit: 0.1 } })).toEqual([
    [1, 2],
    [2, 4],
    [3, 4],
  ]);
});

test.each<[string, Partial<OrderRequest>, string]>([
  ['split.share', { split: { share: 1.2 } }, 'order split.share is 1.2, but must be above 0 and at most 1'],
  ['split.share', { split: { share: 0 } }, 'order split.share is 0, but must be above 0 and at most 1'],
  ['split.minNotional', { split: { share: 0.2, minNotional: -1 } }, 'order split.minNotional is -1, but must be a positive number'],
  [
    'split',
    { split: { share: 0.2 }, timeInForce: 'FOK' },
    'order split is for orders that go in parts, but the order has a timeInForce too: give one',
  ],
  [
    'split',
    { split: { share: 0.2 }, type: 'limit', limitPrice: 90, displayQuantity: 1 },
    'order split is for orders that go in parts, but the order has a displayQuantity too: give one',
  ],
])('[OM-05] %s of %o is refused', (field, part, message) => {
  const request = { type: 'market', side: 'buy', quantity: 1, ...part } as OrderRequest;
  expect(() => sent(request, [1])).toThrow(expect.objectContaining({ field, message }));
});
