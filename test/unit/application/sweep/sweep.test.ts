import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { buildReport } from '../../../../shared/application/backtest/build-report.ts';
import { planBacktest } from '../../../../shared/application/backtest/plan.ts';
import { simulate } from '../../../../shared/application/backtest/simulate.ts';
import { returnsOf, type RunReturns } from '../../../../shared/application/sweep/best.ts';
import { countsOf, planSweep, type SweepRequest } from '../../../../shared/application/sweep/plan.ts';
import { sweepResult } from '../../../../shared/application/sweep/result.ts';
import { KNOWN_MEASURES, ROW_WIDTH, rowOf, SWEEP_MEASURES, summaryOf } from '../../../../shared/application/sweep/row.ts';
import { runSweep } from '../../../../shared/application/sweep/run.ts';
import { runSweepShard, visitingOrder } from '../../../../shared/application/sweep/shard.ts';
import { overlaps, trialOfBacktest } from '../../../../shared/application/sweep/trials.ts';
import { HOUR_US } from '../../../../shared/domain/time.ts';
import { inferInstrument } from '../../../../shared/market/instrument.ts';
import type { TrialLedger, TrialRecord } from '../../../../shared/ports/trial-ledger.ts';
import type { Params } from '../../../../shared/research/optimise/space.ts';
import { excessReturns } from '../../../../shared/research/truth/excess-returns.ts';
import { expectedMaximumSharpe, sharpeMoments } from '../../../../shared/research/truth/sharpe-probability.ts';
import smaCross from '../../../../strategies/sma-cross.ts';
import { randomBars } from '../../../support/random-bars.ts';

const hourly = (seed: number) => {
  const bars = randomBars(2000, seed);
  return { ...bars, timeframeUs: HOUR_US, time: Float64Array.from(bars.time, (_, i) => i * HOUR_US) };
};
const data = [{ bars: hourly(1), instrument: inferInstrument({ symbol: 'BTC/USDT' }) }];
const two = [...data, { bars: hourly(2), instrument: inferInstrument({ symbol: 'ETH/USDT' }) }];
const digest = (text: string) => createHash('sha256').update(text).digest('hex');

const request: SweepRequest = {
  backtest: { strategy: 'sma-cross', params: {}, cash: 10_000, sizing: 'all', commissionBps: 10, slippageBps: 5 },
  ranges: { fast: '3:9:3', slow: '6:15:3' },
  method: 'grid',
  seed: 1,
  constraints: [],
  objective: 'sharpe',
  requirements: [],
};
const plan = (change: Partial<SweepRequest> = {}) => planSweep({ ...request, ...change }, [smaCross], 'test');

function memoryLedger(): TrialLedger & { readonly trials: TrialRecord[] } {
  const trials: TrialRecord[] = [];
  const overlapping = async (on: Pick<TrialRecord, 'instruments' | 'fromUs' | 'toUs'>) => trials.filter((trial) => overlaps(trial, on));
  return {
    trials,
    overlapping,
    async add(given) {
      const known = new Set(trials.map(({ key }) => key));
      trials.push(...given.filter(({ key }) => !known.has(key)));
    },
  };
}

async function swept(change: Partial<SweepRequest> = {}, ledger: TrialLedger = memoryLedger(), on = data) {
  const planned = plan(change);
  const evaluate = async (combinations: readonly Params[]) => runSweepShard({ plan: planned, strategy: smaCross, data: on, combinations });
  const outcome = await runSweep({ plan: planned, strategy: smaCross, evaluate });
  return sweepResult({ plan: planned, strategy: smaCross, data: on, ledger, digest }, outcome);
}

test.each([
  ['one data set', data],
  ['two that share the cash', two],
])('[BT-08] the summary of a row is that of a backtest with its parameters, to the bit: %s', (_, on) => {
  const planned = plan();
  const combinations = [
    { fast: 3, slow: 15 },
    { fast: 9, slow: 12 },
  ];
  const rows = runSweepShard({ plan: planned, strategy: smaCross, data: on, combinations });
  combinations.forEach((params, i) => {
    const backtest = { ...planned.backtest, params };
    const simulations = on.map(({ bars, instrument }) =>
      simulate({ plan: backtest, strategy: smaCross, bars, instrument, data: { sha256: '', synthetic: false }, shards: on.length }),
    );
    const summary = buildReport(simulations, backtest).summary as unknown as Record<string, number | null>;
    const shared = SWEEP_MEASURES.filter((name) => name in summary);
    expect(shared.length).toBeGreaterThan(25);
    const ours = summaryOf(rowOf(rows, i, {}), {});
    for (const name of shared) expect([name, ours[name]]).toEqual([name, summary[name]]);
    expect(ours.tradeCount).toBeGreaterThan(20);
  });
});

