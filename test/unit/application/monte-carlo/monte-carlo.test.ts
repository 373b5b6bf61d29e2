import { expect, test } from 'vitest';
import { buildReport } from '../../../../shared/application/backtest/build-report.ts';
import { equityRows } from '../../../../shared/application/backtest/report-text.ts';
import { entriesAgainstChance } from '../../../../shared/application/monte-carlo/entries.ts';
import { rerun, rerunWithCosts, rerunWithNoise, roundedBars } from '../../../../shared/application/monte-carlo/rerun.ts';
import { type MonteCarloPlan, runMonteCarlo, simulateKind } from '../../../../shared/application/monte-carlo/run.ts';
import { type FinishedRun, type MonteCarloSource, sourceOf } from '../../../../shared/application/monte-carlo/source.ts';
import { paramsOf } from '../../../../shared/application/backtest/subject.ts';
import { runnerOf } from '../../../../shared/application/sweep/runner.ts';
import { joinPaths } from '../../../../shared/research/monte-carlo/simulate.ts';
import { groupOf } from '../../../../shared/strategies/group.ts';
import smaCross from '../../../../strategies/sma-cross.ts';
import { barsOfCloses } from '../../../support/random-bars.ts';
import { coin, walkBars } from '../../research/world.ts';
import { instrument, plan, simulation, swingingBars } from '../backtest/fixtures.ts';

const PLAN: MonteCarloPlan = {
  kinds: ['shuffle', 'bootstrap', 'blocks', 'missed', 'costs'],
  paths: 2000,
  ruinRatio: 0.5,
  missRatio: 0.1,
  noise: 0.1,
  reruns: 20,
  entries: false,
  seed: 7,
};

function finished(over: Record<string, unknown> = {}): FinishedRun {
  const { manifest, summary, trades, equity } = buildReport([simulation('BTC/USDT', swingingBars(900), over)], plan(over));
  return { manifest, summary, trades, equity: equityRows(equity) };
}

test('[BT-07] the same seed gives the same bytes, another seed others; a shuffle leaves the end equal and spreads the drawdown', async () => {
  const source = sourceOf(finished());
  const first = JSON.stringify(await runMonteCarlo({ plan: PLAN, source }));
  expect(JSON.stringify(await runMonteCarlo({ plan: PLAN, source }))).toBe(first);
  expect(JSON.stringify(await runMonteCarlo({ plan: { ...PLAN, seed: 8 }, source }))).not.toBe(first);
  const { kinds } = await runMonteCarlo({ plan: PLAN, source });
  const { shuffle, bootstrap } = kinds;
  const end = source.startEquity + source.pnl.reduce((sum, value) => sum + value, 0);
  for (const value of [shuffle?.endEquity.p5, shuffle?.endEquity.p50, shuffle?.endEquity.p95])
    expect((value as number) / end).toBeCloseTo(1, 9);
  expect((shuffle?.maxDrawdown.p95 as number) - (shuffle?.maxDrawdown.p5 as number)).toBeGreaterThan(0);
  expect((bootstrap?.endEquity.p95 as number) - (bootstrap?.endEquity.p5 as number)).toBeGreaterThan(0);
  expect(shuffle?.fan.p5).toHaveLength(shuffle?.fan.step.length as number);
});

test('[BT-07] the risk of ruin of even bets is that of the gambler: P(low of n steps <= -k) by the reflection principle', async () => {
  // 100 tosses for 10 each with 1,000: at half of it after 50 more losses than wins... with 100 a toss after 5. Feller (1968), vol. 1, III.7, theorem 1:
  // P(max of S_1..S_n >= r) = P(S_n >= r) + P(S_n > r).
  const toss = (i: number) => (i % 2 === 0 ? 100 : -100);
  const source: MonteCarloSource = {
    startEquity: 1000,
    compounds: false,
    pnl: Float64Array.from({ length: 100 }, (_, i) => toss(i)),
    costs: new Float64Array(100),
    tradesPerYear: 100,
    returns: null,
    perYear: 252,
  };
  const { kinds } = await runMonteCarlo({ plan: { ...PLAN, kinds: ['bootstrap'], paths: 20_000 }, source });
  const probability = (sum: number) => {
    const heads = (100 + sum) / 2;
    if (!Number.isInteger(heads)) return 0;
    let log = -100 * Math.log(2);
    for (let i = 1; i <= heads; i++) log += Math.log((100 - heads + i) / i);
    return Math.exp(log);
  };
  let expected = 0;
  for (let sum = 5; sum <= 100; sum++) expected += probability(sum) * (sum === 5 ? 1 : 2);
  // Standard error of 20,000 paths: 0.0035.
  expect(Math.abs((kinds.bootstrap?.riskOfRuin as number) - expected)).toBeLessThan(0.011);
});

test('[BT-07] paths drawn in shards are those of one run', () => {
  const work = { plan: PLAN, source: sourceOf(finished()) };
  const whole = simulateKind(work, 'bootstrap', { firstPath: 0, paths: 300 });
  const parts = [0, 100, 200].map((firstPath) => simulateKind(work, 'bootstrap', { firstPath, paths: 100 }));
  expect(joinPaths(parts)).toEqual(whole);
});

