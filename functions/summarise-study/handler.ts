import * as z from 'zod';
import { documentClient, s3Client } from '../../shared/adapters/aws/clients.ts';
import { DynamoRuns } from '../../shared/adapters/aws/dynamo-runs.ts';
import { DynamoTrials } from '../../shared/adapters/aws/dynamo-trials.ts';
import { S3Objects } from '../../shared/adapters/aws/s3-objects.ts';
import { step } from '../../shared/adapters/aws/step.ts';
import { sha256, systemClock, timeOrderedIds } from '../../shared/adapters/aws/system.ts';
import { parquetBarFiles } from '../../shared/adapters/files/parquet.ts';
import { parquetTableFiles } from '../../shared/adapters/files/table-parquet.ts';
import { studyData } from '../../shared/application/studies/data.ts';
import { summariseStudy } from '../../shared/application/studies/summarise-step.ts';
import { SummariseStudyStep } from '../../shared/contracts/study-steps.ts';
import { COSTS } from '../../costs/registry.generated.ts';
import { USER_INDICATORS } from '../../indicators/registry.generated.ts';
import { ruleCatalogue } from '../../shared/strategies/rules/parse.ts';
import { STRATEGIES } from '../../strategies/registry.generated.ts';

const Environment = z.object({ RUNS_TABLE: z.string().min(1), TRIALS_TABLE: z.string().min(1), LAKE_BUCKET: z.string().min(1) });
const { RUNS_TABLE, TRIALS_TABLE, LAKE_BUCKET } = Environment.parse(process.env);
const client = documentClient();
const objects = new S3Objects({ client: s3Client(), bucket: LAKE_BUCKET, clock: systemClock });

const summarise = summariseStudy({
  runs: new DynamoRuns(client, RUNS_TABLE),
  objects,
  bars: studyData({ objects, barFiles: parquetBarFiles, tableFiles: parquetTableFiles }),
  clock: systemClock,
  ledgerOf: (tenant) => new DynamoTrials({ client, table: TRIALS_TABLE, tenant, ids: timeOrderedIds() }),
  digest: (text) => sha256(new TextEncoder().encode(text)),
  strategies: STRATEGIES,
  ruleCatalogue: ruleCatalogue(USER_INDICATORS),
  costs: COSTS,
});

export const handler = step('summarise-study', SummariseStudyStep, summarise);
