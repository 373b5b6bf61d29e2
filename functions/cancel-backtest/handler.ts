import * as z from 'zod';
import { documentClient, s3Client, workflowClient } from '../../shared/adapters/aws/clients.ts';
import { DynamoRuns } from '../../shared/adapters/aws/dynamo-runs.ts';
import { api } from '../../shared/adapters/aws/http/api.ts';
import { S3Objects } from '../../shared/adapters/aws/s3-objects.ts';
import { SfnWorkflow } from '../../shared/adapters/aws/sfn-workflow.ts';
import { systemClock } from '../../shared/adapters/aws/system.ts';
import { cancelRun } from '../../shared/application/runs/cancel-run.ts';

const Environment = z.object({
  RUNS_TABLE: z.string().min(1),
  LAKE_BUCKET: z.string().min(1),
  BACKTEST_STATE_MACHINE_ARN: z.string().min(1),
});
const { RUNS_TABLE, LAKE_BUCKET, BACKTEST_STATE_MACHINE_ARN } = Environment.parse(process.env);

const cancel = cancelRun({
  runs: new DynamoRuns(documentClient(), RUNS_TABLE),
  objects: new S3Objects({ client: s3Client(), bucket: LAKE_BUCKET, clock: systemClock }),
  workflow: new SfnWorkflow(workflowClient(), BACKTEST_STATE_MACHINE_ARN),
  clock: systemClock,
});

export const handler = api('cancel-backtest', {
  cancelBacktest: ({ caller, path }) => cancel(caller.tenant, path.id),
});
