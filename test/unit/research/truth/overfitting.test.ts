import { expect, test } from 'vitest';
import { excessReturns, meanExposure } from '../../../../shared/research/truth/excess-returns.ts';
import { distinctTrials, judgeOverfitting } from '../../../../shared/research/truth/overfitting.ts';
import { deflatedSharpe, expectedMaximumSharpe, sharpeMoments } from '../../../../shared/research/truth/sharpe-probability.ts';
import { noise } from '../world.ts';
import { bestOfRandom, type World } from './random-strategies.ts';

const DRIFTLESS: World = { days: 1000, strategies: 40, drift: 0, long: 0.5, edge: 0.5 };

/** Shares of the seeds in which the raw ratio is above 0.95, and in which the verdict is skill. */
function alarms(world: World, seeds = 200) {
  const runs = Array.from({ length: seeds }, (_, i) => bestOfRandom(world, i + 1));
  const share = (count: number) => count / runs.length;
  return {
    raw: share(runs.filter(({ deflatedSharpe: raw }) => (raw ?? 0) > 0.95).length),
    skill: share(runs.filter(({ verdict }) => verdict === 'skill').length),
  };
}

test('[DX-04] over 200 driftless seeds the best of 40 random strategies is called skill at most once in ten; a planted edge is found', () => {
  const driftless = alarms(DRIFTLESS);
  // Measured: raw 2.5 %, verdict 0 %; the edge 93 % of 200.
  expect(driftless.raw).toBeLessThanOrEqual(0.1);
  expect(driftless.skill).toBeLessThanOrEqual(0.1);
  expect(alarms({ ...DRIFTLESS, edge: 0.65 }, 60).skill).toBeGreaterThan(0.85);
});

test('[DX-04] drift alone fools the raw ratio and not the verdict, which still finds an edge', () => {
  // 0.05 deviations a day is a Sharpe ratio of 0.8 a year for holding. Measured: raw 27 % and 72.5 %, verdict 0 %.
  const drifting = alarms({ ...DRIFTLESS, drift: 0.05 });
  expect(drifting.raw).toBeGreaterThan(0.2);
  expect(drifting.skill).toBeLessThanOrEqual(0.1);
  expect(alarms({ ...DRIFTLESS, drift: 0.05, rawOnly: true }, 60).skill).toBeLessThanOrEqual(0.1);
  const mostlyLong = alarms({ ...DRIFTLESS, drift: 0.08, long: 0.8 }, 60);
  expect(mostlyLong.raw).toBeGreaterThan(0.5);
  expect(mostlyLong.skill).toBeLessThanOrEqual(0.1);
  expect(alarms({ ...DRIFTLESS, drift: 0.08, edge: 0.65 }, 60).skill).toBeGreaterThan(0.95);
});

test('[DX-04] the best of 200 random strategies has a raw Sharpe ratio above 1, and a deflated probability below 0.95', () => {
  const best = bestOfRandom({ ...DRIFTLESS, strategies: 200 }, 3);
  expect(best.trials).toBe(200);
  expect(best.sharpe).toBeGreaterThan(1);
  expect(best.deflatedSharpe).toBeLessThan(0.95);
  expect(best.verdict).toBe('luck');
  expect(best.reasons[0]).toContain('the best of 200 trials has a Sharpe ratio of');
  expect(best.reasons).toContain('skill needs both above 95.0 %');
});

test('[DX-04] the excess takes away what the mean exposure makes of the benchmark, by hand', () => {
  const benchmark = Float64Array.of(0.02, -0.01, 0.03, 0);
  const returns = Float64Array.of(0.02, 0, 0.03, 0);
  const exposure = Float64Array.of(1, 0, 1, 0);
  const expected = [0.01, 0.005, 0.015, 0];
  const matched = (held: Float64Array | number, own = benchmark) => ({ returns, instruments: [{ returns: own, exposure: held }] });
  for (const held of [exposure, 0.5]) {
    excessReturns(matched(held)).forEach((value, i) => expect(value).toBeCloseTo(expected[i] as number, 15));
  }
  // Holding the instrument all along with half the equity leaves nothing, long or short.
  for (const share of [0.5, -1]) {
    const held = benchmark.map((value) => share * value);
    expect(excessReturns({ returns: held, instruments: [{ returns: benchmark, exposure: share }] })).toEqual(new Float64Array(4));
  }
  expect(() => excessReturns(matched(exposure, benchmark.subarray(1)))).toThrow(
    'instruments has 3 periods, but must have the 4 of returns',
  );
  expect(() => excessReturns(matched(Number.NaN))).toThrow('exposure is NaN');
});

