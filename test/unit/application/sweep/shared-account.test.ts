import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { buildReport } from '../../../../shared/application/backtest/build-report.ts';
import { paramsOf, planWith, subjectOf } from '../../../../shared/application/backtest/subject.ts';
import { returnsOf } from '../../../../shared/application/sweep/best.ts';
import { planSweep, spaceOf, type SweepRequest } from '../../../../shared/application/sweep/plan.ts';
import { rowOf, SWEEP_MEASURES, summaryOf } from '../../../../shared/application/sweep/row.ts';
import { runnerOf } from '../../../../shared/application/sweep/runner.ts';
import { runSweepShard } from '../../../../shared/application/sweep/shard.ts';
import { simulationsOf } from '../../../../shared/application/sweep/simulations.ts';
import { trialKey, trialOfBacktest } from '../../../../shared/application/sweep/trials.ts';
import { trialMaker } from '../../../../shared/application/sweep/verdict.ts';
import { HOUR_US } from '../../../../shared/domain/time.ts';
import { inferInstrument } from '../../../../shared/market/instrument.ts';
import { definePortfolioStrategy } from '../../../../shared/strategies/portfolio.ts';
import { startSearch } from '../../../../shared/research/optimise/search.ts';
import type { Params } from '../../../../shared/research/optimise/space.ts';
import { int } from '../../../../shared/indicators/parameters.ts';
import rsiReversion from '../../../../strategies/rsi-reversion.ts';
import smaCross from '../../../../strategies/sma-cross.ts';
import { randomBars } from '../../../support/random-bars.ts';

const hourly = (seed: number, length = 2000) => {
  const bars = randomBars(length, seed);
  return { ...bars, timeframeUs: HOUR_US, time: Float64Array.from(bars.time, (_, i) => i * HOUR_US) };
};
const origin = { sha256: '', synthetic: true };
const three = [
  { bars: hourly(1), instrument: inferInstrument({ symbol: 'SOL/USDT' }), origin },
  { bars: hourly(2), instrument: inferInstrument({ symbol: 'ETH/USDT' }), origin },
  { bars: hourly(3, 1500), instrument: inferInstrument({ symbol: 'BTC/USDT' }), origin },
];
const rotation = definePortfolioStrategy({
  id: 'rotation',
  about: 'holds one instrument after the other, each for so many days',
  params: { days: int(7, { min: 1, max: 30 }) },
  indicators: () => ({}),
  state: () => ({ days: 0 }),
  onBars: ({ params, state, legs, begins, rebalance }) => {
    if (begins('day') && state.days++ % params.days === 0) {
      const { id } = legs[((state.days / params.days) % legs.length) | 0] as (typeof legs)[number];
      rebalance({ [id]: 0.9 });
    }
  },
});
const strategies = [smaCross, rsiReversion, rotation];
const base = { params: {}, cash: 10_000, sizing: 'all', commissionBps: 10, slippageBps: 5 };
const request: SweepRequest = {
  backtest: { ...base, strategy: 'sma-cross', account: 'shared' },
  ranges: { fast: '3:9:3', slow: '12:15:3' },
  method: 'grid',
  seed: 1,
  constraints: [],
  objective: 'sharpe',
  requirements: [],
};
const several: SweepRequest = {
  ...request,
  backtest: {
    ...base,
    strategy: 'rules',
    strategies: [
      { strategy: 'rsi-reversion', params: {}, share: 0.25 },
      { strategy: 'sma-cross', params: { slow: 30 } },
    ],
  },
  ranges: { 'rsi-reversion.period': '7:21:7', 'sma-cross.fast': '5:10:5' },
};
const rebalancing: SweepRequest = { ...request, backtest: { ...base, strategy: 'rotation' }, ranges: { days: '1:5:2' } };
const digest = (text: string) => createHash('sha256').update(text).digest('hex');

function planned(asked: SweepRequest) {
  const plan = planSweep(asked, strategies, 'test');
  return { plan, strategy: subjectOf(strategies, plan.backtest), data: three };
}

function combinationsOf({ plan, strategy }: ReturnType<typeof planned>): Params[] {
  const search = startSearch('grid', { space: spaceOf(plan, strategy), seed: 1, trials: 1 });
  return search.ask(search.batch);
}

