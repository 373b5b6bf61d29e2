import * as z from 'zod';
import { documentClient, s3Client } from '../../shared/adapters/aws/clients.ts';
import { DynamoDatasets } from '../../shared/adapters/aws/dynamo-datasets.ts';
import { api } from '../../shared/adapters/aws/http/api.ts';
import { S3Objects } from '../../shared/adapters/aws/s3-objects.ts';
import { sha256, systemClock } from '../../shared/adapters/aws/system.ts';
import { parquetBarFiles } from '../../shared/adapters/files/parquet.ts';
import { readParquetTable } from '../../shared/adapters/files/parquet-read.ts';
import { completeDataset } from '../../shared/application/datasets/complete-dataset.ts';

const Environment = z.object({ DATASETS_TABLE: z.string().min(1), LAKE_BUCKET: z.string().min(1) });
const { DATASETS_TABLE, LAKE_BUCKET } = Environment.parse(process.env);

const complete = completeDataset({
  datasets: new DynamoDatasets(documentClient(), DATASETS_TABLE),
  objects: new S3Objects({ client: s3Client(), bucket: LAKE_BUCKET, clock: systemClock }),
  barFiles: parquetBarFiles,
  clock: systemClock,
  sha256,
  parquetTable: readParquetTable,
});

export const handler = api('complete-dataset', {
  completeDataset: ({ caller, path }) => complete(caller.tenant, path.id),
});
