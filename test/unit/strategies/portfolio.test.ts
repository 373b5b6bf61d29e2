import { describe, expect, test } from 'vitest';
import { allocateBars, type Bars } from '../../../shared/domain/bars.ts';
import { DAY_US } from '../../../shared/domain/time.ts';
import { runPortfolio } from '../../../shared/engine/portfolio/run.ts';
import { normal, randomNumbers } from '../../../shared/indicators/sample-bars.ts';
import { definePortfolioStrategy, type PortfolioStrategy } from '../../../shared/strategies/portfolio.ts';
import crossSectionalMomentum from '../../../strategies/cross-sectional-momentum.ts';
import equalWeight from '../../../strategies/equal-weight.ts';
import { instrumentOf } from '../engine/portfolio/world.ts';

const DAYS = 3 * 365;
const options = { cash: 100_000, sizing: { kind: 'all' }, commissionBps: 5, slippageBps: 0 } as const;

/** Daily bars that open at the close before. */
function dailyBars(closes: readonly number[]): Bars {
  const bars = allocateBars(closes.length, DAY_US);
  closes.forEach((close, day) => {
    const open = closes[Math.max(0, day - 1)] as number;
    bars.time[day] = day * DAY_US;
    bars.open[day] = open;
    bars.high[day] = Math.max(open, close);
    bars.low[day] = Math.min(open, close);
    bars.close[day] = close;
    bars.volume[day] = 1;
  });
  return bars;
}

/** Twenty instruments; `step` gives the log return of one on a day, of a normal draw and the log price it stands at. */
function universe(step: (draw: number, state: { instrument: number; day: number; level: number }) => number, seed = 1) {
  return Array.from({ length: 20 }, (_, instrument) => {
    const random = randomNumbers(seed * 1000 + instrument);
    let level = 0;
    const closes = Array.from({ length: DAYS }, (__, day) => {
      level += step(normal(random), { instrument, day, level });
      return 100 * Math.exp(level);
    });
    return { instrument: instrumentOf(`S${String(instrument).padStart(2, '0')}`), bars: dailyBars(closes) };
  });
}

function growth(strategy: PortfolioStrategy, feeds: ReturnType<typeof universe>, given: Record<string, number> = {}): number {
  const { endEquity, startEquity } = runPortfolio({ feeds, sleeves: [{ strategy, values: strategy.parse(given) }], options });
  return endEquity / startEquity - 1;
}

