import { expect, test } from 'vitest';
import { runBacktest } from '../../../shared/engine/backtest.ts';
import { defineIndicator } from '../../../shared/indicators/define.ts';
import { int } from '../../../shared/indicators/parameters.ts';
import { bollinger } from '../../../shared/indicators/volatility/bollinger.ts';
import { sma } from '../../../shared/indicators/trend/sma.ts';
import { mix, SeededRandom, unit } from '../../../shared/market/noise.ts';
import { ablate } from '../../../shared/research/ablation/ablate.ts';
import { withRotated } from '../../../shared/research/ablation/rotated-indicator.ts';
import { defineStrategy } from '../../../shared/strategies/define.ts';
import { barVolume as volume, coin, dailyBars, walkBars } from './world.ts';

/** A number between 0 and 1 that depends on nothing but its place. */
const dice = defineIndicator({
  id: 'dice',
  name: 'Dice',
  group: 'statistics',
  about: 'Noise.',
  inputs: ['close'],
  parameters: { seed: int(1, { min: 1, max: 10_000 }) },
  outputs: ['value'],
  unit: 1,
  warmup: () => 0,
  settle: () => 0,
  source: 'This test.',
  kernel({ seed }) {
    let row = 0;
    return { update: () => unit(mix(seed, row++)), snapshot: () => [row], restore: (state) => void (row = state[0] as number) };
  },
});

/** Holds while the volume or the dice say so, more while both do. */
const both = defineStrategy({
  id: 'both',
  about: 'Half long for each of two voices above their middle.',
  params: { seed: int(1, { min: 1, max: 10_000 }) },
  indicators: ({ seed }) => ({ volume: volume(), dice: dice(seed) }),
  onBar({ indicators, target }) {
    target((indicators.volume.value > 0.5 ? 0.5 : 0) + (indicators.dice.value > 0.5 ? 0.5 : 0));
  },
});

const engine = { cash: 10_000, sizing: { kind: 'all' }, commissionBps: 0, slippageBps: 0 } as const;
const inputOf = (seed: number, edge: number) => ({
  strategy: both,
  values: both.parse({ seed }),
  bars: walkBars(1500, seed, edge),
  instrument: coin(),
  engine,
});

test('[PT-05] a planted indicator raises the score out of sample, the interval above 0; noise does not, the interval over 0', () => {
  const { contributions, full, split } = ablate(inputOf(1, 0.6));
  expect(contributions.map(({ part }) => part)).toEqual(['volume', 'dice']);
  const [planted, noise] = contributions;
  expect(planted).toMatchObject({ verdict: 'helps' });
  expect(planted?.low).toBeGreaterThan(0);
  expect(planted?.difference).toBeCloseTo(full.outOfSample.sharpe - (planted?.without.outOfSample.sharpe as number), 12);
  expect(noise).toMatchObject({ verdict: 'unproven' });
  expect(noise?.low).toBeLessThan(0);
  expect(noise?.high).toBeGreaterThan(0);
  // 70 % of 1500 days from 1970-01-01 on.
  expect(split).toBe('1972-11-16T00:00:00Z');
});

test('[PT-05] a planted voice that lies beside the bars is found there, as a feature, a column and a whole indicator of another instrument', () => {
  const bars = walkBars(1500, 1, 0.6);
  const other = { ...bars, close: bars.volume.map((value) => 100 + value) };
  const beside = {
    others: new Map([['ETH/USDT', other]]),
    features: new Map([
      ['voice', { length: bars.length, knownAtUs: bars.time.map((time) => time + bars.timeframeUs), value: bars.volume }],
    ]),
  };
  const voices = {
    feature: sma(1, { inputs: ['feature voice'] }),
    column: sma(1, { inputs: ['close of ETH/USDT'] }),
    whole: sma(1, { of: 'ETH/USDT' }),
  };
  for (const [name, voice] of Object.entries(voices)) {
    const strategy = defineStrategy({
      ...both,
      params: {},
      indicators: () => ({ voice, dice: dice(1) }),
      onBar({ indicators, target }) {
        const heard = indicators.voice.value > (name === 'feature' ? 0.5 : 100.5);
        target((heard ? 0.5 : 0) + (indicators.dice.value > 0.5 ? 0.5 : 0));
      },
    });
    const { contributions } = ablate({ ...inputOf(1, 0.6), strategy, values: {}, beside });
    const verdicts = Object.fromEntries(contributions.map(({ part, verdict }) => [part, verdict]));
    // A price turned round keeps its share of the price beside it, which a whole indicator of another instrument is measured by: sma(1) is all of it.
    expect([name, verdicts]).toEqual([name, { voice: name === 'whole' ? 'unproven' : 'helps', dice: 'unproven' }]);
  }
});

