import type { PlanStudyStep, StudyStep } from '../../contracts/study-steps.ts';
import type { Objects } from '../../ports/objects.ts';
import { ACTIVE, type RunStore } from '../../ports/run-store.ts';
import type { AnyStrategy } from '../../strategies/portfolio.ts';
import type { RuleCatalogue } from '../../strategies/rules/parse.ts';
import { subjectOf } from '../backtest/subject.ts';
import { getJson, putJson } from '../json-objects.ts';
import { batchKey, rowsOf, studyKey, taskKey } from './keys.ts';
import { learningTasks } from './learning-tasks.ts';
import { monteCarloTasks } from './monte-carlo-tasks.ts';
import { combinationsOf, learns, searchesOf } from './searches.ts';
import { lastBatch, outcomes } from './shards.ts';
import { beyondFolds, type PlannedSearches, type SearchStudy, type ShardTask, type StoredBatch, type StoredStudy } from './stored.ts';

export interface PlanWorld {
  readonly runs: RunStore;
  readonly objects: Objects;
  readonly strategies: readonly AnyStrategy[];
  readonly ruleCatalogue: RuleCatalogue;
}

export interface PlannedBatch extends StudyStep {
  readonly batch: number;
  readonly shards: readonly number[];
  /** False once there is nothing left to run. */
  readonly more: boolean;
}

/** Tasks written at once. */
const PARALLEL = 32;

/**
 * Plans what runs next side by side: writes what each shard has to do and says which numbers they have. A retry first runs the shards again that left no
 * whole result. Doing it again writes the same.
 */
export function planStudyStep(world: PlanWorld) {
  return async ({ batch, ...step }: PlanStudyStep): Promise<PlannedBatch> => {
    const stored = await storedStudy(world.objects, step);
    if (batch === 0 && step.attempt > 1) {
      const last = await lastBatch(world.objects, step);
      const again = last.batch === undefined ? [] : await unfinished(world.objects, step, last.batch);
      if (again.length > 0) {
        await mark(world.runs, step, totalOf(last.batch));
        return { ...step, batch: last.number, shards: again, more: true };
      }
      return planAfter(world, step, stored, last.number);
    }
    return planAfter(world, step, stored, batch);
  };
}

/** Throws when there is no such study. */
export async function storedStudy(objects: Objects, step: Pick<StudyStep, 'tenant' | 'studyId'>): Promise<StoredStudy> {
  const stored = await getJson<StoredStudy>(objects, studyKey(step));
  if (stored === undefined) throw new Error(`study ${step.studyId} has no request`);
  return stored;
}

/** Shards in all, after a batch. */
export function totalOf(batch: StoredBatch | undefined): number {
  return batch === undefined ? 0 : batch.first - 1 + batch.shards;
}

async function planAfter(world: PlanWorld, step: StudyStep, stored: StoredStudy, batch: number): Promise<PlannedBatch> {
  const { objects } = world;
  const before = batch === 0 ? undefined : await getJson<StoredBatch>(objects, batchKey(step, batch));
  const first = totalOf(before) + 1;
  const planned = await tasksAfter(world, step, stored, { number: batch, before });
  const counts = await writeTasks(objects, step, first, planned.tasks);
  const shards = counts.reduce((sum, count) => sum + count, 0);
  await mark(world.runs, step, first - 1 + shards);
  if (shards === 0) return { ...step, batch, shards: [], more: false };
  const searches = planned.searches ?? counts.map((count) => ({ shards: count, state: null }));
  await putJson(objects, batchKey(step, batch + 1), { first, shards, searches } satisfies StoredBatch);
  return { ...step, batch: batch + 1, shards: Array.from({ length: shards }, (_, i) => first + i), more: true };
}

interface Planned {
  /** Absent when none of them learns. */
  readonly searches?: PlannedSearches;
  readonly tasks: Iterable<ShardTask>;
}

async function tasksAfter(
  world: PlanWorld,
  step: StudyStep,
  { plan }: StoredStudy,
  { number, before }: { readonly number: number; readonly before: StoredBatch | undefined },
): Promise<Planned> {
  if (plan.kind === 'monte-carlo') return { tasks: await monteCarloTasks(world.objects, step, plan, number) };
  if (learns(plan.sweep)) return learningTasks(world, step, plan, before);
  return { tasks: number === 0 ? freeTasks(world, plan) : [] };
}

/** Of searches that learn nothing: all of their combinations in one batch. */
function* freeTasks({ strategies, ruleCatalogue }: PlanWorld, study: SearchStudy): Generator<ShardTask> {
  const strategy = subjectOf(strategies, study.sweep.backtest, ruleCatalogue);
  for (const [search, plan] of searchesOf(study).entries())
    for (const combinations of combinationsOf(plan, strategy, study.runsPerShard)) yield { task: 'rows', search, combinations };
  if (study.kind === 'walk-forward' && beyondFolds(study))
    for (const combinations of combinationsOf(study.sweep, strategy, study.runsPerShard))
      yield { task: 'returns', search: study.folds.length, combinations };
}

/** Returns how many shards each search has. */
async function writeTasks(objects: Objects, step: StudyStep, first: number, tasks: Iterable<ShardTask>): Promise<number[]> {
  const counts: number[] = [];
  let shards = 0;
  let group: Promise<unknown>[] = [];
  for (const task of tasks) {
    const search = 'search' in task ? task.search : 0;
    counts[search] = (counts[search] ?? 0) + 1;
    group.push(putJson(objects, taskKey(step, first + shards++), task));
    if (group.length < PARALLEL) continue;
    await Promise.all(group);
    group = [];
  }
  await Promise.all(group);
  return counts;
}

/** Shards that left nothing, or not all of it, before this attempt. */
async function unfinished(objects: Objects, step: StudyStep, last: StoredBatch): Promise<number[]> {
  const left = await outcomes(objects, step, step.attempt - 1);
  const all = Array.from({ length: totalOf(last) }, (_, i) => i + 1);
  return all.filter((shard) => left.get(shard)?.failed !== 0);
}

async function mark(runs: RunStore, { tenant, kind, studyId }: StudyStep, total: number): Promise<void> {
  const change = { status: 'RUNNING', shards: { total, done: 0, failed: 0 } } as const;
  if (!(await runs.advance(rowsOf(tenant, kind), studyId, ACTIVE, change))) throw new Error(`study ${studyId} has ended already`);
}
