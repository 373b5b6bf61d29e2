import { expect, test } from 'vitest';
import { HOUR_US } from '../../../shared/domain/time.ts';
import { BTC, barsOf, fillsOf, flatBars, run, scripted } from './world.ts';

test('[BT-02] target(1) spends all equity: quantity = equity / (price x (1 + commission)), floored to the lot', () => {
  const result = run(scripted({ 0: ({ target }) => target(1) }), flatBars([100, 103, 103]), { commissionBps: 10 });
  // 1000 / (103 x 1.001) = 9.69903882..., floored at eight decimals.
  expect(fillsOf(result)).toEqual([[1, 'buy', 9.69903882, 103]]);
  expect(1000 / (103 * 1.001)).toBeCloseTo(9.69903882, 7);
  expect(result.commission).toBeCloseTo(9.69903882 * 103 * 0.001, 10);
});

test('[BT-02] target(1) counts slippage in: the cash left is less than one lot', () => {
  const result = run(scripted({ 0: ({ target }) => target(1) }), flatBars([100, 100, 100]), { commissionBps: 10, slippageBps: 20 });
  const [, , quantity, price] = fillsOf(result)[0] as [number, string, number, number];
  expect(price).toBeCloseTo(100.2, 12);
  const left = 1000 - quantity * price * 1.001;
  expect(left).toBeGreaterThanOrEqual(0);
  expect(left).toBeLessThan(1e-8 * price * 1.001);
  expect(result.slippage).toBeCloseTo(quantity * 0.2, 9);
});

test('[BT-01] an equal target again does nothing', () => {
  const always = scripted({ 0: ({ target }) => target(0.5), 1: ({ target }) => target(0.5), 2: ({ target }) => target(0.5) });
  expect(run(always, flatBars([100, 100, 150, 80, 90])).fills).toHaveLength(1);
});

test('[BT-01] a changed target trades the difference, from the equity at that open', () => {
  const strategy = scripted({ 0: ({ target }) => target(0.5), 1: ({ target }) => target(1), 2: ({ target }) => target(0.25) });
  // 5 at 100 leaves 500; at 125 the equity is 1125, so 9 in all: 4 more. At 100: equity 0 + 9 x 100 = 900, a quarter is 2.25: sell 6.75.
  expect(fillsOf(run(strategy, flatBars([100, 100, 125, 100])))).toEqual([
    [1, 'buy', 5, 100],
    [2, 'buy', 4, 125],
    [3, 'sell', 6.75, 100],
  ]);
});

test('[BT-01] a flip closes first, then sizes from what is left', () => {
  const strategy = scripted({ 0: ({ target }) => target(1), 1: ({ target }) => target(-1) });
  const result = run(strategy, flatBars([100, 100, 80, 80]));
  // 10 bought at 100; sold at 80 leaves 800, which shorts 10 at 80.
  expect(fillsOf(result)).toEqual([
    [1, 'buy', 10, 100],
    [2, 'sell', 10, 80],
    [2, 'sell', 10, 80],
  ]);
  expect(result.trades.map(({ side, pnl, exitTimeUs }) => [side, pnl, exitTimeUs])).toEqual([
    ['long', -200, 2 * HOUR_US],
    ['short', 0, null],
  ]);
});

test('[BT-01] a short earns what the price falls', () => {
  const result = run(scripted({ 0: ({ target }) => target(-1), 1: ({ target }) => target(0) }), flatBars([100, 100, 90, 90]));
  expect(result.endEquity).toBe(1100);
  expect(result.trades[0]).toMatchObject({ side: 'short', entryPrice: 100, exitPrice: 90, pnl: 100, quantity: 10 });
});

test('[BT-01] a target counts again after another order has moved the position', () => {
  const strategy = scripted({
    0: ({ target }) => target(1),
    1: ({ order, position }) => order({ type: 'market', side: 'sell', quantity: position }),
    2: ({ target }) => target(1),
  });
  expect(fillsOf(run(strategy, flatBars([100, 100, 100, 100]))).map(([hour, side]) => [hour, side])).toEqual([
    [1, 'buy'],
    [2, 'sell'],
    [3, 'buy'],
  ]);
});

test('[BT-01] of two targets at one close the last counts, and one that takes the first back leaves nothing', () => {
  const result = run(
    scripted({
      0: ({ target }) => {
        target(1);
        target(0);
      },
    }),
    flatBars([100, 100]),
  );
  expect(result.fills).toEqual([]);
  expect(result.unfilled).toEqual([]);
});

test('[BT-01] sizing says what target(1) means', () => {
  const buy = scripted({ 0: ({ target }) => target(1) });
  const bars = flatBars([100, 100, 100]);
  expect(fillsOf(run(buy, bars, { sizing: { kind: 'fraction', fraction: 0.3 } }))).toEqual([[1, 'buy', 3, 100]]);
  expect(fillsOf(run(buy, bars, { sizing: { kind: 'fixed', quantity: 2.5 } }))).toEqual([[1, 'buy', 2.5, 100]]);
});

test('[RK-02] a fixed size that the equity cannot bear is refused once, with the reason', () => {
  const always = scripted({ 0: ({ target }) => target(1), 1: ({ target }) => target(1) });
  const result = run(always, flatBars([100, 100, 100, 100]), { sizing: { kind: 'fixed', quantity: 11 } });
  expect(result.unfilled.map(({ reason, request }) => [reason, request])).toEqual([['INSUFFICIENT_FUNDS', { type: 'target', target: 1 }]]);
});

test('[BT-01] lots are whole: floor(quantity / lot + 1e-9)', () => {
  const whole = { ...BTC, lot: 1 };
  expect(fillsOf(run(scripted({ 0: ({ target }) => target(1) }), flatBars([300, 300]), { instrument: whole }))).toEqual([
    [1, 'buy', 3, 300],
  ]);
  const tenths = { ...BTC, lot: 0.1 };
  // 0.3 / 0.1 is 2.9999999999999996 in doubles, and still three lots.
  const order = scripted({ 0: ({ order }) => order({ type: 'market', side: 'buy', quantity: 0.3 }) });
  expect(fillsOf(run(order, flatBars([300, 300]), { instrument: tenths }))).toEqual([[1, 'buy', 0.3, 300]]);
  const tooSmall = run(scripted({ 0: ({ target }) => target(1) }), flatBars([3000, 3000]), { instrument: whole });
  expect(tooSmall.unfilled.map(({ reason }) => reason)).toEqual(['BELOW_LOT']);
});

test('[BT-01] a target of the last bar is reported unfilled', () => {
  const result = run(scripted({ 1: ({ target }) => target(1) }), flatBars([100, 100]));
  expect(result.unfilled).toEqual([
    { orderId: 1, submittedUs: 2 * HOUR_US, request: { type: 'target', target: 1 }, reason: 'END_OF_DATA' },
  ]);
});

test('[SR-01] a target that is no number stops the run with what would be right', () => {
  const bad = scripted({ 0: ({ target }) => target(Number.NaN) });
  expect(() => run(bad, flatBars([100, 100]))).toThrow('target(NaN) must be a finite number: 1 is fully long, -1 fully short, 0 flat');
});

test('[BT-01] a target fills at the open even when the bar then falls below every limit', () => {
  const result = run(
    scripted({ 0: ({ target }) => target(1) }),
    barsOf([
      [100, 100, 100, 100],
      [110, 111, 50, 60],
    ]),
  );
  expect(fillsOf(result)).toEqual([[1, 'buy', 9.09090909, 110]]);
});