test('[DX-04] each instrument is matched by what was held of it: who sits in the one that rises has no skill for that', () => {
  // Held at 0.8 and -0.25 all along: 0.8 x 0.02 - 0.25 x -0.04 = 0.026, and 0.8 x 0.01 - 0.25 x 0.02 = 0.003.
  const instruments = [
    { returns: Float64Array.of(0.02, 0.01), exposure: 0.8 },
    { returns: Float64Array.of(-0.04, 0.02), exposure: Float64Array.of(-0.5, 0) },
  ];
  const matched = { returns: Float64Array.of(0.03, 0.003), instruments };
  const excess = excessReturns(matched);
  expect(excess[0]).toBeCloseTo(0.004, 15);
  expect(excess[1]).toBeCloseTo(0, 15);
  expect(meanExposure(matched)).toBeCloseTo(0.55, 15);
});

test('[DX-04] what is tried again adds no trial; a trial without a ratio counts as one', () => {
  const returns = noise(500, 8).map((value) => 0.001 + 0.01 * value);
  const { sharpe } = sharpeMoments(returns);
  const trials = [
    { key: 'a', sharpe },
    { key: 'b', sharpe: 0.02 },
    { key: 'c', sharpe: null },
  ];
  const input = { returns, instruments: [{ returns: new Float64Array(500), exposure: 1 }], perYear: 252, pbo: 0.25 };
  const once = judgeOverfitting({ ...input, trials });
  expect(once).toEqual(judgeOverfitting({ ...input, trials: [...trials, { key: 'b', sharpe: 0.02 }, { key: 'a', sharpe: 9 }] }));
  expect(distinctTrials([...trials, ...trials])).toEqual(trials);
  expect(once.trials).toBe(3);
  const variance = (sharpe - 0.02) ** 2 / 2;
  expect(once.deflatedSharpe).toBeCloseTo(deflatedSharpe(sharpeMoments(returns), 3, variance), 14);
  expect(once.trackRecordYears).toBeCloseTo(500 / 252, 14);
  expect(JSON.parse(JSON.stringify(once))).toEqual(once);
  expect(() => judgeOverfitting({ ...input, trials: [] })).toThrow('there is no trial');
});

test('[DX-04] trials whose ratio in excess of holding is known tell how much all of them vary; where there is one at most, the raw ratios do', () => {
  const returns = noise(500, 8).map((value) => 0.001 + 0.01 * value);
  const input = { returns, instruments: [{ returns: new Float64Array(500), exposure: 1 }], perYear: 252, pbo: null };
  const raw = [0.05, 0.051, 0.052, 0.053];
  const lucky = (excess: readonly (number | null | undefined)[]) => {
    const trials = raw.map((sharpe, i) => ({ key: `${i}`, sharpe, ...(excess[i] === undefined ? {} : { excessSharpe: excess[i] }) }));
    return judgeOverfitting({ ...input, trials }).luckyExcessSharpe / Math.sqrt(252);
  };
  // Two known ratios 0.04 apart: variance 0.0008. Four trials in all.
  expect(lucky([0.06, undefined, 0.02])).toBeCloseTo(expectedMaximumSharpe(4, 0.0008), 14);
  expect(lucky([0.06, null, 0.02, null])).toBeCloseTo(expectedMaximumSharpe(4, 0.0008), 14);
  const variance = (2 * 0.0015 ** 2 + 2 * 0.0005 ** 2) / 3;
  for (const few of [[], [0.06], [0.06, null]]) expect(lucky(few)).toBeCloseTo(expectedMaximumSharpe(4, variance), 14);
});

test('[DX-04] a year of days is too short to tell even a ratio of 2 from the best of 40; returns that never differ have nothing to judge', () => {
  const short = bestOfRandom({ ...DRIFTLESS, days: 250 }, 1);
  expect(short.verdict).toBe('too short');
  expect(short.reasons.join()).toContain('1.0 years would not show even a true ratio of 2 a year');
  const flat = new Float64Array(500);
  const nothing = judgeOverfitting({
    returns: flat,
    instruments: [{ returns: flat, exposure: 0 }],
    trials: [{ key: 'a', sharpe: null }],
    perYear: 252,
    pbo: null,
  });
  expect(nothing).toMatchObject({ sharpe: null, deflatedSharpe: null, verdict: 'luck', minTrackRecordYears: null });
  expect(nothing.reasons).toEqual(['its returns never differ, so there is no ratio to judge']);
});

test('[DX-04] the sum of a long and a short side is said without a sign when it is nothing', () => {
  const returns = noise(300, 8).map((value) => value / 100);
  const side = (seed: number, exposure: number) => ({ returns: noise(300, seed).map((value) => value / 100), exposure });
  const pair = { returns, instruments: [side(9, 0.4), side(10, -0.4001)], trials: [{ key: 'a', sharpe: 0.1 }], perYear: 252, pbo: null };
  expect(judgeOverfitting(pair).reasons.join('\n')).toContain('in excess of holding 0.0 % all along');
});
