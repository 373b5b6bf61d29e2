import { describe, expect, test } from 'vitest';
import { DAY_US } from '../../../../shared/domain/time.ts';
import type { EngineOptions } from '../../../../shared/engine/options.ts';
import { parseSlippage } from '../../../../shared/engine/costs/parse-slippage.ts';
import { definePortfolioStrategy, type PortfolioContext } from '../../../../shared/strategies/portfolio.ts';
import { flatBars } from '../world.ts';
import { fillsOf, hourly, instrumentOf, play, scriptedPortfolio } from './world.ts';

const [A, B, C] = ['AAA', 'BBB', 'CCC'].map((id) => instrumentOf(id)) as [
  ReturnType<typeof instrumentOf>,
  ReturnType<typeof instrumentOf>,
  ReturnType<typeof instrumentOf>,
];
const feedsOf = (...prices: number[][]) => prices.map((own, i) => ({ instrument: [A, B, C][i] as typeof A, bars: hourly(own) }));

test('[SR-11] a rebalance sizes by the prices of its fills: what shrinks goes first and pays for what grows', () => {
  const strategy = scriptedPortfolio({
    1: ({ rebalance }) => rebalance({ AAA: 0.2, BBB: 0.8 }),
    2: ({ rebalance }) => rebalance({ AAA: 0.8, BBB: 0.2 }),
  });
  const [sleeve] = play({ feeds: feedsOf([10, 10, 20, 20], [50, 50, 50, 50]), sleeves: [{ strategy, values: {} }] }).sleeves;
  // 20 of AAA and 16 of BBB; at the opens of 02:00 they are worth 400 + 800 = 1,200: 960 / 20 = 48 and 240 / 50 = 4.8.
  expect(sleeve && fillsOf(sleeve)).toEqual(
    [
      [1, 'AAA', 20, 10],
      [2, 'AAA', 28, 20],
      [1, 'BBB', 16, 50],
      [2, 'BBB', -11.2, 50],
    ].toSorted((a, b) => Number(a[0]) - Number(b[0])),
  );
});

test('[SR-11] all of the equity from one to another and back, with costs: nothing is refused, nothing is borrowed', () => {
  const swap =
    (to: string) =>
    ({ rebalance }: { rebalance: (weights: Record<string, number>) => void }) =>
      rebalance({ [to]: 1 });
  const strategy = scriptedPortfolio({ 1: swap('AAA'), 2: swap('BBB'), 3: swap('AAA'), 4: swap('BBB') });
  const rows = [10, 10, 11, 9, 12, 12];
  const options = { commissionBps: 30, slippageBps: 20 };
  const [sleeve] = play(
    {
      feeds: feedsOf(
        rows,
        rows.map((price) => 1000 / price),
      ),
      sleeves: [{ strategy, values: {} }],
    },
    options,
  ).sleeves;
  expect(sleeve?.legs.flatMap(({ unfilled }) => unfilled)).toEqual([]);
  expect(sleeve?.legs.map(({ quantity }) => quantity > 0)).toEqual([false, true]);
  expect(sleeve && fillsOf(sleeve)).toHaveLength(7);
});

test('[SR-11] a weight within the band is left alone, one that is not named is closed', () => {
  const strategy = scriptedPortfolio({
    1: ({ rebalance }) => rebalance({ AAA: 0.5, BBB: 0.3, CCC: 0.2 }),
    2: ({ rebalance }) => rebalance({ AAA: 0.45, BBB: 0.4 }, { band: 0.07 }),
  });
  const flat = [10, 10, 10, 10];
  const [sleeve] = play({ feeds: feedsOf(flat, flat, flat), sleeves: [{ strategy, values: {} }] }).sleeves;
  expect(sleeve?.legs.map(({ quantity }) => quantity)).toEqual([50, 40, 0]);
});

