import { availableParallelism } from 'node:os';
import { setImmediate as immediate } from 'node:timers/promises';
import { buildReport } from '../../shared/application/backtest/build-report.ts';
import { type BacktestPlan, planBacktest } from '../../shared/application/backtest/plan.ts';
import { subjectOf } from '../../shared/application/backtest/subject.ts';
import { equityRows } from '../../shared/application/backtest/report-text.ts';
import { type OriginalInput, simulationsOf } from '../../shared/application/sweep/simulations.ts';
import {
  checkMonteCarlo,
  type MonteCarloKind,
  type MonteCarloPlan,
  type MonteCarloReport,
  runMonteCarlo,
} from '../../shared/application/monte-carlo/run.ts';
import { type FinishedRun, type MonteCarloSource, sourceOf } from '../../shared/application/monte-carlo/source.ts';
import { monteCarloTearsheet } from '../../shared/application/monte-carlo/tearsheet.ts';
import type { CostModel } from '../../shared/engine/costs/define.ts';
import type { Subject } from '../../shared/strategies/group.ts';
import { codeVersion } from '../../scripts/code-version.ts';
import { type BacktestOptions, demandRun, requestHere } from '../backtest-options.ts';
import { checkWritable, writeWhole } from '../files.ts';
import { loadRuleCatalogue, loadStrategies, ROOT } from '../registry.ts';
import { readReportFile } from '../report-file.ts';
import type { ResearchTask } from '../research-job.ts';
import { ResearchPool } from '../research-pool.ts';
import { loadStudyData, type StudyData, workOf } from '../study-data.ts';
import { note, print, startProgress, table } from '../terminal.ts';
import { UserError } from '../user-error.ts';

export interface MonteCarloOptions extends BacktestOptions {
  /** A report instead of a strategy with data. */
  readonly run?: string;
  readonly kinds?: readonly MonteCarloKind[];
  readonly paths: number;
  readonly ruin: number;
  readonly miss: number;
  readonly noise: number;
  readonly reruns: number;
  readonly null?: string;
  readonly seed: number;
  readonly workers?: number;
}

interface World {
  readonly plan: BacktestPlan;
  readonly strategy: Subject;
  readonly on: StudyData;
  readonly costs: readonly CostModel[] | undefined;
}

/** Work and steps of paths below which threads cost more than they save. */
const SMALL = 2e7;

/** `skytape monte-carlo`: what chance could have made of a run. */
export async function monteCarlo(options: MonteCarloOptions): Promise<void> {
  if (options.report !== undefined) checkWritable(options.report);
  const plan = planOf(options);
  checkMonteCarlo(plan, options.run === undefined);
  const world = options.run === undefined ? await worldOf(options) : undefined;
  const run = world === undefined ? (readReportFile(options.run as string) as FinishedRun) : runOf(world);
  const result = await simulated(plan, { source: sourceOf(run), world, workers: options.workers });
  const whole = { manifest: { ...run.manifest, seed: plan.seed, monteCarlo: plan }, ...result };
  if (options.report !== undefined) {
    writeWhole(options.report, monteCarloTearsheet(whole));
    note(`report written to ${options.report}`);
  }
  print(options.json ? JSON.stringify(whole) : monteCarloAsText(result));
}

interface Simulated {
  readonly source: MonteCarloSource;
  readonly world: World | undefined;
  readonly workers: number | undefined;
}

/** On threads where it is worth starting them; the numbers are the same. */
async function simulated(plan: MonteCarloPlan, { source, world, workers = availableParallelism() }: Simulated): Promise<MonteCarloReport> {
  const progress = startProgress('monte-carlo');
  const told = { plan, source, world: world && inputOf(world), onProgress: progress.update };
  const done = (result: MonteCarloReport) => {
    progress.done(`monte-carlo: ${plan.paths} paths of ${result.trades} trades`);
    return result;
  };
  if (workers === 1 || stepsOf(plan, source, world) < SMALL) return done(await runMonteCarlo({ ...told, pause: immediate }));
  const task: ResearchTask = world === undefined ? { kind: 'report' } : { kind: 'run', plan: world.plan, ...world.on };
  const pool = new ResearchPool(task, workers);
  try {
    return done(await runMonteCarlo({ ...told, elsewhere: pool.simulation(plan, source) }));
  } finally {
    await pool.close();
  }
}

