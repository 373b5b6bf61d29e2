import { lastDue, runIdOf, type ScheduleRun } from '../../domain/schedule.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ScheduleStore } from '../../ports/schedule-store.ts';
import type { Workflow } from '../../ports/workflow.ts';
import { queuedRun } from './stored.ts';

export interface FireWorld {
  readonly schedules: ScheduleStore;
  /** The state machine of runs. */
  readonly workflow: Workflow;
  readonly clock: Clock;
}

/**
 * Begins a run unless there is one of that schedule and id. The record comes first, under a condition, and the execution is named after it: whoever fires twice,
 * late or after a crash in between begins it once. Returns the run as it stands.
 */
export async function fire({ schedules, workflow }: Pick<FireWorld, 'schedules' | 'workflow'>, run: ScheduleRun): Promise<ScheduleRun> {
  const isNew = await schedules.createRun(run);
  const standing = isNew ? run : ((await schedules.getRun(run.schedule, run.id)) ?? run);
  if (standing.status === 'QUEUED') await start(workflow, standing);
  return standing;
}

/** Starts the execution of a run; nothing when it was started before. */
export function start(workflow: Workflow, { schedule, id, execution }: ScheduleRun): Promise<void> {
  return workflow.start(`${schedule}-${id}-${execution}`, { schedule, run: id, execution });
}

/** Begins every schedule that is due. One that was missed is late, not lost; of several times missed only the last is made up for, since it covers the others. */
export function tickSchedules(world: FireWorld) {
  return async (): Promise<readonly ScheduleRun[]> => {
    const nowUs = world.clock.nowUs();
    const begun: ScheduleRun[] = [];
    for (const schedule of await world.schedules.list()) {
      const dueUs = lastDue(schedule, nowUs);
      if (dueUs === undefined) continue;
      const standing = await world.schedules.getRun(schedule.id, runIdOf(dueUs));
      if (standing !== undefined && standing.status !== 'QUEUED') continue;
      begun.push(await fire(world, standing ?? queuedRun(schedule.id, runIdOf(dueUs), dueUs)));
    }
    return begun;
  };
}
