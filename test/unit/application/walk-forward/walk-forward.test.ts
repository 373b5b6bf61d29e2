import { expect, test } from 'vitest';
import { abilityOf } from '../../../../shared/application/walk-forward/ability.ts';
import { engineOptions } from '../../../../shared/application/backtest/plan.ts';
import { rowOf, summaryOf } from '../../../../shared/application/sweep/row.ts';
import { runSweepShard } from '../../../../shared/application/sweep/shard.ts';
import { combinationReturns, returnsRunner } from '../../../../shared/application/walk-forward/combination-returns.ts';
import { runCombinatorial } from '../../../../shared/application/walk-forward/combinatorial.ts';
import { runPart } from '../../../../shared/application/walk-forward/part.ts';
import { marketPeriods } from '../../../../shared/application/walk-forward/market.ts';
import type { Bars } from '../../../../shared/domain/bars.ts';
import { DAY_US, toIso } from '../../../../shared/domain/time.ts';
import { SeededRandom } from '../../../../shared/market/noise.ts';
import { sma } from '../../../../shared/indicators/trend/sma.ts';
import { int } from '../../../../shared/indicators/parameters.ts';
import { runBacktest } from '../../../../shared/engine/backtest.ts';
import { periodReturns, sharpe } from '../../../../shared/performance/returns.ts';
import type { TrialRecord } from '../../../../shared/ports/trial-ledger.ts';
import { defineStrategy } from '../../../../shared/strategies/define.ts';
import smaCross from '../../../../strategies/sma-cross.ts';
import buyAndHold from '../../../../strategies/buy-and-hold.ts';
import { coin, dailyBars, pricesOf, walkBars } from '../../research/world.ts';
import { FIVE_FOLDS, sweepOf, walked } from './world.ts';

const RANGES = { fast: '2:8:3', slow: '10:30:10' };

test('[BT-06] every test begins after what it was learnt on, by at least the purge and the embargo', async () => {
  const bars = walkBars(600, 3);
  for (const division of [
    FIVE_FOLDS,
    { ...FIVE_FOLDS, anchored: true, gaps: { purge: 4, embargo: 2 } },
    { spans: { trainUs: 200 * DAY_US, testUs: 60 * DAY_US }, folds: 0, anchored: false, gaps: { purge: 4, embargo: 2 } },
  ]) {
    const { folds, equity } = await walked({ strategy: smaCross, sweep: sweepOf(smaCross, RANGES), bars, division });
    const gap = (division.gaps.purge + division.gaps.embargo) * DAY_US;
    const at = (text: string) => Date.parse(text) * 1000;
    for (const { train, test } of folds) expect(at(test.from) - at(train.to)).toBe(gap);
    folds.slice(1).forEach(({ test }, i) => expect(test.from).toBe(folds[i]?.test.to));
    expect(folds.at(-1)?.test.to).toBe(toIso(600 * DAY_US));
    expect(equity.at(-1)?.[0]).toBe(toIso(600 * DAY_US));
    if (division.anchored) expect(new Set(folds.map(({ train }) => train.from))).toEqual(new Set([toIso(0)]));
    // 200 to learn, 6 apart, then as many tests of 60 as fit: (600 - 206) / 60 = 6.
    if (division.spans)
      expect(folds.map(({ train }) => at(train.to) - at(train.from))).toEqual(Array.from({ length: 6 }, () => 200 * DAY_US));
  }
});

test('[BT-06] a part begins flat and ends flat, and pays to be closed', () => {
  // It rises by one a day from 100: bought at the open of day 10, which is the close of day 9, and sold at the open of the last day of the part.
  const bars = dailyBars(Array.from({ length: 40 }, (_, i) => 100 + i));
  const data = [{ bars, instrument: coin() }];
  const plan = { ...sweepOf(smaCross, RANGES), fixed: {}, dimensions: [] };
  const range = { fromUs: 9 * DAY_US, toUs: 20 * DAY_US };
  const costly = { ...plan, backtest: { ...plan.backtest, strategy: 'buy-and-hold', params: {}, commissionBps: 100, slippageBps: 0 } };
  const part = runPart({ plan: costly, strategy: buyAndHold, data }, {}, range, marketPeriods(data));
  const made = part.returns.reduce((equity, value) => equity * (1 + value), 1);
  // Opens are the closes before: in at open 10 = 109, out at open 19 = 118, 1 % on both.
  const [entry, exit] = [109, 118];
  expect(made).toBeCloseTo((exit * 0.99) / (entry * 1.01), 6);
  expect([part.trades, part.returns.length]).toEqual([1, 11]);
  expect(part.returns.at(-1)).toBeCloseTo(-0.01, 6);
});

