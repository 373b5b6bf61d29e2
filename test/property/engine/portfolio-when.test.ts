import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Bars, sliceBars } from '../../../shared/domain/bars.ts';
import type { EquityCurve } from '../../../shared/domain/run.ts';
import { MINUTE_US } from '../../../shared/domain/time.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import { parseFees } from '../../../shared/engine/costs/parse-fees.ts';
import { parseSlippage } from '../../../shared/engine/costs/parse-slippage.ts';
import type { ExecutionOptions } from '../../../shared/engine/execution.ts';
import type { Feed } from '../../../shared/engine/portfolio/market.ts';
import type { PortfolioInput, SleeveInput } from '../../../shared/engine/portfolio/input.ts';
import { runPortfolio } from '../../../shared/engine/portfolio/run.ts';
import { rsi } from '../../../shared/indicators/momentum/rsi.ts';
import { randomNumbers } from '../../../shared/indicators/sample-bars.ts';
import { sma } from '../../../shared/indicators/trend/sma.ts';
import { aggregateBars } from '../../../shared/market/aggregate.ts';
import { defineStrategy, type Strategy } from '../../../shared/strategies/define.ts';
import { definePortfolioStrategy, type PortfolioStrategy } from '../../../shared/strategies/portfolio.ts';
import { crosses, isAbove, isBelow } from '../../../shared/strategies/signal.ts';
import { crossedAbove, crossedBelow } from '../../../shared/strategies/view.ts';
import { randomBars } from '../../support/random-bars.ts';
import { facts, gappyBars, IDS, instrumentOf, OPTIONS, restless } from './portfolio-world.ts';

const GUARD = { stopLoss: { ratio: 0.004 }, takeProfit: { ratio: 0.006 } };

interface Manner {
  readonly id: string;
  /** Bars of the slow average: the more, the fewer closes at which it is asked. */
  readonly slow: number;
  readonly guards: boolean;
  readonly orders: boolean;
  readonly hears: boolean;
}

/** Acts on crosses and levels only; what it is worth and holds goes into what it asks for. */
function sparse({ id, slow, guards, orders, hears }: Manner): Strategy {
  const strategy = defineStrategy({
    id,
    about: 'Acts on crosses and levels only.',
    params: {},
    indicators: () => ({ fast: sma(3), slow: sma(slow), strength: rsi(7) }),
    when: ({ fast, slow: average, strength }) => [crosses(fast, average), isBelow(strength, 8), isAbove(strength, 92)],
    onBar({ bar, indicators, position, equity, cash, target, order, cancelAll }) {
      const { fast, slow: average, strength } = indicators;
      const share = 0.2 + 0.1 * Math.sin(equity + cash);
      if (crossedAbove(fast, average)) target(share, guards ? GUARD : undefined);
      else if (crossedBelow(fast, average)) target(position > 0 ? 0 : -share, guards ? { trailingStop: { ratio: 0.01 } } : undefined);
      else if (strength.value > 92) cancelAll();
      else if (orders && strength.value < 8)
        order({ type: 'limit', side: 'buy', quantity: (share * equity) / bar.close, limitPrice: bar.close * 0.999 });
    },
  });
  if (!hears) return strategy;
  const onFill: Strategy['onFill'] = ({ price, quantity, side }, { order }) => {
    if (price % 0.1 < 0.02) order({ type: 'stop', side: side === 'buy' ? 'sell' : 'buy', quantity, stopPrice: price * 0.998 });
  };
  return { ...strategy, onFill };
}

