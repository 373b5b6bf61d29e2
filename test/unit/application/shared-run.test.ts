import { expect, test } from 'vitest';
import { sha256 } from '../../../shared/adapters/aws/system.ts';
import { parquetBarFiles } from '../../../shared/adapters/files/parquet.ts';
import { readParquetTable } from '../../../shared/adapters/files/parquet-read.ts';
import { parquetTableFiles } from '../../../shared/adapters/files/table-parquet.ts';
import { MemoryDatasets } from '../../../shared/adapters/memory/datasets.ts';
import { MemoryObjects } from '../../../shared/adapters/memory/objects.ts';
import { MemoryRuns } from '../../../shared/adapters/memory/runs.ts';
import { MemorySchemas } from '../../../shared/adapters/memory/schemas.ts';
import { MemoryTables } from '../../../shared/adapters/memory/tables.ts';
import { MemoryWorkflow } from '../../../shared/adapters/memory/workflow.ts';
import { completeDataset } from '../../../shared/application/datasets/complete-dataset.ts';
import { createDataset } from '../../../shared/application/datasets/create-dataset.ts';
import { uploadKey } from '../../../shared/application/datasets/keys.ts';
import { planRun } from '../../../shared/application/runs/plan-run.ts';
import { readRuns } from '../../../shared/application/runs/read-runs.ts';
import { runShard } from '../../../shared/application/runs/run-shard.ts';
import { startBacktest } from '../../../shared/application/runs/start-backtest.ts';
import { summariseRun } from '../../../shared/application/runs/summarise-run.ts';
import { Backtest, BacktestRequest, CreateDataset } from '../../../shared/contracts/schemas.ts';
import { STRATEGIES } from '../../../strategies/registry.generated.ts';
import { swingingBars } from './backtest/fixtures.ts';

const TENANT = 'owner';

function world() {
  let now = 1_760_000_000_000_000;
  let made = 0;
  const parts = {
    datasets: new MemoryDatasets(),
    runs: new MemoryRuns(),
    objects: new MemoryObjects(),
    workflow: new MemoryWorkflow(),
    clock: { nowUs: () => (now += 1000) },
    ids: { next: () => `01J${String(++made).padStart(23, '0')}` },
    strategies: STRATEGIES,
    codeVersion: 'v1',
    barFiles: parquetBarFiles,
    tables: new MemoryTables(),
    schemas: new MemorySchemas(),
    tableFiles: parquetTableFiles,
    uploadSeconds: 60,
    sha256,
    parquetTable: readParquetTable,
  };
  const upload = async (symbol: string, phase: number) => {
    const { time, open, high, low, close, volume, length } = swingingBars(300, { phase });
    const rows = Array.from({ length }, (_, i) => [(time[i] as number) / 1e6, open[i], high[i], low[i], close[i], volume[i]].join(','));
    const content = new TextEncoder().encode(`time,open,high,low,close,volume\n${rows.join('\n')}\n`);
    const about = CreateDataset.parse({ name: symbol, symbol, bytes: content.byteLength, sha256: sha256(content) });
    const { dataset } = await createDataset(parts)(TENANT, about);
    await parts.objects.put(uploadKey(TENANT, dataset.id), content, { contentType: 'text/csv' });
    await completeDataset(parts)(TENANT, dataset.id);
    return dataset.id;
  };
  const run = async (request: Record<string, unknown>) => {
    const { id } = await startBacktest(parts)(TENANT, BacktestRequest.parse(request));
    const step = { tenant: TENANT, runId: id };
    const { shards } = await planRun(parts)(step);
    const ok = await Promise.all(shards.map((shard) => runShard(parts)({ ...step, shard })));
    await summariseRun(parts)(step);
    return { shards, ok, run: await readRuns(parts).get(TENANT, id) };
  };
  return { upload, run };
}

test('[DX-05] [SR-12] a run on a shared account is one shard with all datasets, and tells of its strategies', async () => {
  const { upload, run } = world();
  const datasets = [await upload('ETH/USDT', 5), await upload('BTC/EUR', 0)];
  const rates = [await upload('EUR/USDT', 3)];
  const strategies = [{ strategy: 'sma-cross', params: { fast: 2, slow: 5 }, share: 0.4 }, { strategy: 'equal-weight' }];
  const { shards, ok, run: done } = await run({ datasets, rates, currency: 'USDT', strategies });
  expect([shards, ok]).toEqual([[1], [{ ok: true }]]);
  expect(done).toMatchObject({ status: 'DONE', shards: { total: 1, done: 1, failed: 0 }, symbols: ['ETH/USDT', 'BTC/EUR'] });
  expect(done.sleeves?.map(({ name }) => name)).toEqual(['sma-cross', 'equal-weight']);
  expect(done.positions?.map(({ symbol }) => symbol)).toEqual(['BTC/EUR', 'ETH/USDT']);
  expect(Backtest.parse(done)).toEqual(done);
});

test('[DX-05] what a shared run cannot do is said, with the run FAILED', async () => {
  const { upload, run } = world();
  const datasets = [await upload('ETH/USDT', 5), await upload('BTC/EUR', 0)];
  const { ok, run: failed } = await run({ datasets, strategy: 'equal-weight' });
  expect(ok).toEqual([{ ok: false }]);
  expect(failed).toMatchObject({ status: 'FAILED', shards: { total: 1, done: 0, failed: 1 } });
  expect(failed.error).toContain('the instruments count in EUR and USDT; name the one that the account counts in');
});
