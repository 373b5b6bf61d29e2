import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../../shared/adapters/aws/system.ts';
import { parquetBarFiles } from '../../../shared/adapters/files/parquet.ts';
import { parquetTableFiles } from '../../../shared/adapters/files/table-parquet.ts';
import { readParquetTable } from '../../../shared/adapters/files/parquet-read.ts';
import { MemoryDatasets } from '../../../shared/adapters/memory/datasets.ts';
import { MemoryInstruments } from '../../../shared/adapters/memory/instruments.ts';
import { MemoryObjects } from '../../../shared/adapters/memory/objects.ts';
import { MemoryRuns } from '../../../shared/adapters/memory/runs.ts';
import { MemorySchemas } from '../../../shared/adapters/memory/schemas.ts';
import { MemoryTables } from '../../../shared/adapters/memory/tables.ts';
import { MemoryWorkflow } from '../../../shared/adapters/memory/workflow.ts';
import { buildReport } from '../../../shared/application/backtest/build-report.ts';
import { planBacktest, strategyOf } from '../../../shared/application/backtest/plan.ts';
import { simulate } from '../../../shared/application/backtest/simulate.ts';
import { defineAnalyser } from '../../../shared/performance/analyser.ts';
import { decodeSimulation, encodeSimulation } from '../../../shared/application/backtest/simulation-text.ts';
import { completeDataset } from '../../../shared/application/datasets/complete-dataset.ts';
import { createDataset } from '../../../shared/application/datasets/create-dataset.ts';
import { barsKey, quarantineKey, uploadKey } from '../../../shared/application/datasets/keys.ts';
import { shardKey, summaryKey } from '../../../shared/application/runs/keys.ts';
import { planRun } from '../../../shared/application/runs/plan-run.ts';
import { readRuns } from '../../../shared/application/runs/read-runs.ts';
import { runShard } from '../../../shared/application/runs/run-shard.ts';
import { startBacktest } from '../../../shared/application/runs/start-backtest.ts';
import { summariseRun } from '../../../shared/application/runs/summarise-run.ts';
import { Backtest, BacktestRequest, CreateDataset, type TradeRow } from '../../../shared/contracts/schemas.ts';
import { importBars } from '../../../shared/market/import.ts';
import type { DatasetRecord } from '../../../shared/ports/dataset-store.ts';
import { STRATEGIES } from '../../../strategies/registry.generated.ts';

const FOLDER = fileURLToPath(new URL('../../../../shared/data/crypto/binance_1h/', import.meta.url));
const TENANT = 'owner';

function world() {
  const [datasets, runs, objects, workflow] = [new MemoryDatasets(), new MemoryRuns(), new MemoryObjects(), new MemoryWorkflow()];
  let now = 1_760_000_000_000_000;
  let made = 0;
  const clock = { nowUs: () => (now += 1000) };
  const ids = { next: () => `01J${String(++made).padStart(23, '0')}` };
  const shared = {
    datasets,
    instruments: new MemoryInstruments(),
    runs,
    objects,
    workflow,
    clock,
    ids,
    strategies: STRATEGIES,
    codeVersion: 'v1',
    analysers: [
      defineAnalyser({ id: 'bars', about: 'Points of the curve.', analyse: ({ equity }) => equity.value.length }),
      defineAnalyser({
        id: 'broken',
        about: 'Broken.',
        analyse: () => {
          throw new Error('out of bananas');
        },
      }),
    ],
    barFiles: parquetBarFiles,
    tables: new MemoryTables(),
    schemas: new MemorySchemas(),
    tableFiles: parquetTableFiles,
    uploadSeconds: 60,
    sha256,
    parquetTable: readParquetTable,
  };
  return {
    ...shared,
    create: createDataset(shared),
    complete: completeDataset(shared),
    start: startBacktest(shared),
    plan: planRun(shared),
    shard: runShard(shared),
    summarise: summariseRun(shared),
    read: readRuns(shared),
  };
}

