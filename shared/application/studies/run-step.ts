import type { StudyShardStep, StudyStep } from '../../contracts/study-steps.ts';
import { COST_RUNS } from '../quote/quote.ts';
import { runSearchTask } from './search-task.ts';
import { attemptPrefix, outcomeOf, shardKey } from './keys.ts';
import { runMonteCarloTask } from './monte-carlo-task.ts';
import { pack } from './packed.ts';
import { storedStudy } from './plan-step.ts';
import { taskOf } from './shards.ts';
import { runsOf, type ShardHeader, type ShardTask, type StoredStudy } from './stored.ts';
import { type ShardWorld, type TaskOutcome, textOf } from './task.ts';

/**
 * One shard of a study. Done once in an attempt: a second time finds the result and leaves it. What cannot be run is written down with its error and sinks
 * nothing else; an outage is thrown, to be tried again.
 */
export function runStudyShard(world: ShardWorld) {
  return async ({ shard, ...step }: StudyShardStep): Promise<{ ok: boolean }> => {
    for await (const key of world.objects.list(attemptPrefix(step, shard, step.attempt))) return { ok: outcomeOf(key)?.failed === 0 };
    const task = await taskOf(world.objects, step, shard);
    const stored = await storedStudy(world.objects, step);
    const { failures, facts = null, numbers } = await outcomeOfTask(world, step, stored, task);
    const runs = runsOf(task, COST_RUNS);
    const failed = failures.some(({ index }) => index === null) ? runs : failures.length;
    const key = shardKey(step, { shard, attempt: step.attempt, done: runs - failed, failed });
    await world.objects.put(key, pack({ task, failures, facts } satisfies ShardHeader, numbers), {
      contentType: 'application/octet-stream',
      ifAbsent: true,
    });
    return { ok: failed === 0 };
  };
}

async function outcomeOfTask(world: ShardWorld, step: StudyStep, stored: StoredStudy, task: ShardTask): Promise<TaskOutcome> {
  const data = await world.bars(step.tenant, stored);
  const { plan } = stored;
  try {
    if (plan.kind === 'monte-carlo') return await runMonteCarloTask(world, { ...step, study: plan, data }, task);
    return runSearchTask(world, plan, data, task);
  } catch (error) {
    return { failures: [{ index: null, error: textOf(error) }], numbers: new Float64Array(0) };
  }
}
