import { describe, expect, test } from 'vitest';
import { HOUR_US } from '../../../shared/domain/time.ts';
import { runPortfolio } from '../../../shared/engine/portfolio/run.ts';
import type { Strategy } from '../../../shared/strategies/define.ts';
import bollingerReversion from '../../../strategies/bollinger-reversion.ts';
import buyAndHold from '../../../strategies/buy-and-hold.ts';
import dipBuyer from '../../../strategies/dip-buyer.ts';
import donchianBreakout from '../../../strategies/donchian-breakout.ts';
import grid from '../../../strategies/grid.ts';
import momentum from '../../../strategies/momentum.ts';
import rsiReversion from '../../../strategies/rsi-reversion.ts';
import smaCross from '../../../strategies/sma-cross.ts';
import supertrend from '../../../strategies/supertrend.ts';
import turtle from '../../../strategies/turtle.ts';
import volatilityBreakout from '../../../strategies/volatility-breakout.ts';
import { keptBars } from '../../support/kept-bars.ts';
import zScoreReversion from '../../../strategies/z-score-reversion.ts';
import { barsOf, BTC, fillsOf, type Row } from '../engine/world.ts';
import { COSTS, errorsFromFair, falling, FREE, growth, mean, play, range, reverting, trending } from './markets.ts';

const flat = (count: number, row: Row): Row[] => Array.from({ length: count }, () => row);

