import * as z from 'zod';
import { documentClient, s3Client } from '../../shared/adapters/aws/clients.ts';
import { DynamoBars } from '../../shared/adapters/aws/dynamo-bars.ts';
import { DynamoIngest } from '../../shared/adapters/aws/dynamo-ingest.ts';
import { S3Objects } from '../../shared/adapters/aws/s3-objects.ts';
import { step } from '../../shared/adapters/aws/step.ts';
import { systemClock } from '../../shared/adapters/aws/system.ts';
import { LakeBars } from '../../shared/adapters/files/lake-bars.ts';
import { archiveBars } from '../../shared/application/archive-bars.ts';

const Environment = z.object({
  INGEST_TABLE: z.string().min(1),
  BARS_TABLE: z.string().min(1),
  LAKE_BUCKET: z.string().min(1),
  TIMEFRAMES: z.string().transform((names) => names.split(',')),
  HOT_DAYS: z.coerce.number().int().min(1),
});
const { INGEST_TABLE, BARS_TABLE, LAKE_BUCKET, TIMEFRAMES, HOT_DAYS } = Environment.parse(process.env);
const documents = documentClient();

const archive = archiveBars(
  {
    instruments: new DynamoIngest(documents, INGEST_TABLE),
    hot: new DynamoBars(documents, BARS_TABLE),
    history: new LakeBars(new S3Objects({ client: s3Client(), bucket: LAKE_BUCKET, clock: systemClock })),
    clock: systemClock,
  },
  { timeframes: TIMEFRAMES, hotDays: HOT_DAYS },
);

/** What could not be moved makes the whole run fail, so that it is tried again and somebody hears of it; the rest is moved all the same. */
export const handler = step('archive-bars', z.unknown(), async () => {
  const { moved, failed } = await archive();
  if (failed.length > 0) throw new Error(`${failed.length} series were not archived: ${failed.slice(0, 5).join('; ')}`);
  return { moved };
});
