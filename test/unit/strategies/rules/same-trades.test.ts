import { describe, expect, test } from 'vitest';
import { atr } from '../../../../shared/indicators/volatility/atr.ts';
import { bollinger } from '../../../../shared/indicators/volatility/bollinger.ts';
import { ema } from '../../../../shared/indicators/trend/ema.ts';
import { float } from '../../../../shared/indicators/parameters.ts';
import { rsi } from '../../../../shared/indicators/momentum/rsi.ts';
import { sma } from '../../../../shared/indicators/trend/sma.ts';
import { defineStrategy, type Strategy } from '../../../../shared/strategies/define.ts';
import { parseRules } from '../../../../shared/strategies/rules/parse.ts';
import { crossedAbove, crossedBelow } from '../../../../shared/strategies/view.ts';
import bollingerReversion from '../../../../strategies/bollinger-reversion.ts';
import donchianBreakout from '../../../../strategies/donchian-breakout.ts';
import rsiReversion from '../../../../strategies/rsi-reversion.ts';
import smaCross from '../../../../strategies/sma-cross.ts';
import { fixedBars } from '../../../golden/fixed-bars.ts';
import { randomBars } from '../../../support/random-bars.ts';
import { runStrategy } from './world.ts';

const HISTORIES = [fixedBars(2000), randomBars(3000, 11)];
const COSTS = { commissionBps: 10, slippageBps: 5 };

/** Trades and equity of the rules are those of the code, bit for bit, on both histories. */
function expectSame(rules: unknown, code: Strategy, given: Readonly<Record<string, number>> = {}): void {
  for (const bars of HISTORIES) {
    const expected = runStrategy(code, bars, given, COSTS);
    const actual = runStrategy(parseRules(rules), bars, given, COSTS);
    expect(expected.trades.length).toBeGreaterThan(5);
    expect(actual.trades).toEqual(expected.trades);
    expect(actual.equity).toEqual(expected.equity);
    expect(actual.unfilled).toEqual(expected.unfilled);
  }
}

const SMA_CROSS = {
  params: { fast: { default: 10, min: 1, max: 500 }, slow: { default: 30, min: 2, max: 2000 } },
  entry: { long: { crossesAbove: ['sma($fast)', 'sma($slow)'] } },
  exit: { long: { crossesBelow: ['sma($fast)', 'sma($slow)'] } },
};

test('[PT-03] sma-cross as rules trades as sma-cross in code, whatever its parameters', () => {
  expectSame(SMA_CROSS, smaCross);
  expectSame(SMA_CROSS, smaCross, { fast: 3, slow: 50 });
});

test('[PT-03] rsi-reversion as rules trades as rsi-reversion in code', () => {
  const rules = {
    params: { period: { default: 14, min: 2, max: 500 } },
    indicators: { strength: { indicator: 'rsi', params: { period: '$period' } } },
    entry: { long: { below: ['strength', 30] } },
    exit: { long: { above: ['strength', 70] } },
  };
  expectSame(rules, rsiReversion);
  expectSame(rules, rsiReversion, { period: 5 });
});

test('[PT-03] bollinger-reversion as rules trades as it does in code', () => {
  const rules = {
    indicators: { bands: 'bollinger(20, 2)' },
    entry: { long: { below: ['close', 'bands.lower'] } },
    exit: { long: { not: { below: ['close', 'bands.middle'] } } },
  };
  expectSame(rules, bollingerReversion);
});

test('[PT-03] donchian-breakout with shorts as rules trades as it does in code', () => {
  const rules = {
    entry: { long: { above: ['close', 'donchian(20).upper[1]'] }, short: { below: ['close', 'donchian(20).lower[1]'] } },
    exit: { long: { below: ['close', 'donchian(10).lower[1]'] }, short: { above: ['close', 'donchian(10).upper[1]'] } },
  };
  expectSame(rules, withoutParameters(donchianBreakout, { shorts: 1 }));
});

/** The strategy with its parameters fixed, for rules that have none. */
function withoutParameters(strategy: Strategy, given: Readonly<Record<string, number>>): Strategy {
  const values = strategy.parse(given);
  return defineStrategy({
    id: 'fixed',
    about: strategy.about,
    params: {},
    indicators: () => strategy.indicators(values),
    onBar: (context) => strategy.onBar(fixed(context, values)),
  });
}

