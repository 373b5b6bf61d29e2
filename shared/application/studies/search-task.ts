import type { Params } from '../../research/optimise/space.ts';
import { subjectOf } from '../backtest/subject.ts';
import { demandBars } from '../sweep/data.ts';
import { rowOf, rowWidth } from '../sweep/row.ts';
import { SweepShard, type SweepShardInput, visitingOrder } from '../sweep/shard.ts';
import { returnsRunner } from '../walk-forward/combination-returns.ts';
import type { StudyData } from './data.ts';
import { type ShardWorld, type TaskOutcome, textOf } from './task.ts';
import { searchesOf } from './searches.ts';
import type { SearchStudy, ShardTask } from './stored.ts';

type Failures = { index: number; error: string }[];

/** Runs the combinations of a shard one by one: one that throws takes no other with it. */
export function runSearchTask(world: ShardWorld, study: SearchStudy, data: StudyData, task: ShardTask): TaskOutcome {
  const { strategies, ruleCatalogue, costs } = world;
  const plan = task.task === 'rows' ? searchesOf(study)[task.search] : study.sweep;
  if (plan === undefined || (task.task !== 'rows' && task.task !== 'returns'))
    throw new Error(`a ${study.kind} has no such task: ${JSON.stringify(task).slice(0, 100)}`);
  const strategy = subjectOf(strategies, plan.backtest, ruleCatalogue);
  demandBars(study.sweep.backtest, data.data);
  const input: SweepShardInput = { plan, strategy, ...data, costs };
  return task.task === 'rows' ? rowsOf(input, task.combinations) : returnsOf(input, task.combinations);
}

function rowsOf(input: SweepShardInput, combinations: readonly Params[]): TaskOutcome {
  const numbers = new Float64Array(combinations.length * rowWidth(input.plan));
  const failures: Failures = [];
  let shard = new SweepShard(input);
  for (const index of visitingOrder(combinations, input.plan)) {
    try {
      shard.run(combinations[index] as Params, rowOf(numbers, index, input.plan));
    } catch (error) {
      rowOf(numbers, index, input.plan).fill(Number.NaN);
      failures.push({ index, error: textOf(error) });
      // What a run that broke off left in the memory that the next would share is not known.
      shard = new SweepShard(input);
    }
  }
  return { failures: failures.sort((a, b) => a.index - b.index), numbers };
}

/** Columns one after the other, those of the combinations that succeeded. */
function returnsOf(input: SweepShardInput, combinations: readonly Params[]): TaskOutcome {
  let run = returnsRunner(input);
  const columns: Float64Array[] = [];
  const failures: Failures = [];
  for (const [index, params] of combinations.entries()) {
    try {
      columns.push(run(params));
    } catch (error) {
      failures.push({ index, error: textOf(error) });
      run = returnsRunner(input);
    }
  }
  const periods = columns[0]?.length ?? 0;
  const numbers = new Float64Array(columns.length * periods);
  columns.forEach((column, i) => numbers.set(column, i * periods));
  return { failures, facts: { periods }, numbers };
}
