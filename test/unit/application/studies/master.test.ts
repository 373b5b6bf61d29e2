import { beforeEach, expect, test } from 'vitest';
import { parquetBarFiles } from '../../../../shared/adapters/files/parquet.ts';
import { barsKey } from '../../../../shared/application/datasets/keys.ts';
import { planRun } from '../../../../shared/application/runs/plan-run.ts';
import { readRuns } from '../../../../shared/application/runs/read-runs.ts';
import { runShard } from '../../../../shared/application/runs/run-shard.ts';
import { startBacktest } from '../../../../shared/application/runs/start-backtest.ts';
import { summariseRun } from '../../../../shared/application/runs/summarise-run.ts';
import { BacktestRequest } from '../../../../shared/contracts/schemas.ts';
import type { StudyKind } from '../../../../shared/contracts/studies.ts';
import type { DatasetRecord } from '../../../../shared/ports/dataset-store.ts';
import { record, security } from '../../../support/securities.ts';
import { DATASET, data, dataset, platform, TENANT } from './world.ts';

const RUN = { strategy: 'sma-cross', params: { fast: 5, slow: 20 } };
/** Prices are about 100, so that 10,000 buy about 100 units: in lots of 7, at most 70 at once. */
const RULES = { tick: 0.01, lot: 7, multiplier: 1, maxQuantity: 70, calendar: '24/7' };
const known = security('BTC/USDT', { lot: 7, maxQuantity: 70 });

let on: ReturnType<typeof platform> & { readonly barFiles: typeof parquetBarFiles };
beforeEach(async () => {
  on = { ...platform({ reads: true }), barFiles: parquetBarFiles };
  await on.datasets.create(TENANT, dataset as DatasetRecord);
  await on.objects.put(barsKey(TENANT, DATASET), parquetBarFiles.encode((data[0] as (typeof data)[number]).bars), { contentType: 'x' });
});

async function run(asked: object) {
  const { id } = await startBacktest(on)(TENANT, BacktestRequest.parse({ datasets: [DATASET], ...asked }));
  const { shards, ...step } = await planRun(on)({ tenant: TENANT, runId: id });
  for (const shard of shards) await runShard(on)({ ...step, shard });
  await summariseRun(on)(step);
  const { request, manifest, summary, status } = await readRuns(on).get(TENANT, id);
  const { execution } = (manifest as unknown as { engine: { execution?: object } }).engine;
  return { request, execution, summary: summary as Record<string, number>, status };
}

async function study(kind: StudyKind, body: object) {
  const { id } = await on.start(kind, body);
  await on.execute(id);
  const { status, request, result } = await on.read.get(TENANT, kind, id);
  return { status, request, manifest: result?.manifest as Record<string, { execution?: object }> | undefined, id };
}

test('[MD-14] a run takes the rules of its instruments from the master and keeps them: run again, it comes to the same when the master says otherwise', async () => {
  const before = await run(RUN);
  await on.instruments.put(record([1, known]));
  const ruled = await run(RUN);
  expect([before.status, ruled.status]).toEqual(['DONE', 'DONE']);
  expect(before.execution).toBeUndefined();
  expect(ruled.execution).toEqual({ instruments: { 'BTC/USDT': RULES } });
  expect(ruled.request).toMatchObject({ execution: { instruments: { 'BTC/USDT': RULES } } });
  expect(ruled.summary['endEquity']).not.toBe(before.summary['endEquity']);
  await on.instruments.put(record([1, known], [2, security('BTC/USDT', { lot: 1 })]));
  const again = await run(ruled.request);
  expect([again.execution, again.summary]).toEqual([ruled.execution, ruled.summary]);
  expect((await run(RUN)).execution).toEqual({
    instruments: { 'BTC/USDT': { ...RULES, lot: 1, maxQuantity: undefined } },
  });
});

test('[MD-14] what a run says itself stays, and one that wants none gets none', async () => {
  const plain = await run(RUN);
  await on.instruments.put(record([1, known]));
  const { lot: _, ...rest } = RULES;
  const own = await run({ ...RUN, execution: { lot: 0.5 } });
  expect(own.execution).toEqual({ lot: 0.5, instruments: { 'BTC/USDT': rest } });
  const none = await run({ ...RUN, execution: { instruments: {} } });
  expect(none.summary).toEqual(plain.summary);
  expect(own.summary).not.toEqual(plain.summary);
});

test('[MD-14] [BT-08] a study hands the same rules on to its shards: each row is the summary of that backtest', async () => {
  await on.instruments.put(record([1, known]));
  const { params, ...strategy } = RUN;
  const sweep = await study('sweep', { ...strategy, params: { slow: params.slow }, ranges: { fast: '5:6:1' } });
  expect([sweep.status, sweep.manifest?.['engine']?.execution]).toEqual(['DONE', { instruments: { 'BTC/USDT': RULES } }]);
  expect(sweep.request).toMatchObject({ execution: { instruments: { 'BTC/USDT': RULES } } });
  const { rows } = await on.read.rows(TENANT, sweep.id, { limit: 10, order: 'tried' });
  const { summary } = await run(RUN);
  expect(rows.find((row) => row.params['fast'] === 5)?.summary).toMatchObject({
    endEquity: summary['endEquity'],
    tradeCount: summary['tradeCount'],
  });
  const drawn = await study('monte-carlo', { ...RUN, paths: 20, reruns: 2 });
  expect(drawn.status).toBe('DONE');
  expect(drawn.request).toMatchObject({ execution: { instruments: { 'BTC/USDT': RULES } } });
});
