import { expect, test } from 'vitest';
import type { RunResult } from '../../../../shared/domain/run.ts';
import { SizeRules } from '../../../../shared/engine/orders/size-rules.ts';
import { BTC, barsOf, fillsOf, flatBars, type Row, run, scripted } from '../world.ts';

/** Steps of a thousandth, at least a hundredth, at most 5, worth at least 10: as a spot venue would say it. */
const LISTED = { ...BTC, lot: 0.001, minQuantity: 0.01, maxQuantity: 5, minNotional: 10 };

const unfilledOf = (result: RunResult) => result.unfilled.map(({ orderId, reason }) => [orderId, reason]);

test('[BT-02] an order below the minimum or above the maximum of its venue is refused with a reason of its own', () => {
  const strategy = scripted({
    0: ({ order }) => {
      order({ type: 'market', side: 'buy', quantity: 0.0004 });
      order({ type: 'market', side: 'buy', quantity: 0.009 });
      order({ type: 'market', side: 'buy', quantity: 5.001 });
      order({ type: 'market', side: 'buy', quantity: 0.099 });
      order({ type: 'market', side: 'buy', quantity: 0.1 });
    },
  });
  // At 100 the least is 0.1: 0.099 is worth 9.90.
  const result = run(strategy, flatBars([100, 100, 100]), { instrument: LISTED });
  expect(unfilledOf(result)).toEqual([
    [1, 'BELOW_LOT'],
    [2, 'BELOW_MIN_QUANTITY'],
    [3, 'ABOVE_MAX_QUANTITY'],
    [4, 'BELOW_MIN_NOTIONAL'],
  ]);
  expect(fillsOf(result)).toEqual([[1, 'buy', 0.1, 100]]);
});

test('[BT-02] a limit counts at its price, a stop at its stop: 0.15 are worth 9.00 at 60 and 10.50 at 70', () => {
  const strategy = scripted({
    0: ({ order }) => {
      order({ type: 'limit', side: 'buy', quantity: 0.15, limitPrice: 60 });
      order({ type: 'limit', side: 'buy', quantity: 0.15, limitPrice: 70 });
      order({ type: 'stop', side: 'sell', quantity: 0.15, stopPrice: 60 });
    },
  });
  const result = run(strategy, flatBars([100, 100, 65]), { instrument: LISTED });
  expect(unfilledOf(result)).toEqual([
    [1, 'BELOW_MIN_NOTIONAL'],
    [3, 'BELOW_MIN_NOTIONAL'],
  ]);
  expect(fillsOf(result)).toEqual([[2, 'buy', 0.15, 65]]);
});

test('[BT-02] what only reduces is not held to the notional, but to the minimum quantity', () => {
  const strategy = scripted({
    0: ({ order }) => void order({ type: 'market', side: 'buy', quantity: 1 }),
    1: ({ order }) => {
      order({ type: 'market', side: 'sell', quantity: 0.05, reduceOnly: true });
      order({ type: 'market', side: 'sell', quantity: 0.005, reduceOnly: true });
    },
  });
  const result = run(strategy, flatBars([100, 100, 100]), { instrument: LISTED });
  expect(unfilledOf(result)).toEqual([[3, 'BELOW_MIN_QUANTITY']]);
  expect(fillsOf(result).slice(1)).toEqual([[2, 'sell', 0.05, 100]]);
});

test('[BT-02] a change to a size that the venue does not take is refused, and the order stands as it was', () => {
  let id = 0;
  const strategy = scripted({
    0: ({ order }) => void (id = order({ type: 'limit', side: 'buy', quantity: 0.2, limitPrice: 90 })),
    1: ({ amend }) => amend(id, { quantity: 0.1 }),
  });
  // 0.1 at 90 is 9.00.
  const result = run(strategy, flatBars([100, 100, 100, 90]), { instrument: LISTED });
  expect(result.unfilled).toMatchObject([{ orderId: 1, reason: 'BELOW_MIN_NOTIONAL', request: { quantity: 0.1, limitPrice: 90 } }]);
  expect(fillsOf(result)).toEqual([[3, 'buy', 0.2, 90]]);
});

test('[BT-02] of an order with others that follow it, those of a size that is refused are left out', () => {
  const strategy = scripted({
    0: ({ oto }) =>
      void oto({ type: 'market', side: 'buy', quantity: 1 }, [
        { type: 'limit', side: 'sell', quantity: 0.05, limitPrice: 110 },
        { type: 'limit', side: 'sell', quantity: 0.5, limitPrice: 110 },
      ]),
  });
  const result = run(strategy, flatBars([100, 100, 110]), { instrument: LISTED });
  expect(unfilledOf(result)).toEqual([[2, 'BELOW_MIN_NOTIONAL']]);
  expect(fillsOf(result)).toEqual([
    [1, 'buy', 1, 100],
    [2, 'sell', 0.5, 110],
  ]);
});

test('[BT-02] a target whose difference is too small does nothing, and is reported once', () => {
  const strategy = scripted({
    0: ({ target }) => target(0.5),
    1: ({ target }) => target(0.505),
    2: ({ target }) => target(0.505),
    3: ({ target }) => target(0.52),
  });
  const small = { ...LISTED, maxQuantity: 100 };
  // Of 1,000: 5.000 units; 0.505 is 0.05 more, worth 5; 0.52 is 0.2 more, worth 20.
  const result = run(strategy, flatBars([100, 100, 100, 100, 100]), { instrument: small });
  expect(unfilledOf(result)).toEqual([[2, 'BELOW_MIN_NOTIONAL']]);
  expect(fillsOf(result)).toEqual([
    [1, 'buy', 5, 100],
    [4, 'buy', 0.2, 100],
  ]);
});

