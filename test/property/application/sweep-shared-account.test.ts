import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildReport } from '../../../shared/application/backtest/build-report.ts';
import { planWith, subjectOf } from '../../../shared/application/backtest/subject.ts';
import { planSweep, type SweepRequest } from '../../../shared/application/sweep/plan.ts';
import { ROW_WIDTH, rowOf, SWEEP_MEASURES, summaryOf } from '../../../shared/application/sweep/row.ts';
import { SweepShard } from '../../../shared/application/sweep/shard.ts';
import { simulationsOf } from '../../../shared/application/sweep/simulations.ts';
import type { Execution } from '../../../shared/contracts/execution.ts';
import type { BacktestRequest } from '../../../shared/contracts/schemas.ts';
import { type Bars, sliceBars } from '../../../shared/domain/bars.ts';
import { MINUTE_US } from '../../../shared/domain/time.ts';
import { inferInstrument } from '../../../shared/market/instrument.ts';
import { aggregateBars } from '../../../shared/market/aggregate.ts';
import { int } from '../../../shared/indicators/parameters.ts';
import { randomNumbers } from '../../../shared/indicators/sample-bars.ts';
import { ema } from '../../../shared/indicators/trend/ema.ts';
import { sma } from '../../../shared/indicators/trend/sma.ts';
import { defineStrategy } from '../../../shared/strategies/define.ts';
import { definePortfolioStrategy } from '../../../shared/strategies/portfolio.ts';
import { randomBars } from '../../support/random-bars.ts';
import { gappyBars } from '../engine/portfolio-world.ts';

const PARAMS = { seed: int(1, { min: 1, max: 3 }), length: int(3, { min: 3, max: 5 }) };
const restive = defineStrategy({
  id: 'restive',
  about: 'Orders of many kinds by a generator of its own, and a faulty one now and then.',
  params: PARAMS,
  indicators: ({ length }) => ({ own: sma(length), other: ema(length, { of: 'ETH/USD' }), slow: sma(length, { timeframe: '10m' }) }),
  state: ({ seed }) => randomNumbers(seed),
  onFill(fill, { state: random, order }) {
    if (random() < 0.2)
      order({ type: 'limit', side: fill.side === 'buy' ? 'sell' : 'buy', quantity: fill.quantity, limitPrice: fill.price });
  },
  onBar({ bar, state: random, indicators: { own, other, slow }, params, target, order, cancelAll, equity }) {
    const act = random();
    // One of the three generators comes to a fault, in the middle of a run.
    if (params.seed === 3 && act < 0.002) throw new Error('restive falls over');
    if (act < 0.1) target(random() - 0.3, random() < 0.5 ? { stopLoss: { ratio: 0.01 }, takeProfit: { ratio: 0.02 } } : undefined);
    else if (act < 0.15 && own.value > slow.value && equity > 0)
      order({ type: 'limit', side: 'buy', quantity: (0.2 * equity) / bar.close, limitPrice: bar.close * 0.995 });
    else if (act < 0.17 && other.value > 0) cancelAll();
  },
});
const shifting = definePortfolioStrategy({
  id: 'shifting',
  about: 'Moves weights about by a generator of its own.',
  params: PARAMS,
  indicators: ({ length }) => ({ own: sma(length) }),
  state: ({ seed }) => randomNumbers(seed),
  onBars({ legs, state: random, rebalance }) {
    const known = legs.filter((leg) => leg.known);
    if (random() < 0.1) rebalance(Object.fromEntries(known.map(({ id }) => [id, (random() - 0.3) / known.length])), { band: 0.02 });
  },
});
const strategies = [restive, shifting];
const ROWS = 300;
const DATA = ['ETH/USD', 'BTC/USD', 'SAP/EUR', 'GBP/USD', 'EUR/USD'];
const origin = { sha256: '', synthetic: true };

function sourceOf(symbol: string, bars: Bars) {
  return { bars, instrument: { ...inferInstrument({ symbol }), base: symbol.slice(0, 3), currency: symbol.slice(4) }, origin };
}

/** Instruments that begin late, end early, have holes or come in two timeframes. */
function sourcesOf(seed: number, count: number) {
  const random = randomNumbers(seed);
  return DATA.slice(0, count).flatMap((symbol, i) => {
    const all = random() < 0.5 ? gappyBars(ROWS, seed + i) : randomBars(ROWS, seed + i);
    const bars = sliceBars(all, random() < 0.3 ? 40 : 0, random() < 0.3 ? all.length - 90 : all.length);
    const own = sourceOf(symbol, bars);
    return random() < 0.3 ? [sourceOf(symbol, aggregateBars(bars, 10 * MINUTE_US)), own] : [own];
  });
}

