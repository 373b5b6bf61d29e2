import { expect, test } from 'vitest';
import { parquetBarFiles } from '../../../../shared/adapters/files/parquet.ts';
import { readParquetTable } from '../../../../shared/adapters/files/parquet-read.ts';
import { MemoryDatasets } from '../../../../shared/adapters/memory/datasets.ts';
import { MemoryInstruments } from '../../../../shared/adapters/memory/instruments.ts';
import { MemoryRuns } from '../../../../shared/adapters/memory/runs.ts';
import { MemoryWorkflow } from '../../../../shared/adapters/memory/workflow.ts';
import { completeDataset } from '../../../../shared/application/datasets/complete-dataset.ts';
import { createDataset } from '../../../../shared/application/datasets/create-dataset.ts';
import { uploadKey } from '../../../../shared/application/datasets/keys.ts';
import { planRun } from '../../../../shared/application/runs/plan-run.ts';
import { readRuns } from '../../../../shared/application/runs/read-runs.ts';
import { runShard } from '../../../../shared/application/runs/run-shard.ts';
import { startBacktest } from '../../../../shared/application/runs/start-backtest.ts';
import { summariseRun } from '../../../../shared/application/runs/summarise-run.ts';
import { BacktestRequest, CreateDataset } from '../../../../shared/contracts/schemas.ts';
import { STRATEGIES } from '../../../../strategies/registry.generated.ts';
import { TENANT, tablesWorld } from './world.ts';

const SCORES = {
  name: 'scores',
  about: 'How headlines read.',
  columns: [
    { name: 'ticker', type: 'text' },
    { name: 'at', type: 'time' },
    { name: 'score', type: 'number', nullable: true },
    { name: 'headline', type: 'text', nullable: true },
  ],
  key: ['ticker'],
  knownAt: 'at',
  symbol: 'ticker',
};
const RULES = { entry: { long: { sentiment: { above: 0.5 } } }, exit: { long: { sentiment: { below: 0 } } } };
const iso = (hour: number, minute = 0) => new Date(Date.UTC(2024, 0, 1, hour, minute)).toISOString().replace('.000Z', 'Z');

function world() {
  const tables = tablesWorld();
  const parts = {
    ...tables,
    datasets: new MemoryDatasets(),
    instruments: new MemoryInstruments(),
    runs: new MemoryRuns(),
    workflow: new MemoryWorkflow(),
    strategies: STRATEGIES,
    codeVersion: 'v1',
    barFiles: parquetBarFiles,
    parquetTable: readParquetTable,
  };
  /** Twelve hours at a price of 100. */
  const flat = async (symbol: string) => {
    const rows = Array.from({ length: 12 }, (_, hour) => `${iso(hour)},100,100,100,100,1`);
    const content = new TextEncoder().encode(`time,open,high,low,close,volume\n${rows.join('\n')}\n`);
    const about = CreateDataset.parse({ name: symbol, symbol, bytes: content.byteLength, sha256: tables.sha256(content) });
    const { dataset } = await createDataset(parts)(TENANT, about);
    await parts.objects.put(uploadKey(TENANT, dataset.id), content, { contentType: 'text/csv' });
    await completeDataset(parts)(TENANT, dataset.id);
    return dataset.id;
  };
  /** A dataset of scores with these rows of ticker, time and score. */
  const scores = async (...rows: readonly string[]) => {
    await tables.register(SCORES);
    const id = await tables.create('scores');
    const { table } = await tables.add(id, `ticker,at,score,headline\n${rows.map((row) => `${row},\n`).join('')}`);
    return { id, sha256: table.sha256 };
  };
  const start = (request: Record<string, unknown>) =>
    startBacktest(parts)(TENANT, BacktestRequest.parse({ rules: RULES, commissionBps: 0, ...request }));
  const run = async (request: Record<string, unknown>) => {
    const { id } = await start(request);
    const step = { tenant: TENANT, runId: id };
    for (const shard of (await planRun(parts)(step)).shards) await runShard(parts)({ ...step, shard });
    await summariseRun(parts)(step);
    const read = readRuns(parts);
    const trades = (await read.trades(TENANT, id, { limit: 100 })).trades.map(({ symbol, entryTime, exitTime }) => [
      symbol,
      entryTime,
      exitTime,
    ]);
    return { ...(await read.get(TENANT, id)), trades };
  };
  return { ...tables, flat, scores, start, run };
}

