import { BackfillRequest } from '../../contracts/backfills.ts';
import type { RunOfSchedule } from '../../contracts/schedules.ts';
import { lookbackFrom, type Schedule } from '../../domain/schedule.ts';
import { toIso } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Objects } from '../../ports/objects.ts';
import type { Workflow } from '../../ports/workflow.ts';
import { readBackfill } from '../backfills/read-backfill.ts';
import { startBackfill } from '../backfills/start-backfill.ts';
import { getJson, putJson } from '../json-objects.ts';
import { Refusal } from '../refusal.ts';
import { itemKey, planKey, type StoredItem, type StoredPlan } from './stored.ts';

export interface ItemWorld {
  readonly objects: Objects;
  /** The state machine of backfills. */
  readonly backfills: Workflow;
  readonly ids: Ids;
  readonly clock: Clock;
  /** Scores the last trading day of an instrument; the reason when it is not good enough. */
  readonly check: (schedule: Schedule, instrument: string) => Promise<string | undefined>;
}

/** An instrument is tried once more when it failed. */
const ATTEMPTS = 2;

type ItemOfRun = RunOfSchedule & { readonly item: number };
type Watched = ItemOfRun & { readonly state: StoredItem['state'] };

/** Begins one instrument of a run, or says that it is done: what an earlier execution has finished is not done again. */
export function beginItem(world: ItemWorld) {
  return async (step: ItemOfRun): Promise<Watched> => {
    const { plan, planned, stored } = await itemOfRun(world, step);
    if (stored?.state === 'done' || (stored !== undefined && stored.execution === step.execution)) return { ...step, state: stored.state };
    if (planned.error !== undefined) return save(world, step, { state: 'failed', attempt: 1, error: planned.error });
    if (plan.schedule.kind === 'fetch') return attempt(world, step, 1);
    const error = await world.check(plan.schedule, planned.instrument);
    return save(world, step, error === undefined ? { state: 'done', attempt: 1 } : { state: 'failed', attempt: 1, error });
  };
}

/** Looks at the backfill of an instrument, and tries once more when it failed. */
export function watchItem(world: ItemWorld) {
  return async (step: ItemOfRun): Promise<Watched> => {
    const { plan, stored } = await itemOfRun(world, step);
    if (stored?.backfill === undefined) throw new Error(`item ${step.item} of ${step.schedule} ${step.run} was never begun`);
    if (stored.state !== 'running') return { ...step, state: stored.state };
    const { status, error } = await readBackfill(world)(plan.schedule.tenant, stored.backfill);
    if (status === 'DONE') return save(world, step, { state: 'done', attempt: stored.attempt, backfill: stored.backfill });
    if (status !== 'FAILED') return { ...step, state: 'running' };
    if (stored.attempt < ATTEMPTS) return attempt(world, step, stored.attempt + 1);
    return save(world, step, {
      state: 'failed',
      attempt: stored.attempt,
      backfill: stored.backfill,
      error: error ?? 'its backfill failed',
    });
  };
}

async function attempt(world: ItemWorld, step: ItemOfRun, number: number): Promise<Watched> {
  const { plan, planned } = await itemOfRun(world, step);
  const { schedule } = plan;
  const nowUs = world.clock.nowUs();
  const request = BackfillRequest.safeParse({
    venue: planned.venue,
    symbol: planned.symbol,
    instrument: planned.instrument,
    timeframe: schedule.timeframe,
    from: toIso(lookbackFrom(schedule, nowUs)),
    to: toIso(nowUs),
  });
  if (!request.success)
    return save(world, step, { state: 'failed', attempt: number, error: request.error.issues[0]?.message ?? 'it cannot be asked for' });
  try {
    const begin = startBackfill({ objects: world.objects, workflow: world.backfills, ids: world.ids });
    const { id } = await begin(schedule.tenant, request.data);
    return await save(world, step, { state: 'running', attempt: number, backfill: id });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return save(world, step, { state: 'failed', attempt: number, error: error.message });
  }
}

async function save(world: ItemWorld, step: ItemOfRun, item: Omit<StoredItem, 'execution'>): Promise<Watched> {
  const { schedule, run, item: number, execution } = step;
  await putJson(world.objects, itemKey(schedule, run, number), { ...item, execution } satisfies StoredItem);
  return { ...step, state: item.state };
}

async function itemOfRun({ objects }: ItemWorld, { schedule, run, item }: ItemOfRun) {
  const [plan, stored] = await Promise.all([
    getJson<StoredPlan>(objects, planKey(schedule, run)),
    getJson<StoredItem>(objects, itemKey(schedule, run, item)),
  ]);
  const planned = plan?.items[item - 1];
  if (plan === undefined || planned === undefined) throw new Error(`run ${run} of schedule ${schedule} has no item ${item}`);
  return { plan, planned, stored };
}
