import type { RunOfSchedule } from '../../contracts/schedules.ts';
import type { ScheduleRun } from '../../domain/schedule.ts';
import type { Objects } from '../../ports/objects.ts';
import { causeOf } from '../cause.ts';
import { getJson } from '../json-objects.ts';
import { type FireWorld, fire } from './fire.ts';
import { itemKey, planKey, queuedRun, type StoredItem, type StoredPlan } from './stored.ts';

interface SummariseWorld extends FireWorld {
  readonly objects: Objects;
}

const FAILED_LISTED = 100;

/** Ends a run, begins the schedules that follow it, and gives the alarm to raise: the names of what failed. */
export function summariseRun(world: SummariseWorld) {
  return async (step: RunOfSchedule & { readonly error?: unknown }): Promise<{ readonly alarm: string | null }> => {
    const { schedule, run, execution } = step;
    const stored = await world.schedules.getRun(schedule, run);
    if (stored === undefined) throw new Error(`schedule ${schedule} has no run ${run}`);
    const plan = await getJson<StoredPlan>(world.objects, planKey(schedule, run));
    const failed = await failedOf(world, plan, step);
    const error = step.error === undefined ? null : causeOf(step.error);
    const status: ScheduleRun['status'] = failed.length === 0 && error === null ? 'DONE' : 'FAILED';
    await world.schedules.saveRun({
      ...stored,
      execution,
      status,
      finishedUs: world.clock.nowUs(),
      failed: failed.slice(0, FAILED_LISTED),
      error,
    });
    for (const follower of await world.schedules.list())
      if (follower.after === schedule && follower.enabled) await fire(world, queuedRun(follower.id, run, stored.dueUs));
    return { alarm: status === 'DONE' ? null : alarmOf({ schedule, run, items: plan?.items.length ?? 0 }, failed, error) };
  };
}

async function failedOf(
  world: SummariseWorld,
  plan: StoredPlan | undefined,
  { schedule, run }: RunOfSchedule,
): Promise<ScheduleRun['failed']> {
  const failed: { instrument: string; error: string }[] = [];
  for (const [i, { instrument }] of (plan?.items ?? []).entries()) {
    const item = await getJson<StoredItem>(world.objects, itemKey(schedule, run, i + 1));
    if (item?.state !== 'done') failed.push({ instrument, error: item?.error ?? 'it did not come to an end' });
  }
  return failed;
}

function alarmOf(about: { schedule: string; run: string; items: number }, failed: ScheduleRun['failed'], error: string | null): string {
  const names = failed.map(({ instrument, error }) => `${instrument}: ${error}`);
  const shown = names.slice(0, FAILED_LISTED).join('\n');
  const head = `schedule ${about.schedule}, run ${about.run}: ${error ?? `${failed.length} of ${about.items} instruments failed`}`;
  return shown === '' ? head : `${head}\n${shown}`;
}
