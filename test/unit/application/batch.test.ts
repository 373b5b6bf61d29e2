import { expect, test } from 'vitest';
import { backtestDefinition } from '../../../infra/constructs/backtest-definition.ts';
import { resolveStage } from '../../../infra/stages.ts';
import { Machine, type MachineWorld } from '../../../local/machines/machine.ts';
import type { Execution, ExecutionStore } from '../../../local/machines/execution-store.ts';
import { parquetBarFiles } from '../../../shared/adapters/files/parquet.ts';
import { parquetTableFiles } from '../../../shared/adapters/files/table-parquet.ts';
import { MemoryDatasets } from '../../../shared/adapters/memory/datasets.ts';
import { MemoryInstruments } from '../../../shared/adapters/memory/instruments.ts';
import { MemoryObjects } from '../../../shared/adapters/memory/objects.ts';
import { MemoryRuns } from '../../../shared/adapters/memory/runs.ts';
import { MemorySchemas } from '../../../shared/adapters/memory/schemas.ts';
import { MemoryTables } from '../../../shared/adapters/memory/tables.ts';
import { MemoryWorkflow } from '../../../shared/adapters/memory/workflow.ts';
import { barsKey } from '../../../shared/application/datasets/keys.ts';
import { planRun } from '../../../shared/application/runs/plan-run.ts';
import { readRuns } from '../../../shared/application/runs/read-runs.ts';
import { runShard } from '../../../shared/application/runs/run-shard.ts';
import { startBacktest } from '../../../shared/application/runs/start-backtest.ts';
import { summariseRun } from '../../../shared/application/runs/summarise-run.ts';
import type { RunStep, ShardStep } from '../../../shared/contracts/backtest-steps.ts';
import { BacktestRequest } from '../../../shared/contracts/schemas.ts';
import { STRATEGIES } from '../../../strategies/registry.generated.ts';
import { swingingBars } from './backtest/fixtures.ts';

const TENANT = 'owner';
const JOBS = 100;
/** Whose bars are gone: its step throws, as it would where it ran out of memory. */
const BROKEN = 41;
const bars = swingingBars(60);

/** A platform in memory with a hundred datasets. */
async function platform() {
  let [now, made] = [1_760_000_000_000_000, 0];
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
  };
  const content = parquetBarFiles.encode(bars);
  const ids = Array.from({ length: JOBS }, (_, i) => `dataset-${i + 1}`);
  for (const [i, id] of ids.entries()) {
    const range = { fromUs: bars.time[0] as number, toUs: (bars.time[bars.length - 1] as number) + bars.timeframeUs };
    const about = {
      id,
      name: id,
      symbol: `C${i + 1}/USDT`,
      assetClass: 'crypto',
      format: 'csv',
      timeframe: '1h',
      status: 'READY',
    } as const;
    const found = { synthetic: false, bars: bars.length, ...range, sha256: '0'.repeat(64), rejectedRows: 0, defects: [], createdUs: i };
    await parts.datasets.create(TENANT, { ...about, ...found, upload: { bytes: 1, sha256: '0'.repeat(64) } });
    if (i + 1 !== BROKEN) await parts.objects.put(barsKey(TENANT, id), content, { contentType: 'application/parquet' });
  }
  return { parts, ids };
}

/** Work that takes so many ticks of a clock that goes on when nothing else moves: how long a batch takes, whatever the machine. */
function tickingClock() {
  let [now, most] = [0, 0];
  const waiting: { readonly at: number; readonly go: () => void }[] = [];
  let idle = 0;
  const turn = () => {
    if (waiting.length === 0) return;
    // Parquet and hashing answer within a few turns of the event loop.
    if (++idle < 20) return void setImmediate(turn);
    idle = 0;
    now = Math.min(...waiting.map(({ at }) => at));
    for (const each of waiting.filter(({ at }) => at === now)) {
      waiting.splice(waiting.indexOf(each), 1);
      each.go();
    }
    setImmediate(turn);
  };
  return {
    work: (ticks: number) =>
      new Promise<void>((resolve) => {
        waiting.push({ at: now + ticks, go: resolve });
        most = Math.max(most, waiting.length);
        if (waiting.length === 1) setImmediate(turn);
      }),
    get now() {
      return now;
    },
    get most() {
      return most;
    },
  };
}

/** Runs the machine of backtests, as its template says it, with the real steps; a shard takes `ticksOf` of the clock besides. */
async function runBatch(parallelShards: number, ticksOf: (shard: number) => number) {
  const { parts, ids } = await platform();
  const { id } = await startBacktest(parts)(TENANT, BacktestRequest.parse({ datasets: ids, strategy: 'sma-cross' }));
  const clock = tickingClock();
  const steps: Record<string, (event: never) => Promise<unknown>> = {
    plan: planRun(parts),
    run: async (step: ShardStep) => {
      await clock.work(ticksOf(step.shard));
      return runShard(parts)(step);
    },
    summarise: async (step: RunStep) => (await summariseRun(parts)(step)) ?? null,
  };
  const arn = (step: string) => `arn:aws:lambda:us-east-1:000000000000:function:${step}`;
  const definition = JSON.stringify(
    backtestDefinition({ plan: arn('plan'), run: arn('run'), summarise: arn('summarise') }, parallelShards),
  );
  const functionByArn = (called: string) => ({
    invoke: async (event: string) => {
      try {
        const answer = await steps[called.split(':').at(-1) as string]?.(JSON.parse(event) as never);
        return { ok: true, payload: JSON.stringify(answer ?? null) };
      } catch (error) {
        return { ok: false, error: { errorType: 'Error', errorMessage: (error as Error).message } };
      }
    },
  });
  const ended = await new Promise<Execution>((resolve) => {
    const world = { functionByArn, publish: () => undefined } as unknown as MachineWorld;
    const machine = new Machine({ arn: 'arn:machine', name: 'backtests', definition }, world, {
      save: resolve,
    } as unknown as ExecutionStore);
    const input = JSON.stringify({ tenant: TENANT, runId: id });
    machine.start({ arn: 'arn:execution', machineArn: machine.arn, name: id, input, startMs: 0, status: 'RUNNING' });
  });
  return { ended, clock, run: await readRuns(parts).get(TENANT, id) };
}

test('[DX-05] a hundred jobs are done in less than three times the longest, and one that fails sinks none of the others', async () => {
  // From 1 to 10 ticks: 550 one after the other.
  const ticksOf = (shard: number) => 1 + (shard % 10);
  const { parallelShards } = resolveStage('prod');
  const { ended, clock, run } = await runBatch(parallelShards, ticksOf);
  expect(ended.status).toBe('SUCCEEDED');
  expect(clock.most).toBeLessThanOrEqual(parallelShards);
  expect(clock.now).toBeLessThan(3 * 10);
  expect(run).toMatchObject({ status: 'DONE', shards: { total: 100, done: 99, failed: 1 } });
  expect(run.error).toBe(`1 of 100 shards failed: ${BROKEN} (C${BROKEN}/USDT): it left no result`);
  expect(run.positions).toHaveLength(99);
});
