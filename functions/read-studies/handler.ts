import * as z from 'zod';
import { documentClient, s3Client } from '../../shared/adapters/aws/clients.ts';
import { DynamoRuns } from '../../shared/adapters/aws/dynamo-runs.ts';
import { api } from '../../shared/adapters/aws/http/api.ts';
import { S3Objects } from '../../shared/adapters/aws/s3-objects.ts';
import { systemClock } from '../../shared/adapters/aws/system.ts';
import { readStudies } from '../../shared/application/studies/read-studies.ts';

const Environment = z.object({ RUNS_TABLE: z.string().min(1), LAKE_BUCKET: z.string().min(1) });
const { RUNS_TABLE, LAKE_BUCKET } = Environment.parse(process.env);

const studies = readStudies({
  runs: new DynamoRuns(documentClient(), RUNS_TABLE),
  objects: new S3Objects({ client: s3Client(), bucket: LAKE_BUCKET, clock: systemClock }),
  clock: systemClock,
});

export const handler = api('read-studies', {
  listSweeps: async ({ caller, query }) => {
    const { studies: sweeps, next } = await studies.list(caller.tenant, 'sweep', query);
    return { sweeps, next };
  },
  getSweep: ({ caller, path }) => studies.get(caller.tenant, 'sweep', path.id),
  sweepRows: ({ caller, path, query }) => studies.rows(caller.tenant, path.id, query),
  sweepReport: ({ caller, path }) => studies.report(caller.tenant, 'sweep', path.id),
  listWalkForwards: async ({ caller, query }) => {
    const { studies: walkForwards, next } = await studies.list(caller.tenant, 'walk-forward', query);
    return { walkForwards, next };
  },
  getWalkForward: ({ caller, path }) => studies.get(caller.tenant, 'walk-forward', path.id),
  walkForwardReport: ({ caller, path }) => studies.report(caller.tenant, 'walk-forward', path.id),
  listMonteCarlos: async ({ caller, query }) => {
    const { studies: monteCarlos, next } = await studies.list(caller.tenant, 'monte-carlo', query);
    return { monteCarlos, next };
  },
  getMonteCarlo: ({ caller, path }) => studies.get(caller.tenant, 'monte-carlo', path.id),
  monteCarloReport: ({ caller, path }) => studies.report(caller.tenant, 'monte-carlo', path.id),
});