const manner = fc.record({
  id: fc.constantFrom('b', 'z'),
  slow: fc.constantFrom(5, 20, 80),
  guards: fc.boolean(),
  orders: fc.boolean(),
  hears: fc.boolean(),
});
const execution = fc.record<ExecutionOptions>(
  {
    fees: fc.constant(parseFees('maker:2,taker:10')),
    slippage: fc.constant(parseSlippage('square-root:0.1')),
    volumeLimit: fc.constant(0.2),
    latencyUs: fc.constant(90e6),
    leverage: fc.constant(3),
    interestRate: fc.constant(5),
    funding: fc.constant(0.003),
    actions: fc.constant([{ timeUs: 60 * MINUTE_US, symbol: 'ETH/USDT', split: 2 }]),
  },
  { requiredKeys: [] },
);
const scene = fc.record({
  seed: fc.nat(1e6),
  manners: fc.array(manner, { minLength: 1, maxLength: 3 }),
  restless: fc.constantFrom(false, false, false, true),
  /** All of them have the same bars; else each its own holes, ends and timeframes. */
  alike: fc.boolean(),
  kept: fc.constantFrom(0.95, 0.4),
  rates: fc.constantFrom('none', 'none', 'one cash', 'wallets'),
  detail: fc.boolean(),
  execution: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, execution),
  cut: fc.boolean(),
});
type Scene = typeof scene extends fc.Arbitrary<infer S> ? S : never;

const ROWS = 300;

function feedsOf({ seed, alike, kept, rates, detail }: Scene): Feed[] {
  const random = randomNumbers(seed + 3);
  return IDS.flatMap((id, i) => {
    const instrument: Instrument = { ...instrumentOf(id), ...(rates !== 'none' && i % 2 === 1 && { currency: 'EUR' }) };
    if (alike) return [{ instrument, bars: randomBars(ROWS, seed + i) }];
    const fine = gappyBars(ROWS, seed + i, kept);
    const all = random() < 0.4 ? aggregateBars(fine, 6 * MINUTE_US) : fine;
    const bars = sliceBars(all, random() < 0.3 ? 30 : 0, random() < 0.4 ? Math.floor(0.7 * all.length) : all.length);
    return [{ instrument, bars, ...(detail && all !== fine && { detail: fine }) }];
  });
}

function inputOf(given: Scene, stripped: boolean): PortfolioInput {
  const { seed, manners, rates, cut } = given;
  const feeds = feedsOf(given);
  const singles = manners.map((one): SleeveInput => {
    const { when, ...asked } = sparse(one);
    return { strategy: stripped ? asked : { ...asked, ...(when && { when }) }, values: {} };
  });
  const { time } = (feeds[0] as Feed).bars;
  const pair = { ...instrumentOf('EUR/USDT'), currency: 'USDT' };
  return {
    feeds,
    sleeves: given.restless ? [...singles, { strategy: restless(seed), values: {} }] : singles,
    options: { ...OPTIONS, execution: given.execution, ...(cut && { fromUs: time[9] as number, toUs: time[time.length - 5] as number }) },
    ...(rates !== 'none' && { currency: 'USDT', rates: [{ instrument: pair, bars: gappyBars(ROWS, seed + 20, 0.5) }] }),
    ...(rates === 'wallets' && { balances: { USDT: 50_000, EUR: 20_000 }, conversionBps: 10 }),
  };
}

function outcomeOf(input: PortfolioInput): unknown {
  try {
    return facts(runPortfolio(input));
  } catch (error) {
    return String(error);
  }
}

test('[SR-11] [SR-12] on a shared account a strategy that says when it acts trades as one that is asked at every close, to the last bit', () => {
  let [fills, refused] = [0, 0];
  fc.assert(
    fc.property(scene, (given) => {
      const jumping = outcomeOf(inputOf(given, false));
      expect(jumping).toStrictEqual(outcomeOf(inputOf(given, true)));
      if (typeof jumping === 'string') refused++;
      else
        fills += (jumping as ReturnType<typeof facts>).sleeves.reduce(
          (sum, { legs }) => sum + legs.reduce((n, leg) => n + leg.fills.length, 0),
          0,
        );
    }),
    { numRuns: 18, seed: 43 },
  );
  expect(fills).toBeGreaterThan(1000);
  expect(refused).toBeLessThan(3);
});

