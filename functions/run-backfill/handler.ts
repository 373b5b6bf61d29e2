import * as z from 'zod';
import { s3Client } from '../../shared/adapters/aws/clients.ts';
import { S3Objects } from '../../shared/adapters/aws/s3-objects.ts';
import { step } from '../../shared/adapters/aws/step.ts';
import { systemClock } from '../../shared/adapters/aws/system.ts';
import { ccxtHistory } from '../../shared/adapters/ccxt/history.ts';
import { LakeBars } from '../../shared/adapters/files/lake-bars.ts';
import { runBackfill } from '../../shared/application/backfills/run-backfill.ts';
import { ShardStep } from '../../shared/contracts/backtest-steps.ts';

const Environment = z.object({ LAKE_BUCKET: z.string().min(1), VENUE_URL: z.url().optional() });
const { LAKE_BUCKET, VENUE_URL } = Environment.parse(process.env);
const objects = new S3Objects({ client: s3Client(), bucket: LAKE_BUCKET, clock: systemClock });

const run = runBackfill({
  objects,
  history: new LakeBars(objects),
  sources: (venue) => ccxtHistory(venue, VENUE_URL === undefined ? {} : { baseUrl: VENUE_URL }),
  clock: systemClock,
});

export const handler = step('run-backfill', ShardStep, run);
