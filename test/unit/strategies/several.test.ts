import { describe, expect, test } from 'vitest';
import type { Bars } from '../../../shared/domain/bars.ts';
import { DAY_US, HOUR_US } from '../../../shared/domain/time.ts';
import type { EngineOptions } from '../../../shared/engine/options.ts';
import type { PortfolioResult } from '../../../shared/engine/portfolio/result.ts';
import { runPortfolio } from '../../../shared/engine/portfolio/run.ts';
import { SeededRandom } from '../../../shared/market/noise.ts';
import type { PortfolioStrategy } from '../../../shared/strategies/portfolio.ts';
import pairs from '../../../strategies/pairs.ts';
import timeSeriesMomentum from '../../../strategies/time-series-momentum.ts';
import venueArbitrage from '../../../strategies/venue-arbitrage.ts';
import { barsOfCloses, normal } from '../../support/random-bars.ts';
import { fillsOf, hourly, instrumentOf } from '../engine/portfolio/world.ts';
import { FREE, mean, range } from './markets.ts';

type Given = Record<string, number>;
interface Input {
  readonly strategy: PortfolioStrategy;
  readonly columns: readonly Bars[];
  readonly given?: Given;
  readonly options?: Partial<EngineOptions>;
}

/** Runs on instruments A, B, C ... with 100,000 of cash. */
function play({ strategy, columns, given = {}, options = {} }: Input): PortfolioResult {
  const feeds = columns.map((bars, i) => ({ instrument: instrumentOf('ABCDEFGH'[i] as string), bars }));
  return runPortfolio({ feeds, sleeves: [{ strategy, values: strategy.parse(given) }], options: { ...FREE, cash: 100_000, ...options } });
}

type Fill = ReturnType<typeof fillsOf>[number];
const fills = ({ sleeves }: PortfolioResult) => sleeves.flatMap(fillsOf);
const growth = ({ endEquity, startEquity }: PortfolioResult) => endEquity / startEquity - 1;
const beforeCosts = ({ endEquity, startEquity, commission }: PortfolioResult) => endEquity - startEquity + commission;
const errorsOf = (values: readonly number[]) =>
  mean(values) / Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)) / (values.length - 1));