/** A READY dataset without its file: enough to be planned. */
const ready = (n: number): DatasetRecord => ({
  id: `01J${String(n).padStart(23, '0')}`,
  name: 'x',
  symbol: `COIN${n}/USDT`,
  assetClass: 'crypto',
  format: 'csv',
  timeframe: '1h',
  status: 'READY',
  synthetic: false,
  bars: 1,
  fromUs: 0,
  toUs: 1,
  sha256: 'ab'.repeat(32),
  rejectedRows: 0,
  defects: [],
  createdUs: 0,
  upload: { bytes: 1, sha256: 'ab'.repeat(32) },
});

describe('completing a dataset', () => {
  const text = [
    'time,open,high,low,close,volume',
    ...Array.from({ length: 24 }, (_, i) => `${1_600_000_000 + i * 3600},10,12,9,11,5`),
    '',
  ].join('\n');
  const content = new TextEncoder().encode(text);
  const announced = { name: 'x', symbol: 'BTC/USDT', bytes: content.byteLength, sha256: sha256(content) };

  test('[SG-02] other bytes than announced are a conflict, and nothing is written', async () => {
    const { create, complete, objects } = world();
    const { dataset } = await create(TENANT, CreateDataset.parse(announced));
    await objects.put(uploadKey(TENANT, dataset.id), text.replace('10,12', '10,13'), { contentType: 'text/csv' });
    await expect(complete(TENANT, dataset.id)).rejects.toThrow(/is not the one announced/);
    expect(await objects.get(barsKey(TENANT, dataset.id))).toBeUndefined();
  });

  test('[SG-02] when the bars cannot be written the dataset still awaits, and the next try makes it READY', async () => {
    const { create, complete, objects, datasets } = world();
    const { dataset } = await create(TENANT, CreateDataset.parse(announced));
    await objects.put(uploadKey(TENANT, dataset.id), content, { contentType: 'text/csv' });
    const put = objects.put.bind(objects);
    objects.put = () => Promise.reject(new Error('the lake is down'));
    await expect(complete(TENANT, dataset.id)).rejects.toThrow('the lake is down');
    expect((await datasets.get(TENANT, dataset.id))?.status).toBe('AWAITING_UPLOAD');
    objects.put = put;
    expect(await complete(TENANT, dataset.id)).toMatchObject({ status: 'READY', bars: 24 });
  });

  test('[DX-01] two at once agree on one outcome', async () => {
    const { create, complete, objects } = world();
    const { dataset } = await create(TENANT, CreateDataset.parse(announced));
    await objects.put(uploadKey(TENANT, dataset.id), content, { contentType: 'text/csv' });
    const [a, b] = await Promise.all([complete(TENANT, dataset.id), complete(TENANT, dataset.id)]);
    expect(a).toEqual(b);
  });

  test('[SG-02] every rejected row lies in the quarantine with its line and reason, as it stood', async () => {
    const { create, complete, objects } = world();
    const broken = text
      .split('\n')
      .map((line, i) => (i === 5 ? line.replace('10,12,9', '10,8,9') : line))
      .join('\n');
    const bytes = new TextEncoder().encode(broken);
    const { dataset } = await create(TENANT, CreateDataset.parse({ ...announced, bytes: bytes.byteLength, sha256: sha256(bytes) }));
    await objects.put(uploadKey(TENANT, dataset.id), bytes, { contentType: 'text/csv' });
    expect(await complete(TENANT, dataset.id)).toMatchObject({ status: 'READY', bars: 23, rejectedRows: 1 });
    const quarantine = new TextDecoder().decode(await objects.get(quarantineKey(TENANT, dataset.id)));
    expect(quarantine).toMatch(/^line,code,reason,raw\n6,high-below-low,"[^"]+","1600014400,10,8,9,11,5"\n$/);
  });

  test('[SG-02] a file whose every row is rejected says how many, names the first of them and leaves all in the quarantine', async () => {
    const { create, complete, objects, datasets } = world();
    const bytes = new TextEncoder().encode(text.replaceAll('10,12,9', '10,8,9').repeat(3).replaceAll('\n\n', '\n'));
    const { dataset } = await create(TENANT, CreateDataset.parse({ ...announced, bytes: bytes.byteLength, sha256: sha256(bytes) }));
    await objects.put(uploadKey(TENANT, dataset.id), bytes, { contentType: 'text/csv' });
    await expect(complete(TENANT, dataset.id)).rejects.toThrow('"x" was rejected: no row is valid; line 2: high 8 is below low 9');
    const kept = await datasets.get(TENANT, dataset.id);
    // Three times 24 rows, and the header twice more in between.
    expect(kept).toMatchObject({ status: 'REJECTED', bars: 0, rejectedRows: 74 });
    expect(kept?.defects.slice(0, 2).map(({ code, line }) => [code, line])).toEqual([
      ['no-valid-row', undefined],
      ['high-below-low', 2],
    ]);
    expect(kept?.defects).toHaveLength(51);
    const quarantine = new TextDecoder().decode(await objects.get(quarantineKey(TENANT, dataset.id)));
    expect(quarantine.trim().split('\n')).toHaveLength(75);
  });
});

