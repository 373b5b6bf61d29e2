import * as z from 'zod';
import { documentClient, dynamoClient, s3Client } from '../../shared/adapters/aws/clients.ts';
import { DynamoSchemas } from '../../shared/adapters/aws/dynamo-schemas.ts';
import { DynamoTables } from '../../shared/adapters/aws/dynamo-tables.ts';
import { api } from '../../shared/adapters/aws/http/api.ts';
import { IDEMPOTENCY_SECONDS, idempotent } from '../../shared/adapters/aws/http/idempotent.ts';
import { S3Objects } from '../../shared/adapters/aws/s3-objects.ts';
import { sha256, systemClock, timeOrderedIds } from '../../shared/adapters/aws/system.ts';
import { parquetSource, parquetTableFiles } from '../../shared/adapters/files/table-parquet.ts';
import { addRows, completeRows } from '../../shared/application/tables/add-rows.ts';
import { registerSchema } from '../../shared/application/tables/schemas.ts';
import { createTable } from '../../shared/application/tables/tables.ts';

const Environment = z.object({ DATASETS_TABLE: z.string().min(1), IDEMPOTENCY_TABLE: z.string().min(1), LAKE_BUCKET: z.string().min(1) });
const { DATASETS_TABLE, IDEMPOTENCY_TABLE, LAKE_BUCKET } = Environment.parse(process.env);

const client = dynamoClient();
const documents = documentClient(client);
const world = {
  tables: new DynamoTables(documents, DATASETS_TABLE),
  schemas: new DynamoSchemas(documents, DATASETS_TABLE),
  objects: new S3Objects({ client: s3Client(), bucket: LAKE_BUCKET, clock: systemClock }),
  tableFiles: parquetTableFiles,
  parquetSource,
  sha256,
  clock: systemClock,
  ids: timeOrderedIds(),
  uploadSeconds: IDEMPOTENCY_SECONDS,
};
const [register, create, add, complete] = [registerSchema(world.schemas), createTable(world), addRows(world), completeRows(world)];

export const handler = api('change-tables', {
  registerSchema: ({ caller, body }) => register(caller.tenant, body),
  createTable: idempotent('createTable', { client, table: IDEMPOTENCY_TABLE }, ({ caller, body }) => create(caller.tenant, body)),
  addRows: ({ caller, path, body }) => add(caller.tenant, path.id, body),
  completeRows: ({ caller, path }) => complete(caller.tenant, path.id, path.upload),
});