test('[DX-04] a ratio over a ninth of the history counts a third as far: what luck did in a short one says little of this one', async () => {
  const ledger = memoryLedger();
  const before = await swept({}, ledger);
  const { instruments, fromUs, toUs } = ledger.trials[0] as TrialRecord;
  const ratios = ledger.trials.map(({ sharpe }) => sharpe as number);
  await ledger.add([
    { instruments, fromUs, toUs: fromUs + (toUs - fromUs) / 9, key: 'short', sharpe: 0.9 },
    { instruments, fromUs, toUs: toUs + 5 * (toUs - fromUs), key: 'long', sharpe: 0.1 },
    { instruments, fromUs, toUs: fromUs + HOUR_US, key: 'idle', sharpe: null },
  ]);
  const after = await swept({}, ledger);
  const all = [...ratios, 0.3, 0.1];
  const mean = all.reduce((sum, ratio) => sum + ratio, 0) / all.length;
  const variance = all.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0) / (all.length - 1);
  expect([before.overfitting?.trials, after.overfitting?.trials]).toEqual([9, 12]);
  expect(after.overfitting?.luckySharpe).toBeCloseTo(expectedMaximumSharpe(12, variance) * Math.sqrt(365), 12);
});

test('[DX-04] what luck alone gives in excess of holding comes from how the combinations vary in excess of it', async () => {
  const planned = plan();
  const { rows, overfitting } = await swept({}, memoryLedger(), two);
  const ratios = rows.map(({ params }) => {
    const ran = returnsOf({ plan: planned, strategy: smaCross, data: two }, params) as RunReturns;
    expect(ran.instruments).toHaveLength(2);
    return sharpeMoments(excessReturns(ran)).sharpe;
  });
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  const variance = ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0) / (ratios.length - 1);
  expect(overfitting?.luckyExcessSharpe).toBeCloseTo(expectedMaximumSharpe(rows.length, variance) * Math.sqrt(365), 12);
  expect(overfitting?.luckyExcessSharpe).not.toBeCloseTo(overfitting?.luckySharpe as number, 6);
});

test('[DX-04] instruments of which one rises and one falls: sitting in the one that rises is no skill in excess of holding', () => {
  const drifting = (seed: number, drift: number) => {
    const bars = hourly(seed);
    const scale = (column: Float64Array) => column.map((price, i) => price * Math.exp(drift * i));
    return { ...bars, open: scale(bars.open), high: scale(bars.high), low: scale(bars.low), close: scale(bars.close) };
  };
  const on = [
    { bars: drifting(3, 0.001), instrument: inferInstrument({ symbol: 'BTC/USDT' }) },
    { bars: drifting(4, -0.001), instrument: inferInstrument({ symbol: 'ETH/USDT' }) },
  ];
  const ran = returnsOf({ plan: plan(), strategy: smaCross, data: on }, { fast: 9, slow: 15 }) as RunReturns;
  const [rising, falling] = ran.instruments.map(({ exposure }) => exposure as number) as [number, number];
  expect(rising).toBeGreaterThan(falling);
  const total = (returns: Float64Array) => returns.reduce((sum, value) => sum + value, 0);
  const [up, down] = ran.instruments.map(({ returns }) => total(returns)) as [number, number];
  expect(total(excessReturns(ran))).toBeCloseTo(total(ran.returns) - rising * up - falling * down, 12);
});

test('[BT-08] a grid runs what the strategy allows, counts what it does not, and ranks the best first', async () => {
  // slow must be above fast: of 3 x 4 pairs (6,6), (9,6) and (9,9) are left out.
  expect(countsOf(plan(), smaCross)).toEqual({ total: 9, leftOut: 3 });
  expect(countsOf(plan({ constraints: ['2 * fast < slow'] }), smaCross)).toEqual({ total: 4, leftOut: 8 });
  expect(countsOf(plan({ method: 'tpe', trials: 30 }), smaCross)).toEqual({ total: 30, leftOut: null });
  const { rows, best } = await swept();
  expect(rows).toHaveLength(9);
  const sharpes = rows.map(({ summary }) => summary.sharpe as number);
  expect(sharpes).toEqual([...sharpes].sort((a, b) => b - a));
  expect(best).toBe(rows[0]);
  expect(rows.every(({ params }) => (params['fast'] as number) < (params['slow'] as number))).toBe(true);
});