describe('ten thousand shards', () => {
  test('[BT-03] fit the row of the store, the state of the machine and the answers of a Lambda, and the whole request can be read', async () => {
    const { datasets, runs, start, plan, read } = world();
    const ids = Array.from({ length: 10_000 }, (_, i) => ready(i).id);
    for (let i = 0; i < ids.length; i++) await datasets.create(TENANT, ready(i));
    const started = await start(TENANT, BacktestRequest.parse({ datasets: ids, strategy: 'sma-cross' }));
    expect(JSON.stringify(await runs.get(TENANT, started.id)).length).toBeLessThan(40_000);
    const planned = await plan({ tenant: TENANT, runId: started.id });
    expect(planned.shards).toHaveLength(10_000);
    expect(JSON.stringify(planned).length).toBeLessThan(256 * 1024);
    const listed = (await read.list(TENANT, { limit: 10 })).backtests[0];
    expect([listed?.request.datasets.length, listed?.shards.total]).toEqual([100, 10_000]);
    const whole = await read.get(TENANT, started.id);
    expect(whole.request.datasets).toEqual(ids);
    expect(whole.symbols).toHaveLength(10_000);
    expect(JSON.stringify(whole).length).toBeLessThan(6 * 1024 * 1024);
  });
});

describe('what is listed with a run', () => {
  const text = ['time,open,high,low,close', ...Array.from({ length: 48 }, (_, i) => `${1_600_000_000 + i * 3600},10,12,9,11`), ''].join(
    '\n',
  );
  const content = new TextEncoder().encode(text);

  /** A run whose only shard left `copies` orders unfilled, looked at by `analysers`. */
  async function runWith(copies: number, analysers: string[] = []) {
    const stores = world();
    const { create, complete, objects, start, plan, shard, summarise } = stores;
    const about = { name: 'x', symbol: 'BTC/USDT', bytes: content.byteLength, sha256: sha256(content) };
    const { dataset } = await create(TENANT, CreateDataset.parse(about));
    await objects.put(uploadKey(TENANT, dataset.id), content, { contentType: 'text/csv' });
    await complete(TENANT, dataset.id);
    const { id } = await start(TENANT, BacktestRequest.parse({ datasets: [dataset.id], strategy: 'buy-and-hold', analysers }));
    const step = { tenant: TENANT, runId: id };
    await plan(step);
    await shard({ ...step, shard: 1 });
    const key = shardKey(TENANT, id, 1);
    const simulation = decodeSimulation(new TextDecoder().decode(await objects.get(key)));
    const unfilled = Array.from({ length: copies }, (_, i) => ({
      orderId: i,
      submittedUs: 1_600_000_000_000_000 + i,
      request: { type: 'limit', side: 'buy', quantity: 1, limitPrice: 1 } as const,
      reason: 'END_OF_DATA' as const,
    }));
    await objects.put(key, encodeSimulation({ ...simulation, run: { ...simulation.run, unfilled } }), { contentType: 'application/json' });
    await summarise(step);
    return { ...stores, id };
  }

  test('[BT-03] positions and unfilled orders come with a single run, the first 2,000 of them and how many there are', async () => {
    const { read, id } = await runWith(2500);
    const run = await read.get(TENANT, id);
    expect(Backtest.parse(run)).toEqual(run);
    expect(run.positions).toMatchObject([{ symbol: 'BTC/USDT', tradeCount: 0, markPrice: 11 }]);
    expect([run.unfilled?.length, run.summary?.['unfilledOrders']]).toEqual([2000, 2500]);
    expect(run.unfilled?.[1]).toMatchObject({ symbol: 'BTC/USDT', time: '2020-09-13T12:26:40.000001Z', type: 'limit', limitPrice: 1 });
    expect(run.analysis?.rolling.window).toBe(91);
    expect((await read.list(TENANT, { limit: 1 })).backtests[0]).toMatchObject({ positions: null, unfilled: null, analysis: null });
  });

  test('[BT-09] what analysers answered comes with a single run, and one that fails fails the run by name', async () => {
    const { read, id } = await runWith(0, ['bars']);
    const run = await read.get(TENANT, id);
    expect(run).toMatchObject({ status: 'DONE', analysers: { bars: 49 }, manifest: { analysers: ['bars'] } });
    const broken = await runWith(0, ['bars', 'broken']);
    expect(await broken.read.get(TENANT, broken.id)).toMatchObject({ status: 'FAILED', error: 'analyser "broken" failed: out of bananas' });
  });

  test('[BT-09] a request for an analyser that is not there is refused, and names those that are', async () => {
    const request = BacktestRequest.parse({ datasets: ['x'], strategy: 'buy-and-hold', analysers: ['nothing'] });
    await expect(world().start(TENANT, request)).rejects.toMatchObject({
      message: 'there is no analyser "nothing" (there are: bars, broken)',
      field: 'analysers',
    });
  });

  test('[OP-01] a run that was summarised before they were kept is read without them', async () => {
    const { read, id, objects } = await runWith(0);
    const key = summaryKey(TENANT, id);
    const { positions: _, unfilled: __, analysis: ___, ...before } = JSON.parse(new TextDecoder().decode(await objects.get(key)));
    await objects.put(key, JSON.stringify(before), { contentType: 'application/json' });
    expect(await read.get(TENANT, id)).toMatchObject({
      status: 'DONE',
      positions: null,
      unfilled: null,
      analysis: null,
      manifest: { bars: 48 },
    });
  });
});

