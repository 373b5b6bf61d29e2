import * as z from 'zod';
import { s3Client } from '../../shared/adapters/aws/clients.ts';
import { api } from '../../shared/adapters/aws/http/api.ts';
import { S3Objects } from '../../shared/adapters/aws/s3-objects.ts';
import { systemClock } from '../../shared/adapters/aws/system.ts';
import { readBackfill } from '../../shared/application/backfills/read-backfill.ts';

const Environment = z.object({ LAKE_BUCKET: z.string().min(1) });
const { LAKE_BUCKET } = Environment.parse(process.env);

const read = readBackfill({ objects: new S3Objects({ client: s3Client(), bucket: LAKE_BUCKET, clock: systemClock }) });

export const handler = api('read-backfill', {
  getBackfill: ({ caller, path }) => read(caller.tenant, path.id),
});
