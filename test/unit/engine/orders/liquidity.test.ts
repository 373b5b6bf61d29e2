import { expect, test } from 'vitest';
import type { OrderRequest } from '../../../../shared/domain/order.ts';
import { BTC, barsOf, fillsOf, flatBars, type Row, run, scripted } from '../world.ts';

const START: Row = [100, 100, 100, 100];
const tenth = { cash: 1e6, execution: { volumeLimit: 0.1 } };

function barsWith(rows: readonly Row[], volumes: readonly number[]) {
  const bars = barsOf(rows);
  bars.volume.set(volumes);
  return bars;
}

test('[BT-02] [DX-03] the volume of a bar is used up once by all orders: a market order, then a stop, then nothing is left', () => {
  const strategy = scripted({
    0: ({ order }) => {
      order({ type: 'market', side: 'buy', quantity: 4 });
      order({ type: 'stop', side: 'buy', quantity: 10, stopPrice: 105 });
      order({ type: 'limit', side: 'sell', quantity: 3, limitPrice: 108 });
    },
  });
  const rows: Row[] = [START, [100, 110, 100, 110], [111, 111, 111, 111]];
  // Bar 1 gives 10: the market order takes 4 at 100, the stop 6 of its 10 at 105. Its other 4 are a market order at 111, where the limit sells 3 at the better open.
  expect(fillsOf(run(strategy, barsWith(rows, [100, 100, 100]), tenth))).toEqual([
    [1, 'buy', 4, 100],
    [1, 'buy', 6, 105],
    [2, 'buy', 4, 111],
    [2, 'sell', 3, 111],
  ]);
});

test('[BT-02] a bar without volume fills nothing', () => {
  const strategy = scripted({ 0: ({ order }) => void order({ type: 'market', side: 'buy', quantity: 1 }) });
  expect(fillsOf(run(strategy, barsWith([START, START, START], [0, 0, 50]), tenth))).toEqual([[2, 'buy', 1, 100]]);
});

test('[BT-02] a target is reached over as many bars as the volume asks for, and an equal target again does nothing', () => {
  const strategy = scripted({ 0: ({ target }) => target(1), 1: ({ target }) => target(1) });
  const result = run(strategy, barsWith([START, START, START, START], [0, 40, 40, 40]), { cash: 1000, execution: { volumeLimit: 0.1 } });
  // 10 units in all, 4 a bar.
  expect(fillsOf(result)).toEqual([
    [1, 'buy', 4, 100],
    [2, 'buy', 4, 100],
    [3, 'buy', 2, 100],
  ]);
  expect(result.trades).toHaveLength(1);
});

test('[DX-03] a stop that finds less than the position sells the rest at the next opens; a target waits for its price', () => {
  const long = (protection: object) => scripted({ 0: ({ target }) => target(1, protection) });
  const rows: Row[] = [START, START, [100, 100, 94, 94], [90, 96, 90, 95], [95, 95, 95, 95]];
  const volumes = [0, 1000, 40, 40, 40];
  // Ten bought. Bar 2: 4 sold at the stop of 95, then 4 at the open of 90 and 2 at that of 95.
  expect(
    fillsOf(run(long({ stopLoss: { offset: 5 } }), barsWith(rows, volumes), { cash: 1000, execution: { volumeLimit: 0.1 } })).slice(1),
  ).toEqual([
    [2, 'sell', 4, 95],
    [3, 'sell', 4, 90],
    [4, 'sell', 2, 95],
  ]);
  const up: Row[] = [START, START, [100, 106, 100, 104], [103, 104, 103, 104], [104, 105, 104, 104]];
  expect(
    fillsOf(run(long({ takeProfit: { offset: 5 } }), barsWith(up, volumes), { cash: 1000, execution: { volumeLimit: 0.1 } })).slice(1),
  ).toEqual([
    [2, 'sell', 4, 105],
    [4, 'sell', 4, 105],
  ]);
});

test('[BT-02] a target for less than a lot closes over several bars, and says so once', () => {
  const strategy = scripted({ 0: ({ target }) => target(1), 2: ({ target }) => target(0.05) });
  const bars = barsWith([START, START, START, START, START, START], [0, 100, 40, 40, 40, 40]);
  const result = run(strategy, bars, { cash: 1000, instrument: { ...BTC, lot: 1 }, execution: { volumeLimit: 0.1 } });
  expect(fillsOf(result).map(([hour, , quantity]) => [hour, quantity])).toEqual([
    [1, 10],
    [3, 4],
    [4, 4],
    [5, 2],
  ]);
  expect(result.unfilled.map(({ reason }) => reason)).toEqual(['BELOW_LOT']);
});

test('[DX-03] a target that is stopped out before it has filled buys no more', () => {
  const strategy = scripted({ 0: ({ target }) => target(1, { stopLoss: { offset: 5 } }) });
  const bars = barsWith([START, START, [100, 100, 94, 94], START, START], [0, 40, 80, 80, 80]);
  const result = run(strategy, bars, { cash: 1000, execution: { volumeLimit: 0.1 } });
  // 4 of 10, then the other 6; 2 of the third bar are left for the stop at 95, the other 8 go at the next open.
  expect(fillsOf(result)).toEqual([
    [1, 'buy', 4, 100],
    [2, 'buy', 6, 100],
    [2, 'sell', 2, 95],
    [3, 'sell', 8, 100],
  ]);
  const slow = run(strategy, barsWith([START, START, [100, 100, 94, 94], START, START], [0, 40, 40, 40, 40]), {
    cash: 1000,
    execution: { volumeLimit: 0.1 },
  });
  // 8 of 10 when the stop is touched with nothing left of the bar: they go, and the other 2 are not bought.
  expect(fillsOf(slow)).toEqual([
    [1, 'buy', 4, 100],
    [2, 'buy', 4, 100],
    [3, 'sell', 4, 100],
    [4, 'sell', 4, 100],
  ]);
  expect(slow.unfilled.map(({ reason }) => reason)).toEqual(['CANCELLED']);
});

test('[OM-05] a large order follows a tenth of the volume to a hundredth of it, and its parts sum to it exactly', () => {
  const volumes = Array.from({ length: 60 }, (_, row) => (row === 0 ? 0 : 500 + ((row * 37) % 100)));
  const bars = flatBars(volumes.map(() => 100));
  bars.volume.set(volumes);
  const strategy = scripted({ 0: ({ order }) => void order({ type: 'market', side: 'buy', quantity: 2500 }) });
  const fills = fillsOf(run(strategy, bars, { cash: 1e6, execution: { volumeLimit: 0.1 } }));
  expect(fills.reduce((sum, [, , quantity]) => sum + quantity, 0)).toBeCloseTo(2500, 9);
  for (const [hour, , quantity] of fills.slice(0, -1)) expect(quantity / (volumes[hour] as number)).toBeCloseTo(0.1, 3);
});

test('[OM-05] an iceberg fills no more than it shows in one bar', () => {
  const iceberg: OrderRequest = { type: 'limit', side: 'buy', quantity: 5, limitPrice: 99, displayQuantity: 2 };
  const touch: Row = [100, 100, 98, 100];
  const result = run(scripted({ 0: ({ order }) => void order(iceberg) }), barsOf([START, touch, touch, touch, touch]));
  expect(fillsOf(result)).toEqual([
    [1, 'buy', 2, 99],
    [2, 'buy', 2, 99],
    [3, 'buy', 1, 99],
  ]);
});