describe('bars beside a run', () => {
  const csv = (closes: readonly number[]) =>
    `time,open,high,low,close,volume\n${closes.map((c, i) => `${1_600_000_000 - (1_600_000_000 % 3600) + i * 3600},${c},${c},${c},${c},1`).join('\n')}\n`;
  const rules = { entry: { long: { correlation: { with: { symbol: 'ETH/USDT' }, bars: 3, above: 0.99 } } } };

  async function withDatasets() {
    const all = world();
    const put = async (symbol: string, closes: readonly number[]) => {
      const content = new TextEncoder().encode(csv(closes));
      const { dataset } = await all.create(
        TENANT,
        CreateDataset.parse({ name: symbol, symbol, bytes: content.byteLength, sha256: sha256(content) }),
      );
      await all.objects.put(uploadKey(TENANT, dataset.id), content, { contentType: 'text/csv' });
      await all.complete(TENANT, dataset.id);
      return dataset.id;
    };
    const btc = await put('BTC/USDT', [1, 2, 3, 4, 5, 6, 7, 8]);
    const eth = await put('ETH/USDT', [10, 9, 8, 7, 8, 9, 10, 11]);
    return { ...all, btc, eth };
  }

  test('[CO-03] another dataset is read by the rules, named in the manifest and not traded', async () => {
    const { btc, eth, start, plan, shard, summarise, read } = await withDatasets();
    const { id } = await start(TENANT, BacktestRequest.parse({ datasets: [btc], with: [eth], rules }));
    const step = { tenant: TENANT, runId: id };
    await plan(step);
    expect(await shard({ ...step, shard: 1 })).toEqual({ ok: true });
    await summarise(step);
    const run = await read.get(TENANT, id);
    expect(run.manifest).toMatchObject({ symbols: ['BTC/USDT'], beside: [{ kind: 'instrument', name: 'ETH/USDT' }] });
    // Closes 3 to 5 are the first three that rise together: known at the close of 5, in at the open of 6.
    const { trades } = await read.trades(TENANT, id, { limit: 10 });
    expect(trades.map(({ symbol, entryPrice }) => [symbol, entryPrice])).toEqual([['BTC/USDT', 7]]);
  });

  test('[CO-03] one that is not there, or twice of one instrument, is refused by its place', async () => {
    const { btc, eth, start } = await withDatasets();
    const started = (others: readonly string[]) => start(TENANT, BacktestRequest.parse({ datasets: [btc], with: others, rules }));
    await expect(started(['nothing'])).rejects.toThrow('with.0: there is no dataset "nothing"');
    await expect(started([eth, eth])).rejects.toThrow('with.1: "');
  });
});

