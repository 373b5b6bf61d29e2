import * as z from 'zod';
import { documentClient, s3Client, workflowClient } from '../../shared/adapters/aws/clients.ts';
import { DynamoRuns } from '../../shared/adapters/aws/dynamo-runs.ts';
import { api } from '../../shared/adapters/aws/http/api.ts';
import { S3Objects } from '../../shared/adapters/aws/s3-objects.ts';
import { studyWorkflows } from '../../shared/adapters/aws/study-workflows.ts';
import { systemClock } from '../../shared/adapters/aws/system.ts';
import { cancelStudy, retryStudy } from '../../shared/application/studies/change-study.ts';

const Environment = z.object({
  RUNS_TABLE: z.string().min(1),
  LAKE_BUCKET: z.string().min(1),
  SWEEP_STATE_MACHINE_ARN: z.string().min(1),
  WALK_FORWARD_STATE_MACHINE_ARN: z.string().min(1),
  MONTE_CARLO_STATE_MACHINE_ARN: z.string().min(1),
});
const environment = Environment.parse(process.env);

const world = {
  runs: new DynamoRuns(documentClient(), environment.RUNS_TABLE),
  objects: new S3Objects({ client: s3Client(), bucket: environment.LAKE_BUCKET, clock: systemClock }),
  workflows: studyWorkflows(workflowClient(), environment),
  clock: systemClock,
};
const cancel = cancelStudy(world);
const retry = retryStudy(world);

export const handler = api('change-study', {
  deleteSweep: ({ caller, path }) => cancel(caller.tenant, 'sweep', path.id),
  retrySweep: ({ caller, path }) => retry(caller.tenant, 'sweep', path.id),
  deleteWalkForward: ({ caller, path }) => cancel(caller.tenant, 'walk-forward', path.id),
  retryWalkForward: ({ caller, path }) => retry(caller.tenant, 'walk-forward', path.id),
  deleteMonteCarlo: ({ caller, path }) => cancel(caller.tenant, 'monte-carlo', path.id),
  retryMonteCarlo: ({ caller, path }) => retry(caller.tenant, 'monte-carlo', path.id),
});
