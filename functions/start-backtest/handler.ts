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
import { SfnWorkflow } from '../../shared/adapters/aws/sfn-workflow.ts';
import { systemClock, timeOrderedIds } from '../../shared/adapters/aws/system.ts';
import { startBacktest } from '../../shared/application/runs/start-backtest.ts';
import { ANALYSERS } from '../../analysers/registry.generated.ts';
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
  BACKTEST_STATE_MACHINE_ARN: z.string().min(1),
});
const environment = Environment.parse(process.env);
const client = dynamoClient();
const documents = documentClient(client);

const start = startBacktest({
  datasets: new DynamoDatasets(documents, environment.DATASETS_TABLE),
  instruments: new DynamoInstruments(documents, environment.INSTRUMENTS_TABLE),
  tables: new DynamoTables(documents, environment.DATASETS_TABLE),
  schemas: new DynamoSchemas(documents, environment.DATASETS_TABLE),
  runs: new DynamoRuns(documents, environment.RUNS_TABLE),
  objects: new S3Objects({ client: s3Client(), bucket: environment.LAKE_BUCKET, clock: systemClock }),
  workflow: new SfnWorkflow(workflowClient(), environment.BACKTEST_STATE_MACHINE_ARN),
  clock: systemClock,
  ids: timeOrderedIds(),
  strategies: STRATEGIES,
  ruleCatalogue: { ...ruleCatalogue(USER_INDICATORS), costs: COSTS },
  codeVersion: environment.CODE_VERSION,
  analysers: ANALYSERS,
});

export const handler = api('start-backtest', {
  startBacktest: idempotent('startBacktest', { client, table: environment.IDEMPOTENCY_TABLE }, ({ caller, body }) =>
    start(caller.tenant, body),
  ),
});
