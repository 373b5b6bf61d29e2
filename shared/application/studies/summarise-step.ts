import type { StudyFailure } from '../../contracts/studies.ts';
import type { SummariseStudyStep } from '../../contracts/study-steps.ts';
import { ACTIVE } from '../../ports/run-store.ts';
import { putJson } from '../json-objects.ts';
import { COST_RUNS } from '../quote/quote.ts';
import { causeOf } from '../runs/summarise-run.ts';
import { reportKey, resultKey, rowsOf, type ShardOutcome } from './keys.ts';
import { storedStudy, totalOf } from './plan-step.ts';
import type { EndedStudy, SummariseWorld } from './ended-study.ts';
import { lastBatch, outcomes, readShards } from './shards.ts';
import { runsOf, type StoredResult, type Summarised } from './stored.ts';
import { summariseMonteCarlo } from './summarise-monte-carlo.ts';
import { summariseSweep } from './summarise-sweep.ts';
import { summariseWalkForward } from './summarise-walk-forward.ts';

/** Failures that are kept one by one. */
const NAMED_FAILURES = 100;

/**
 * Last step of a study: folds what the shards left and marks it DONE, with what failed named; FAILED when nothing succeeded or a step before went wrong.
 * Doing it again writes the same; a study that was cancelled meanwhile stays so.
 */
export function summariseStudy(world: SummariseWorld) {
  return async ({ error, ...step }: SummariseStudyStep): Promise<void> => {
    const stored = await storedStudy(world.objects, step);
    const { batch } = await lastBatch(world.objects, step);
    const ended: EndedStudy = { step, stored, total: totalOf(batch), left: await outcomes(world.objects, step) };
    const counted = await countFailures(world, ended);
    if (error !== undefined && error !== null)
      return end(world, ended, { ...counted, error: `the study was broken off: ${causeOf(error)}` });
    if (counted.work.done === 0) return end(world, ended, { ...counted, error: describe(counted) });
    const summarised = await summariseByKind(world, ended);
    await world.objects.put(reportKey(step), summarised.report, { contentType: 'text/html; charset=utf-8' });
    return end(world, ended, { ...counted, error: counted.work.failed === 0 ? null : describe(counted), summarised });
  };
}

function summariseByKind(world: SummariseWorld, ended: EndedStudy): Promise<Summarised> {
  const { plan } = ended.stored;
  if (plan.kind === 'sweep') return summariseSweep(world, ended, plan);
  if (plan.kind === 'walk-forward') return summariseWalkForward(world, ended, plan);
  return summariseMonteCarlo(world, ended, plan);
}

interface Counted {
  readonly shards: { readonly total: number; readonly done: number; readonly failed: number };
  readonly work: { readonly total: number; readonly done: number; readonly failed: number };
  readonly failures: readonly StudyFailure[];
}

/** Reads only the shards of which something failed. */
async function countFailures({ objects }: SummariseWorld, { step, total, left }: EndedStudy): Promise<Counted> {
  const all = Array.from({ length: total }, (_, i) => i + 1);
  const bad = all.filter((shard) => left.get(shard)?.failed !== 0);
  const failures: StudyFailure[] = [];
  let lost = 0;
  for await (const { shard, task, failures: own } of readShards(objects, step, left, bad)) {
    if (!left.has(shard)) lost += runsOf(task, COST_RUNS);
    for (const { index, error } of own) {
      if (failures.length === NAMED_FAILURES) continue;
      const params = index !== null && 'combinations' in task ? (task.combinations[index] ?? null) : null;
      failures.push({ shard, runs: index === null ? runsOf(task, COST_RUNS) : 1, error, params: params === null ? null : { ...params } });
    }
  }
  const sum = (pick: (outcome: ShardOutcome) => number) => [...left.values()].reduce((runs, outcome) => runs + pick(outcome), 0);
  const [done, failed] = [sum((outcome) => outcome.done), sum((outcome) => outcome.failed) + lost];
  return {
    shards: { total, done: total - bad.length, failed: bad.length },
    work: { total: done + failed, done, failed },
    failures,
  };
}

interface Ending extends Counted {
  readonly error: string | null;
  /** Absent when there is nothing to show. */
  readonly summarised?: Summarised;
}

async function end(
  { runs, objects, clock }: SummariseWorld,
  { step }: EndedStudy,
  { shards, work, failures, error, summarised }: Ending,
): Promise<void> {
  const { result = null, plateau = null, rows = 0 } = summarised ?? {};
  await putJson(objects, resultKey(step), { result, plateau, rows, failures } satisfies StoredResult);
  const status = summarised === undefined ? 'FAILED' : 'DONE';
  const change = { status, finishedUs: clock.nowUs(), error, shards, work } as const;
  await runs.advance(rowsOf(step.tenant, step.kind), step.studyId, ACTIVE, change);
}

function describe({ work, shards, failures }: Counted): string {
  const first = failures[0] === undefined ? '' : `; the first: ${failures[0].error}`;
  return `${work.failed} of ${work.total} runs failed, in ${shards.failed} of ${shards.total} shards${first}`;
}
