import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SweepPool } from '../cli/sweep-pool.ts';
import { loadStrategies } from '../cli/registry.ts';
import { planSweep, type SweepPlan, spaceOf } from '../shared/application/sweep/plan.ts';
import { columnOf, ROW_WIDTH, rowOf } from '../shared/application/sweep/row.ts';
import { sliceBars } from '../shared/domain/bars.ts';
import { startSearch } from '../shared/research/optimise/search.ts';
import type { Params } from '../shared/research/optimise/space.ts';
import smaCross from '../strategies/sma-cross.ts';
import { walkBars } from './columns.ts';
import { instrument } from './instrument.ts';
import { rate } from './measure.ts';
import { sharedAccount } from './sweep-shared.ts';

/** Workload B: 200 combinations of sma-cross over 100,000 bars, a full summary each, beside one fused loop by hand and one in C. */
const BARS = 100_000;
const WORKERS = 2;
const COMMISSION = 0.0001;
const CASH = 1_000_000;
const ROUNDS = 5;
/** Memory at the end of a long sweep over that at a tenth of it, beyond which it is not flat: room for what the collector has not yet looked at. */
const MOST_GROWTH = 1.15;
const [FAST, SLOW] = [
  [5, 24],
  [25, 34],
] as const;

interface Fused {
  readonly end: number;
  readonly moments: number;
}

/** The yardstick: the same rules in one loop with drawdown and return moments, nothing that a user could change. */
function handLoop(open: Float64Array, close: Float64Array, { fast, slow }: { fast: number; slow: number }): Fused {
  const rows = close.length;
  let [cash, held, sumFast, sumSlow] = [CASH, 0, 0, 0];
  let [before, peak, deepest, sum, squares] = [CASH, CASH, 0, 0, 0];
  let [sign, want] = [0, -1];
  for (let i = 0; i < rows; i++) {
    if (want >= 0) {
      const price = open[i] as number;
      if (want === 1 && held === 0) {
        held = Math.floor(cash / (price * (1 + COMMISSION)) / 1e-8 + 1e-9) / 1e8;
        cash -= held * price * (1 + COMMISSION);
      } else if (want === 0 && held > 0) {
        cash += held * price * (1 - COMMISSION);
        held = 0;
      }
      want = -1;
    }
    const x = close[i] as number;
    const equity = cash + held * x;
    const change = equity / before - 1;
    sum += change;
    squares += change * change;
    before = equity;
    if (equity > peak) peak = equity;
    const drawdown = (peak - equity) / peak;
    if (drawdown > deepest) deepest = drawdown;
    sumFast += x - (i >= fast ? (close[i - fast] as number) : 0);
    sumSlow += x - (i >= slow ? (close[i - slow] as number) : 0);
    if (i < slow - 1) continue;
    const difference = sumFast / fast - sumSlow / slow;
    if (difference > 1e-9 * x) {
      if (sign < 0) want = 1;
      sign = 1;
    } else if (difference < -1e-9 * x) {
      if (sign > 0) want = 0;
      sign = -1;
    }
  }
  const mean = sum / rows;
  return { end: before, moments: deepest + mean + Math.sqrt(squares / rows - mean * mean) };
}

/** Best of the rounds in seconds, and the sum of the end equities. */
interface Timed {
  readonly seconds: number;
  readonly total: number;
}

function byHand(combinations: readonly Params[]): Timed {
  let [seconds, total] = [Infinity, 0];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    total = 0;
    for (const { fast, slow } of combinations) total += handLoop(bars.open, bars.close, { fast: fast as number, slow: slow as number }).end;
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
  }
  return { seconds, total };
}

