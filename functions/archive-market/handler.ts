import * as z from 'zod';
import { s3Client } from '../../shared/adapters/aws/clients.ts';
import { kinesisBatch } from '../../shared/adapters/aws/kinesis-batch.ts';
import { S3Objects } from '../../shared/adapters/aws/s3-objects.ts';
import { systemClock } from '../../shared/adapters/aws/system.ts';
import { compress } from '../../shared/adapters/files/gzip.ts';
import { archiveMarket } from '../../shared/application/raw/archive-market.ts';

const Environment = z.object({ LAKE_BUCKET: z.string().min(1) });
const { LAKE_BUCKET } = Environment.parse(process.env);

const objects = new S3Objects({ client: s3Client(), bucket: LAKE_BUCKET, clock: systemClock });

export const handler = kinesisBatch('archive-market', archiveMarket({ objects, compress }));
