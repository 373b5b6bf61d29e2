import type { Schedule, ScheduleRun } from '../domain/schedule.ts';

/** Schedules and their runs. */
export interface ScheduleStore {
  get(id: string): Promise<Schedule | undefined>;
  /** All of them, by id. */
  list(): Promise<readonly Schedule[]>;
  put(schedule: Schedule): Promise<void>;
  delete(id: string): Promise<void>;
  /** Records a run; false when there is one of that schedule and id, which stays as it is. */
  createRun(run: ScheduleRun): Promise<boolean>;
  getRun(schedule: string, id: string): Promise<ScheduleRun | undefined>;
  /** Newest first. */
  listRuns(schedule: string, limit: number): Promise<readonly ScheduleRun[]>;
  /** Replaces the run if its execution is the stored one, or the next; false when a later one has begun. */
  saveRun(run: ScheduleRun): Promise<boolean>;
}