/** The same in C, where the machine has a compiler. */
function inC(): Timed | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'skytape-bench-'));
  try {
    const [data, program] = [join(folder, 'columns'), join(folder, 'fused')];
    writeFileSync(data, Buffer.concat([new Uint8Array(bars.open.buffer), new Uint8Array(bars.close.buffer)]));
    execFileSync('cc', ['-O2', '-o', program, new URL('fused.c', import.meta.url).pathname, '-lm'], { stdio: 'pipe' });
    const said = execFileSync(program, [data, BARS, ...FAST, ...SLOW, COMMISSION].map(String), { encoding: 'utf8' });
    const [seconds, total] = said.trim().split(' ').map(Number);
    return { seconds: seconds as number, total: total as number };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function planOf(fast: string, slow: string): SweepPlan {
  const backtest = { strategy: 'sma-cross', params: {}, cash: CASH, sizing: 'all', commissionBps: COMMISSION * 10_000, slippageBps: 0 };
  const search = { method: 'grid', seed: 1, constraints: [], objective: 'sharpe', requirements: [] } as const;
  return planSweep({ backtest, ranges: { fast, slow }, ...search }, [smaCross], 'bench');
}

function combinationsOf(plan: SweepPlan): Params[] {
  return startSearch('grid', { space: spaceOf(plan, smaCross), seed: 1, trials: 1 }).ask(Infinity);
}

async function withPool<T>(plan: SweepPlan, rows: number, work: (pool: SweepPool) => Promise<T>): Promise<T> {
  const pool = new SweepPool({ plan, data: [{ bars: sliceBars(bars, 0, rows), instrument }], workers: WORKERS });
  try {
    await pool.warm([plan.backtest.params]);
    return await work(pool);
  } finally {
    await pool.close();
  }
}

async function timed(pool: SweepPool, combinations: readonly Params[]): Promise<Timed> {
  await pool.warm(combinations.slice(0, 1));
  const start = performance.now();
  const rows = (await pool.run(combinations, () => undefined)) as Float64Array;
  const seconds = (performance.now() - start) / 1000;
  let total = 0;
  for (let i = 0; i < rows.length / ROW_WIDTH; i++) total += rowOf(rows, i, {})[columnOf('endEquity')] as number;
  return { seconds, total };
}

async function best(pool: SweepPool, combinations: readonly Params[], rounds = ROUNDS): Promise<Timed> {
  let fastest = await timed(pool, combinations);
  for (let round = 1; round < rounds; round++) {
    const next = await timed(pool, combinations);
    if (next.seconds < fastest.seconds) fastest = next;
  }
  return fastest;
}

function same(name: string, ours: Timed, other: Timed): void {
  if (Math.abs(ours.total / other.total - 1) > 1e-6)
    throw new Error(`the sweep sums to ${ours.total}, ${name} to ${other.total}: not the same work`);
}

async function workloadB(): Promise<void> {
  const plan = planOf(`${FAST.join(':')}:1`, `${SLOW.join(':')}:1`);
  const combinations = combinationsOf(plan);
  const work = combinations.length * BARS;
  const ours = await withPool(plan, BARS, (pool) => best(pool, combinations));
  const hand = byHand(combinations);
  const c = inC();
  same('the loop by hand', ours, hand);
  if (c) same('the loop in C', ours, c);
  console.log(
    `B: ${combinations.length} combinations x ${BARS.toLocaleString('en')} bars, full engine, a summary of ${ROW_WIDTH} numbers a row`,
  );
  console.log(`   sweep, ${WORKERS} workers      ${rate(work, ours.seconds)}`);
  console.log(
    `   by hand, one thread   ${rate(work, hand.seconds)}, the sweep has ${(hand.seconds / ours.seconds).toFixed(2)} x its speed`,
  );
  if (c)
    console.log(`   C, one thread         ${rate(work, c.seconds)}, the sweep has ${(c.seconds / ours.seconds).toFixed(2)} x its speed`);
  else console.log('   C: there is no cc on this machine');
}

/** Twice the bars or twice the combinations should take twice as long. */
async function growth(): Promise<void> {
  const plan = planOf('5:24:1', '25:44:1');
  const all = combinationsOf(plan);
  const ns = async (rows: number, count: number) => {
    const { seconds } = await withPool(plan, rows, (pool) => best(pool, all.slice(0, count), 3));
    return `${((seconds * 1e9) / (rows * count)).toFixed(2)} ns`;
  };
  console.log('   cost of a bar of a combination');
  console.log(
    `     100 combinations: ${await ns(25_000, 100)} over 25,000 bars, ${await ns(50_000, 100)} over 50,000, ${await ns(BARS, 100)} over 100,000`,
  );
  console.log(
    `     100,000 bars: ${await ns(BARS, 100)} for 100 combinations, ${await ns(BARS, 200)} for 200, ${await ns(BARS, 400)} for 400`,
  );
}

async function tenThousand(): Promise<void> {
  const plan = planOf('1:100:1', '101:200:1');
  const combinations = combinationsOf(plan);
  const said: string[] = [];
  const held: number[] = [];
  const start = performance.now();
  await withPool(plan, BARS, async (pool) => {
    const tenth = combinations.length / 10;
    for (let part = 1; part <= 10; part++) {
      await pool.run(combinations.slice((part - 1) * tenth, part * tenth), () => undefined);
      if (![1, 5, 10].includes(part)) continue;
      const { rss } = process.memoryUsage();
      held.push(rss);
      said.push(`${Math.round(rss / 2 ** 20)} MB at ${part * 10} %`);
    }
  });
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `   ${combinations.length.toLocaleString('en')} combinations: ${seconds.toFixed(1)} s, ${rate(combinations.length * BARS, seconds)}; memory ${said.join(', ')}`,
  );
  const growth = (held.at(-1) as number) / (held[0] as number);
  if (growth > MOST_GROWTH)
    throw new Error(`the memory of a sweep grows: ${growth.toFixed(2)} times as much at its end as at a tenth of it`);
  console.log(`   memory at the end     ${growth.toFixed(2)} x that at 10 %`);
}

const bars = walkBars(BARS);
await loadStrategies();
await workloadB();
await growth();
await tenThousand();
await sharedAccount();
