import { expect, test } from 'vitest';
import { SeededRandom } from '../../../../shared/market/noise.ts';
import { pathsOf, type Resampling } from '../../../../shared/research/monte-carlo/resample.ts';
import { joinPaths, type MonteCarloInput, observedPath, simulatePaths } from '../../../../shared/research/monte-carlo/simulate.ts';
import { summarisePaths } from '../../../../shared/research/monte-carlo/summarise.ts';
import { logGamma } from '../../../../shared/research/statistics/distributions.ts';
import { noise } from '../world.ts';

const TRADES: MonteCarloInput = {
  steps: noise(300, 6).map((value) => 5 + 40 * value),
  kind: 'money',
  startEquity: 10_000,
  stepsPerYear: 1,
  ruinRatio: 0.5,
};
const RANGE = { firstPath: 0, paths: 500, seed: 3 };
const METHODS: readonly Resampling[] = [
  { method: 'shuffle' },
  { method: 'bootstrap' },
  { method: 'blocks', meanLength: 10 },
  { method: 'missed', missRatio: 0.2 },
];

const run = (input: MonteCarloInput, resampling: Resampling, range = RANGE) =>
  summarisePaths(simulatePaths(input, resampling, range), input);

/** A coin of so many flips that wins as often as it says, exactly: what is drawn from. */
const coin = (flips: number, { up, win, lose }: { up: number; win: number; lose: number }) =>
  Float64Array.from({ length: flips }, (_, i) => (i < up * flips ? win : lose));

test('[DX-04] the same trades in another order end where they ended; the drawdown is what chance decides', () => {
  const { endEquity, maxDrawdown, sharpe, observed } = run(TRADES, { method: 'shuffle' });
  const end = TRADES.steps.reduce((sum, step) => sum + step, 10_000);
  for (const value of Object.values(endEquity)) expect(value).toBeCloseTo(end, 7);
  expect(maxDrawdown.p95 - maxDrawdown.p5).toBeGreaterThan(0.01);
  expect(sharpe.max - sharpe.min).toBeLessThan(1e-9);
  expect(observed.endEquity).toEqual({ value: end, share: 1 });
  expect(observed.maxDrawdown.share).toBeGreaterThan(0);
  const compounded = run({ ...TRADES, kind: 'ratio', steps: noise(300, 6).map((value) => 0.01 * value) }, { method: 'shuffle' });
  expect(compounded.endEquity.max / compounded.endEquity.min).toBeCloseTo(1, 10);
});

test('[DX-04] the same seed gives the same percentiles, another seed others, and shards what one machine gives', () => {
  for (const resampling of METHODS) {
    const once = run(TRADES, resampling);
    expect(run(TRADES, resampling)).toEqual(once);
    expect(run(TRADES, resampling, { ...RANGE, seed: 4 }).maxDrawdown).not.toEqual(once.maxDrawdown);
    const parts = [0, 1, 200, 320].map((firstPath, i, all) =>
      simulatePaths(TRADES, resampling, { ...RANGE, firstPath, paths: (all[i + 1] ?? 500) - firstPath }),
    );
    expect(summarisePaths(joinPaths(parts), TRADES)).toEqual(once);
    expect(JSON.parse(JSON.stringify(once))).toEqual(once);
  }
  expect(() => joinPaths([observedPath(TRADES), observedPath({ ...TRADES, steps: TRADES.steps.subarray(1) })])).toThrow(
    'the parts have paths of different lengths',
  );
});

test('[DX-04] the ruin of a fair coin within so many flips is that of the reflection principle', () => {
  // Feller (1968), vol. 1, III.7: P(S reaches -a within n) = P(S_n = -a) + 2 P(S_n < -a).
  const [flips, stake] = [200, 10];
  const chance = (wins: number) => Math.exp(logGamma(flips + 1) - logGamma(wins + 1) - logGamma(flips - wins + 1) - flips * Math.LN2);
  let ruin = 0;
  for (let wins = 0; 2 * wins - flips <= -stake; wins++) ruin += (2 * wins - flips === -stake ? 1 : 2) * chance(wins);
  const input: MonteCarloInput = {
    steps: coin(flips, { up: 0.5, win: 1, lose: -1 }),
    kind: 'money',
    startEquity: stake,
    stepsPerYear: 1,
    ruinRatio: 0,
  };
  const { riskOfRuin } = run(input, { method: 'bootstrap' }, { ...RANGE, paths: 4000 });
  // Four standard errors of 4,000 paths.
  expect(Math.abs(riskOfRuin - ruin)).toBeLessThan(4 * Math.sqrt((ruin * (1 - ruin)) / 4000));
});

test('[DX-04] the ruin of a coin in favour, in stakes or in fractions of equity, is (q / p) to the power of the steps to ruin', () => {
  // Feller (1968), XIV.2, without an upper end; 1,000 flips at 0.55 leave no ruin to come.
  const ruin = (0.45 / 0.55) ** 8;
  const tolerance = 4 * Math.sqrt((ruin * (1 - ruin)) / 3000);
  const stakes: MonteCarloInput = {
    steps: coin(1000, { up: 0.55, win: 1, lose: -1 }),
    kind: 'money',
    startEquity: 8,
    stepsPerYear: 1,
    ruinRatio: 0,
  };
  expect(Math.abs(run(stakes, { method: 'bootstrap' }, { ...RANGE, paths: 3000 }).riskOfRuin - ruin)).toBeLessThan(tolerance);
  // A loss that undoes a win: the logarithm of equity goes up and down by the same step, and eight down are ruin.
  const fractions: MonteCarloInput = {
    ...stakes,
    kind: 'ratio',
    steps: coin(1000, { up: 0.55, win: 0.05, lose: -0.05 / 1.05 }),
    ruinRatio: 1.05 ** -8 * (1 + 1e-9),
  };
  expect(Math.abs(run(fractions, { method: 'bootstrap' }, { ...RANGE, paths: 3000 }).riskOfRuin - ruin)).toBeLessThan(tolerance);
});

