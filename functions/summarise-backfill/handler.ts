import * as z from 'zod';
import { s3Client } from '../../shared/adapters/aws/clients.ts';
import { S3Objects } from '../../shared/adapters/aws/s3-objects.ts';
import { step } from '../../shared/adapters/aws/step.ts';
import { systemClock } from '../../shared/adapters/aws/system.ts';
import { summariseBackfill } from '../../shared/application/backfills/summarise-backfill.ts';
import { SummariseStep } from '../../shared/contracts/backtest-steps.ts';

const Environment = z.object({ LAKE_BUCKET: z.string().min(1) });
const { LAKE_BUCKET } = Environment.parse(process.env);

const summarise = summariseBackfill({ objects: new S3Objects({ client: s3Client(), bucket: LAKE_BUCKET, clock: systemClock }) });

export const handler = step('summarise-backfill', SummariseStep, summarise);