function fixed(context: unknown, params: Readonly<Record<string, number>>) {
  const { bar, indicators, position, target } = context as Parameters<Strategy['onBar']>[0];
  return { bar, indicators, position, target, params } as unknown as Parameters<Strategy['onBar']>[0];
}

describe('stops and targets', () => {
  test('[OM-01] percent stops and targets are those of code', () => {
    const code = defineStrategy({
      id: 'guarded',
      about: '',
      params: { stop: float(2, { min: 0.1, max: 50 }) },
      indicators: () => ({ fast: ema(5), slow: ema(20) }),
      onBar({ indicators: { fast, slow }, position, params: { stop }, target }) {
        if (position === 0 && crossedAbove(fast, slow)) target(1, { stopLoss: { ratio: stop / 100 }, takeProfit: { ratio: 0.03 } });
        else if (position > 0 && crossedBelow(fast, slow)) target(0);
      },
    });
    const rules = {
      params: { stop: { default: 2, min: 0.1, max: 50 } },
      entry: { long: { crossesAbove: ['ema(5)', 'ema(20)'] } },
      exit: { long: { crossesBelow: ['ema(5)', 'ema(20)'] } },
      stopLoss: { percent: '$stop' },
      takeProfit: { percent: 3 },
    };
    expectSame(rules, code);
    expectSame(rules, code, { stop: 0.5 });
  });

  test('[OM-01] stops of so many average ranges are measured at the signal, on both sides of the market', () => {
    const code = defineStrategy({
      id: 'ranged',
      about: '',
      params: {},
      indicators: () => ({ strength: rsi(7), range: atr(10) }),
      onBar({ indicators: { strength, range }, position, target }) {
        const guard = { stopLoss: { offset: 2 * range.value }, trailingStop: { offset: 3 * range.value } };
        const long = strength.value < 30;
        const short = strength.value > 70;
        if (long && position <= 0) target(1, guard);
        else if (short && position >= 0) target(-1, guard);
      },
    });
    const rules = {
      entry: { long: { below: ['rsi(7)', 30] }, short: { above: ['rsi(7)', 70] } },
      stopLoss: { atr: 2, period: 10 },
      trailingStop: { atr: 3, period: 10 },
    };
    expectSame(rules, code);
  });
});

test('[MD-11] indicators of a longer timeframe are those of code', () => {
  const code = defineStrategy({
    id: 'longer',
    about: '',
    params: {},
    indicators: () => ({ trend: sma(5, { timeframe: '4h' }), bands: bollinger(20) }),
    onBar({ bar, indicators: { trend, bands }, position, target }) {
      const up = trend.value > trend.ago(1);
      if (position === 0 && up && bar.close < bands.middle.value) target(1);
      else if (position > 0 && bar.close > bands.upper.value) target(0);
    },
  });
  const rules = parseRules({
    entry: { long: { all: [{ above: ['sma(5)@4h', 'sma(5)@4h[1]'] }, { below: ['close', 'bollinger(20).middle'] }] } },
    exit: { long: { above: ['close', { indicator: 'bollinger', output: 'upper' }] } },
  });
  const bars = fixedBars(2000);
  const expected = runStrategy(code, bars);
  expect(expected.trades.length).toBeGreaterThan(5);
  expect(runStrategy(rules, bars).trades).toEqual(expected.trades);
});

test('[BT-01] one strategy of rules serves several runs, one after the other and nested, and forgets nothing between', () => {
  const strategy = parseRules({ ...SMA_CROSS, cooldown: 3, wait: 1 });
  const [first, second] = HISTORIES.map((bars) => runStrategy(parseRules({ ...SMA_CROSS, cooldown: 3, wait: 1 }), bars).trades);
  let inner: unknown;
  const outer = {
    ...strategy,
    onBar(context: Parameters<Strategy['onBar']>[0]) {
      inner ??= runStrategy(strategy, HISTORIES[1] as (typeof HISTORIES)[0]).trades;
      strategy.onBar(context);
    },
  };
  expect(runStrategy(outer, HISTORIES[0] as (typeof HISTORIES)[0]).trades).toEqual(first);
  expect(inner).toEqual(second);
  expect(runStrategy(strategy, HISTORIES[0] as (typeof HISTORIES)[0]).trades).toEqual(first);
});