test('[SR-11] shorts: half long, half short, and a turn of both', () => {
  const strategy = scriptedPortfolio({
    1: ({ rebalance }) => rebalance({ AAA: 0.5, BBB: -0.5 }),
    2: ({ rebalance }) => rebalance({ AAA: -0.5, BBB: 0.5 }),
  });
  const { sleeves, endEquity } = play({ feeds: feedsOf([10, 10, 12, 12], [10, 10, 10, 10]), sleeves: [{ strategy, values: {} }] });
  // 50 of each; AAA gains 2 x 50, so the equity is 1,100, and half of it 550.
  expect(sleeves[0]?.legs.map(({ quantity }) => quantity)).toEqual([-45.83, 55]);
  expect(endEquity).toBe(1100);
});

test('[SR-11] a weight waits for the open of an instrument whose bar is missing', () => {
  const strategy = scriptedPortfolio({ 1: ({ rebalance }) => rebalance({ AAA: 0.5, BBB: 0.5 }) });
  const [sleeve] = play({ feeds: feedsOf([10, 10, 10, 10], [10, NaN, NaN, 20]), sleeves: [{ strategy, values: {} }] }).sleeves;
  expect(sleeve && fillsOf(sleeve)).toEqual([
    [1, 'AAA', 50, 10],
    [3, 'BBB', 25, 20],
  ]);
});

test('[SR-11] a slippage model counts in the sizes as the same rate does: all of the equity is invested, and nothing is refused', () => {
  const script = scriptedPortfolio({
    1: ({ rebalance }) => rebalance({ AAA: 0.6, BBB: 0.4 }),
    3: ({ rebalance }) => rebalance({ AAA: 0.3, BBB: -0.7 }),
  });
  const outcome = (options: Partial<EngineOptions>) => {
    const feeds = feedsOf([10, 10, 11, 9, 12, 12], [50, 50, 48, 52, 51, 50]);
    const [sleeve] = play({ feeds, sleeves: [{ strategy: script, values: {} }] }, { commissionBps: 10, ...options }).sleeves;
    const rounded = sleeve && fillsOf(sleeve).map(([hour, id, quantity, price]) => [hour, id, quantity, Number(price.toFixed(9))]);
    return [sleeve?.legs.flatMap(({ unfilled }) => unfilled), rounded];
  };
  const byRate = outcome({ slippageBps: 50 });
  expect(byRate[0]).toEqual([]);
  expect(byRate[1]).toHaveLength(4);
  expect(outcome({ execution: { slippage: parseSlippage('bps:50') } })).toEqual(byRate);
  const byVolume = outcome({ execution: { slippage: parseSlippage('volume-share:0.001') } });
  expect([byVolume[0], byVolume[1]?.length]).toEqual([[], 4]);
});

test('[SR-11] what has ended is closed at the price of the slippage model', () => {
  const strategy = scriptedPortfolio({ 1: ({ rebalance }) => rebalance({ AAA: 0.5, BBB: 0.5 }) });
  const feeds = feedsOf([100, 100, 120], [100, 100, 100, 100, 100]);
  const execution = { slippage: parseSlippage('fixed:2') };
  const [sleeve] = play({ feeds, sleeves: [{ strategy, values: {} }] }, { execution }).sleeves;
  expect(sleeve?.legs[0]?.trades).toMatchObject([{ entryPrice: 102, exitPrice: 118, delisted: true }]);
});