/** Looks at what it is worth now and then, and moves its weights by that. */
function curious(seed: number, seen: [number, number][]): PortfolioStrategy {
  return definePortfolioStrategy({
    id: 'curious',
    about: 'Weighs by what it sees of its equity.',
    params: {},
    indicators: () => ({}),
    state: () => randomNumbers(seed),
    onBars(context) {
      const { legs, timeUs, rebalance, state: random } = context;
      const act = random();
      if (act < 0.1) seen.push([timeUs, context.equity]);
      if (act < 0.03) rebalance(Object.fromEntries(legs.map(({ id, weight }) => [id, 0.1 + 0.1 * Math.sin(1000 * weight)])));
    },
  });
}

test('[SR-11] [SR-12] where all instruments have the same bars, those that are marked late are worth what they are worth bar by bar, to the last bit', () => {
  let fills = 0;
  fc.assert(
    fc.property(fc.nat(1e6), fc.array(manner, { minLength: 1, maxLength: 2 }), (seed, manners) => {
      const feeds = IDS.map((id, i) => ({ instrument: instrumentOf(id), bars: randomBars(ROWS, seed + i) }));
      // What nobody trades, with bars of its own: then every close of the others is gone through.
      const idle = { instrument: instrumentOf('ZEC/USDT'), bars: aggregateBars(randomBars(ROWS, seed), 5 * MINUTE_US) };
      const late: [number, number][] = [];
      const early: [number, number][] = [];
      const run = (given: readonly Feed[], seen: [number, number][]) => {
        const strategies = [...manners.map(sparse), curious(seed, seen)];
        const sleeves = strategies.map((strategy) => ({ strategy, values: {}, instruments: IDS }));
        const options = { ...OPTIONS, sizing: { kind: 'drawdown', most: 0.5 } } as const;
        const result = facts(runPortfolio({ feeds: given, sleeves, options }));
        return { sleeves: result.sleeves, equity: result.equity };
      };
      const jumping = run(feeds, late);
      expect(jumping).toStrictEqual(run([...feeds, idle], early));
      expect(late).toEqual(early);
      const own = jumping.sleeves.at(-1)?.equity as EquityCurve;
      for (const [timeUs, equity] of late) expect(equity).toBe(own.value[own.time.indexOf(timeUs)]);
      fills += jumping.sleeves.reduce((sum, { legs }) => sum + legs.reduce((n, leg) => n + leg.fills.length, 0), 0);
    }),
    { numRuns: 10, seed: 44 },
  );
  expect(fills).toBeGreaterThan(1000);
});

test('[SR-11] onBar is called at the closes that the signals say, of each instrument at its own, and at no other', () => {
  const calls = new Map<string, number[]>();
  const counting = defineStrategy({
    id: 'counting',
    about: 'Counts its calls.',
    params: {},
    indicators: () => ({ strength: rsi(5) }),
    when: ({ strength }) => [isBelow(strength, 25)],
    onBar({ bar, instrument, indicators: { strength } }) {
      expect(strength.value).toBeLessThan(25);
      calls.set(instrument.id, [...(calls.get(instrument.id) ?? []), bar.timeUs]);
    },
  });
  const asked: [string, number][] = [];
  const every = defineStrategy({
    id: 'every',
    about: 'Is asked at every close.',
    params: {},
    indicators: () => ({ strength: rsi(5) }),
    onBar: ({ bar, instrument, indicators: { strength } }) => void (strength.value < 25 && asked.push([instrument.id, bar.timeUs])),
  });
  const feeds = IDS.map((id, i): { instrument: Instrument; bars: Bars } => ({
    instrument: instrumentOf(id),
    bars: gappyBars(300, 60 + i),
  }));
  runPortfolio({ feeds, sleeves: [counting, every].map((strategy) => ({ strategy, values: {} })), options: OPTIONS });
  for (const id of IDS) expect(calls.get(id)).toEqual(asked.filter(([of]) => of === id).map(([, timeUs]) => timeUs));
  expect(asked.length).toBeGreaterThan(100);
});
