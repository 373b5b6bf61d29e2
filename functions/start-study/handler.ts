import * as z from 'zod';
import { documentClient, dynamoClient, s3Client, workflowClient } from '../../shared/adapters/aws/clients.ts';
import { DynamoDatasets } from '../../shared/adapters/aws/dynamo-datasets.ts';
import { DynamoInstruments } from '../../shared/adapters/aws/dynamo-instruments.ts';
import { DynamoRuns } from '../../shared/adapters/aws/dynamo-runs.ts';
import { DynamoSchemas } from '../../shared/adapters/aws/dynamo-schemas.ts';
import { DynamoTables } from '../../shared/adapters/aws/dynamo-tables.ts';
import { api } from '../../shared/adapters/aws/http/api.ts';
import { idempotent } from '../../shared/adapters/aws/http/idempotent.ts';
import { S3Objects } from '../../shared/adapters/aws/s3-objects.ts';
import { studyWorkflows } from '../../shared/adapters/aws/study-workflows.ts';
import { systemClock, timeOrderedIds } from '../../shared/adapters/aws/system.ts';
import { parquetBarFiles } from '../../shared/adapters/files/parquet.ts';
import { parquetTableFiles } from '../../shared/adapters/files/table-parquet.ts';
import { studyData } from '../../shared/application/studies/data.ts';
import { quoteStudy } from '../../shared/application/studies/quote-study.ts';
import { startStudy } from '../../shared/application/studies/start-study.ts';
import { COSTS } from '../../costs/registry.generated.ts';
import { USER_INDICATORS } from '../../indicators/registry.generated.ts';
import { ruleCatalogue } from '../../shared/strategies/rules/parse.ts';
import { STRATEGIES } from '../../strategies/registry.generated.ts';

const Environment = z.object({
  CODE_VERSION: z.string().min(1),
  DATASETS_TABLE: z.string().min(1),
  INSTRUMENTS_TABLE: z.string().min(1),
  RUNS_TABLE: z.string().min(1),
  IDEMPOTENCY_TABLE: z.string().min(1),
  LAKE_BUCKET: z.string().min(1),
  SWEEP_STATE_MACHINE_ARN: z.string().min(1),
  WALK_FORWARD_STATE_MACHINE_ARN: z.string().min(1),
  MONTE_CARLO_STATE_MACHINE_ARN: z.string().min(1),
  SHARD_MEMORY_MB: z.coerce.number().int().positive(),
});
const environment = Environment.parse(process.env);
const client = dynamoClient();
const documents = documentClient(client);
const objects = new S3Objects({ client: s3Client(), bucket: environment.LAKE_BUCKET, clock: systemClock });

const world = {
  datasets: new DynamoDatasets(documents, environment.DATASETS_TABLE),
  instruments: new DynamoInstruments(documents, environment.INSTRUMENTS_TABLE),
  tables: new DynamoTables(documents, environment.DATASETS_TABLE),
  schemas: new DynamoSchemas(documents, environment.DATASETS_TABLE),
  tableFiles: parquetTableFiles,
  runs: new DynamoRuns(documents, environment.RUNS_TABLE),
  objects,
  bars: studyData({ objects, barFiles: parquetBarFiles, tableFiles: parquetTableFiles }),
  workflows: studyWorkflows(workflowClient(), environment),
  clock: systemClock,
  ids: timeOrderedIds(),
  strategies: STRATEGIES,
  ruleCatalogue: { ...ruleCatalogue(USER_INDICATORS), costs: COSTS },
  codeVersion: environment.CODE_VERSION,
  shardMemoryMb: environment.SHARD_MEMORY_MB,
};
const start = startStudy(world);
const quote = quoteStudy(world);
const store = { client, table: environment.IDEMPOTENCY_TABLE };

export const handler = api('start-study', {
  quoteStudy: ({ caller, body }) => quote(caller.tenant, body),
  startSweep: idempotent('startSweep', store, ({ caller, body }) => start(caller.tenant, { kind: 'sweep', request: body })),
  startWalkForward: idempotent('startWalkForward', store, ({ caller, body }) =>
    start(caller.tenant, { kind: 'walk-forward', request: body }),
  ),
  startMonteCarlo: idempotent('startMonteCarlo', store, ({ caller, body }) => start(caller.tenant, { kind: 'monte-carlo', request: body })),
});