test('[BT-06] on random walks the out-of-sample Sharpe interval covers 0 about as often as it says, and the mean is near 0', async () => {
  const sharpes: number[] = [];
  let covers = 0;
  const seeds = 12;
  for (let seed = 1; seed <= seeds; seed++) {
    const sweep = sweepOf(smaCross, RANGES, { commissionBps: 0, slippageBps: 0 });
    const { outOfSampleSharpe, degradation } = await walked({ strategy: smaCross, sweep, bars: walkBars(700, 40 + seed) });
    if (outOfSampleSharpe === null) throw new Error('it never traded');
    const { sharpe, low, high } = outOfSampleSharpe;
    sharpes.push(sharpe);
    if (low <= 0 && high >= 0) covers++;
    expect(degradation.inSampleSharpe).not.toBe(null);
  }
  const mean = sharpes.reduce((sum, value) => sum + value, 0) / seeds;
  const error = Math.sqrt(sharpes.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (seeds - 1) / seeds);
  expect(Math.abs(mean)).toBeLessThan(2.2 * error);
  // Of twelve intervals of 95 %, three or more that miss have a probability of 2 %.
  expect(covers).toBeGreaterThanOrEqual(10);
});

/** Returns that rise by half a percent after a rise in calm times only, and know nothing in wild ones. */
function regimeBars(seed: number) {
  const random = new SeededRandom(seed);
  let before = 1;
  const returns = Float64Array.from({ length: 1500 }, (_, day) => {
    const wild = Math.floor(day / 150) % 2 === 1;
    const size = (wild ? 0.04 : 0.008) * Math.abs(random.normal());
    const stays = wild ? random.next() < 0.5 : random.next() < 0.85;
    const up = stays ? before > 0 : before < 0;
    before = up ? 1 : -1;
    return up ? size : -size;
  });
  return dailyBars(pricesOf(returns));
}

const follow = defineStrategy({
  id: 'follow',
  about: 'Long after a rise, flat after a fall.',
  params: { days: int(1, { min: 1, max: 5, about: 'days that a rise is measured over' }) },
  indicators: ({ days }) => ({ now: sma(1), days: sma(days) }),
  onBar({ bar, params: { days }, target }) {
    target(bar.close > bar.ago('close', days) ? 1 : 0);
  },
});

test('[BT-06] an edge planted in calm times appears there out of sample, and not in wild ones', async () => {
  const sweep = sweepOf(follow, { days: '1:3:1' }, { commissionBps: 0, slippageBps: 0 });
  const { stitched } = await walked({ strategy: follow, sweep, bars: regimeBars(9), division: { ...FIVE_FOLDS, folds: 4 } });
  const of = (ending: string) => stitched.regimes.filter(({ regime }) => regime.endsWith(ending));
  const mean = (ending: string) => {
    const some = of(ending);
    const periods = some.reduce((sum, one) => sum + one.periods, 0);
    return some.reduce((sum, { sharpe, periods: own }) => sum + ((sharpe ?? 0) * own) / periods, 0);
  };
  expect(mean('calm')).toBeGreaterThan(4);
  expect(Math.abs(mean('wild'))).toBeLessThan(2);
});

test('[DX-04] every combination of every fold is a trial on the dates that it learnt on', async () => {
  const trials: TrialRecord[] = [];
  const { folds } = await walked({ strategy: smaCross, sweep: sweepOf(smaCross, RANGES), bars: walkBars(400, 7), trials });
  expect(trials).toHaveLength(5 * 9);
  expect(new Set(trials.map(({ key }) => key)).size).toBe(9);
  expect([...new Set(trials.map(({ fromUs, toUs }) => `${toIso(fromUs)} ${toIso(toUs)}`))]).toEqual(
    folds.map(({ train }) => `${train.from} ${train.to}`),
  );
});

test('[BT-06] the same walk gives the same bytes; a fold whose search finds nothing stands aside', async () => {
  const sweep = sweepOf(smaCross, RANGES);
  const run = async () => JSON.stringify(await walked({ strategy: smaCross, sweep, bars: walkBars(400, 7) }));
  expect(await run()).toBe(await run());
  const none = await walked({ strategy: smaCross, sweep: { ...sweep, requirements: ['tradeCount > 1e6'] }, bars: walkBars(400, 7) });
  expect(none.folds.every(({ params, outOfSample }) => params === null && outOfSample.totalReturn === 0)).toBe(true);
  expect(none.outOfSampleSharpe).toBe(null);
});

test('[DX-04] cross-validated paths: C(6,2) splits make 5 paths, each from tests alone; on a walk they lie about 0', async () => {
  const plan = sweepOf(smaCross, { fast: '2:8:2', slow: '10:30:5' }, { commissionBps: 0, slippageBps: 0 });
  const input = { plan, strategy: smaCross, data: [{ bars: walkBars(600, 21), instrument: coin() }] };
  const returns = await combinationReturns(input);
  const division = { groups: 6, testGroups: 2, gaps: { purge: 5, embargo: 5 } };
  const report = runCombinatorial(input, returns, division);
  expect([report.splits, report.sharpes.length, report.combinations]).toEqual([15, 5, 20]);
  for (const sharpe of report.sharpes) expect(Math.abs(sharpe as number)).toBeLessThan(3);
  // One combination leaves nothing to choose: every path is its whole history.
  const one = { combinations: returns.combinations.slice(0, 1), columns: returns.columns.slice(0, 1) };
  const whole = sharpe(one.columns[0] as Float64Array, 365) as number;
  for (const path of runCombinatorial(input, one, division).sharpes) expect(path).toBeCloseTo(whole, 10);
  const learning = { ...input, plan: { ...plan, method: 'tpe' as const } };
  await expect(combinationReturns(learning)).rejects.toThrow('method is tpe');
});

