import { expect, test } from 'vitest';
import type { OrderRequest } from '../../../../shared/domain/order.ts';
import { onTick } from '../../../../shared/engine/orders/ticks.ts';
import { BTC, barsOf, fillsOf, type Row, run, scripted } from '../world.ts';

const CENTS = { ...BTC, tick: 0.01 };
const START: Row = [100, 100, 100, 100];

test.each([
  [94.9987, 0.01, 94.99, 95],
  [95, 0.01, 95, 95],
  // 0.07 / 0.01 is 7.000000000000001 in doubles, and still seven ticks.
  [0.07, 0.01, 0.07, 0.07],
  [4321.6, 0.25, 4321.5, 4321.75],
  [1234, 5, 1230, 1235],
  [0.004, 0.01, 0.01, 0.01],
])('[OM-01] %d on ticks of %d is %d below, %d above', (price, tick, below, above) => {
  expect([onTick(price, tick, false), onTick(price, tick, true)]).toEqual([below, above]);
});

test('[OM-01] a limit never pays more than it says, a stop is never reached sooner', () => {
  const rows: Row[] = [
    [100, 100, 94.995, 100],
    [100, 105.005, 94, 100],
  ];
  const fills = (request: OrderRequest) =>
    fillsOf(run(scripted({ 0: ({ order }) => void order(request) }), barsOf([START, ...rows]), { instrument: CENTS })).map(
      ([hour, , , price]) => [hour, price],
    );
  // 94.9987 is 94.99, which a low of 94.995 does not touch; 105.0012 is 105.00 for who buys below it, 105.01 for who sells or stops above.
  expect(fills({ type: 'limit', side: 'buy', quantity: 1, limitPrice: 94.9987 })).toEqual([[2, 94.99]]);
  expect(fills({ type: 'limit', side: 'sell', quantity: 1, limitPrice: 104.9987 })).toEqual([[2, 105]]);
  expect(fills({ type: 'limit', side: 'sell', quantity: 1, limitPrice: 105.0012 })).toEqual([]);
  expect(fills({ type: 'stop', side: 'buy', quantity: 1, stopPrice: 105.0012 })).toEqual([]);
  expect(fills({ type: 'stop', side: 'sell', quantity: 1, stopPrice: 94.9987 })).toEqual([[2, 94.99]]);
});

test('[OM-01] so is a changed price', () => {
  let id = 0;
  const script = scripted({
    0: ({ order }) => void (id = order({ type: 'limit', side: 'buy', quantity: 1, limitPrice: 90 })),
    1: ({ amend }) => amend(id, { limitPrice: 95.0099 }),
  });
  expect(fillsOf(run(script, barsOf([START, START, [100, 100, 94, 100]]), { instrument: CENTS }))).toEqual([[2, 'buy', 1, 95]]);
});
