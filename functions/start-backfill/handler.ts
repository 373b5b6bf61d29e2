import * as z from 'zod';
import { dynamoClient, s3Client, workflowClient } from '../../shared/adapters/aws/clients.ts';
import { api } from '../../shared/adapters/aws/http/api.ts';
import { idempotent } from '../../shared/adapters/aws/http/idempotent.ts';
import { S3Objects } from '../../shared/adapters/aws/s3-objects.ts';
import { SfnWorkflow } from '../../shared/adapters/aws/sfn-workflow.ts';
import { systemClock, timeOrderedIds } from '../../shared/adapters/aws/system.ts';
import { startBackfill } from '../../shared/application/backfills/start-backfill.ts';

const Environment = z.object({
  LAKE_BUCKET: z.string().min(1),
  IDEMPOTENCY_TABLE: z.string().min(1),
  BACKFILL_STATE_MACHINE_ARN: z.string().min(1),
});
const { LAKE_BUCKET, IDEMPOTENCY_TABLE, BACKFILL_STATE_MACHINE_ARN } = Environment.parse(process.env);

const start = startBackfill({
  objects: new S3Objects({ client: s3Client(), bucket: LAKE_BUCKET, clock: systemClock }),
  workflow: new SfnWorkflow(workflowClient(), BACKFILL_STATE_MACHINE_ARN),
  ids: timeOrderedIds(),
});

export const handler = api('start-backfill', {
  startBackfill: idempotent('startBackfill', { client: dynamoClient(), table: IDEMPOTENCY_TABLE }, ({ caller, body }) =>
    start(caller.tenant, body),
  ),
});
