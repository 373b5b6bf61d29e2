import type { PathColumns } from '../../research/monte-carlo/simulate.ts';
import { buildReport } from '../backtest/build-report.ts';
import { type BacktestPlan } from '../backtest/plan.ts';
import { subjectOf } from '../backtest/subject.ts';
import { equityRows } from '../backtest/report-text.ts';
import { randomEntries, rerunDearer, rerunNoisy, simulateKind } from '../monte-carlo/run.ts';
import { type RerunOutcome, rerunWithoutNoise } from '../monte-carlo/rerun.ts';
import { type FinishedRun, sourceOf } from '../monte-carlo/source.ts';
import { type OriginalInput, simulationsOf } from '../sweep/simulations.ts';
import { finishedRun } from '../runs/finished-run.ts';
import type { StudyData } from './data.ts';
import { readSource, writeSource } from './monte-carlo-source.ts';
import type { ShardWorld, TaskOutcome } from './task.ts';
import type { MonteCarloStudy, ShardTask } from './stored.ts';

interface Drawing {
  readonly tenant: string;
  readonly studyId: string;
  readonly study: MonteCarloStudy;
  readonly data: StudyData;
}

/** One part of a simulation. Throws `ResearchError` and what the engine throws: then the whole part has failed. */
export async function runMonteCarloTask(world: ShardWorld, drawing: Drawing, task: ShardTask): Promise<TaskOutcome> {
  const plan = drawing.study.monteCarlo;
  const none = { failures: [], numbers: new Float64Array(0) };
  switch (task.task) {
    case 'source':
      return sourceTask(world, drawing);
    case 'paths': {
      const { source } = await readSource(world.objects, drawing);
      return { failures: [], ...writePaths(simulateKind({ plan, source }, task.kind, task)) };
    }
    case 'noise': {
      const again = rerunWorld(world, drawing);
      const outcomes = Array.from({ length: task.runs }, (_, i) => rerunNoisy(plan, again, task.first + i));
      return { failures: [], numbers: Float64Array.from(outcomes.flatMap(numbersOf)) };
    }
    case 'costs':
      return { ...none, facts: rerunDearer(rerunWorld(world, drawing)) };
    case 'entries':
      return { ...none, facts: randomEntries(plan, rerunWorld(world, drawing)) };
    default:
      throw new Error(`a simulation has no task ${task.task}`);
  }
}

/** Numbers of a run on moved prices, one after the other. */
export const RERUN_NUMBERS = ['totalReturn', 'sharpe', 'maxDrawdown', 'trades'] as const satisfies readonly (keyof RerunOutcome)[];

function numbersOf(outcome: RerunOutcome): number[] {
  return RERUN_NUMBERS.map((name) => outcome[name]);
}

async function sourceTask(world: ShardWorld, drawing: Drawing): Promise<TaskOutcome> {
  const { study, tenant } = drawing;
  const run = study.from === null ? runOf(world, drawing) : await finishedRun(world.objects, tenant, study.from);
  const observed = study.monteCarlo.kinds.includes('noise') ? rerunWithoutNoise(rerunWorld(world, drawing)) : null;
  return { failures: [], ...writeSource({ manifest: run.manifest, source: sourceOf(run), observed }) };
}

function runOf(world: ShardWorld, drawing: Drawing): FinishedRun {
  const input = rerunWorld(world, drawing);
  const { manifest, summary, trades, equity } = buildReport(simulationsOf(input), input.plan);
  return { manifest, summary, trades, equity: equityRows(equity) };
}

function rerunWorld({ strategies, ruleCatalogue, costs }: ShardWorld, { study: { backtest }, data }: Drawing): OriginalInput {
  const plan = backtest as BacktestPlan;
  return { plan, strategy: subjectOf(strategies, plan, ruleCatalogue), ...data, costs };
}

/** Columns of a number a path. */
const PATH_COLUMNS = ['endEquity', 'maxDrawdown', 'sharpe', 'ruined'] as const;

/** Facts and one column: the numbers of each path, then its equity at each point. */
function writePaths({ points, fan, ...columns }: PathColumns): { facts: { points: number[] }; numbers: Float64Array } {
  const paths = columns.endEquity.length;
  const numbers = new Float64Array(PATH_COLUMNS.length * paths + fan.length);
  PATH_COLUMNS.forEach((name, i) => numbers.set(columns[name], i * paths));
  numbers.set(fan, PATH_COLUMNS.length * paths);
  return { facts: { points: [...points] }, numbers };
}

/** Reads what `writePaths` wrote of so many paths. */
export function readPaths({ facts, numbers }: { readonly facts: unknown; readonly numbers: Float64Array }, paths: number): PathColumns {
  const column = (i: number) => numbers.subarray(i * paths, (i + 1) * paths);
  return {
    points: Int32Array.from((facts as { points: number[] }).points),
    fan: numbers.subarray(PATH_COLUMNS.length * paths),
    endEquity: column(0),
    maxDrawdown: column(1),
    sharpe: column(2),
    ruined: Uint8Array.from(column(3)),
  };
}
