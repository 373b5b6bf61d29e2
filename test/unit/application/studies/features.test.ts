import { expect, test } from 'vitest';
import { sha256 } from '../../../../shared/adapters/aws/system.ts';
import { parquetBarFiles } from '../../../../shared/adapters/files/parquet.ts';
import { parquetSource } from '../../../../shared/adapters/files/table-parquet.ts';
import { barsKey } from '../../../../shared/application/datasets/keys.ts';
import { studyData } from '../../../../shared/application/studies/data.ts';
import { planStudyStep } from '../../../../shared/application/studies/plan-step.ts';
import { runStudyShard } from '../../../../shared/application/studies/run-step.ts';
import { startStudy } from '../../../../shared/application/studies/start-study.ts';
import { summariseStudy } from '../../../../shared/application/studies/summarise-step.ts';
import { addRows, completeRows } from '../../../../shared/application/tables/add-rows.ts';
import { rowsUploadKey } from '../../../../shared/application/tables/keys.ts';
import { createTable } from '../../../../shared/application/tables/tables.ts';
import { PlanStudyStep } from '../../../../shared/contracts/study-steps.ts';
import { HOUR_US, toIso } from '../../../../shared/domain/time.ts';
import { asked, DATASET, data, platform, TENANT } from './world.ts';

/** Long while the score is above a level that the sweep looks for. */
const RULES = {
  params: { level: { default: 0.5, min: 0, max: 1, step: 0.1 } },
  entry: { long: { sentiment: { above: '$level' } } },
  exit: { long: { sentiment: { below: '$level' } } },
};

/** A score of 0.35 from hour 100, 0.75 from 200, and 0 from 300. */
const SCORES = [
  [100, 0.35],
  [200, 0.75],
  [300, 0],
] as const;

async function world() {
  const memory = platform();
  const tools = { ...memory, sha256, parquetSource, uploadSeconds: 60 };
  const on = { ...tools, bars: studyData({ ...tools, barFiles: parquetBarFiles }) };
  await memory.objects.put(barsKey(TENANT, DATASET), parquetBarFiles.encode((data[0] as (typeof data)[number]).bars), { contentType: 'x' });
  const { id } = await createTable(on)(TENANT, { name: 'scores', schema: 'feature' });
  const { id: upload } = await addRows(on)(TENANT, id, { bytes: 1, sha256: 'ab' });
  const csv = `knownAt,value\n${SCORES.map(([hour, score]) => `${toIso(hour * HOUR_US)},${score}\n`).join('')}`;
  await memory.objects.put(rowsUploadKey(TENANT, id, upload), csv, { contentType: 'text/csv' });
  const { table } = await completeRows(on)(TENANT, id, upload);
  // The dataset of bars is registered by the first start, whatever comes of it.
  await memory.start('sweep', { strategy: 'sma-cross' }).catch(() => undefined);
  const sweep = async (body: object) => {
    const { id: studyId } = await startStudy(on)(TENANT, asked('sweep', body));
    let planned = await planStudyStep(on)(PlanStudyStep.parse(on.workflow.started.get(studyId)));
    for (; planned.more; planned = await planStudyStep(on)(planned))
      for (const shard of planned.shards) await runStudyShard(on)({ ...planned, shard });
    await summariseStudy(on)(planned);
    return {
      study: await on.read.get(TENANT, 'sweep', studyId),
      rows: await on.read.rows(TENANT, studyId, { limit: 100, order: 'tried' }),
    };
  };
  return { sweep, table };
}

test('[MD-16] [BT-06] a sweep on the platform reads a column of a dataset of rows, and its manifest names the hash of what it held', async () => {
  const { sweep, table } = await world();
  const body = {
    rules: RULES,
    strategy: 'rules',
    ranges: { level: '0.2:0.8:0.3' },
    commissionBps: 0,
    features: { sentiment: { dataset: table.id, column: 'value' } },
  };
  const { study, rows } = await sweep(body);
  expect(study.status).toBe('DONE');
  expect((study as { result?: { manifest?: Record<string, unknown> } }).result?.manifest?.['beside']).toEqual([
    { kind: 'feature', name: 'sentiment', sha256: table.sha256 },
  ]);
  // Above 0.2 it holds from hour 100 to 300, above 0.5 from 200 to 300, above 0.8 never: 200, 100 and no bars of 2000.
  const exposure = new Map(rows.rows.map(({ params, summary }) => [params['level'], summary['exposure']]));
  expect([exposure.get(0.2), exposure.get(0.5), exposure.get(0.8)].map((ratio) => Math.round(2000 * (ratio as number)))).toEqual([
    200, 100, 0,
  ]);
});

test('[MD-16] a sweep without such a dataset is refused at its place in the request', async () => {
  const { sweep, table } = await world();
  const body = (feature: object) => ({
    rules: RULES,
    strategy: 'rules',
    features: { sentiment: { dataset: table.id, column: 'value', ...feature } },
  });
  await expect(sweep(body({ dataset: 'none' }))).rejects.toMatchObject({ kind: 'invalid', field: 'features.sentiment.dataset' });
  await expect(sweep(body({ column: 'score' }))).rejects.toMatchObject({ kind: 'invalid', field: 'features.sentiment.column' });
});
