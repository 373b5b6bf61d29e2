import * as z from 'zod';
import { documentClient, s3Client } from '../../shared/adapters/aws/clients.ts';
import { DynamoSchemas } from '../../shared/adapters/aws/dynamo-schemas.ts';
import { DynamoTables } from '../../shared/adapters/aws/dynamo-tables.ts';
import { api } from '../../shared/adapters/aws/http/api.ts';
import { S3Objects } from '../../shared/adapters/aws/s3-objects.ts';
import { systemClock } from '../../shared/adapters/aws/system.ts';
import { parquetTableFiles } from '../../shared/adapters/files/table-parquet.ts';
import { readTableRows } from '../../shared/application/tables/read-rows.ts';
import { getSchema, listSchemas } from '../../shared/application/tables/schemas.ts';
import { getTable, listTables } from '../../shared/application/tables/tables.ts';

const Environment = z.object({ DATASETS_TABLE: z.string().min(1), LAKE_BUCKET: z.string().min(1) });
const { DATASETS_TABLE, LAKE_BUCKET } = Environment.parse(process.env);

const documents = documentClient();
const tables = new DynamoTables(documents, DATASETS_TABLE);
const schemas = new DynamoSchemas(documents, DATASETS_TABLE);
const objects = new S3Objects({ client: s3Client(), bucket: LAKE_BUCKET, clock: systemClock });
const rows = readTableRows({ tables, schemas, objects, tableFiles: parquetTableFiles, clock: systemClock });

export const handler = api('read-tables', {
  listSchemas: ({ caller }) => listSchemas(schemas)(caller.tenant),
  getSchema: ({ caller, path }) => getSchema(schemas)(caller.tenant, path.name),
  listTables: ({ caller, query }) => listTables(tables)(caller.tenant, query),
  getTable: ({ caller, path }) => getTable(tables)(caller.tenant, path.id),
  readRows: ({ caller, path, query }) => rows(caller.tenant, path.id, query),
});
