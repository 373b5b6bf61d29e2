import * as z from 'zod';
import { documentClient, s3Client } from '../../shared/adapters/aws/clients.ts';
import { DynamoRuns } from '../../shared/adapters/aws/dynamo-runs.ts';
import { S3Objects } from '../../shared/adapters/aws/s3-objects.ts';
import { step } from '../../shared/adapters/aws/step.ts';
import { systemClock } from '../../shared/adapters/aws/system.ts';
import { ANALYSERS } from '../../analysers/registry.generated.ts';
import { SummariseStep } from '../../shared/contracts/backtest-steps.ts';
import { summariseRun } from '../../shared/application/runs/summarise-run.ts';

const Environment = z.object({ RUNS_TABLE: z.string().min(1), LAKE_BUCKET: z.string().min(1) });
const { RUNS_TABLE, LAKE_BUCKET } = Environment.parse(process.env);

const summarise = summariseRun({
  runs: new DynamoRuns(documentClient(), RUNS_TABLE),
  objects: new S3Objects({ client: s3Client(), bucket: LAKE_BUCKET, clock: systemClock }),
  clock: systemClock,
  analysers: ANALYSERS,
});

export const handler = step('summarise-backtest', SummariseStep, summarise);