test('[BT-02] a position that has become dust is not closed, by a target or a stop; it goes once it is worth enough', () => {
  const strategy = scripted({
    0: ({ order }) => void order({ type: 'market', side: 'buy', quantity: 0.1 }),
    1: ({ target }) => target(0),
    2: ({ target }) => target(0),
    3: ({ target }) => target(0.5),
    4: ({ target }) => target(0),
  });
  // 0.1 at 90 is 9.00. Then half of the equity of 10,000.00 - 0.10 x 10 is 49.995 units at 100: 49.895 more, and all of it goes.
  const rich = { instrument: { ...LISTED, maxQuantity: 100 }, cash: 10_000 };
  const sold = run(strategy, flatBars([100, 100, 90, 90, 100, 100]), rich);
  expect(unfilledOf(sold)).toEqual([[2, 'BELOW_MIN_NOTIONAL']]);
  expect(fillsOf(sold).slice(1)).toEqual([
    [4, 'buy', 49.9, 100],
    [5, 'sell', 50, 100],
  ]);
  const guarded = scripted({ 0: ({ order }) => void order({ type: 'market', side: 'buy', quantity: 0.1 }, { stopLoss: { price: 95 } }) });
  const held = run(guarded, flatBars([100, 100, 90, 80]), rich);
  expect(held.unfilled).toMatchObject([
    { orderId: 2, reason: 'BELOW_MIN_NOTIONAL', request: { type: 'stop', quantity: 0.1, stopPrice: 95 } },
  ]);
  expect(held.position).toBe(0.1);
});

test('[BT-02] on margin what closes a position is an order that only reduces: dust goes', () => {
  const strategy = scripted({
    0: ({ order }) => void order({ type: 'market', side: 'buy', quantity: 0.1 }),
    1: ({ target }) => target(0),
  });
  const result = run(strategy, flatBars([100, 100, 90]), { instrument: LISTED, execution: { leverage: 2 } });
  expect(result.unfilled).toEqual([]);
  expect(fillsOf(result)).toEqual([
    [1, 'buy', 0.1, 100],
    [2, 'sell', 0.1, 90],
  ]);
});

test('[BT-02] a target above the maximum is reached by one order a bar, of which none is too small; a stop sells as many', () => {
  const strategy = scripted({ 0: ({ target }) => target(1, { stopLoss: { price: 50 } }) });
  const rows: Row[] = [
    [100, 100, 100, 100],
    [100, 100, 100, 100],
    [100, 100, 100, 100],
    [100, 100, 40, 40],
    [40, 40, 40, 40],
  ];
  // 10.05 units, and 5 at once: 5, then not 5 but 4.95, since 0.05 would be worth 5, then 0.1. Of 10.05 at 50 the last must be 0.2.
  const result = run(strategy, barsOf(rows), { instrument: LISTED, cash: 1005 });
  expect(fillsOf(result)).toEqual([
    [1, 'buy', 5, 100],
    [2, 'buy', 4.95, 100],
    [3, 'buy', 0.1, 100],
    [3, 'sell', 5, 50],
    [4, 'sell', 4.8, 40],
  ]);
  expect(unfilledOf(result)).toEqual([]);
});

test('[BT-02] the rest of what the venue took is no new order, however little the volume of a bar left of it', () => {
  const instrument = { ...BTC, lot: 1, minQuantity: 3 };
  const strategy = scripted({ 0: ({ target }) => target(1, { stopLoss: { price: 95 } }) });
  const bars = barsOf([
    [100, 100, 100, 100],
    [100, 100, 100, 100],
    [100, 100, 100, 100],
    [100, 100, 90, 90],
    [90, 90, 90, 90],
  ]);
  bars.volume.set([0, 80, 80, 80, 80]);
  // A tenth of 80 is 8: of 10 units 2 are left, which alone would be refused, going in and coming out.
  const result = run(strategy, bars, { instrument, execution: { volumeLimit: 0.1 } });
  expect(fillsOf(result)).toEqual([
    [1, 'buy', 8, 100],
    [2, 'buy', 2, 100],
    [3, 'sell', 8, 95],
    [4, 'sell', 2, 90],
  ]);
  expect(unfilledOf(result)).toEqual([]);
});

test('[BT-02] what is just enough is enough whatever rounding does: 0.1 x 0.3 is worth 0.03', () => {
  const rules = new SizeRules({ ...BTC, lot: 0.1, minQuantity: 0.3, minNotional: 0.03 });
  expect(rules.tooSmall(3, 0.1)).toBeUndefined();
  expect(rules.tooSmall(-2, 0.1)).toBe('BELOW_MIN_QUANTITY');
  expect(rules.tooSmall(3, 0.0999)).toBe('BELOW_MIN_NOTIONAL');
});

test('[BT-02] an instrument of which anything may be ordered trades as before', () => {
  const strategy = scripted({ 0: ({ target }) => target(1), 1: ({ target }) => target(0.999), 2: ({ target }) => target(0) });
  const bars = flatBars([100, 100, 101, 102]);
  const plain = run(strategy, bars);
  const asked = run(strategy, bars, { instrument: { ...BTC, minQuantity: 1e-8, maxQuantity: 1e9, minNotional: 1e-6 } });
  expect(fillsOf(asked)).toEqual(fillsOf(plain));
  expect([...asked.equity.value]).toEqual([...plain.equity.value]);
});
