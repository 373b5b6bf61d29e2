import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bars } from '../../../shared/domain/bars.ts';
import { runBacktest } from '../../../shared/engine/backtest.ts';
import { computeIndicator } from '../../../shared/indicators/batch.ts';
import { rsi } from '../../../shared/indicators/momentum/rsi.ts';
import { sma } from '../../../shared/indicators/trend/sma.ts';
import { defineStrategy, type Strategy } from '../../../shared/strategies/define.ts';
import { crosses, isAbove, isBelow } from '../../../shared/strategies/signal.ts';
import { crossedAbove, crossedBelow } from '../../../shared/strategies/view.ts';
import { randomBars } from '../../support/random-bars.ts';
import { BTC } from '../../unit/engine/world.ts';

/** Trades with orders, brackets and trails on crosses and levels; asked at every close it does nothing at the others. */
const strategy = defineStrategy({
  id: 'sparse',
  about: 'Acts on crosses and levels only.',
  params: {},
  indicators: () => ({ fast: sma(3), slow: sma(8), strength: rsi(5) }),
  when: ({ fast, slow, strength }) => [crosses(fast, slow), isBelow(strength, 20), isAbove(strength, 80)],
  onBar({ bar, indicators: { fast, slow, strength }, target, order, cancelAll }) {
    if (crossedAbove(fast, slow)) target(1, { stopLoss: { ratio: 0.01 }, takeProfit: { ratio: 0.02 } });
    else if (crossedBelow(fast, slow)) target(-0.5, { trailingStop: { ratio: 0.01 } });
    else if (strength.value < 20) order({ type: 'limit', side: 'buy', quantity: 0.1, limitPrice: bar.close * 0.999 });
    else if (strength.value > 80) cancelAll();
  },
});

function outcomeOf(run: Strategy, bars: Bars) {
  const options = { cash: 10_000, sizing: { kind: 'fraction', fraction: 0.5 }, commissionBps: 5, slippageBps: 2 } as const;
  const result = runBacktest({ strategy: run, values: {}, bars, instrument: BTC, options });
  return { ...result, fills: result.fills, trades: result.trades, value: [...result.equity.value] };
}

test('[BT-01] a strategy that says when it acts trades as one that is asked at every close, to the last bit', () => {
  const { when: _, ...asked } = strategy;
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 400 }), (seed, length) => {
      const bars = randomBars(length, seed);
      expect(outcomeOf(strategy, bars)).toEqual(outcomeOf(asked, bars));
    }),
    { numRuns: 60 },
  );
});

test('[BT-01] what is asked between the blocks that history plays is not forgotten', () => {
  const { when: _, ...asked } = strategy;
  const bars = randomBars(140_000, 7);
  const [jumping, walking] = [outcomeOf(strategy, bars), outcomeOf(asked, bars)];
  expect(jumping.fills).toEqual(walking.fills);
  expect(jumping.endEquity).toBe(walking.endEquity);
  expect(jumping.barsInPosition).toBe(walking.barsInPosition);
});

test('[BT-01] onBar is called at the closes that the signals say and at no other', () => {
  const bars = randomBars(140_000, 7);
  let calls = 0;
  const counting = defineStrategy({
    id: 'counting',
    about: 'Counts its calls.',
    params: {},
    indicators: () => ({ strength: rsi(5) }),
    when: ({ strength }) => [isBelow(strength, 5)],
    onBar({ indicators: { strength } }) {
      calls++;
      expect(strength.value).toBeLessThan(5);
    },
  });
  outcomeOf(counting, bars);
  const [column] = computeIndicator(rsi(5), bars) as [Float64Array];
  expect(calls).toBe(column.filter((value) => value < 5).length);
  expect(calls).toBeGreaterThan(100);
});
