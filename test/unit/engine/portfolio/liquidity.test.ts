import { expect, test } from 'vitest';
import type { OrderRequest } from '../../../../shared/domain/order.ts';
import { defineStrategy } from '../../../../shared/strategies/define.ts';
import { scripted } from '../world.ts';
import { fillsOf, hourly, instrumentOf, play } from './world.ts';

const A = instrumentOf('AAA/USDT');
const market = (side: 'buy' | 'sell', quantity: number) => ({ type: 'market', side, quantity }) as const;

/** Places one order at the first close. */
const asks = (id: string, request: OrderRequest) =>
  defineStrategy({
    id,
    about: 'Asks once.',
    params: {},
    indicators: () => ({}),
    onBar: ({ bar, order }) => void (bar.timeUs === 0 && order(request)),
  });

/** Fills by strategy on flat bars of 100 units, of which a tenth may be traded. */
function filled(...strategies: ReturnType<typeof asks>[]) {
  const bars = hourly([100, 100, 100, 100]);
  bars.volume.fill(100);
  const result = play(
    { feeds: [{ instrument: A, bars }], sleeves: strategies.map((strategy) => ({ strategy, values: {} })) },
    { cash: 1e6, execution: { volumeLimit: 0.1 } },
  );
  const byName = Object.fromEntries(
    result.sleeves.map((sleeve) => [sleeve.name, fillsOf(sleeve).map(([hour, , quantity]) => [hour, quantity])]),
  );
  return { byName, crossed: result.positions[0]?.crossedQuantity };
}

test('[SR-12] [BT-02] the volume of a bar is used up once by all strategies of an account: the first by id first, in whichever order they are given', () => {
  const [early, late] = [asks('early', market('buy', 8)), asks('late', market('buy', 8))];
  // 10 of each bar: 8 and 2, then the other 6.
  const expected = {
    early: [[1, 8]],
    late: [
      [1, 2],
      [2, 6],
    ],
  };
  expect(filled(early, late).byName).toEqual(expected);
  expect(filled(late, early).byName).toEqual(expected);
});

test('[SR-12] a purchase and a sale use the volume of a bar both, although the account nets them', () => {
  const { byName, crossed } = filled(asks('sells', market('sell', 7)), asks('buys', market('buy', 8)));
  expect(byName).toEqual({
    buys: [[1, 8]],
    sells: [
      [1, -2],
      [2, -5],
    ],
  });
  expect(crossed).toBe(2);
});

test('[SR-12] what a strategy leaves inside a bar is what others find there', () => {
  // Both limits are reached inside the second bar, which gives 10.
  const limit = (quantity: number) => ({ type: 'limit', side: 'buy', quantity, limitPrice: 95 }) as const;
  const bars = hourly([100, 100, 100]);
  bars.volume.fill(100);
  bars.low[1] = 90;
  const { sleeves } = play(
    { feeds: [{ instrument: A, bars }], sleeves: [asks('b', limit(6)), asks('a', limit(7))].map((strategy) => ({ strategy, values: {} })) },
    { cash: 1e6, execution: { volumeLimit: 0.1 } },
  );
  expect(sleeves.map((sleeve) => [sleeve.name, fillsOf(sleeve)])).toEqual([
    ['b', [[1, A.id, 3, 95]]],
    ['a', [[1, A.id, 7, 95]]],
  ]);
});

test('[SR-12] a liquidation takes what the bar does not give, and leaves nothing of it to others', () => {
  const strategies = {
    // 10 units on 250: at 75 nothing is left.
    a: scripted({ 0: ({ order }) => void order(market('buy', 10)) }),
    b: scripted({
      1: ({ order }) => {
        order(market('buy', 1));
        order({ type: 'limit', side: 'buy', quantity: 5, limitPrice: 70 });
      },
    }),
  };
  const bars = hourly([100, 100, 100, 100]);
  bars.volume.set([100, 100, 50, 100]);
  bars.low[2] = 60;
  const { sleeves } = play(
    {
      feeds: [{ instrument: A, bars }],
      sleeves: Object.entries(strategies).map(([name, strategy]) => ({ name, strategy, values: {}, share: name === 'a' ? 0.025 : 0.975 })),
    },
    { cash: 10_000, execution: { volumeLimit: 0.1, leverage: 4, maintenance: 0.01 } },
  );
  // The third bar gives 5: b has 1 of it at the open, then a goes at 750 / 10 / 0.99.
  expect(sleeves.map((sleeve) => [sleeve.name, fillsOf(sleeve)])).toEqual([
    [
      'a',
      [
        [1, A.id, 10, 100],
        [2, A.id, -10, expect.closeTo(75 / 0.99, 9)],
      ],
    ],
    ['b', [[2, A.id, 1, 100]]],
  ]);
});