describe('pairs', () => {
  const ROWS = 1500;
  const COSTS = { commissionBps: 5 };

  /** Two prices: that of B walks, and A is B times exp of a spread that `step` moves. */
  function twoPrices(seed: number, step: (spread: number, draw: number, row: number) => number): Bars[] {
    const generator = new SeededRandom(seed);
    const draw = () => normal(() => generator.next());
    let [log, spread] = [0, 0];
    const closes = Array.from({ length: ROWS }, (_, row) => {
      log += 0.01 * draw() - 0.00005;
      spread = step(spread, draw(), row);
      return [100 * Math.exp(log + spread), 100 * Math.exp(log)] as const;
    });
    return [0, 1].map((i) =>
      barsOfCloses(
        closes.map((pair) => pair[i] as number),
        HOUR_US,
      ),
    );
  }
  const together = (seed: number) => twoPrices(seed, (spread, draw) => 0.9 * spread + 0.01 * draw);
  /** Together for 600 hours, then what is between them grows without a way back. */
  const broken = (seed: number) =>
    twoPrices(seed, (spread, draw, row) => (row < 600 ? 0.9 * spread + 0.01 * draw : spread + 0.001 + 0.002 * draw));
  const apart = (seed: number) => twoPrices(seed, (spread, draw) => spread + 0.01 * draw - 0.00005);

  test.each([
    ['least squares', {}],
    ['a Kalman filter', { kalman: 1 }],
  ] as const)('[SR-06] by %s it earns where the prices belong together, and loses where that breaks', (_, given) => {
    const returns = (columns: (seed: number) => Bars[]) =>
      range(4).map((seed) => growth(play({ strategy: pairs, columns: columns(seed), given, options: COSTS })));
    expect(Math.min(...returns(together))).toBeGreaterThan(0.1);
    const afterBreak = range(4).map((seed) =>
      growth(play({ strategy: pairs, columns: broken(seed), given, options: { ...COSTS, fromUs: 600 * HOUR_US } })),
    );
    expect(mean(afterBreak)).toBeLessThan(0);
  });

  const without = (bars: Bars, isMissing: (row: number) => boolean): Bars => {
    const kept = [...bars.time.keys()].filter((row) => !isMissing(row));
    const cut = (column: Float64Array) => Float64Array.from(kept, (row) => column[row] as number);
    const { time, open, high, low, close, volume } = bars;
    const columns = { time: cut(time), open: cut(open), high: cut(high), low: cut(low), close: cut(close), volume: cut(volume) };
    return { ...bars, length: kept.length, ...columns };
  };

  test('[SR-06] a side whose bar is missing at the entry is waited for, not given up', () => {
    const [first, second] = together(1) as [Bars, Bars];
    for (const latencyBars of [0, 2]) {
      const options = { execution: { latencyBars } };
      const [entry] = fills(play({ strategy: pairs, columns: [first, second], options })) as [Fill, ...Fill[]];
      const columns = [first, without(second, (row) => row === entry[0])];
      const traded = fills(play({ strategy: pairs, columns, options }));
      expect(traded.slice(0, 2).map(([hour, id]) => [hour - entry[0], id])).toEqual([
        [0, 'A'],
        [1, 'B'],
      ]);
      // What A sold is bought back in one go, at the exit, with what is left of B.
      const [sold, back] = traded.filter(([, id]) => id === 'A') as [Fill, Fill, ...Fill[]];
      const left = traded.filter(([hour, id]) => id === 'B' && hour <= back[0]).reduce((sum, [, , quantity]) => sum + quantity, 0);
      expect([back[2], Math.round(left * 100)]).toEqual([-sold[2], 0]);
      expect(back[0]).toBeGreaterThan(sold[0] + 3);
    }
  });

  test('[SR-06] bars that one of them lacks are left out of the window, and stop nothing', () => {
    const [first, second] = together(1) as [Bars, Bars];
    const columns = [without(first, (row) => row % 70 === 5), without(second, (row) => row % 40 === 0)];
    const result = play({ strategy: pairs, columns, options: COSTS });
    expect(fills(result).length).toBeGreaterThan(20);
    expect(growth(result)).toBeGreaterThan(0.1);
  });

  test('[SR-06] on two prices that have nothing to do with each other it has nothing but its costs to show', () => {
    const results = range(24).map((seed) => play({ strategy: pairs, columns: apart(seed), given: { probability: 0.2 }, options: COSTS }));
    expect(Math.abs(errorsOf(results.map(beforeCosts)))).toBeLessThan(3);
    expect(mean(results.map(({ commission }) => commission))).toBeGreaterThan(0);
  });

  test('[SR-06] both sides trade at the same opens, one against the other, for the same money within 1 %', () => {
    const traded = fills(play({ strategy: pairs, columns: together(1), options: COSTS }));
    expect(traded.length).toBeGreaterThan(20);
    for (let i = 0; i < traded.length; i += 4) {
      const [a, b] = traded.slice(i, i + 2) as [Fill, Fill];
      expect([a[0], a[1], b[1]]).toEqual([b[0], 'A', 'B']);
      const [own, other] = [a[2] * a[3], b[2] * b[3]];
      expect(own * other).toBeLessThan(0);
      expect(Math.abs(Math.abs(own / other) - 1)).toBeLessThan(0.01);
    }
  });

  test('[SR-06] a side that is refused is never left alone: the other is closed at the next open', () => {
    const traded = fills(play({ strategy: pairs, columns: together(1), options: { execution: { longOnly: true } } }));
    expect(traded.length).toBeGreaterThan(4);
    for (let i = 0; i < traded.length; i += 2) {
      const [enter, leave] = traded.slice(i, i + 2) as [Fill, Fill];
      expect([leave[0], leave[1], leave[2]]).toEqual([enter[0] + 1, enter[1], -enter[2]]);
    }
  });

  test('[SR-06] of a side that fills in part the other keeps as much money, within 1 %', () => {
    const columns = together(1);
    columns[0]?.volume.fill(1e6);
    columns[1]?.volume.fill(1000);
    // A tenth of 1,000 units of B a bar is less than the 450 that it would take.
    const { sleeves } = play({ strategy: pairs, columns, options: { execution: { volumeLimit: 0.1 } } });
    const traded = sleeves.flatMap(fillsOf);
    const hour = traded[0]?.[0] as number;
    const early = traded.filter(([at]) => at <= hour + 1);
    expect(early.map(([at, id]) => [at - hour, id])).toEqual([
      [0, 'A'],
      [0, 'B'],
      [1, 'A'],
    ]);
    const [entered, other, trimmed] = early as [Fill, Fill, Fill];
    const [own, against] = [(entered[2] + trimmed[2]) * entered[3], other[2] * other[3]];
    expect(Math.abs(other[2])).toBe(100);
    expect(Math.abs(own / against + 1)).toBeLessThan(0.01);
  });

  test('[SR-06] where orders take their time a side is trimmed once for each excess, so that a pair is left', () => {
    const columns = together(1);
    columns[0]?.volume.fill(1e6);
    columns[1]?.volume.fill(1000);
    const { sleeves } = play({ strategy: pairs, columns, options: { execution: { volumeLimit: 0.1, latencyBars: 2 } } });
    const traded = sleeves.flatMap(fillsOf);
    const [entry] = traded as [Fill, ...Fill[]];
    const heldOf = (id: string, hours: number) =>
      traded.filter(([at, own]) => own === id && at <= entry[0] + hours).reduce((sum, [, , quantity]) => sum + quantity, 0);
    // B fills 100 an hour; A is cut to what B had when that was seen, then B, which filled on, to what is left of A.
    expect(Math.abs(heldOf('A', 10))).toBeGreaterThan(300);
    const priceOf = (i: number) => columns[i]?.open[entry[0]] as number;
    expect(Math.abs((heldOf('A', 10) * priceOf(0)) / (heldOf('B', 10) * priceOf(1)) + 1)).toBeLessThan(0.025);
  });

  test('[SR-06] it refuses any other number of instruments, and a stop that is nearer than the entry, by name', () => {
    const [one] = together(1);
    expect(() => play({ strategy: pairs, columns: [one as Bars] })).toThrow('pairs trades two instruments, but was given 1');
    expect(() => pairs.parse({ stop: 2 })).toThrow('strategy pairs: stop is 2, but must be above entry (2)');
  });
});

