import * as z from 'zod';
import { dynamoClient, s3Client, streamClient, workflowClient } from '../../shared/adapters/aws/clients.ts';
import { api } from '../../shared/adapters/aws/http/api.ts';
import { bucketProbe, machineProbe, streamProbe, tableProbe } from '../../shared/adapters/aws/probes.ts';
import { checkHealth } from '../../shared/application/check-health.ts';

const Environment = z.object({
  STAGE: z.string().min(1),
  CODE_VERSION: z.string().min(1),
  DATASETS_TABLE: z.string().min(1),
  RUNS_TABLE: z.string().min(1),
  BARS_TABLE: z.string().min(1),
  LAKE_BUCKET: z.string().min(1),
  MARKET_STREAM: z.string().min(1),
  BACKTEST_STATE_MACHINE_ARN: z.string().min(1),
});
const environment = Environment.parse(process.env);
const dynamo = dynamoClient();

const health = checkHealth({
  stage: environment.STAGE,
  version: environment.CODE_VERSION,
  probes: [
    tableProbe('datasets', dynamo, environment.DATASETS_TABLE),
    tableProbe('runs', dynamo, environment.RUNS_TABLE),
    tableProbe('bars', dynamo, environment.BARS_TABLE),
    bucketProbe('lake', s3Client(), environment.LAKE_BUCKET),
    streamProbe('market', streamClient(), environment.MARKET_STREAM),
    machineProbe('backtests', workflowClient(), environment.BACKTEST_STATE_MACHINE_ARN),
  ],
});

export const handler = api('check-health', {
  health: ({ query }) => health(query.deep === 'true'),
});