describe('ten real markets', () => {
  test('[BT-03] a run of ten shards over the API gives the bytes of the same run in one process, in well under 30 s', async ({ skip }) => {
    skip(!existsSync(FOLDER), 'skipped: no ../shared/data');
    const { objects, create, complete, start, plan, shard, summarise, read } = world();
    const files = readdirSync(FOLDER).map((name) => ({
      symbol: basename(name).replace(/USDT-.*/, '/USDT'),
      content: new Uint8Array(readFileSync(FOLDER + name)),
    }));
    expect(files).toHaveLength(10);
    const ids: string[] = [];
    for (const { symbol, content } of files) {
      const { dataset } = await create(
        TENANT,
        CreateDataset.parse({ name: symbol, symbol, bytes: content.byteLength, sha256: sha256(content) }),
      );
      await objects.put(uploadKey(TENANT, dataset.id), content, { contentType: 'text/csv' });
      expect(await complete(TENANT, dataset.id)).toMatchObject({
        status: 'READY',
        assetClass: 'crypto',
        timeframe: '1h',
        sha256: sha256(content),
      });
      ids.push(dataset.id);
    }
    const request = BacktestRequest.parse({ datasets: ids, strategy: 'sma-cross', params: { fast: 20, slow: 50 } });
    const began = process.threadCpuUsage();
    const { id } = await start(TENANT, request);
    const step = { tenant: TENANT, runId: id };
    for (const n of (await plan(step)).shards) expect(await shard({ ...step, shard: n })).toEqual({ ok: true });
    await summarise(step);
    const { user, system } = process.threadCpuUsage(began);
    expect((user + system) / 1e6).toBeLessThan(30);

    const { datasets: _datasets, ...about } = request;
    const inProcess = planBacktest(about, STRATEGIES, 'v1');
    const report = buildReport(
      files.map(({ symbol, content }) => {
        const { bars, instrument } = importBars(content, { symbol });
        const strategy = strategyOf(STRATEGIES, { strategy: 'sma-cross' });
        return simulate({
          plan: inProcess,
          strategy,
          bars,
          instrument,
          data: { sha256: sha256(content), synthetic: false },
          shards: files.length,
        });
      }),
      inProcess,
    );
    const run = await read.get(TENANT, id);
    expect(JSON.stringify(run.summary)).toBe(JSON.stringify(report.summary));
    expect(JSON.stringify(run.manifest)).toBe(JSON.stringify(report.manifest));
    expect(JSON.stringify([run.positions, run.unfilled, run.analysis])).toBe(
      JSON.stringify([report.positions, report.unfilled, report.analysis]),
    );
    const trades: TradeRow[] = [];
    for (let cursor: string | undefined = '0'; cursor !== undefined; ) {
      const page: Awaited<ReturnType<typeof read.trades>> = await read.trades(TENANT, id, { limit: 333, cursor });
      trades.push(...page.trades);
      cursor = page.next ?? undefined;
    }
    expect(trades.length).toBeGreaterThan(1000);
    expect(JSON.stringify(trades)).toBe(JSON.stringify(report.trades));
    expect((await read.equity(TENANT, id, { limit: 10_000, cursor: '10000' })).equity).toHaveLength(report.equity.time.length - 10_000);
  });
});