/** Work of the runs on other prices, and steps of paths. */
function stepsOf({ kinds, paths, reruns }: MonteCarloPlan, { pnl }: MonteCarloSource, world: World | undefined): number {
  const work = world === undefined ? 0 : workOf(world.on, world.plan);
  return (kinds.includes('noise') ? work * reruns : 0) + kinds.length * paths * pnl.length;
}

function planOf({ run, kinds, paths, ruin, miss, noise, reruns, null: against, seed }: MonteCarloOptions): MonteCarloPlan {
  const some: readonly MonteCarloKind[] = ['shuffle', 'bootstrap', 'blocks', 'missed', 'costs'];
  const all: readonly MonteCarloKind[] = run === undefined ? [...some, 'noise'] : some;
  return { kinds: kinds ?? all, paths, ruinRatio: ruin, missRatio: miss, noise, reruns, entries: against !== undefined, seed };
}

async function worldOf(options: MonteCarloOptions): Promise<World> {
  if (options.data === undefined) throw new UserError('--run, or --data with --strategy or --rules, must be given; see --help');
  demandRun({ ...options });
  const strategies = await loadStrategies();
  const catalogue = await loadRuleCatalogue();
  const plan = planBacktest(await requestHere(options), strategies, codeVersion(ROOT), catalogue);
  const strategy = subjectOf(strategies, plan, catalogue);
  return { plan, strategy, on: await loadStudyData(options, plan), costs: catalogue.costs };
}

function inputOf({ on, ...world }: World): OriginalInput {
  return { ...world, ...on };
}

function runOf(world: World): FinishedRun {
  const { manifest, summary, trades, equity } = buildReport(simulationsOf(inputOf(world)), world.plan);
  return { manifest, summary, trades, equity: equityRows(equity) };
}

/** A simulation for a terminal. */
export function monteCarloAsText({ startEquity, trades, kinds, randomEntry }: MonteCarloReport): string {
  const { costs, noise, ...drawn } = kinds;
  const money = (value: number) => value.toFixed(2);
  const rows = Object.entries(drawn).map(([kind, { endEquity, maxDrawdown, probabilityOfLoss, riskOfRuin }]) => [
    kind,
    money(endEquity.p5),
    money(endEquity.p50),
    money(endEquity.p95),
    percent(maxDrawdown.p50),
    percent(maxDrawdown.p95),
    percent(probabilityOfLoss),
    percent(riskOfRuin),
  ]);
  const lines = [`${trades} trades from ${money(startEquity)}`];
  if (rows.length > 0)
    lines.push('', table([['KIND', 'END 5 %', 'END 50 %', 'END 95 %', 'DRAWDOWN 50 %', 'DRAWDOWN 95 %', 'LOSS', 'RUIN'], ...rows]));
  if (costs !== undefined) {
    const runs = costs.runs ?? costs.trades.rows.map((row) => ({ ...row, totalReturn: row.netProfit / startEquity, trades }));
    const cells = runs.map((run) => [`x ${run.multiplier}`, percent(run.totalReturn), percent(run.maxDrawdown), String(run.trades)]);
    lines.push('', table([['COSTS', 'RETURN', 'DRAWDOWN', 'TRADES'], ...cells]));
    const { breakEvenMultiplier: even } = costs.trades;
    if (even !== null) lines.push(`the same trades earn nothing at ${even.toFixed(1)} times the costs`);
  }
  if (noise !== undefined) {
    const { runs, totalReturn, observed, probabilityOfLoss } = noise;
    lines.push(
      '',
      `on ${runs} slightly other price paths the return is ${percent(totalReturn.p5)} to ${percent(totalReturn.p95)} (${percent(observed.totalReturn)} as it was), a loss in ${percent(probabilityOfLoss)}`,
    );
  }
  if (randomEntry !== null) {
    const { observedReturn, p, draws, percentiles } = randomEntry;
    lines.push(
      '',
      `entries: ${percent(observedReturn)}; ${draws} random ones make ${percent(percentiles.p5)} to ${percent(percentiles.p95)}, as much or more with probability ${p.toFixed(3)}`,
    );
  }
  return lines.join('\n');
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}