test.each([
  ['one strategy of one instrument', request, 6],
  ['several strategies', several, 6],
  ['a portfolio strategy', rebalancing, 3],
])(
  '[BT-08] [SR-12] on a shared account the summary of a row is that of a backtest with its parameters, to the bit: %s',
  (_, asked, count) => {
    const input = planned(asked);
    const combinations = combinationsOf(input);
    expect(combinations).toHaveLength(count);
    const rows = runSweepShard({ ...input, combinations });
    combinations.forEach((params, i) => {
      const values = input.strategy.parse({ ...input.plan.fixed, ...params });
      const backtest = planWith(input.plan.backtest, input.strategy, values);
      const simulations = simulationsOf({ ...input, plan: backtest });
      const report = buildReport(simulations, backtest);
      const summary = report.summary as unknown as Record<string, number | null>;
      const ours = summaryOf(rowOf(rows, i, {}), {});
      for (const name of SWEEP_MEASURES.filter((measure) => measure in summary)) expect([name, ours[name]]).toEqual([name, summary[name]]);
      expect(ours.tradeCount).toBeGreaterThan(5);
      const entered = trialMaker({ ...input, ledger: { overlapping: async () => [], add: async () => undefined }, digest })(values, ours);
      expect(trialOfBacktest({ plan: backtest, simulations, sharpe: report.summary.sharpe }, digest)).toEqual(entered);
    });
  },
);

test('[SR-11] neither the order of data sets nor that of strategies changes a number of a row', () => {
  const input = planned(several);
  const combinations = combinationsOf(input);
  const turned = planned({
    ...several,
    backtest: { ...several.backtest, strategies: several.backtest.strategies?.toReversed() },
  });
  const rows = runSweepShard({ ...input, combinations });
  expect(runSweepShard({ ...turned, combinations, data: three.toReversed() })).toEqual(rows);
  const [first] = combinations as [Params];
  const keyOf = ({ plan, strategy }: ReturnType<typeof planned>) =>
    trialKey(planWith(plan.backtest, strategy, strategy.parse({ ...plan.fixed, ...first })), digest);
  expect(keyOf(turned)).toBe(keyOf(input));
});

test('[DX-04] the parameters of several strategies are named behind them, and what does not exist is refused by that name', () => {
  const { plan, strategy } = planned(several);
  expect(paramsOf(plan.backtest, strategy)).toMatchObject({ 'rsi-reversion.period': 7, 'sma-cross.fast': 5, 'sma-cross.slow': 30 });
  expect(plan.fixed).toEqual({ 'sma-cross.slow': 30 });
  const ranged = (ranges: Record<string, string>) => () => planSweep({ ...several, ranges }, strategies, 'test');
  expect(ranged({ fast: '5:10:5' })).toThrow('there is no parameter "fast" (there are: rsi-reversion.period');
  expect(ranged({ 'sma-cross.slow': '20:40:10' })).toThrow('sma-cross.slow has a range and a fixed value');
  const wrong = {
    ...several.backtest,
    strategies: [
      { strategy: 'sma-cross', params: { slow: 30, quick: 3 } },
      { strategy: 'rotation', params: {} },
    ],
  };
  expect(() => planSweep({ ...several, backtest: wrong, ranges: { 'rotation.days': '1:2:1' } }, strategies, 'test')).toThrow(
    'has no parameter "sma-cross.quick"',
  );
});

test('[DX-04] the matched benchmark of a shared account holds equal parts of the cash, each from its first open', () => {
  const input = planned(request);
  const [params] = combinationsOf(input) as [Params];
  const best = returnsOf(input, params);
  const first = three.map(({ bars }) => bars.open[0] as number);
  // After the first whole day: the mean of what each made, by hand.
  const closes = three.map(({ bars }) => bars.close[23] as number);
  const expected = closes.reduce((sum, close, i) => sum + close / (first[i] as number) / 3, 0) - 1;
  expect(best?.benchmark[0]).toBeCloseTo(expected, 12);
});

test('[BT-06] a run that is to end flat holds nothing after its last open, whatever runs on the account', () => {
  for (const asked of [request, several, rebalancing]) {
    const input = planned(asked);
    const range = { fromUs: 300 * HOUR_US, toUs: 1400 * HOUR_US };
    const run = (closing: boolean) =>
      runnerOf(
        { ...input, plan: input.plan.backtest },
        { change: (options) => ({ ...options, ...range }), closing },
      )(input.strategy.parse({ ...input.plan.fixed, ...combinationsOf(input)[0] }));
    expect(run(false).trades.some(({ exitTimeUs }) => exitTimeUs === null)).toBe(true);
    const { trades, equity } = run(true);
    expect(trades.length).toBeGreaterThan(2);
    expect(trades.every(({ exitTimeUs }) => exitTimeUs !== null)).toBe(true);
    expect(Math.max(...trades.map(({ exitTimeUs }) => exitTimeUs as number))).toBe(1399 * HOUR_US);
    expect(equity.time.at(-1)).toBe(1400 * HOUR_US);
  }
});
