import * as z from 'zod';
import { documentClient, dynamoClient, s3Client } from '../../shared/adapters/aws/clients.ts';
import { DynamoDatasets } from '../../shared/adapters/aws/dynamo-datasets.ts';
import { api } from '../../shared/adapters/aws/http/api.ts';
import { IDEMPOTENCY_SECONDS, idempotent } from '../../shared/adapters/aws/http/idempotent.ts';
import { S3Objects } from '../../shared/adapters/aws/s3-objects.ts';
import { systemClock, timeOrderedIds } from '../../shared/adapters/aws/system.ts';
import { createDataset } from '../../shared/application/datasets/create-dataset.ts';

const Environment = z.object({ DATASETS_TABLE: z.string().min(1), IDEMPOTENCY_TABLE: z.string().min(1), LAKE_BUCKET: z.string().min(1) });
const { DATASETS_TABLE, IDEMPOTENCY_TABLE, LAKE_BUCKET } = Environment.parse(process.env);

const client = dynamoClient();
const create = createDataset({
  datasets: new DynamoDatasets(documentClient(client), DATASETS_TABLE),
  objects: new S3Objects({ client: s3Client(), bucket: LAKE_BUCKET, clock: systemClock }),
  clock: systemClock,
  ids: timeOrderedIds(),
  uploadSeconds: IDEMPOTENCY_SECONDS,
});

export const handler = api('create-dataset', {
  createDataset: idempotent('createDataset', { client, table: IDEMPOTENCY_TABLE }, ({ caller, body }) => create(caller.tenant, body)),
});
