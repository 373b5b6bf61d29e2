import { isWeekend } from './calendar/civil.ts';
import { localDay, type TimeZone, utcOfClock } from './calendar/time-zone.ts';
import { DAY_US, type TimeUs, toIso } from './time.ts';

/** `fetch` downloads bars; `check` looks at the stored bars of the last trading day and scores them. */
export type ScheduleKind = 'fetch' | 'check';

/** What is to be done with a list of instruments, and when. */
export interface Schedule {
  readonly id: string;
  readonly kind: ScheduleKind;
  /** Ids of the security master, or all that are active when a run begins. */
  readonly instruments: readonly string[] | 'active';
  readonly timeframe: string;
  /** Where bars are fetched from; the first name of each instrument when null. */
  readonly source: string | null;
  /** Time of day by the clock of `zone`, `06:30`; null when only another schedule or a person starts it. */
  readonly at: string | null;
  readonly zone: TimeZone;
  readonly days: 'every' | 'weekdays';
  /** The schedule whose run it follows. */
  readonly after: string | null;
  /** How far back bars are looked for. */
  readonly lookbackDays: number;
  /** A day that scores less raises the alarm. */
  readonly scoreMin: number;
  readonly enabled: boolean;
  /** Whose its downloads are. */
  readonly tenant: string;
  /** Its times before that are nobody's business: it was not there, or was another. */
  readonly sinceUs: TimeUs;
}

export type ScheduleRunStatus = 'QUEUED' | 'RUNNING' | 'DONE' | 'FAILED';

/** One run of a schedule, of which there is one for each time that it is due. */
export interface ScheduleRun {
  readonly schedule: string;
  /** The time that it was due, with `-manual` when a person started it: `20261121T063000Z`. */
  readonly id: string;
  readonly status: ScheduleRunStatus;
  readonly dueUs: TimeUs;
  /** Counts from 1; one more with each redrive. */
  readonly execution: number;
  readonly startedUs: TimeUs | null;
  readonly finishedUs: TimeUs | null;
  readonly items: number;
  /** Instruments that failed twice, or scored too low, each with the reason. */
  readonly failed: readonly { readonly instrument: string; readonly error: string }[];
  readonly error: string | null;
}

/** A week and a day: the longest that weekdays can be apart, and more. */
const DAYS_BACK = 8;

/** The last time up to now that a schedule was due; undefined when it has no time of its own, is off, or was not due since it is what it is. */
export function lastDue({ at, zone, days, enabled, sinceUs }: Schedule, nowUs: TimeUs): TimeUs | undefined {
  if (at === null || !enabled) return undefined;
  const [hour = 0, minute = 0] = at.split(':').map(Number);
  const today = localDay(zone, nowUs);
  for (let day = today; day > today - DAYS_BACK; day--) {
    if (days === 'weekdays' && isWeekend(day)) continue;
    const dueUs = utcOfClock(zone, day, hour * 60 + minute);
    if (dueUs <= nowUs) return dueUs >= sinceUs ? dueUs : undefined;
  }
  return undefined;
}

/** The id of the run for a time: `20261121T063000Z`. Texts order as times do. */
export function runIdOf(dueUs: TimeUs): string {
  return toIso(dueUs).replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
}

/** How long before `nowUs` bars are looked for. */
export function lookbackFrom({ lookbackDays }: Pick<Schedule, 'lookbackDays'>, nowUs: TimeUs): TimeUs {
  return nowUs - lookbackDays * DAY_US;
}