test('[DX-04] Hansen over all combinations: on a walk none beats cash, nor holding; an edge does', async () => {
  const ability = async (bars: Bars) => {
    const plan = sweepOf(follow, { days: '1:3:1' }, { commissionBps: 0, slippageBps: 0 });
    const input = { plan, strategy: follow, data: [{ bars, instrument: coin() }] };
    return abilityOf(input, await combinationReturns(input));
  };
  const walk = await ability(walkBars(800, 5));
  expect(walk.cash.p).toBeGreaterThan(0.05);
  expect(walk.buyAndHold.p).toBeGreaterThan(0.05);
  const edge = await ability(regimeBars(9));
  expect(edge.cash.p).toBeLessThan(0.05);
  expect([edge.cash.strategies, edge.cash.params]).toEqual([3, { days: 1 }]);
});

test('[DX-03] with finer data every run of a walk looks inside the bars: rows, parts and returns are those of runs with it', async () => {
  const walk = walkBars(300, 4);
  const daily = { ...walk, high: walk.high.map((price) => 1.01 * price), low: walk.low.map((price) => 0.99 * price) };
  const half = { ...daily, length: 600, timeframeUs: DAY_US / 2 };
  // Up to the high, then down to the low and to the close.
  const twice = (pick: (row: number) => [number, number]) => Float64Array.from({ length: 600 }, (_, i) => pick(i >> 1)[i & 1] as number);
  const at = (column: 'open' | 'high' | 'low' | 'close' | 'time', row: number) => daily[column][row] as number;
  const finer: Bars = {
    ...half,
    time: twice((row) => [at('time', row), at('time', row) + DAY_US / 2]),
    open: twice((row) => [at('open', row), at('high', row)]),
    high: twice((row) => [at('high', row), at('high', row)]),
    low: twice((row) => [at('open', row), at('low', row)]),
    close: twice((row) => [at('high', row), at('close', row)]),
    volume: twice(() => [1, 1]),
  };
  const guarded = defineStrategy({
    id: 'guarded',
    about: 'Always in, between a stop and a target.',
    params: { width: int(1, { min: 1, max: 5 }) },
    indicators: () => ({}),
    onBar: ({ position, order, params: { width } }) => {
      if (position === 0)
        order({ type: 'market', side: 'buy', quantity: 1 }, { stopLoss: { ratio: width / 500 }, takeProfit: { ratio: width / 500 } });
    },
  });
  const plan = sweepOf(guarded, { width: '1:3:1' });
  const data = [{ bars: daily, instrument: coin() }];
  const detailed = data.map((one) => ({ ...one, detail: { bars: finer, sha256: '0'.repeat(64) } }));
  const options = { ...engineOptions(plan.backtest, 1), execution: { detail: finer } };
  const [params] = [{ width: 2 }];
  const run = runBacktest({ strategy: guarded, values: guarded.parse(params), bars: daily, instrument: coin(), options });
  const endOf = (given: typeof data) => {
    const rows = runSweepShard({ plan, strategy: guarded, data: given, combinations: [params] });
    return summaryOf(rowOf(rows, 0, {}), {}).endEquity;
  };
  expect(endOf(detailed)).toBe(run.endEquity);
  expect(endOf(data)).not.toBe(run.endEquity);
  const column = returnsRunner({ plan, strategy: guarded, data: detailed })(params);
  expect([...column]).toEqual([...(periodReturns(run.equity, DAY_US) as Float64Array)]);
  const input = { plan, strategy: guarded, data: detailed };
  const range = { fromUs: 0, toUs: 200 * DAY_US };
  const part = (given: typeof data) => [...runPart({ ...input, data: given }, params, range, marketPeriods(data)).returns];
  expect(part(detailed)).not.toEqual(part(data));
});

test('[BT-06] a history that holds no fold is refused by the name of what is wrong', async () => {
  const division = { spans: { trainUs: 365 * DAY_US, testUs: 90 * DAY_US }, folds: 0, anchored: false, gaps: { purge: 0, embargo: 0 } };
  const walk = walked({ strategy: smaCross, sweep: sweepOf(smaCross, RANGES), bars: walkBars(400, 7), division });
  await expect(walk).rejects.toThrow('do not hold one fold of that much to learn on and to test');
});
