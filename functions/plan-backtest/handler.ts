import * as z from 'zod';
import { documentClient, s3Client } from '../../shared/adapters/aws/clients.ts';
import { DynamoDatasets } from '../../shared/adapters/aws/dynamo-datasets.ts';
import { DynamoRuns } from '../../shared/adapters/aws/dynamo-runs.ts';
import { S3Objects } from '../../shared/adapters/aws/s3-objects.ts';
import { step } from '../../shared/adapters/aws/step.ts';
import { systemClock } from '../../shared/adapters/aws/system.ts';
import { planRun } from '../../shared/application/runs/plan-run.ts';
import { RunStep } from '../../shared/contracts/backtest-steps.ts';

const Environment = z.object({ DATASETS_TABLE: z.string().min(1), RUNS_TABLE: z.string().min(1), LAKE_BUCKET: z.string().min(1) });
const { DATASETS_TABLE, RUNS_TABLE, LAKE_BUCKET } = Environment.parse(process.env);
const documents = documentClient();

const plan = planRun({
  datasets: new DynamoDatasets(documents, DATASETS_TABLE),
  runs: new DynamoRuns(documents, RUNS_TABLE),
  objects: new S3Objects({ client: s3Client(), bucket: LAKE_BUCKET, clock: systemClock }),
});

export const handler = step('plan-backtest', RunStep, plan);