/** Mean over seeds, so that luck of one does not decide. */
function meanOf(make: (seed: number) => number, seeds = 8): number {
  return Array.from({ length: seeds }, (_, i) => make(i + 1)).reduce((sum, value) => sum + value, 0) / seeds;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Before its costs the mean profit lies within three errors of nothing, and the costs are there. */
function expectOnlyCosts(
  strategy: PortfolioStrategy,
  walks: (seed: number) => ReturnType<typeof universe>,
  given: Record<string, number> = {},
): void {
  const sleeves = [{ strategy, values: strategy.parse(given) }];
  const results = Array.from({ length: 12 }, (_, i) => runPortfolio({ feeds: walks(i + 1), sleeves, options }));
  const beforeCosts = results.map(({ endEquity, startEquity, commission }) => endEquity - startEquity + commission);
  const error = Math.sqrt(mean(beforeCosts.map((value) => (value - mean(beforeCosts)) ** 2)) / (results.length - 1));
  expect(Math.abs(mean(beforeCosts))).toBeLessThan(3 * error);
  expect(mean(results.map(({ commission }) => commission))).toBeGreaterThan(0.001 * options.cash);
}

describe('equal-weight', () => {
  test('[SR-11] on random walks it has nothing but its costs to show', () => {
    expectOnlyCosts(equalWeight, (seed) => universe((draw) => -0.00005 + 0.01 * draw, seed));
  });

  test('[SR-11] of instruments that swing about a level without a trend, rebalancing earns what holding does not; of trends it earns less', () => {
    // Fernholz and Shay (1982): rebalancing gains half of the variance that it takes away, where prices have no trend of their own.
    const swinging = universe((draw, { level }) => -0.05 * level + 0.04 * draw);
    const trending = universe((draw, { instrument }) => (instrument - 9.5) * 0.0004 + 0.002 * draw);
    const held = (feeds: ReturnType<typeof universe>) =>
      feeds.reduce((sum, { bars }) => sum + (bars.close[DAYS - 1] as number) / (bars.close[30] as number), 0) / feeds.length - 1;
    expect(growth(equalWeight, swinging)).toBeGreaterThan(held(swinging) + 0.1);
    expect(growth(equalWeight, trending)).toBeLessThan(held(trending) - 0.02);
  });

  test('[SR-11] trades once a month, in twelfths of the fills when once a year, and holds what is invested', () => {
    const feeds = universe((draw) => 0.01 * draw).slice(0, 4);
    const fillsWith = (given: Record<string, number>) => {
      const { sleeves } = runPortfolio({ feeds, sleeves: [{ strategy: equalWeight, values: equalWeight.parse(given) }], options });
      const days = new Set(sleeves.flatMap(({ legs }) => legs.flatMap(({ fills }) => fills.map(({ timeUs }) => timeUs / DAY_US))));
      const invested = sleeves[0]?.legs.reduce((sum, { quantity, markPrice }) => sum + quantity * markPrice, 0) ?? 0;
      return { days: [...days].toSorted((a, b) => a - b), share: invested / (sleeves[0]?.endEquity ?? NaN) };
    };
    // The first close is that of 1970-01-01; from then on the opens of the firsts of the month.
    expect(fillsWith({}).days.slice(0, 5)).toEqual([1, 31, 59, 90, 120]);
    expect(fillsWith({}).days).toHaveLength(36);
    expect(fillsWith({ months: 12 }).days).toEqual([1, 365, 730]);
    expect(fillsWith({ invested: 0.5 }).share).toBeCloseTo(0.5, 1);
  });
});

describe('cross-sectional-momentum', () => {
  const momentum = { lookback: 60, skip: 5, shorts: 1 };

  test('[SR-03] where winners go on winning it earns, where they fall back it loses', () => {
    // Each has a drift of its own that lasts; against that, each returns to its level.
    const lasting = (seed: number) => universe((draw, { instrument }) => (instrument - 9.5) * 0.0003 + 0.01 * draw, seed);
    const returning = (seed: number) => universe((draw, { level }) => -0.01 * level + 0.01 * draw, seed);
    expect(meanOf((seed) => growth(crossSectionalMomentum, lasting(seed), momentum), 3)).toBeGreaterThan(0.5);
    expect(meanOf((seed) => growth(crossSectionalMomentum, returning(seed), momentum), 3)).toBeLessThan(-0.05);
  });

  test('[SR-03] on random walks it earns nothing but pays its costs', () => {
    const walks = (seed: number) => universe((draw) => -0.00005 + 0.01 * draw, seed);
    expectOnlyCosts(crossSectionalMomentum, walks, momentum);
  });

  test('[SR-03] buys the strongest in equal parts and shorts the weakest', () => {
    const feeds = universe((_, { instrument }) => (instrument - 9.5) * 0.0003);
    const { sleeves } = runPortfolio({
      feeds,
      sleeves: [{ strategy: crossSectionalMomentum, values: crossSectionalMomentum.parse({ ...momentum, share: 0.1 }) }],
      options,
    });
    const signs = sleeves[0]?.legs.map(({ quantity }) => Math.sign(quantity));
    expect(signs).toEqual([-1, -1, ...Array(16).fill(0), 1, 1]);
    expect(() => crossSectionalMomentum.parse({ lookback: 10, skip: 10 })).toThrow('skip is 10, but must be below lookback (10)');
  });
});

test('[SR-01] a portfolio strategy without its callback is refused by name', () => {
  const about = { id: 'half', about: 'Lacks something.', params: {}, indicators: () => ({}) };
  expect(() => definePortfolioStrategy(about as never)).toThrow('strategy half has no onBars');
  expect(equalWeight.kind).toBe('portfolio');
});