test('[BT-08] the objective decides which is the best, and a condition on results who may be', async () => {
  const byDrawdown = await swept({ objective: 'maxDrawdown' });
  const drawdowns = byDrawdown.rows.map(({ summary }) => summary.maxDrawdown as number);
  expect(drawdowns[0]).toBe(Math.min(...drawdowns));
  const formula = await swept({ objective: 'totalReturn - maxDrawdown / 2' });
  const scores = formula.rows.map(({ summary }) => (summary.totalReturn as number) - (summary.maxDrawdown as number) / 2);
  expect(scores[0]).toBe(Math.max(...scores));
  const few = await swept({ objective: 'tradeCount', goal: 'min', requirements: ['tradeCount > 100'] });
  const counts = few.rows.map(({ summary }) => summary.tradeCount as number);
  expect(counts[0]).toBe(Math.min(...counts.filter((count) => count > 100)));
  const none = await swept({ requirements: ['tradeCount > 1e6'] });
  expect([none.rows.length, none.best, none.overfitting]).toEqual([9, null, null]);
});

test('[BT-08] stopped after a batch and gone on, a search ends with the same rows to the byte', async () => {
  const planned = plan({ method: 'genetic', trials: 40, ranges: { fast: '2:30:1', slow: '31:90:1' } });
  const evaluate = async (combinations: readonly Params[]) => runSweepShard({ plan: planned, strategy: smaCross, data, combinations });
  const whole = await runSweep({ plan: planned, strategy: smaCross, evaluate });
  let calls = 0;
  const stopping = async (combinations: readonly Params[]) => (calls++ < 1 ? evaluate(combinations) : undefined);
  const stopped = await runSweep({ plan: planned, strategy: smaCross, evaluate: stopping });
  expect([stopped.finished, stopped.combinations.length]).toEqual([false, 20]);
  const from = { ...stopped.state, search: JSON.parse(JSON.stringify(stopped.state.search)) };
  const resumed = await runSweep({ plan: planned, strategy: smaCross, evaluate, from });
  expect(resumed.finished).toBe(true);
  expect(resumed.combinations).toEqual(whole.combinations);
  expect(Buffer.from(resumed.numbers.buffer).equals(Buffer.from(whole.numbers.buffer))).toBe(true);
});

test('[DX-04] every combination is a trial, across sweeps; what runs again adds none and gives the same answer', async () => {
  const ledger = memoryLedger();
  const first = await swept({}, ledger);
  expect([first.overfitting?.trials, ledger.trials.length]).toEqual([9, 9]);
  expect(first.ledgerSha256).toBe(digest(''));
  const again = await swept({}, ledger);
  expect(again).toEqual(first);
  const wider = await swept({ ranges: { fast: '3:12:3', slow: '15:15:1' } }, ledger);
  // fast 3, 6 and 9 with slow 15 were tried; 12 was not.
  expect([wider.overfitting?.trials, ledger.trials.length]).toEqual([10, 10]);
  expect(wider.ledgerSha256).not.toBe(first.ledgerSha256);
  const elsewhere = await swept({}, ledger, [two[1] as (typeof two)[number]]);
  expect(elsewhere.overfitting?.trials).toBe(9);
});

test.each([
  ['one data set', data, {}],
  ['two that share the cash', two, {}],
  ['a part of the history', two, { from: '1970-01-11T00:30:00Z', to: '1970-03-01T00:00:00Z' }],
])('[DX-04] a backtest is the very trial that a sweep enters for its parameters: %s', async (_, on, dates) => {
  const ledger = memoryLedger();
  const backtest = { ...request.backtest, ...dates };
  await swept({ backtest, ranges: { fast: '3:3:1', slow: '12:12:1' } }, ledger, on);
  const planned = planBacktest({ ...backtest, params: { slow: 12, fast: 3 } }, [smaCross], 'test');
  const origin = { sha256: '', synthetic: true };
  const simulations = on.map((one) => simulate({ plan: planned, strategy: smaCross, ...one, data: origin, shards: on.length }));
  const { sharpe } = buildReport(simulations, planned).summary;
  expect(trialOfBacktest({ plan: planned, simulations, sharpe }, digest)).toEqual(ledger.trials[0]);
});

