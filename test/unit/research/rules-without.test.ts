import { expect, test } from 'vitest';
import { runBacktest } from '../../../shared/engine/backtest.ts';
import { ablate } from '../../../shared/research/ablation/ablate.ts';
import { rulesWithoutEach } from '../../../shared/research/ablation/rules-without.ts';
import { parseRules } from '../../../shared/strategies/rules/parse.ts';
import { coin, walkBars } from './world.ts';

const RULES = {
  params: { slow: { default: 30, min: 5, max: 60 }, weak: { default: 50, min: 1, max: 99 } },
  indicators: { strength: 'rsi(14)' },
  entry: {
    long: { all: [{ above: ['volume', 0.5] }, { any: [{ above: ['close', 'sma($slow)'] }, { not: { above: ['strength', '$weak'] } }] }] },
  },
  exit: { long: { below: ['volume', 0.5] } },
  stopLoss: { percent: 5 },
  sizing: { riskPercent: 1 },
  cooldown: 1,
};
const engine = { cash: 10_000, sizing: { kind: 'all' }, commissionBps: 0, slippageBps: 0 } as const;

test('[PT-05] rules are taken apart condition by condition, and take along what nothing else uses', () => {
  const rules = parseRules(RULES);
  const parts = rulesWithoutEach(RULES, rules.parse({ slow: 20 }));
  // Sizing by risk needs the stop, so the stop is not a part that can go.
  expect(parts.map(({ part, values }) => [part, values])).toEqual([
    ['entry.long.all[0]', { slow: 20, weak: 50 }],
    ['entry.long.all[1]', {}],
    ['entry.long.all[1].any[0]', { weak: 50 }],
    ['entry.long.all[1].any[1]', { slow: 20 }],
    ['cooldown', { slow: 20, weak: 50 }],
  ]);
  expect(() => rulesWithoutEach({ entry: {} }, {})).toThrow('entry');
});

test('[PT-05] the rules without a part trade like the same rules written without it', () => {
  const bars = walkBars(400, 1);
  const written = parseRules({ ...RULES, params: {}, indicators: {}, entry: { long: { all: [RULES.entry.long.all[0]] } } });
  const [, left] = rulesWithoutEach(RULES, parseRules(RULES).parse({}));
  const trades = (strategy: typeof written) =>
    runBacktest({ strategy, values: strategy.parse({}), bars, instrument: coin(), options: engine }).trades;
  expect(left?.strategy.params).toEqual({});
  expect(trades(written).length).toBeGreaterThan(10);
  expect(trades(left?.strategy ?? parseRules(RULES))).toEqual(trades(written));
  expect(trades(parseRules(RULES))).not.toEqual(trades(written));
});

test('[PT-05] the condition that tells something helps, the one that tells nothing does not', () => {
  const always = { above: ['close', 0.0001] };
  const rules = { entry: { long: { all: [{ above: ['volume', 0.5] }, always] } }, exit: { long: { above: ['close', 'close[1]'] } } };
  const strategy = parseRules(rules);
  const input = { strategy, values: {}, bars: walkBars(1500, 5, 0.8), instrument: coin(), engine };
  const { contributions } = ablate({ ...input, without: rulesWithoutEach(rules, {}) });
  expect(contributions.map(({ part, verdict }) => [part, verdict])).toEqual([
    ['entry.long.all[0]', 'helps'],
    ['entry.long.all[1]', 'unproven'],
  ]);
  expect(contributions[1]).toMatchObject({ difference: 0, low: 0, high: 0 });
});
