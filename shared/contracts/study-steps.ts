import * as z from 'zod';
import { STUDY_KINDS } from './studies.ts';

/** What every step of the state machines of studies is told. `attempt` counts from 1: a retry is one more. */
export const StudyStep = z.object({
  tenant: z.string().min(1),
  kind: z.enum(STUDY_KINDS),
  studyId: z.string().min(1),
  attempt: z.int().min(1),
});
export type StudyStep = z.infer<typeof StudyStep>;

/** Plans the shards that come after those of `batch`, 0 before the first. */
export const PlanStudyStep = StudyStep.extend({ batch: z.int().min(0).default(0) });
export type PlanStudyStep = z.infer<typeof PlanStudyStep>;

/** One shard of a study; shards count from 1 through all batches. */
export const StudyShardStep = StudyStep.extend({ shard: z.int().min(1) });
export type StudyShardStep = z.infer<typeof StudyShardStep>;

/** The last step; `error` is what a state machine's Catch leaves when a step before it failed. */
export const SummariseStudyStep = StudyStep.extend({ error: z.unknown().optional() });
export type SummariseStudyStep = z.infer<typeof SummariseStudyStep>;