test('[DX-04] the best row comes with its deflated Sharpe ratio, matched exposure and the probability of overfitting', async () => {
  const { overfitting, best } = await swept();
  expect(overfitting?.sharpe).toBeCloseTo(best?.summary.sharpe as number, 9);
  expect(overfitting?.pbo).toBeGreaterThanOrEqual(0);
  expect(overfitting?.deflatedSharpe).toBeLessThan(1);
  // Long with all of the equity, less what is lost to whole lots and to the bar of the fill.
  expect(overfitting?.meanExposure).toBeCloseTo(best?.summary.exposure as number, 3);
});

test('[BT-08] trials are of the same instruments and overlapping dates', () => {
  const on = (instruments: string[], fromUs: number, toUs: number) => ({ instruments, fromUs, toUs });
  expect(overlaps(on(['A'], 0, 10), on(['A'], 9, 20))).toBe(true);
  expect(overlaps(on(['A'], 0, 10), on(['A'], 10, 20))).toBe(false);
  expect(overlaps(on(['A'], 0, 10), on(['A', 'B'], 0, 10))).toBe(false);
});

test('[BT-08] neighbours in the order of visiting share a parameter', () => {
  const { dimensions } = plan();
  const combinations = [3, 6, 9].flatMap((fast) => [11, 12, 13].map((slow) => ({ fast, slow })));
  const visited = visitingOrder(combinations, { dimensions }).map((index) => combinations[index] as Params);
  expect(visited).toHaveLength(9);
  for (const [i, here] of visited.entries()) {
    const before = visited[i - 1];
    if (before) expect(before['fast'] === here['fast'] || before['slow'] === here['slow']).toBe(true);
  }
});

test('[BT-08] a sweep that cannot be is refused by the name of what is wrong', () => {
  expect(() => plan({ ranges: { fats: '1:2:1' } })).toThrow('there is no parameter "fats"');
  expect(() => plan({ backtest: { ...request.backtest, params: { slwo: 3 } } })).toThrow('has no parameter "slwo"');
  expect(() => plan({ objective: 'sharp' })).toThrow('did you mean sharpe?');
  expect(() => plan({ constraints: ['fast > slow'] })).toThrow('no combination of the grid is allowed');
  expect(() => plan({ trials: 0 })).toThrow('trials is 0');
  expect(() => plan({ seed: 1.5 })).toThrow('seed is 1.5');
  expect(() => plan({ ranges: { fast: '5:9', slow: '10:20' }, backtest: { ...request.backtest, cash: -1 } })).toThrow('cash is -1');
});

test('[BT-08] a row holds numbers only', () => {
  const rows = runSweepShard({ plan: plan(), strategy: smaCross, data, combinations: [{ fast: 3, slow: 6 }] });
  expect([rows.length, ROW_WIDTH]).toEqual([ROW_WIDTH, SWEEP_MEASURES.length + 32]);
});

test('[BT-08] any measure of a report may be the objective or a condition: rows then hold it, as the backtest has it', async () => {
  const objective = 'informationRatio - 2 * ulcerIndex';
  const change = { objective, requirements: ['cvar95 < 0.5', 'averageMae < 0'] };
  const planned = plan(change);
  expect(planned.measures).toEqual(['cvar95', 'ulcerIndex', 'informationRatio', 'averageMae']);
  const { rows, best } = await swept(change, memoryLedger(), two);
  const value = ({ summary }: (typeof rows)[number]) => (summary.informationRatio as number) - 2 * (summary.ulcerIndex as number);
  expect(rows.map(value)).toEqual(rows.map(value).toSorted((a, b) => b - a));
  const backtest = { ...planned.backtest, params: best?.params ?? {} };
  const simulations = two.map((one) =>
    simulate({ plan: backtest, strategy: smaCross, ...one, data: { sha256: '', synthetic: false }, shards: 2 }),
  );
  const { summary } = buildReport(simulations, backtest);
  for (const name of planned.measures ?? []) expect([name, best?.summary[name]]).toEqual([name, summary[name]]);
  expect(plan().measures).toBeUndefined();
  expect(() => plan({ objective: 'alfa' })).toThrow('alfa');
});

test('[BT-05] [BT-08] every number of a summary is a measure that a sweep knows', () => {
  const backtest = plan().backtest;
  const simulations = data.map((one) =>
    simulate({ plan: backtest, strategy: smaCross, ...one, data: { sha256: '', synthetic: false }, shards: 1 }),
  );
  const { buyAndHold: _, ...numbers } = buildReport(simulations, backtest).summary;
  expect(Object.keys(numbers).sort()).toEqual([...KNOWN_MEASURES].sort());
});
