import * as z from 'zod';
import { documentClient, s3Client } from '../../shared/adapters/aws/clients.ts';
import { DynamoRuns } from '../../shared/adapters/aws/dynamo-runs.ts';
import { S3Objects } from '../../shared/adapters/aws/s3-objects.ts';
import { step } from '../../shared/adapters/aws/step.ts';
import { systemClock } from '../../shared/adapters/aws/system.ts';
import { planStudyStep } from '../../shared/application/studies/plan-step.ts';
import { PlanStudyStep } from '../../shared/contracts/study-steps.ts';
import { USER_INDICATORS } from '../../indicators/registry.generated.ts';
import { ruleCatalogue } from '../../shared/strategies/rules/parse.ts';
import { STRATEGIES } from '../../strategies/registry.generated.ts';

const Environment = z.object({ RUNS_TABLE: z.string().min(1), LAKE_BUCKET: z.string().min(1) });
const { RUNS_TABLE, LAKE_BUCKET } = Environment.parse(process.env);

const plan = planStudyStep({
  runs: new DynamoRuns(documentClient(), RUNS_TABLE),
  objects: new S3Objects({ client: s3Client(), bucket: LAKE_BUCKET, clock: systemClock }),
  strategies: STRATEGIES,
  ruleCatalogue: ruleCatalogue(USER_INDICATORS),
});

export const handler = step('plan-study', PlanStudyStep, plan);
