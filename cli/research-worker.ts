import { parentPort, workerData } from 'node:worker_threads';
import { COSTS } from '../costs/registry.generated.ts';
import { USER_INDICATORS } from '../indicators/registry.generated.ts';
import { subjectOf } from '../shared/application/backtest/subject.ts';
import { ruleCatalogue } from '../shared/strategies/rules/parse.ts';
import { STRATEGIES } from '../strategies/registry.generated.ts';
import { type ResearchInput, type ResearchJob, type ResearchTask, researcher } from './research-job.ts';
import type { ResearchReply } from './research-pool.ts';
import { faultOfStrategy } from './strategy-fault.ts';

/** One thread of a study: does the jobs it is told and posts what they come to. */
const task = workerData as ResearchTask;
const strategy = task.kind === 'report' ? undefined : subjectOf(STRATEGIES, planOf(task), ruleCatalogue(USER_INDICATORS));
const work = researcher((strategy && { ...task, strategy, costs: COSTS }) as ResearchInput);
const post = (reply: ResearchReply) => parentPort?.postMessage(reply);

parentPort?.on('message', (job: ResearchJob) => {
  try {
    post({ ok: true, answer: work(job) });
  } catch (error) {
    const known = faultOfStrategy(error, strategy?.id ?? '') ?? (error instanceof Error ? error : new Error(String(error)));
    const { name, message, stack } = known;
    post({ ok: false, name, message, stack: stack ?? '', ...('field' in known ? { field: String(known.field) } : {}) });
  }
});

function planOf(task: Exclude<ResearchTask, { kind: 'report' }>) {
  return task.kind === 'search' ? task.plan.backtest : task.plan;
}
