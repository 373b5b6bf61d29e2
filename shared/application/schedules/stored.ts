import type { Schedule, ScheduleRun } from '../../domain/schedule.ts';

/** An instrument of a run: its id, and where its bars come from when they are fetched. */
export interface PlannedItem {
  readonly instrument: string;
  /** Why it cannot be done; undefined when it can. */
  readonly error?: string;
  readonly venue?: string;
  readonly symbol?: string;
}

/** What a run was asked to do when it began; an edit of the schedule is for the next one. */
export interface StoredPlan {
  readonly schedule: Schedule;
  readonly items: readonly PlannedItem[];
}

/** How far one instrument of a run is. */
export interface StoredItem {
  readonly state: 'running' | 'done' | 'failed';
  /** The execution of the run that did it. */
  readonly execution: number;
  readonly attempt: number;
  readonly backfill?: string;
  readonly error?: string;
}

/** Of a run, where it left it in the lake. */
export const planKey = (schedule: string, run: string): string => `schedules/${schedule}/${run}/plan.json`;
export const itemKey = (schedule: string, run: string, item: number): string => `schedules/${schedule}/${run}/items/${item}.json`;

/** A run as it is recorded when it is asked for. */
export function queuedRun(schedule: string, id: string, dueUs: number): ScheduleRun {
  return { schedule, id, status: 'QUEUED', dueUs, execution: 1, startedUs: null, finishedUs: null, items: 0, failed: [], error: null };
}
