import * as z from 'zod';
import { s3Client } from '../../shared/adapters/aws/clients.ts';
import { S3Objects } from '../../shared/adapters/aws/s3-objects.ts';
import { step } from '../../shared/adapters/aws/step.ts';
import { systemClock } from '../../shared/adapters/aws/system.ts';
import { parquetBarFiles } from '../../shared/adapters/files/parquet.ts';
import { parquetTableFiles } from '../../shared/adapters/files/table-parquet.ts';
import { studyData } from '../../shared/application/studies/data.ts';
import { runStudyShard } from '../../shared/application/studies/run-step.ts';
import { StudyShardStep } from '../../shared/contracts/study-steps.ts';
import { COSTS } from '../../costs/registry.generated.ts';
import { USER_INDICATORS } from '../../indicators/registry.generated.ts';
import { ruleCatalogue } from '../../shared/strategies/rules/parse.ts';
import { STRATEGIES } from '../../strategies/registry.generated.ts';

const Environment = z.object({ LAKE_BUCKET: z.string().min(1) });
const { LAKE_BUCKET } = Environment.parse(process.env);
const objects = new S3Objects({ client: s3Client(), bucket: LAKE_BUCKET, clock: systemClock });

const run = runStudyShard({
  objects,
  bars: studyData({ objects, barFiles: parquetBarFiles, tableFiles: parquetTableFiles }),
  strategies: STRATEGIES,
  ruleCatalogue: ruleCatalogue(USER_INDICATORS),
  costs: COSTS,
});

export const handler = step('run-study', StudyShardStep, run);