describe('worked by hand', () => {
  test('[SR-05] turtle sizes a unit by N, adds one at each half N, and has the stop of all 2 N below the last', () => {
    // True ranges of 2 throughout: N is 2, and a unit 0.001 x 100,000 / 2 = 50.
    const bars = barsOf([
      ...flat(25, [100, 101, 99, 100]),
      [100, 102, 100, 102], // above 101: one unit at the next open
      [102, 103, 101, 103], // half an N above 102: one more
      [103, 106, 103, 106], // three halves above 103, but two units are left
      [106, 107, 105, 106],
      [106, 106, 101, 101], // 2 N below the close that asked for the last units: 102
    ]);
    const result = play(turtle, bars, { risk: 0.001 }, { cash: 100_000 });
    expect(fillsOf(result)).toEqual([
      [26, 'buy', 50, 102],
      [27, 'buy', 50, 103],
      [28, 'buy', 100, 106],
      [29, 'sell', 200, 102],
    ]);
  });

  test('[SR-05] turtle leaves where a close passes the other extreme of fewer bars, and never holds more than its exposure', () => {
    const bars = barsOf([
      ...flat(25, [100, 101, 99, 100]),
      [100, 102, 100, 102],
      ...flat(9, [102, 103, 102, 102]),
      [102, 103, 101.5, 101.5], // below 102, the low of the 3 bars before, above the stop at 98
      [101, 101, 101, 101],
    ]);
    const result = play(turtle, bars, { risk: 0.1, exit: 3, exposure: 0.5 }, { cash: 100_000 });
    // 0.1 x 100,000 / 2 would be 5,000 units; half the equity in 4 units at 106, the highest that the last can be asked at, is 117.9.
    expect(fillsOf(result).map(([hour, side, , price]) => [hour, side, price])).toEqual([
      [26, 'buy', 102],
      [36, 'sell', 101],
    ]);
    expect(result.fills[0]?.quantity).toBeCloseTo(50_000 / 4 / 106, 6);
  });

  test('[SR-05] supertrend waits for the first turn, buys after the band is broken upward and sells after it is broken downward', () => {
    const bars = barsOf([
      ...flat(4, [100, 101, 99, 100]),
      [100, 110, 100, 110], // above 100 + 1 x 2
      [111, 112, 110, 111],
      [111, 111, 90, 90],
      [91, 92, 90, 91],
    ]);
    expect(fillsOf(play(supertrend, bars, { period: 2, multiplier: 1 })).map(([hour, side, , price]) => [hour, side, price])).toEqual([
      [5, 'buy', 111],
      [7, 'sell', 91],
    ]);
  });

  test('[SR-05] supertrend trades the same when it is asked at every close, as among several strategies, and not only at the turns', () => {
    const bars = trending(1);
    const { sleeves } = runPortfolio({
      feeds: [{ instrument: BTC, bars }],
      sleeves: [{ strategy: supertrend, values: supertrend.parse({ shorts: 1 }) }],
      options: FREE,
    });
    const alone = play(supertrend, bars, { shorts: 1 }).fills.map(({ timeUs, side }) => [timeUs, side]);
    expect(alone.length).toBeGreaterThan(10);
    expect(sleeves[0]?.legs[0]?.fills.map(({ timeUs, side }) => [timeUs, side])).toEqual(alone);
  });

  test('[SR-05] volatility-breakout buys half of yesterday’s range above today’s open, and is out at the end of the day', () => {
    const still = (count: number) => flat(count, [100, 100, 100, 100]);
    const bars = barsOf([
      [100, 102, 98, 100],
      ...still(23),
      [100, 102, 98, 100],
      ...still(11),
      [100, 102.5, 100, 100],
      ...still(11),
      [100, 100, 100, 100],
      [100, 103, 100, 103],
      ...flat(22, [103, 103, 103, 103]),
      [104, 104, 104, 104],
    ]);
    // Of the first day nothing is known, for it may have begun before the run, so the second does not trade. Its range is 4.5: 100 + 0.5 x 4.5 is 102.25.
    expect(fillsOf(play(volatilityBreakout, bars)).map(([hour, side, , price]) => [hour, side, price])).toEqual([
      [49, 'buy', 102.25],
      [72, 'sell', 104],
    ]);
  });

  test('[SR-05] volatility-breakout says by name that bars of a day are too long', () => {
    const bars = { ...barsOf(flat(3, [100, 101, 99, 100])), timeframeUs: 24 * HOUR_US };
    expect(() => play(volatilityBreakout, bars)).toThrow('volatility-breakout needs bars shorter than a session');
  });

  test('[SR-04] z-score-reversion buys two deviations below the mean of four closes and sells at the mean', () => {
    const bars = barsOf([10, 11, 10, 11, 5, 6, 9, 10, 9].map((close): Row => [close, close, close, close]));
    // As bollinger-reversion: row 4 has mean 9.25 and deviation 2.49, 1.71 below; rows 5 and 6 have means 8 and 7.75.
    const fills = fillsOf(play(zScoreReversion, bars, { period: 4, entry: 1.5 }));
    expect(fills.map(([hour, side, , price]) => [hour, side, price])).toEqual([
      [5, 'buy', 6],
      [7, 'sell', 10],
    ]);
  });

  test('[SR-04] grid buys at its lines, sells each one line higher, buys back, and is laid anew above', () => {
    const bars = barsOf([
      [100, 100, 100, 100], // lines at 90 and 81
      [100, 100, 85, 95], // 90
      [95, 100, 95, 100], // sold at 100
      [100, 100, 80, 80], // 90 again, and 81
      [80, 95, 80, 95], // 81 is sold at 90
      [95, 120, 95, 120], // 90 at 100; flat above 110: anew at 120
      [120, 120, 108, 110],
    ]);
    const fills = fillsOf(play(grid, bars, { step: 0.1, lines: 2, share: 0.9 }));
    expect(fills.map(([hour, side, , price]) => [hour, side, Math.round(price * 100) / 100])).toEqual([
      [1, 'buy', 90],
      [2, 'sell', 100],
      [3, 'buy', 90],
      [3, 'buy', 81],
      [4, 'sell', 90],
      [5, 'sell', 100],
      [6, 'buy', 108],
    ]);
    expect(fills[0]?.[2]).toBeCloseTo((0.9 * 1000) / 2 / 90, 7);
  });

  test('[SR-04] grid holds no more than its lines, and sells all at the stop', () => {
    const bars = barsOf([100, 90, 80, 70, 60, 50].map((close): Row => [close, close, close, close]));
    const fills = fillsOf(play(grid, bars, { step: 0.1, lines: 2, stop: 2 }));
    // Lines at 90 and 81; two lines below the last is 65.61: the close of 60 sells.
    expect(fills.map(([hour, side]) => [hour, side])).toEqual([
      [1, 'buy'],
      [2, 'buy'],
      [5, 'sell'],
    ]);
  });

  test('[SR-04] dip-buyer buys a part at each further fall, and sells all at a gain on the average price', () => {
    const bars = barsOf([100, 100, 94, 94, 88, 88, 100, 100].map((close): Row => [close, close, close, close]));
    const fills = fillsOf(play(dipBuyer, bars, { lookback: 2, dip: 0.05, parts: 2, gain: 0.05, share: 0.94 }));
    // 470 at 94 and 470 at 88: 5 and 5.34 units for 90.9 on average; 5 % above that is 95.45, and 100 is better.
    expect(fills.map(([hour, side, , price]) => [hour, side, price])).toEqual([
      [3, 'buy', 94],
      [5, 'buy', 88],
      [6, 'sell', 100],
    ]);
    expect(fills.slice(0, 2).map(([, , quantity]) => quantity)).toEqual([5, 5.34090909]);
  });
});

