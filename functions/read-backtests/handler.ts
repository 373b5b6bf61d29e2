import * as z from 'zod';
import { documentClient, s3Client } from '../../shared/adapters/aws/clients.ts';
import { DynamoRuns } from '../../shared/adapters/aws/dynamo-runs.ts';
import { api } from '../../shared/adapters/aws/http/api.ts';
import { S3Objects } from '../../shared/adapters/aws/s3-objects.ts';
import { systemClock } from '../../shared/adapters/aws/system.ts';
import { readRuns } from '../../shared/application/runs/read-runs.ts';

const Environment = z.object({ RUNS_TABLE: z.string().min(1), LAKE_BUCKET: z.string().min(1) });
const { RUNS_TABLE, LAKE_BUCKET } = Environment.parse(process.env);

const runs = readRuns({
  runs: new DynamoRuns(documentClient(), RUNS_TABLE),
  objects: new S3Objects({ client: s3Client(), bucket: LAKE_BUCKET, clock: systemClock }),
  clock: systemClock,
});

export const handler = api('read-backtests', {
  listBacktests: ({ caller, query }) => runs.list(caller.tenant, query),
  getBacktest: ({ caller, path }) => runs.get(caller.tenant, path.id),
  backtestTrades: ({ caller, path, query }) => runs.trades(caller.tenant, path.id, query),
  backtestEquity: ({ caller, path, query }) => runs.equity(caller.tenant, path.id, query),
  backtestReport: ({ caller, path }) => runs.report(caller.tenant, path.id),
});
