import { SweepPool } from '../cli/sweep-pool.ts';
import { planSweep, spaceOf, type SweepPlan } from '../shared/application/sweep/plan.ts';
import { columnOf, ROW_WIDTH, rowOf } from '../shared/application/sweep/row.ts';
import { Arena } from '../shared/engine/arena.ts';
import { runPortfolio } from '../shared/engine/portfolio/run.ts';
import { startSearch } from '../shared/research/optimise/search.ts';
import type { Params } from '../shared/research/optimise/space.ts';
import crossSectionalMomentum from '../strategies/cross-sectional-momentum.ts';
import { dailyBars } from './columns.ts';
import { stock } from './instrument.ts';
import { rate } from './measure.ts';

/** 64 combinations of a strategy that ranks 50 instruments over 5,000 daily bars, on one account, beside as many runs one after the other. */
const INSTRUMENTS = 50;
const DAYS = 5000;
const WORKERS = 2;
const ROUNDS = 3;
const CASH = 10_000_000;
const strategy = crossSectionalMomentum;

function planOf(): SweepPlan {
  const backtest = { strategy: strategy.id, params: {}, cash: CASH, sizing: 'all', commissionBps: 1, slippageBps: 0 };
  const ranges = { lookback: '63:231:24', share: '0.1:0.45:0.05', skip: '21:21:1', shorts: '0:0:1' };
  const search = { method: 'grid', seed: 1, constraints: [], objective: 'sharpe', requirements: [] } as const;
  return planSweep({ backtest, ranges, ...search }, [strategy], 'bench');
}

/** Best of the rounds in seconds, and the sum of the end equities. */
interface Timed {
  readonly seconds: number;
  readonly total: number;
}

async function fastest(run: () => Promise<number>): Promise<Timed> {
  let [seconds, total] = [Infinity, await run()];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    total = await run();
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
  }
  return { seconds, total };
}

async function swept(plan: SweepPlan, combinations: readonly Params[]): Promise<Timed> {
  const pool = new SweepPool({ plan, data, workers: WORKERS });
  try {
    return await fastest(async () => {
      const rows = (await pool.run(combinations, () => undefined)) as Float64Array;
      let total = 0;
      for (let i = 0; i < rows.length / ROW_WIDTH; i++) total += rowOf(rows, i, {})[columnOf('endEquity')] as number;
      return total;
    });
  } finally {
    await pool.close();
  }
}

function oneByOne(combinations: readonly Params[]): Promise<Timed> {
  const arena = new Arena();
  const options = { cash: CASH, sizing: { kind: 'all' }, commissionBps: 1, slippageBps: 0 } as const;
  return fastest(async () => {
    let total = 0;
    for (const params of combinations) {
      arena.reset();
      total += runPortfolio({ feeds: data, sleeves: [{ strategy, values: strategy.parse(params) }], options, arena }).endEquity;
    }
    return total;
  });
}

const data = Array.from({ length: INSTRUMENTS }, (_, i) => ({ instrument: stock(i), bars: dailyBars(DAYS, i + 1) }));

/** Prints how fast a sweep of a shared account is. */
export async function sharedAccount(): Promise<void> {
  const plan = planOf();
  const combinations = startSearch('grid', { space: spaceOf(plan, strategy), seed: 1, trials: 1 }).ask(Infinity);
  const work = combinations.length * INSTRUMENTS * DAYS;
  const ours = await swept(plan, combinations);
  const alone = await oneByOne(combinations);
  if (Math.abs(ours.total / alone.total - 1) > 1e-12) throw new Error(`the sweep sums to ${ours.total}, single runs to ${alone.total}`);
  console.log(
    `shared account: ${combinations.length} combinations of ${strategy.id} x ${INSTRUMENTS} instruments x ${DAYS.toLocaleString('en')} daily bars`,
  );
  console.log(`   sweep, ${WORKERS} workers      ${rate(work, ours.seconds)}`);
  console.log(
    `   runs one by one       ${rate(work, alone.seconds)}, the sweep has ${(alone.seconds / ours.seconds).toFixed(2)} x their speed`,
  );
}