test('[BT-07] noise runs the strategy again on prices in ticks, cost stress again with costs multiplied', async () => {
  const world = { plan: plan(), strategy: smaCross, data: [{ bars: swingingBars(900), instrument: instrument('BTC/USDT') }] };
  const source = sourceOf(finished());
  const { kinds } = await runMonteCarlo({ plan: { ...PLAN, kinds: ['costs', 'noise'] }, source, world });
  expect(kinds.noise?.observed).toEqual(rerun(world));
  expect(kinds.noise?.observed.totalReturn).toBeCloseTo(finished().summary.totalReturn, 12);
  expect((kinds.noise?.totalReturn.max as number) - (kinds.noise?.totalReturn.min as number)).toBeGreaterThan(0);
  const runs = kinds.costs?.runs ?? [];
  expect(runs.map(({ multiplier }) => multiplier)).toEqual([0, 1, 1.5, 2, 3, 5]);
  const returns = runs.map(({ totalReturn }) => totalReturn);
  expect(returns).toEqual(returns.toSorted((a, b) => b - a));
  expect(runs[1]).toMatchObject(rerun(world));
  // The API's number 3 is the same whoever runs it; number 4 is another.
  const one = (number: number) => rerunWithNoise(world, { noise: 0.1, seed: 5, number });
  expect(one(3)).toEqual(one(3));
  expect(one(3)).not.toEqual(one(4));
  expect(rerunWithCosts(world, 1)).toEqual(rerun(world));
});

test('[BT-07] fees and slippage of any model are multiplied: as parts of a text they cost what they cost in basis points', () => {
  const data = [{ bars: swingingBars(900), instrument: instrument('BTC/USDT') }];
  const bps = { plan: plan({ commissionBps: 8, slippageBps: 4 }), strategy: smaCross, data };
  const models = { plan: plan({ execution: { fees: 'maker:8,taker:8', slippage: 'bps:4' } }), strategy: smaCross, data };
  for (const multiplier of [0, 1, 2.5]) {
    const [one, other] = [rerunWithCosts(bps, multiplier), rerunWithCosts(models, multiplier)];
    expect((1 + other.totalReturn) / (1 + one.totalReturn)).toBeCloseTo(1, 9);
    expect(other.trades).toBe(one.trades);
  }
  expect(rerunWithCosts(models, 2.5).totalReturn).toBeLessThan(rerun(models).totalReturn);
});

test('[BT-07] prices are rounded to whole ticks, one at least, and keep their order', () => {
  const bars = barsOfCloses([1.004, 1.006, 0.001]);
  const { close, high, low } = roundedBars(bars, 0.01);
  expect([...close]).toEqual([1, 1.01, 0.01]);
  expect(high.every((value, i) => value >= (close[i] as number) && (low[i] as number) <= (close[i] as number))).toBe(true);
  expect([...roundedBars(bars, 0.25).close]).toEqual([1, 1, 0.25]);
});

test('[DX-04] entries are compared with random ones, as many and as long; on a walk they are no better', () => {
  const world = {
    plan: plan({ params: { fast: 2, slow: 5 } }),
    strategy: smaCross,
    data: [{ bars: walkBars(800, 3), instrument: coin() }],
  };
  const { p, trades, exposure, draws } = entriesAgainstChance(world, { draws: 500, seed: 1 });
  expect(p).toBeGreaterThan(0.02);
  expect([trades > 50, exposure > 0.2 && exposure < 0.8, draws]).toEqual([true, true, 500]);
});

test('[DX-04] of several instruments and strategies each has its own random entries; of one it is the same on either account', () => {
  const [one, other] = [
    { bars: walkBars(800, 3), instrument: coin('BTC/USDT') },
    { bars: walkBars(800, 4), instrument: coin('ETH/USDT') },
  ];
  const params = { fast: 2, slow: 5 };
  const world = { plan: plan({ params }), strategy: smaCross, data: [one] };
  const draw = (asked: typeof world) => entriesAgainstChance(asked, { draws: 300, seed: 1 });
  const alone = draw(world);
  expect(draw({ ...world, plan: plan({ params, account: 'shared' }) })).toEqual(alone);
  // Apart, with half of the cash each: the mean of both, whose trades follow one another as they did.
  const both = draw({ ...world, data: [one, other] });
  const second = draw({ ...world, data: [other] });
  expect(both.observedReturn).toBeCloseTo((alone.observedReturn + second.observedReturn) / 2, 9);
  expect(both.trades).toBe(alone.trades + second.trades);
  // The spread of a mean of two is below the mean of their spreads.
  const spread = ({ percentiles }: typeof both) => percentiles.p75 - percentiles.p25;
  expect(spread(both)).toBeLessThan((spread(alone) + spread(second)) / 2);
  const strategies = [3, 8].map((slow) => ({ strategy: 'sma-cross', params: { fast: 2, slow } }));
  const several = {
    plan: plan({ strategy: 'rules', params: {}, strategies, sizing: 'fraction:0.5' }),
    strategy: groupOf([smaCross, smaCross]),
    data: [one, other],
  };
  const { trades, p } = entriesAgainstChance(several, { draws: 300, seed: 1 });
  const run = runnerOf(several)(several.strategy.parse(paramsOf(several.plan, several.strategy)));
  expect([trades, p > 0.005 && p < 0.995]).toEqual([run.trades.length, true]);
});

test('[BT-07] what cannot be run again, or has nothing to draw from, is refused by name', async () => {
  const source = sourceOf(finished());
  await expect(runMonteCarlo({ plan: { ...PLAN, kinds: ['noise'] }, source })).rejects.toThrow('noise runs the strategy again');
  await expect(runMonteCarlo({ plan: { ...PLAN, missRatio: 2 }, source })).rejects.toThrow('miss is 2');
  await expect(runMonteCarlo({ plan: { ...PLAN, kinds: ['blocks'] }, source: { ...source, returns: null } })).rejects.toThrow(
    'no equity curve',
  );
  await expect(runMonteCarlo({ plan: { ...PLAN, ruinRatio: 1 }, source })).rejects.toThrow('ruin is 1');
  await expect(runMonteCarlo({ plan: { ...PLAN, paths: 0 }, source })).rejects.toThrow('paths is 0');
  expect(() => sourceOf({ ...finished(), trades: [] })).toThrow('closed no trade');
});