test('[DX-04] the observed path by hand: 100, 120, 90, 99', () => {
  const input: MonteCarloInput = { steps: Float64Array.of(20, -30, 9), kind: 'money', startEquity: 100, stepsPerYear: 12, ruinRatio: 0.9 };
  const { points, fan, endEquity, maxDrawdown, sharpe, ruined } = observedPath(input);
  expect([...points]).toEqual([0, 1, 2, 3]);
  expect([...fan]).toEqual([100, 120, 90, 99]);
  expect([endEquity[0], maxDrawdown[0], ruined[0]]).toEqual([99, 0.25, 1]);
  // Mean -1/3; squares around it 20.333^2 + 29.667^2 + 9.333^2 = 1380.667, over 2.
  expect(sharpe[0]).toBeCloseTo((-1 / 3 / Math.sqrt(1380 + 2 / 3) / Math.SQRT1_2) * Math.sqrt(12), 12);
  const lost = observedPath({ ...input, kind: 'ratio', steps: Float64Array.of(0.2, -1.5, 0.5) });
  expect([...lost.fan]).toEqual([100, 120, 0, 0]);
  expect(lost.maxDrawdown[0]).toBe(1);
});

test('[DX-04] the fan has 200 points at most, from the start to the end, and its percentiles in order', () => {
  const { fan, endEquity } = run({ ...TRADES, steps: noise(1000, 2) }, { method: 'bootstrap' });
  expect(fan.step).toHaveLength(200);
  expect([fan.step[0], fan.step.at(-1)]).toEqual([0, 1000]);
  expect([fan.p5[0], fan.p95[0]]).toEqual([10_000, 10_000]);
  expect([fan.p5, fan.p25, fan.p50, fan.p75, fan.p95].map((line) => line.at(-1))).toEqual([
    endEquity.p5,
    endEquity.p25,
    endEquity.p50,
    endEquity.p75,
    endEquity.p95,
  ]);
  fan.p5.forEach((low, i) => expect(low).toBeLessThanOrEqual(fan.p95[i] as number));
});

test('[DX-04] missed trades: none missed is what happened, all missed is nothing; a fifth missed earns four fifths', () => {
  const total = TRADES.steps.reduce((sum, step) => sum + step, 0);
  const missed = (missRatio: number) => run(TRADES, { method: 'missed', missRatio });
  expect(missed(0).endEquity.min).toBe(missed(0).observed.endEquity.value);
  expect(missed(1).endEquity.max).toBe(10_000);
  expect(missed(1).sharpe.max).toBe(0);
  // Deviation of a sum that misses each with probability m: root of m (1 - m) times the squares.
  const error = Math.sqrt((0.2 * 0.8 * TRADES.steps.reduce((sum, step) => sum + step * step, 0)) / 500);
  expect(Math.abs(missed(0.2).endEquity.mean - 10_000 - 0.8 * total)).toBeLessThan(4 * error);
});

test('[DX-04] a path in blocks goes on from row to row, round from the last to the first, and jumps once in so many', () => {
  const rows = 1000;
  const path = new Float64Array(rows);
  pathsOf(
    Float64Array.from({ length: rows }, (_, i) => i),
    { method: 'blocks', meanLength: 20 },
  )(path, new SeededRandom(2));
  const jumps = path.filter((row, i) => i > 0 && row !== ((path[i - 1] as number) + 1) % rows).length;
  expect(jumps).toBeGreaterThan(25);
  expect(jumps).toBeLessThan(75);
});

test('[DX-04] blocks keep what depends on the step before: paths of a trending series spread wider than independent draws', () => {
  let level = 0;
  const trending = noise(600, 8).map((value) => (level = 0.9 * level + value));
  const input = { ...TRADES, steps: trending };
  const spread = (resampling: Resampling) => {
    const { p5, p95 } = run(input, resampling).endEquity;
    return p95 - p5;
  };
  expect(spread({ method: 'blocks' })).toBeGreaterThan(2 * spread({ method: 'bootstrap' }));
});

test('[DX-04] what cannot be simulated is refused by name', () => {
  const simulate = (input: Partial<MonteCarloInput>, resampling: Resampling = { method: 'shuffle' }, paths = 5) =>
    simulatePaths({ ...TRADES, ...input }, resampling, { ...RANGE, paths });
  expect(() => simulate({ startEquity: 0 })).toThrow('startEquity is 0, but must be above 0');
  expect(() => simulate({ stepsPerYear: 0 })).toThrow('stepsPerYear is 0');
  expect(() => simulate({ ruinRatio: 1 })).toThrow('ruinRatio is 1, but must be from 0 to below 1');
  expect(() => simulate({ steps: Float64Array.of(1, Number.NaN) })).toThrow('step 1 is NaN');
  expect(() => simulate({ steps: new Float64Array(0) })).toThrow('there is no step to draw');
  expect(() => simulate({}, { method: 'missed', missRatio: 2 })).toThrow('missRatio is 2, but must be from 0 to 1');
  expect(() => simulate({}, { method: 'blocks', meanLength: 0 })).toThrow('meanLength is 0');
  expect(() => simulate({}, { method: 'shuffle' }, 0)).toThrow('paths is 0');
});