test('[MD-16] a column of a registered dataset trades from the first open after it was known, and one bar later when it was known one bar later', async () => {
  const { flat, scores, run } = world();
  const datasets = [await flat('BTC/USDT')];
  // Known at 03:10, so at the close of hour 3, which is 04:00: in at the open of 4. Worse at 07:00 sharp, the close of hour 6: out at the open of 7.
  const first = await scores(`BTC/USDT,${iso(0)},0.1`, `BTC/USDT,${iso(3, 10)},0.8`, `BTC/USDT,${iso(7)},-0.4`);
  const { status, trades, manifest } = await run({ datasets, features: { sentiment: { dataset: first.id, column: 'score' } } });
  expect([status, trades]).toEqual(['DONE', [['BTC/USDT', iso(4), iso(7)]]]);
  expect(manifest?.['beside']).toEqual([{ kind: 'feature', name: 'sentiment', sha256: first.sha256 }]);
  const later = await scores(`BTC/USDT,${iso(0)},0.1`, `BTC/USDT,${iso(4, 10)},0.8`, `BTC/USDT,${iso(7)},-0.4`);
  const features = { sentiment: { dataset: later.id, column: 'score' } };
  expect((await run({ datasets, features })).trades).toEqual([['BTC/USDT', iso(5), iso(7)]]);
});

test('[MD-16] a value known after the last bar changes nothing but the hash of the data', async () => {
  const { flat, scores, run, add } = world();
  const datasets = [await flat('BTC/USDT')];
  const { id } = await scores(`BTC/USDT,${iso(3, 10)},0.8`, `BTC/USDT,${iso(7)},-0.4`);
  const features = { sentiment: { dataset: id, column: 'score' } };
  const before = await run({ datasets, features });
  await add(id, `ticker,at,score,headline\nBTC/USDT,${iso(12, 1)},0.9,late\n`);
  const after = await run({ datasets, features });
  expect(after.trades).toEqual(before.trades);
  expect(after.summary).toEqual(before.summary);
  expect(after.manifest?.['beside']).not.toEqual(before.manifest?.['beside']);
});

test('[MD-16] each instrument reads its own rows unless others are named; one without any fails by itself', async () => {
  const { flat, scores, run } = world();
  const datasets = [await flat('BTC/USDT'), await flat('ETH/USDT'), await flat('LTC/USDT')];
  const { id } = await scores(`BTC/USDT,${iso(3)},0.8`, `ETH/USDT,${iso(5)},0.8`);
  const own = await run({ datasets, features: { sentiment: { dataset: id, column: 'score' } } });
  expect(own.trades.map(([symbol, entry]) => [symbol, entry])).toEqual([
    ['BTC/USDT', iso(3)],
    ['ETH/USDT', iso(5)],
  ]);
  expect(own.error).toContain('(LTC/USDT): feature "sentiment" has no value: no row of LTC/USDT has a score');
  const named = await run({ datasets, features: { sentiment: { dataset: id, column: 'score', symbol: 'ETH/USDT' } } });
  expect(named.trades.map(([, entry]) => entry)).toEqual([iso(5), iso(5), iso(5)]);
});

test('[MD-16] a run that was started keeps the rows of then', async () => {
  const { flat, scores, start, add, objects } = world();
  const { id } = await scores(`BTC/USDT,${iso(3)},0.8`);
  const { id: runId } = await start({ datasets: [await flat('BTC/USDT')], features: { sentiment: { dataset: id, column: 'score' } } });
  await add(id, `ticker,at,score,headline\nBTC/USDT,${iso(1)},0.9,\n`);
  const stored = JSON.parse(new TextDecoder().decode(await objects.get(`runs/${TENANT}/${runId}/request.json`)));
  expect(stored.features[0].table.parts).toHaveLength(1);
});

test('[MD-16] a feature that cannot be is refused at its place in the request', async () => {
  const { flat, scores, start, create, register } = world();
  const datasets = [await flat('BTC/USDT'), await flat('ETH/USDT')];
  const { id } = await scores(`BTC/USDT,${iso(3)},0.8`);
  await register({ ...SCORES, name: 'other' });
  const refused = (feature: Record<string, unknown>, over: Record<string, unknown> = {}) =>
    start({ datasets, features: { mood: { dataset: id, column: 'score', ...feature } }, ...over }).then(
      () => 'started',
      ({ field, message }: { field: string; message: string }) => `${field} | ${message}`,
    );
  expect(await refused({ dataset: datasets[0] })).toMatch(/^features\.mood\.dataset \| .*there is no dataset of rows/);
  expect(await refused({ dataset: await create('other') })).toBe(
    'features.mood.dataset | features.mood.dataset: "rows of other" holds no rows yet',
  );
  expect(await refused({ column: 'headline' })).toBe(
    'features.mood.column | features.mood.column: "headline" is a text; numbers of schema scores are score',
  );
  expect(await refused({ column: 'mood' })).toContain('"mood" is no column; numbers of schema scores are score');
  expect(await refused({}, { account: 'shared' })).toContain('features.mood.symbol: 2 instruments run together, so say whose score it is');
  expect(await refused({ symbol: 'BTC/USDT' }, { account: 'shared' })).toBe('started');
});
