import { expect, test } from 'vitest';
import { sha256 } from '../../../shared/adapters/aws/system.ts';
import { parquetBarFiles } from '../../../shared/adapters/files/parquet.ts';
import { readParquetTable } from '../../../shared/adapters/files/parquet-read.ts';
import { parquetTableFiles } from '../../../shared/adapters/files/table-parquet.ts';
import { MemoryDatasets } from '../../../shared/adapters/memory/datasets.ts';
import { MemoryInstruments } from '../../../shared/adapters/memory/instruments.ts';
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
import { buildReport } from '../../../shared/application/backtest/build-report.ts';
import { planBacktest } from '../../../shared/application/backtest/plan.ts';
import { simulate } from '../../../shared/application/backtest/simulate.ts';
import { allocateBars, type Bars } from '../../../shared/domain/bars.ts';
import { parseRules } from '../../../shared/strategies/rules/parse.ts';
import { instrument, swingingBars } from './backtest/fixtures.ts';

const TENANT = 'owner';

function world() {
  let now = 1_760_000_000_000_000;
  let made = 0;
  const parts = {
    datasets: new MemoryDatasets(),
    instruments: new MemoryInstruments(),
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
  const upload = async (symbol: string, phase: number, finer = false) => {
    const bars = swingingBars(300, { phase });
    const { time, open, high, low, close, volume, length } = finer ? halved(bars) : bars;
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

/** Two bars for each: up to the high, then down to the low and to the close. */
function halved(bars: Bars): Bars {
  const half = allocateBars(2 * bars.length, bars.timeframeUs / 2);
  for (let i = 0; i < bars.length; i++) {
    const { time, open, high, low, close } = bars;
    const [o, h, l, c] = [open[i], high[i], low[i], close[i]] as [number, number, number, number];
    half.time.set([time[i] as number, (time[i] as number) + half.timeframeUs], 2 * i);
    half.open.set([o, h], 2 * i);
    half.high.set([h, h], 2 * i);
    half.low.set([o, l], 2 * i);
    half.close.set([h, c], 2 * i);
    half.volume.set([5, 5], 2 * i);
  }
  return half;
}

const BRACKET = {
  entry: { long: { above: ['close', 'sma(3)'] } },
  exit: { long: { below: ['close', 'sma(3)'] } },
  stopLoss: { percent: 0.5 },
  takeProfit: { percent: 0.5 },
};

test('[DX-03] finer datasets say what happened inside the bars of a run, as on the command line', async () => {
  const { upload, run } = world();
  const [coarse, fine, other] = [await upload('BTC/USDT', 0), await upload('BTC/USDT', 0, true), await upload('ETH/USDT', 3, true)];
  const rules = BRACKET;
  const { run: done } = await run({ datasets: [coarse], detail: [fine], rules });
  expect(done.request.detail).toEqual([fine]);
  const bars = swingingBars(300, { phase: 0 });
  const detail = { bars: halved(bars), sha256: '0'.repeat(64) };
  const plan = planBacktest(BacktestRequest.parse({ datasets: ['x'], rules }), STRATEGIES, 'v1');
  const about = { plan, strategy: parseRules(rules), bars, instrument: instrument('BTC/USDT'), shards: 1 };
  const given = { data: { sha256: '1'.repeat(64), synthetic: false } };
  const local = buildReport([simulate({ ...about, ...given, detail })], plan);
  const without = buildReport([simulate({ ...about, ...given })], plan);
  expect(done.summary).toEqual(local.summary);
  expect(done.summary).not.toEqual(without.summary);
  expect(done.manifest).toMatchObject({ data: [{ detail: { timeframe: '30m', bars: 300, covered: 300, refused: 0 } }] });

  const refused = (request: object) => expect(run({ strategy: 'sma-cross', ...request })).rejects;
  await refused({ datasets: [coarse], detail: [other] }).toThrow('detail.0 has bars of ETH/USDT, but datasets.0 is of BTC/USDT');
  await refused({ datasets: [fine], detail: [coarse] }).toThrow('detail.0 has 1h bars, but must have bars of which the 30m bars');
  await refused({ datasets: [coarse], detail: [fine, other] }).toThrow('detail names 2 datasets for 1');
});

test('[DX-03] [SR-11] a shared account takes finer datasets of what it trades: of one instrument it is the run apart, to the last number', async () => {
  const { upload, run } = world();
  const [coarse, fine] = [await upload('BTC/USDT', 0), await upload('BTC/USDT', 0, true)];
  const [other, otherFine] = [await upload('ETH/USDT', 3), await upload('ETH/USDT', 3, true)];
  const { run: apart } = await run({ datasets: [coarse], detail: [fine], rules: BRACKET });
  const { run: shared } = await run({ datasets: [coarse], detail: [fine], rules: BRACKET, account: 'shared' });
  expect(shared.summary).toEqual(apart.summary);
  expect(shared.manifest?.['data']).toEqual(apart.manifest?.['data']);
  const { run: both } = await run({ datasets: [other, coarse], detail: [otherFine, fine], strategy: 'equal-weight' });
  const covered = { timeframe: '30m', bars: 300, covered: 300, refused: 0 };
  expect(both.manifest).toMatchObject({ data: [{ detail: covered }, { detail: covered }] });

  const refused = (request: object) => expect(run({ strategy: 'sma-cross', account: 'shared', ...request })).rejects;
  await refused({ datasets: [coarse, other], detail: [fine] }).toThrow('detail names 1 datasets for 2');
  // Of two timeframes the shorter is traded, and the other one only read.
  await refused({ datasets: [coarse, fine], detail: [otherFine, otherFine] }).toThrow('is named twice');
  await refused({ datasets: [coarse, fine], detail: [otherFine, other] }).toThrow('detail names 2 datasets for 1');
  await refused({ datasets: [coarse, fine], detail: [otherFine] }).toThrow('detail.0 has bars of ETH/USDT, but datasets.1 is of BTC/USDT');
});

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

test('[SR-11] a run that starts with cash in two currencies tells what became of each; one without a rate fails by its name', async () => {
  const { upload, run } = world();
  const datasets = [await upload('ETH/USDT', 5), await upload('BTC/EUR', 0)];
  const rates = [await upload('EUR/USDT', 3)];
  const about = { datasets, rates, currency: 'USDT', strategy: 'equal-weight' };
  const { run: done } = await run({ ...about, cash: { USDT: 5000, EUR: 10 }, conversionBps: 5 });
  expect(done.wallets?.map(({ currency, start }) => [currency, start])).toEqual([
    ['USDT', 5000],
    ['EUR', 10],
  ]);
  expect(done.request.cash).toEqual({ USDT: 5000, EUR: 10 });
  expect(done.summary?.['startEquity']).toBeGreaterThan(5000);
  expect(Backtest.parse(done)).toEqual(done);
  const { run: failed } = await run({ ...about, cash: { JPY: 5 } });
  expect(failed.error).toContain('cash is given in JPY, the account in USDT: give the bars of JPY/USDT or USDT/JPY');
});

test('[DX-05] what a shared run cannot do is said, with the run FAILED', async () => {
  const { upload, run } = world();
  const datasets = [await upload('ETH/USDT', 5), await upload('BTC/EUR', 0)];
  const { ok, run: failed } = await run({ datasets, strategy: 'equal-weight' });
  expect(ok).toEqual([{ ok: false }]);
  expect(failed).toMatchObject({ status: 'FAILED', shards: { total: 1, done: 0, failed: 1 } });
  expect(failed.error).toContain('the instruments count in EUR and USDT; name the one that the account counts in');
});
