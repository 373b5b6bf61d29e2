import { describe, expect, test } from 'vitest';
import type { ExecutionOptions } from '../../../../shared/engine/execution.ts';
import { barsOf, fillsOf, flatBars, type Row, run, scripted } from '../world.ts';

const START: Row = [100, 100, 100, 100];

/** Goes to `target` at 100 with 1,000 of cash, and returns what happened. */
function outcome(target: number, rows: readonly Row[], execution: ExecutionOptions) {
  const result = run(scripted({ 0: (context) => context.target(target) }), barsOf([START, START, ...rows]), { execution });
  return {
    fills: fillsOf(result),
    equity: result.endEquity,
    carry: result.carry?.liquidation,
    reasons: result.unfilled.map(({ reason }) => reason),
  };
}

describe('leverage', () => {
  test('[RK-02] three times the equity may be bought with it, once without', () => {
    const fills = (execution?: ExecutionOptions) =>
      fillsOf(run(scripted({ 0: ({ target }) => target(3) }), flatBars([100, 100]), execution === undefined ? {} : { execution }));
    expect(fills({ leverage: 3 })).toEqual([[1, 'buy', 30, 100]]);
    expect(fills()).toEqual([]);
  });

  test('[RK-02] the commission comes off the equity first: 3 (1000 - 0.001 q 100) = 100 q', () => {
    const strategy = scripted({ 0: ({ target }) => target(3) });
    const result = run(strategy, flatBars([100, 100]), { commissionBps: 10, execution: { leverage: 3 } });
    expect(result.unfilled).toEqual([]);
    expect(result.fills[0]?.quantity).toBeCloseTo(3000 / 100.3, 7);
  });
});

describe('liquidation', () => {
  // 40 at 100 on 1,000 owe 3,000: 40 p - 3000 = 0.1 x 40 p at p = 3000 / 36 = 83.33.
  const four: ExecutionOptions = { leverage: 4, maintenance: 0.1 };

  test('[BT-02] a long position is closed where its equity is the maintenance margin', () => {
    const { fills } = outcome(
      4,
      [
        [100, 100, 84, 90],
        [90, 90, 83, 88],
      ],
      four,
    );
    expect(fills.at(-1)?.slice(0, 3)).toEqual([3, 'sell', 40]);
    expect(fills.at(-1)?.[3]).toBeCloseTo(3000 / 36, 10);
    expect(outcome(4, [[100, 100, 83.4, 90]], four).fills).toHaveLength(1);
  });

  test('[BT-02] through a gap at the worse open, even when nothing is left', () => {
    const { fills, equity } = outcome(4, [[70, 75, 70, 75]], four);
    expect(fills.at(-1)).toEqual([2, 'sell', 40, 70]);
    expect(equity).toBe(-200);
  });

  test('[BT-02] a short position above: 1000 + 40 x 100 - 40 p = 0.1 x 40 p at p = 5000 / 44', () => {
    const { fills } = outcome(-4, [[100, 114, 100, 110]], four);
    expect(fills.at(-1)?.[3]).toBeCloseTo(5000 / 44, 10);
  });

  test('[BT-02] its fee comes on top, and takes every waiting order with it', () => {
    const strategy = scripted({
      0: (context) => {
        context.target(4);
        context.order({ type: 'limit', side: 'buy', quantity: 1, limitPrice: 50 });
      },
    });
    const result = run(strategy, barsOf([START, START, [80, 80, 80, 80]]), { execution: { ...four, liquidationFeeBps: 50 } });
    // 40 x 80 x 0.5 %.
    expect(result.carry?.liquidation).toBeCloseTo(16, 10);
    expect(result.endEquity).toBeCloseTo(1000 - 40 * 20 - 16, 8);
    expect(result.trades[0]?.pnl).toBeCloseTo(-816, 8);
    expect(result.unfilled.map(({ reason }) => reason)).toEqual(['LIQUIDATED']);
  });

  test('[BT-02] a stop that is nearer comes first', () => {
    const strategy = scripted({ 0: ({ target }) => target(4, { stopLoss: { price: 90 } }) });
    const result = run(strategy, barsOf([START, START, [100, 100, 80, 85]]), { execution: four });
    expect(fillsOf(result).at(-1)).toEqual([2, 'sell', 40, 90]);
    expect(result.carry).toBeUndefined();
  });

  test('[BT-02] with a maintenance of all that positions are worth nothing is taken away while no cash is owed', () => {
    expect(outcome(0.5, [START], { maintenance: 1 }).fills).toHaveLength(1);
    expect(outcome(1, [START], { maintenance: 1 }).fills).toHaveLength(1);
    // A funding of 1 % at 08:00 makes cash of nothing owe 10.
    const rows = Array.from({ length: 9 }, () => START);
    expect(outcome(1, rows, { maintenance: 1, funding: 0.01 }).fills.at(-1)).toEqual([8, 'sell', 10, 100]);
  });

  test('[SR-13] a maintenance margin above the initial one is refused', () => {
    expect(() => outcome(1, [], { leverage: 4, maintenance: 0.3 })).toThrow(
      'maintenance is 0.3, but must be at most 1 / leverage, which is 0.25',
    );
  });
});

test.each([
  ['volumeLimit', 0, 'volumeLimit is 0, but must be above 0 and at most 1'],
  ['leverage', 0.5, 'leverage is 0.5, but must be from 1 to 1000'],
  ['latencyBars', 1.5, 'latencyBars is 1.5, but must be a whole number'],
  ['latencyUs', -1, 'latencyUs is -1, but must be from 0 to'],
  ['calendar', 'MARS', 'calendar is "MARS", but must be one of 24/7'],
  ['actions', [{ timeUs: 0, split: 0 }], 'a split is 0, but must be a positive ratio'],
  ['actions', [{ timeUs: 0, dividend: -1 }], 'a dividend is -1, but must be 0 or above'],
])('[SR-13] %s %j is refused in words', (name, value, message) => {
  expect(() => outcome(1, [], { [name]: value })).toThrow(message);
});
