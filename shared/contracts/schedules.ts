import * as z from 'zod';
import { SourceText } from './instruments.ts';
import { IsoTime } from './schemas.ts';

export const ScheduleId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'small letters, digits and -, at most 40, like daily-bars');
const ZONES = ['UTC', 'America/New_York', 'America/Chicago', 'Asia/Kolkata'] as const;

export const SaveSchedule = z.strictObject({
  kind: z.enum(['fetch', 'check']).default('fetch'),
  /** Ids of the security master, or `active` for all that are active when a run begins. */
  instruments: z.union([z.literal('active'), z.array(z.string().min(1).max(40)).min(1).max(1000)], 'active or a list of ids'),
  timeframe: z.string().regex(/^[1-9]\d{0,3}[mhdw]$/, 'a number and a unit, like 1m, 1h or 1d'),
  source: SourceText.nullable().default(null),
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day like 06:30')
    .nullable()
    .default(null),
  zone: z.enum(ZONES).default('UTC'),
  days: z.enum(['every', 'weekdays']).default('every'),
  after: ScheduleId.nullable().default(null),
  lookbackDays: z.int().min(1).max(3650).default(7),
  scoreMin: z.number().min(0).max(100).default(90),
  enabled: z.boolean().default(true),
});
export type SaveSchedule = z.infer<typeof SaveSchedule>;

export const ScheduleInfo = SaveSchedule.extend({ id: z.string() });
export type ScheduleInfo = z.infer<typeof ScheduleInfo>;
export const SchedulesList = z.object({ schedules: z.array(ScheduleInfo) });

export const ScheduleRunInfo = z.object({
  schedule: z.string(),
  id: z.string(),
  status: z.enum(['QUEUED', 'RUNNING', 'DONE', 'FAILED']),
  dueAt: z.string(),
  /** 1, and one more with each redrive. */
  execution: z.int(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  items: z.int(),
  failed: z.array(z.object({ instrument: z.string(), error: z.string() })),
  error: z.string().nullable(),
});
export type ScheduleRunInfo = z.infer<typeof ScheduleRunInfo>;
export const ScheduleRuns = z.object({ runs: z.array(ScheduleRunInfo) });
export const ScheduleRunsQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(20) });

export const QualityQuery = z.strictObject({
  from: IsoTime.optional(),
  to: IsoTime.optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
export type QualityQuery = z.infer<typeof QualityQuery>;
export const InstrumentQuality = z.object({
  id: z.string(),
  days: z.array(
    z.object({
      date: z.string(),
      timeframe: z.string(),
      score: z.number(),
      bars: z.int(),
      missing: z.int(),
      defectCount: z.int(),
      defects: z.array(z.object({ code: z.string(), at: z.string(), detail: z.string() })),
    }),
  ),
});

/** What a step of the state machine `schedules` is told; a rule tells it `tick` each minute. */
export const ScheduleStep = z.union([
  z.object({ step: z.literal('tick') }),
  z.object({
    step: z.enum(['plan', 'begin', 'watch', 'summarise']),
    schedule: z.string().min(1),
    run: z.string().min(1),
    execution: z.int().min(1),
    item: z.int().min(1).optional(),
    error: z.unknown().optional(),
  }),
]);
export type ScheduleStep = z.infer<typeof ScheduleStep>;
export type RunOfSchedule = Pick<Extract<ScheduleStep, { schedule: string }>, 'schedule' | 'run' | 'execution'>;