describe('what an earlier rebalance has not filled', () => {
  const half = ({ rebalance }: PortfolioContext) => rebalance({ AAA: 0.5 });
  const none = ({ rebalance }: PortfolioContext) => rebalance({});
  /** Signed quantities by hour, of a price of 10 and 1,000 of cash: half of it is 50 units. */
  const traded = (script: Parameters<typeof scriptedPortfolio>[0], execution: NonNullable<EngineOptions['execution']>) => {
    const bars = hourly(Array.from({ length: 16 }, () => 10));
    bars.volume.fill(10);
    const sleeves = [{ strategy: scriptedPortfolio(script), values: {} }];
    const [sleeve] = play({ feeds: [{ instrument: A, bars }], sleeves }, { execution }).sleeves;
    return sleeve && fillsOf(sleeve).map(([hour, , quantity]) => [hour, quantity]);
  };
  const thin = { volumeLimit: 1 };

  test('[SR-11] is taken back by the next one, which asks for what is missing and no more', () => {
    expect(traded({ 1: half, 3: half }, thin)).toEqual([1, 2, 3, 4, 5].map((hour) => [hour, 10]));
    expect(traded({ 1: half, 3: none }, thin)).toEqual([
      [1, 10],
      [2, 10],
      [3, -10],
      [4, -10],
    ]);
  });

  test('[SR-11] a position that is being closed is built up again from what is left of it', () => {
    expect(traded({ 1: half, 4: none, 5: half }, thin)).toEqual([
      [1, 10],
      [2, 10],
      [3, 10],
      [4, -10],
      [5, 10],
      [6, 10],
      [7, 10],
    ]);
  });

  test('[SR-11] counts as held where it is on its way to the venue and cannot be taken back', () => {
    expect(traded({ 1: half, 2: half, 3: half }, { latencyBars: 2 })).toEqual([[3, 50]]);
    expect(traded({ 1: half, 2: none }, { latencyBars: 2 })).toEqual([
      [3, 50],
      [4, -50],
    ]);
    expect(traded({ 1: half, 6: none, 7: none, 8: half }, { latencyBars: 2 })).toEqual([
      [3, 50],
      [8, -50],
      [10, 50],
    ]);
  });
});

test('[SR-11] weights that are no numbers, name nothing or pass 1 are refused by name', () => {
  const trying = (weights: Record<string, number>, band = 0) => {
    const strategy = scriptedPortfolio({ 1: ({ rebalance }) => rebalance(weights, { band }) });
    return () => play({ feeds: feedsOf([1, 1], [1, 1]), sleeves: [{ strategy, values: {} }] });
  };
  expect(trying({ AAA: NaN })).toThrow('the weight of AAA is NaN, but must be a finite number');
  expect(trying({ DDD: 0.1 })).toThrow('there is no instrument "DDD" (there are: AAA, BBB)');
  expect(trying({ AAA: 0.8, BBB: -0.4 })).toThrow('add up to 1.2000000000000002, but must not pass 1');
  expect(trying({ AAA: 0.8 }, -1)).toThrow('band is -1, but must be from 0 to below 1');
  expect(trying(Object.fromEntries(['AAA', 'BBB'].map((id) => [id, 0.5])))).not.toThrow();
});

test('[SR-11] begins: the first close of a day, week, month, quarter and year, UTC, weeks from Monday', () => {
  // 1970-01-01 was a Thursday. A daily bar closes at the midnight after it.
  const bars = { ...flatBars(Array.from({ length: 400 }, () => 1)), timeframeUs: DAY_US };
  for (let day = 0; day < bars.length; day++) bars.time[day] = day * DAY_US;
  const found: Record<string, number[]> = { week: [], month: [], quarter: [], year: [] };
  const strategy = definePortfolioStrategy({
    id: 'calendar',
    about: 'Notes beginnings.',
    params: {},
    indicators: () => ({}),
    onBars({ begins, timeUs }) {
      expect(begins('day')).toBe(true);
      for (const period of ['week', 'month', 'quarter', 'year'] as const) if (begins(period)) found[period]?.push(timeUs / DAY_US);
    },
  });
  play({ feeds: [{ instrument: A, bars }], sleeves: [{ strategy, values: {} }] });
  expect(found['week']?.slice(0, 4)).toEqual([1, 4, 11, 18]);
  expect(found['month']?.slice(0, 5)).toEqual([1, 31, 59, 90, 120]);
  expect(found['quarter']).toEqual([1, 90, 181, 273, 365]);
  expect(found['year']).toEqual([1, 365]);
});
