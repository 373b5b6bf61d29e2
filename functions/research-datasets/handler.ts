import * as z from 'zod';
import { documentClient, s3Client } from '../../shared/adapters/aws/clients.ts';
import { DynamoBars } from '../../shared/adapters/aws/dynamo-bars.ts';
import { DynamoDatasets } from '../../shared/adapters/aws/dynamo-datasets.ts';
import { DynamoTables } from '../../shared/adapters/aws/dynamo-tables.ts';
import { api } from '../../shared/adapters/aws/http/api.ts';
import { S3Objects } from '../../shared/adapters/aws/s3-objects.ts';
import { systemClock } from '../../shared/adapters/aws/system.ts';
import { LakeBars } from '../../shared/adapters/files/lake-bars.ts';
import { parquetBarFiles } from '../../shared/adapters/files/parquet.ts';
import { readParquetTable } from '../../shared/adapters/files/parquet-read.ts';
import { parquetTableFiles } from '../../shared/adapters/files/table-parquet.ts';
import { analyseSymbol } from '../../shared/application/analysis/analyse-symbol.ts';
import { checkDataset } from '../../shared/application/datasets/check-dataset.ts';
import { correlateDatasets } from '../../shared/application/research/correlate-datasets.ts';
import { scanDataset } from '../../shared/application/research/scan-dataset.ts';
import { PATTERNS } from '../../shared/patterns/catalogue.ts';

const Environment = z.object({ DATASETS_TABLE: z.string().min(1), BARS_TABLE: z.string().min(1), LAKE_BUCKET: z.string().min(1) });
const { DATASETS_TABLE, BARS_TABLE, LAKE_BUCKET } = Environment.parse(process.env);
const documents = documentClient();

const objects = new S3Objects({ client: s3Client(), bucket: LAKE_BUCKET, clock: systemClock });
const world = {
  datasets: new DynamoDatasets(documents, DATASETS_TABLE),
  tables: new DynamoTables(documents, DATASETS_TABLE),
  tableFiles: parquetTableFiles,
  bars: new DynamoBars(documents, BARS_TABLE),
  history: new LakeBars(objects),
  objects,
  barFiles: parquetBarFiles,
  parquetTable: readParquetTable,
  clock: systemClock,
  patterns: PATTERNS,
};
const correlate = correlateDatasets(world);
const scan = scanDataset(world);
const check = checkDataset(world);
const analyse = analyseSymbol(world);

export const handler = api('research-datasets', {
  analyseSymbol: ({ caller, path, query }) => analyse(caller.tenant, path.symbol, query),
  correlations: async ({ caller, query }) => correlate(caller.tenant, query),
  datasetQuality: async ({ caller, path, query }) => check(caller.tenant, path.id, query),
  scanPatterns: async ({ caller, query }) => scan(caller.tenant, query),
});