describe('venue-arbitrage', () => {
  const COSTS = { commissionBps: 10 };
  const still = [100, 100, 100, 100, 100, 100];
  const venues = (second: readonly number[], first: readonly number[] = still) => [hourly(first), hourly(second)];

  test('[SR-07] two venues 1 % apart are one paired trade: bought at the cheaper, sold at the dearer, closed where they meet, with a gain after four fees', () => {
    const result = play({ strategy: venueArbitrage, columns: venues([100, 101, 101, 101, 100, 100]), options: COSTS });
    // 0.9 x 100,000 / 2 / 101 are 445.54 units.
    expect(fills(result)).toEqual([
      [2, 'A', 445.54, 100],
      [2, 'B', -445.54, 101],
      [5, 'A', -445.54, 100],
      [5, 'B', 445.54, 100],
    ]);
    expect(result.endEquity - 100_000).toBeCloseTo(445.54 * (1 - 0.001 * (100 + 101 + 100 + 100)), 6);
  });

  test('[SR-07] two venues 0.15 % apart are no trade: four fees are more', () => {
    expect(fills(play({ strategy: venueArbitrage, columns: venues([100, 100.15, 100.15, 100.15, 100, 100]), options: COSTS }))).toEqual([]);
  });

  test.each([1, 3])('[SR-07] of a pair whose one side is rejected the other is closed after %i bars', (patience) => {
    const options = { ...COSTS, execution: { longOnly: true } };
    const result = play({ strategy: venueArbitrage, columns: venues([100, 101, 101, 101, 101, 100]), given: { patience }, options });
    expect(fills(result).slice(0, 2)).toEqual([
      [2, 'A', 445.54, 100],
      [2 + patience, 'A', -445.54, 100],
    ]);
  });

  test('[SR-07] of a pair whose one side fills in part the other keeps as many units', () => {
    const columns = venues([100, 101, 101, 101, 101, 101]);
    columns[0]?.volume.fill(1e6);
    columns[1]?.volume.fill(100);
    const { sleeves } = play({ strategy: venueArbitrage, columns, options: { ...COSTS, execution: { volumeLimit: 0.5 } } });
    expect(sleeves.flatMap(fillsOf)).toEqual([
      [2, 'A', 445.54, 100],
      [2, 'B', -50, 101],
      [3, 'A', -395.54, 100],
    ]);
  });

  test('[SR-07] venues that part for good cost what was tied up: it holds both sides to the end and loses nothing but fees and the gap that grows', () => {
    const result = play({ strategy: venueArbitrage, columns: venues([100, 101, 101, 102, 103, 103]), options: COSTS });
    expect(fills(result)).toHaveLength(2);
    expect(result.endEquity - 100_000).toBeCloseTo(445.54 * (101 - 103 - 0.201), 6);
  });

  test('[SR-07] at venues whose prices have nothing to do with each other it has nothing but its costs to show', () => {
    const walk = (seed: number) => {
      const generator = new SeededRandom(seed);
      let level = 0;
      return hourly(range(400).map(() => 100 * Math.exp((level += 0.01 * normal(() => generator.next()) - 0.00005))));
    };
    const results = range(30).map((seed) =>
      play({ strategy: venueArbitrage, columns: [walk(2 * seed), walk(2 * seed + 1)], given: { share: 0.5 }, options: COSTS }),
    );
    expect(Math.abs(errorsOf(results.map(beforeCosts)))).toBeLessThan(3);
    expect(mean(results.map(({ commission }) => commission))).toBeGreaterThan(0);
  });

  test('[SR-07] it refuses any other number of instruments by name', () => {
    const columns = [...venues(still), hourly(still)];
    expect(() => play({ strategy: venueArbitrage, columns })).toThrow('venue-arbitrage trades one asset at two venues, but was given 3');
  });
});

