import * as z from 'zod';

/** What every step of the state machine `backtests` is told. */
export const RunStep = z.object({ tenant: z.string().min(1), runId: z.string().min(1) });
export type RunStep = z.infer<typeof RunStep>;

/** One shard of a run; shards count from 1. */
export const ShardStep = RunStep.extend({ shard: z.int().min(1) });
export type ShardStep = z.infer<typeof ShardStep>;

/** The last step; `error` is what a state machine's Catch leaves when a step before it failed. */
export const SummariseStep = RunStep.extend({ error: z.unknown().optional() });
export type SummariseStep = z.infer<typeof SummariseStep>;
