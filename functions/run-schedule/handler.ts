import * as z from 'zod';
import { documentClient, s3Client, workflowClient } from '../../shared/adapters/aws/clients.ts';
import { DynamoBars } from '../../shared/adapters/aws/dynamo-bars.ts';
import { DynamoInstruments } from '../../shared/adapters/aws/dynamo-instruments.ts';
import { DynamoQuality } from '../../shared/adapters/aws/dynamo-quality.ts';
import { DynamoSchedules } from '../../shared/adapters/aws/dynamo-schedules.ts';
import { S3Objects } from '../../shared/adapters/aws/s3-objects.ts';
import { SfnWorkflow } from '../../shared/adapters/aws/sfn-workflow.ts';
import { step } from '../../shared/adapters/aws/step.ts';
import { systemClock, timeOrderedIds } from '../../shared/adapters/aws/system.ts';
import { LakeBars } from '../../shared/adapters/files/lake-bars.ts';
import { checkDay } from '../../shared/application/quality/check-day.ts';
import { scheduleSteps } from '../../shared/application/schedules/steps.ts';
import { ScheduleStep } from '../../shared/contracts/schedules.ts';

const Environment = z.object({
  BARS_TABLE: z.string().min(1),
  INSTRUMENTS_TABLE: z.string().min(1),
  SCHEDULES_TABLE: z.string().min(1),
  LAKE_BUCKET: z.string().min(1),
  SCHEDULE_STATE_MACHINE_ARN: z.string().min(1),
  BACKFILL_STATE_MACHINE_ARN: z.string().min(1),
});
const names = Environment.parse(process.env);

const documents = documentClient();
const objects = new S3Objects({ client: s3Client(), bucket: names.LAKE_BUCKET, clock: systemClock });
const instruments = new DynamoInstruments(documents, names.INSTRUMENTS_TABLE);

export const handler = step(
  'run-schedule',
  ScheduleStep,
  scheduleSteps({
    objects,
    instruments,
    schedules: new DynamoSchedules(documents, names.SCHEDULES_TABLE),
    workflow: new SfnWorkflow(workflowClient(), names.SCHEDULE_STATE_MACHINE_ARN),
    backfills: new SfnWorkflow(workflowClient(), names.BACKFILL_STATE_MACHINE_ARN),
    clock: systemClock,
    ids: timeOrderedIds(),
    check: checkDay({
      instruments,
      bars: new DynamoBars(documents, names.BARS_TABLE),
      history: new LakeBars(objects),
      quality: new DynamoQuality(documents, names.INSTRUMENTS_TABLE),
      clock: systemClock,
    }),
  }),
);