describe('where orders take their time, or bars are missing', () => {
  test('[SR-05] turtle asks for a unit once while its order is on the way', () => {
    const bars = barsOf([
      ...flat(25, [100, 101, 99, 100]),
      [100, 102, 100, 102], // asked for here, and filled three bars on
      [102, 103, 101, 103],
      [103, 104, 103, 104],
      [104, 105, 103, 105], // a half N above the fill at 104: one more, three bars on
      ...flat(4, [105, 105, 104, 105]),
    ]);
    const result = play(turtle, bars, { risk: 0.001 }, { cash: 100_000, execution: { latencyBars: 2 } });
    expect(fillsOf(result)).toEqual([
      [28, 'buy', 50, 104],
      [31, 'buy', 50, 105],
    ]);
  });

  test('[SR-04] dip-buyer asks for a part once while its order is on the way', () => {
    const result = play(
      dipBuyer,
      barsOf([100, 100, 94, 94, 94, 94, 94, 94].map((close): Row => [close, close, close, close])),
      { lookback: 4, dip: 0.05, parts: 2, share: 0.94 },
      { execution: { latencyBars: 2 } },
    );
    expect(fillsOf(result)).toEqual([[6, 'buy', 5, 94]]);
  });

  test('[SR-04] what grid buys after it has called its orders back, it sells with the rest', () => {
    const bars = barsOf([
      ...flat(2, [100, 100, 100, 100]), // lines at 90 and 81, the stop below 72.9
      [95, 95, 80, 85],
      [85, 85, 85, 85],
      [85, 91, 85, 86], // what was bought at 81 is sold at 90, and bought back two bars on
      [86, 86, 70, 70], // the stop
      ...flat(4, [70, 70, 70, 70]),
    ]);
    const fills = fillsOf(play(grid, bars, { step: 0.1, lines: 2, stop: 1 }, { execution: { latencyBars: 1 } }));
    expect(fills.map(([hour, side, , price]) => [hour, side, Math.round(price)])).toEqual([
      [2, 'buy', 90],
      [2, 'buy', 81],
      [4, 'sell', 90],
      [6, 'buy', 70],
      [7, 'sell', 70],
    ]);
    expect(fills.reduce((sum, [, side, quantity]) => sum + (side === 'buy' ? quantity : -quantity), 0)).toBeCloseTo(0, 9);
  });

  test('[SR-05] volatility-breakout sells at the first open it meets where the last bar of the session is missing', () => {
    const still = (count: number) => flat(count, [100, 100, 100, 100]);
    const whole = barsOf([
      ...still(24),
      [100, 102, 98, 100],
      ...still(23),
      [100, 100, 100, 100],
      [100, 103, 100, 103],
      ...flat(22, [103, 103, 103, 103]),
      [104, 104, 104, 104],
      [105, 105, 105, 105],
      ...flat(22, [105, 105, 105, 105]),
    ]);
    // The last two hours of the third day are left out: its 22:00 and 23:00.
    const kept = [...whole.time.keys()].filter((row) => row !== 70 && row !== 71);
    const bars = keptBars(whole, kept);
    expect(
      fillsOf(play(volatilityBreakout, bars))
        .slice(0, 2)
        .map(([hour, side, , price]) => [hour, side, price]),
    ).toEqual([
      [49, 'buy', 102],
      [73, 'sell', 105],
    ]);
  });
});

/** What a strategy lives on and dies of, and which of its orders rest at a level. */
const KINDS = [
  { strategy: buyAndHold, given: {}, earns: trending, loses: falling, resting: 0, row: 'SR-01' },
  { strategy: smaCross, given: {}, earns: trending, loses: reverting, resting: 0, row: 'SR-05' },
  { strategy: donchianBreakout, given: {}, earns: trending, loses: reverting, resting: 0, row: 'SR-05' },
  { strategy: momentum, given: { shorts: 1 }, earns: trending, loses: reverting, resting: 0, row: 'SR-03' },
  { strategy: bollingerReversion, given: {}, earns: reverting, loses: trending, resting: 0, row: 'SR-04' },
  { strategy: rsiReversion, given: {}, earns: reverting, loses: falling, resting: 0, row: 'SR-04' },
  { strategy: supertrend, given: {}, earns: trending, loses: reverting, resting: 0, row: 'SR-05' },
  { strategy: turtle, given: {}, earns: trending, loses: reverting, resting: 1, row: 'SR-05' },
  { strategy: volatilityBreakout, given: {}, earns: trending, loses: reverting, resting: 1, row: 'SR-05' },
  { strategy: zScoreReversion, given: {}, earns: reverting, loses: trending, resting: 0, row: 'SR-04' },
  { strategy: dipBuyer, given: { dip: 0.02, gain: 0.03 }, earns: reverting, loses: falling, resting: -1, row: 'SR-04' },
  { strategy: grid, given: {}, earns: reverting, loses: falling, resting: -1, row: 'SR-04' },
] as const;

describe.each(KINDS.map((kind) => [kind.row, kind.strategy.id, kind] as const))(
  '[%s] %s',
  (_, id, { strategy, given, earns, loses, resting }) => {
    const returns = (market: typeof earns) => range(6).map((seed) => growth(play(strategy as Strategy, market(seed), given, COSTS)));

    test('earns on the market that it is made for, and loses on the other, costs included', () => {
      expect(mean(returns(earns)), id).toBeGreaterThan(0.05);
      expect(mean(returns(loses)), id).toBeLessThan(-0.05);
    });

    test('has nothing but its costs to show on a random walk: the mean profit before them is within three errors of nothing', () => {
      expect(Math.abs(errorsFromFair(strategy as Strategy, { seeds: 30, given, resting }))).toBeLessThan(3);
    });
  },
);
