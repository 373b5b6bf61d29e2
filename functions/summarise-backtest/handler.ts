import * as z from 'zod';
import { documentClient, s3Client } from '../../shared/adapters/aws/clients.ts';
import { DynamoRuns } from '../../shared/adapters/aws/dynamo-runs.ts';
import { DynamoTrials } from '../../shared/adapters/aws/dynamo-trials.ts';
import { S3Objects } from '../../shared/adapters/aws/s3-objects.ts';
import { step } from '../../shared/adapters/aws/step.ts';
import { sha256, systemClock, timeOrderedIds } from '../../shared/adapters/aws/system.ts';
import { ANALYSERS } from '../../analysers/registry.generated.ts';
import { SummariseStep } from '../../shared/contracts/backtest-steps.ts';
import { summariseRun } from '../../shared/application/runs/summarise-run.ts';

const Environment = z.object({ RUNS_TABLE: z.string().min(1), TRIALS_TABLE: z.string().min(1), LAKE_BUCKET: z.string().min(1) });
const { RUNS_TABLE, TRIALS_TABLE, LAKE_BUCKET } = Environment.parse(process.env);

const client = documentClient();

const summarise = summariseRun({
  runs: new DynamoRuns(client, RUNS_TABLE),
  objects: new S3Objects({ client: s3Client(), bucket: LAKE_BUCKET, clock: systemClock }),
  clock: systemClock,
  analysers: ANALYSERS,
  trials: {
    ledgerOf: (tenant) => new DynamoTrials({ client, table: TRIALS_TABLE, tenant, ids: timeOrderedIds() }),
    digest: (text) => sha256(new TextEncoder().encode(text)),
  },
});

export const handler = step('summarise-backtest', SummariseStep, summarise);