describe('time-series-momentum', () => {
  const DAYS = 1000;
  const GIVEN = { lookback: 60, deviation: 30, risk: 20 };
  const COSTS = { commissionBps: 5 };

  function days(seed: number, step: (level: number, draw: number, day: number) => number): Bars {
    const generator = new SeededRandom(seed);
    let level = 0;
    const closes = Array.from({ length: DAYS }, (_, day) => {
      level = step(
        level,
        normal(() => generator.next()),
        day,
      );
      return 100 * Math.exp(level);
    });
    return barsOfCloses(closes, DAY_US);
  }
  const four = (seed: number, step: (level: number, draw: number, day: number) => number) =>
    range(4, 10 * seed).map((own) => days(own, step));
  const run = (columns: readonly Bars[], given: Given = GIVEN) => play({ strategy: timeSeriesMomentum, columns, given, options: COSTS });

  test('[SR-03] it earns where trends last and loses where prices turn back', () => {
    const lasting = (seed: number) =>
      four(seed, (level, draw, day) => level + (Math.floor(day / 250) % 2 === 0 ? 0.003 : -0.003) + 0.01 * draw);
    // Half of the way back in 23 days: what rose over the last 60 falls.
    const turning = (seed: number) => four(seed, (level, draw) => 0.97 * level + 0.02 * draw);
    expect(mean(range(3).map((seed) => growth(run(lasting(seed)))))).toBeGreaterThan(0.2);
    expect(mean(range(3).map((seed) => growth(run(turning(seed)))))).toBeLessThan(-0.03);
  });

  test('[SR-03] on random walks it has nothing but its costs to show', () => {
    const results = range(20).map((seed) => run(four(seed, (level, draw) => level + 0.01 * draw - 0.00005)));
    expect(Math.abs(errorsOf(results.map(beforeCosts)))).toBeLessThan(3);
    expect(mean(results.map(({ commission }) => commission))).toBeGreaterThan(100);
  });

  test('[SR-03] what moves twice as much is held for half the money, and a fall is held short', () => {
    const zigzag = (size: number, drift: number) =>
      barsOfCloses(
        range(DAYS, 0).map((day) => 100 * Math.exp(drift * day + (day % 2) * size)),
        DAY_US,
      );
    // 0.02 up and down a day is a deviation of about 32 % a year, 0.04 of 64 %.
    const { sleeves } = run([zigzag(0.02, 0.0005), zigzag(0.04, 0.0005), zigzag(0.02, -0.0005)]);
    const worth = sleeves[0]?.legs.map(({ quantity, markPrice }) => quantity * markPrice);
    const [calm, wild, falling] = worth as [number, number, number];
    expect(calm / wild).toBeGreaterThan(1.8);
    expect(calm / wild).toBeLessThan(2.2);
    expect(falling).toBeLessThan(0);
    const flat = run([zigzag(0.02, -0.0005)], { ...GIVEN, shorts: 0 });
    expect(fills(flat)).toEqual([]);
  });
});
