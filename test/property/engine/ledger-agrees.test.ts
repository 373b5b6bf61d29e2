import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CASH_DECIMALS } from '../../../shared/domain/money.ts';
import { Ledger, postDeposit, postFill } from '../../../shared/domain/ledger.ts';
import type { OrderRequest } from '../../../shared/domain/order.ts';
import type { StrategyContext } from '../../../shared/strategies/define.ts';
import { fixedBars } from '../../golden/fixed-bars.ts';
import { BTC, run, scripted } from '../../unit/engine/world.ts';

const BARS = fixedBars(120);
const HOURS_TO_START = (BARS.time[0] as number) / 3_600_000_000;
const CASH = 1_000_000;

type Action = { hour: number; target: number } | { hour: number; request: OrderRequest };

const side = fc.constantFrom('buy', 'sell');
const quantity = fc.integer({ min: 1, max: 2_000_000_000 }).map((lots) => lots / 1e8);
const price = fc.integer({ min: 5_000, max: 20_000 }).map((cents) => cents / 100);
const request: fc.Arbitrary<OrderRequest> = fc.oneof(
  fc.record({ type: fc.constant('market' as const), side, quantity }),
  fc.record({ type: fc.constant('limit' as const), side, quantity, limitPrice: price }),
  fc.record({ type: fc.constant('stop' as const), side, quantity, stopPrice: price }),
  fc.record({ type: fc.constant('stop-limit' as const), side, quantity, stopPrice: price, limitPrice: price }),
);
const hour = fc.integer({ min: 0, max: 118 });
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ hour, target: fc.constantFrom(-1, -0.5, 0, 0.25, 1) }),
  fc.record({ hour, request }),
);

function strategyOf(actions: readonly Action[]) {
  const script: Record<number, (context: StrategyContext) => void> = {};
  for (const step of actions) {
    const before = script[step.hour + HOURS_TO_START];
    script[step.hour + HOURS_TO_START] = (context) => {
      before?.(context);
      if ('target' in step) context.target(step.target);
      else context.order(step.request);
    };
  }
  return scripted(script);
}

test('[DX-01] whatever is ordered: the ledger of the fills sums to zero, and holds the cash and the position of the engine', () => {
  let fills = 0;
  fc.assert(
    fc.property(fc.array(action, { maxLength: 25 }), (actions) => {
      const result = run(strategyOf(actions), BARS, { cash: CASH, commissionBps: 7, slippageBps: 3 });
      fills += result.fills.length;
      const ledger = new Ledger();
      const cash = { id: BTC.currency, decimals: CASH_DECIMALS };
      postDeposit(ledger, { asset: cash, units: BigInt(CASH) * 10n ** BigInt(CASH_DECIMALS) }, result.startUs);
      for (const fill of result.fills) postFill(ledger, fill, BTC);
      for (const sum of ledger.trialBalance().values()) expect(sum).toBe(0n);
      const units = Number(ledger.balance('portfolio', BTC.base)) / 1e8;
      const held = result.fills.reduce((sum, fill) => sum + (fill.side === 'buy' ? fill.quantity : -fill.quantity), 0);
      expect(units).toBeCloseTo(held, 8);
      const equity = Number(ledger.balance('portfolio', BTC.currency)) / 1e8 + units * (BARS.close[BARS.length - 1] as number);
      // Each posting is snapped to 1e-8, so every fill may move the sum by that much.
      expect(Math.abs(equity - result.endEquity)).toBeLessThan(1e-6 + result.fills.length * 1e-6);
    }),
    { numRuns: 300, seed: 7 },
  );
  expect(fills).toBeGreaterThan(1000);
});

test('[SG-03] whatever is ordered: the round trips sum to the gain, and their commission to what was paid', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 25 }), (actions) => {
      const result = run(strategyOf(actions), BARS, { cash: CASH, commissionBps: 7, slippageBps: 3 });
      const sum = (pick: (trade: (typeof result.trades)[number]) => number) =>
        result.trades.reduce((total, trade) => total + pick(trade), 0);
      expect(Math.abs(sum(({ pnl }) => pnl) - (result.endEquity - CASH))).toBeLessThan(1e-5);
      expect(Math.abs(sum(({ commission }) => commission) - result.commission)).toBeLessThan(1e-6);
      expect(result.endEquity).toBeGreaterThan(0);
    }),
    { numRuns: 300, seed: 8 },
  );
});
