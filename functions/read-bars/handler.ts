import * as z from 'zod';
import { documentClient, s3Client } from '../../shared/adapters/aws/clients.ts';
import { DynamoBars } from '../../shared/adapters/aws/dynamo-bars.ts';
import { DynamoDatasets } from '../../shared/adapters/aws/dynamo-datasets.ts';
import { DynamoIngest } from '../../shared/adapters/aws/dynamo-ingest.ts';
import { api } from '../../shared/adapters/aws/http/api.ts';
import { barsReply } from '../../shared/adapters/aws/http/bars-reply.ts';
import { S3Objects } from '../../shared/adapters/aws/s3-objects.ts';
import { systemClock } from '../../shared/adapters/aws/system.ts';
import { LakeBars } from '../../shared/adapters/files/lake-bars.ts';
import { parquetBarFiles } from '../../shared/adapters/files/parquet.ts';
import { readBars } from '../../shared/application/read-bars.ts';

const Environment = z.object({
  DATASETS_TABLE: z.string().min(1),
  BARS_TABLE: z.string().min(1),
  INGEST_TABLE: z.string().min(1),
  LAKE_BUCKET: z.string().min(1),
});
const { DATASETS_TABLE, BARS_TABLE, INGEST_TABLE, LAKE_BUCKET } = Environment.parse(process.env);
const documents = documentClient();

const objects = new S3Objects({ client: s3Client(), bucket: LAKE_BUCKET, clock: systemClock });

const read = readBars({
  datasets: new DynamoDatasets(documents, DATASETS_TABLE),
  bars: new DynamoBars(documents, BARS_TABLE),
  ingest: new DynamoIngest(documents, INGEST_TABLE),
  history: new LakeBars(objects),
  objects,
  barFiles: parquetBarFiles,
});

export const handler = api('read-bars', {
  readBars: async ({ caller, query }) => barsReply(await read(caller.tenant, query), query.format),
});