test('[PT-05] of thirty markets the planted one is found in most, and noise in about one of twenty', () => {
  const verdicts = { planted: 0, noise: 0 };
  for (let seed = 1; seed <= 30; seed++) {
    for (const { part, verdict } of ablate(inputOf(seed, 0.6), { rotations: 4, resamples: 199 }).contributions) {
      if (part === 'volume' && verdict === 'helps') verdicts.planted++;
      if (part === 'dice' && verdict !== 'unproven') verdicts.noise++;
    }
  }
  expect(verdicts.planted).toBeGreaterThan(24);
  expect(verdicts.noise).toBeLessThanOrEqual(4);
});

test('[PT-05] versions without a part are compared as they are given', () => {
  const alone = defineStrategy({
    ...both,
    params: {},
    indicators: () => ({ volume: volume() }),
    onBar: ({ indicators, target }) => target(indicators.volume.value > 0.5 ? 1 : 0),
  });
  const never = defineStrategy({ ...both, params: {}, indicators: () => ({}), onBar: () => undefined });
  const input = inputOf(2, 0.6);
  const without = [
    { part: 'dice', strategy: alone, values: {} },
    { part: 'everything', strategy: never, values: {} },
  ];
  const { contributions, full } = ablate({ ...input, without });
  const of = (part: string) => contributions.find((contribution) => contribution.part === part);
  expect(of('dice')?.difference).toBeLessThan(0);
  expect(of('everything')).toMatchObject({
    without: { outOfSample: { sharpe: 0, totalReturn: 0, trades: 0 } },
    difference: full.outOfSample.sharpe,
  });
});

test('[PT-05] the score is that of a run of its part alone, and the same seed gives the same answer', () => {
  const input = inputOf(3, 0.6);
  const found = ablate(input, { rotations: 2, resamples: 99 });
  expect(ablate(input, { rotations: 2, resamples: 99 })).toEqual(found);
  expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  const fromUs = input.bars.time[1050] as number;
  const run = runBacktest({ ...input, options: { ...engine, fromUs } });
  expect(found.full.outOfSample.totalReturn).toBe(run.endEquity / run.startEquity - 1);
  const returns = Array.from(run.equity.value.slice(1), (value, i) => value / (run.equity.value[i] as number) - 1);
  const mean = returns.reduce((sum, value) => sum + value / returns.length, 0);
  const deviation = Math.sqrt(returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (returns.length - 1));
  expect(found.full.outOfSample.sharpe).toBeCloseTo((mean / deviation) * Math.sqrt(365), 9);
});

test('[PT-05] an indicator turned round in time keeps its values, and of prices their share of the close', () => {
  const bars = walkBars(300, 4);
  const seen = (strategy: typeof both) => {
    const rows: number[][] = [];
    const watching = {
      ...strategy,
      onBar: ({ indicators, bar }: { indicators: never; bar: { close: number } }) => {
        const { average, band } = indicators as { average: { value: number }; band: Record<'upper' | 'lower', { value: number }> };
        rows.push([bar.close, average.value, band.upper.value, band.lower.value]);
      },
    };
    runBacktest({ strategy: watching as never, values: {}, bars, instrument: coin(), options: engine });
    return rows;
  };
  const plain = defineStrategy({
    id: 'plain',
    about: '',
    params: {},
    indicators: () => ({ average: sma(10), band: bollinger(20) }),
    onBar: () => undefined,
  });
  const before = seen(plain);
  const after = seen(withRotated(plain, 'band', { bars, random: new SeededRandom(1) }));
  expect(after.map(([close, average]) => [close, average])).toEqual(before.map(([close, average]) => [close, average]));
  const shares = (rows: number[][]) => rows.map(([close, , upper]) => Math.round(((upper as number) / (close as number)) * 1e9));
  expect(shares(after)).not.toEqual(shares(before));
  const sorted = (rows: number[][]) => Float64Array.from(shares(rows)).sort();
  expect(sorted(after)).toEqual(sorted(before));
  const turned = shares(before).indexOf(shares(after)[0] as number);
  expect(Math.min(turned, before.length - turned)).toBeGreaterThanOrEqual(28);
});

test('[PT-05] what cannot be judged is refused by name', () => {
  expect(() => ablate(inputOf(1, 0.5), { inSample: 1 })).toThrow('inSample is 1, but must be between 0 and 1');
  expect(() => ablate({ ...inputOf(1, 0.5), bars: walkBars(1, 1) })).toThrow('1 bars cannot be split');
  expect(() => ablate({ ...inputOf(1, 0.5), bars: walkBars(20, 1) })).toThrow('6 daily returns are too few to judge');
  const short = defineStrategy({ ...both, onBar: ({ target, position }) => position === 0 && target(-1) });
  const rising = dailyBars(Array.from({ length: 60 }, (_, i) => 100 * 1.1 ** i));
  expect(() => ablate({ ...inputOf(1, 0.5), strategy: short, bars: rising })).toThrow('both loses all its money');
});