const execution = fc.record(
  {
    fees: fc.constantFrom('maker:2,taker:10', 'share:0.005,minimum:1'),
    slippage: fc.constantFrom('square-root:1', 'spread:4'),
    volumeLimit: fc.constant(0.2),
    latencyBars: fc.constant(1),
    leverage: fc.constant(3),
    maintenance: fc.constant(0.2),
    interestRate: fc.constant(0.5),
    funding: fc.constant(0.0001),
    actions: fc.constant<Execution['actions']>([
      { time: '1970-01-01T01:00:00Z', symbol: 'ETH/USD', split: 2 },
      { time: '1970-01-01T02:00:00Z', symbol: 'ETH/USD', dividend: 0.5 },
    ]),
  },
  { requiredKeys: [] },
);
const scene = fc.record({
  seed: fc.nat(1e6),
  count: fc.integer({ min: 1, max: DATA.length }),
  members: fc.constantFrom(['restive'], ['shifting'], ['restive', 'restive'], ['shifting', 'restive', 'restive']),
  execution,
  cash: fc.constantFrom<BacktestRequest['cash']>(1001, 50_000, { EUR: 20_000, USD: 5000 }),
  from: fc.constantFrom(undefined, '1970-01-01T00:50:00Z'),
  to: fc.constantFrom(undefined, '1970-01-01T03:10:00Z'),
});

test('[SR-12] whatever runs on a shared account, in whatever order and memory: every row is the summary of its backtest, to the bit', () => {
  let [compared, trades, broken] = [0, 0, 0];
  fc.assert(
    fc.property(scene, ({ seed, count, members, ...setting }) => {
      const request: SweepRequest = {
        backtest: {
          strategy: 'rules',
          strategies: members.map((strategy) => ({ strategy, params: {} })),
          params: {},
          ...setting,
          currency: 'USD',
          sizing: 'all',
          commissionBps: 5,
          slippageBps: 2,
        },
        ranges: { [members.length === 1 ? 'seed' : `${members.at(-1)}.seed`]: '1:3:1' },
        method: 'grid',
        seed: 1,
        constraints: [],
        objective: 'sharpe',
        requirements: [],
      };
      const plan = planSweep(request, strategies, 'test');
      const [data, rates] = [sourcesOf(seed, count), [sourceOf('EUR/USD', randomBars(ROWS, seed + 9))]];
      const input = { plan, strategy: subjectOf(strategies, plan.backtest), data, rates: count === DATA.length ? [] : rates };
      const combinations = [1, 2, 3].map((value) => ({ [plan.dimensions[0]?.name as string]: value }));
      const played = play(new SweepShard(input), combinations, [0, 1, 2]);
      // Backwards, twice, and with so little room that columns are let go all the time.
      expect(play(new SweepShard({ ...input, cacheBytes: 3000 }), combinations, [2, 1, 0, 2, 0, 1])).toEqual(played);
      combinations.forEach((params, i) => {
        const backtest = planWith(plan.backtest, input.strategy, input.strategy.parse({ ...plan.fixed, ...params }));
        const report = () => buildReport(simulationsOf({ ...input, plan: backtest }), backtest);
        const fault = played.faults[i];
        if (fault !== undefined) {
          broken++;
          return expect(report).toThrow(fault);
        }
        const summary = report().summary as unknown as Record<string, number | null>;
        const ours = summaryOf(rowOf(played.rows, i, {}), {});
        for (const name of SWEEP_MEASURES.filter((measure) => measure in summary))
          expect([name, ours[name]]).toEqual([name, summary[name]]);
        compared++;
        trades += ours.tradeCount as number;
      });
    }),
    { numRuns: 12, seed: 12 },
  );
  expect([compared > 20, trades > 500, broken > 0]).toEqual([true, true, true]);
});

/** Rows of combinations in that order, zeros and the fault's text for one that breaks off. */
function play(shard: SweepShard, combinations: readonly Record<string, number>[], order: readonly number[]) {
  const rows = new Float64Array(combinations.length * ROW_WIDTH);
  const faults: Record<number, string> = {};
  for (const index of order) {
    try {
      shard.run(combinations[index] as Record<string, number>, rowOf(rows, index, {}));
    } catch (error) {
      faults[index] = (error as Error).message;
      rowOf(rows, index, {}).fill(0);
    }
  }
  return { rows, faults };
}
