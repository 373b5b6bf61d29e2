import { createHash } from 'node:crypto';
import { parquetBarFiles } from '../../../../shared/adapters/files/parquet.ts';
import { parquetTableFiles } from '../../../../shared/adapters/files/table-parquet.ts';
import { MemoryDatasets } from '../../../../shared/adapters/memory/datasets.ts';
import { MemoryInstruments } from '../../../../shared/adapters/memory/instruments.ts';
import { MemoryObjects } from '../../../../shared/adapters/memory/objects.ts';
import { MemoryRuns } from '../../../../shared/adapters/memory/runs.ts';
import { MemorySchemas } from '../../../../shared/adapters/memory/schemas.ts';
import { MemoryTables } from '../../../../shared/adapters/memory/tables.ts';
import { MemoryWorkflow } from '../../../../shared/adapters/memory/workflow.ts';
import { overlaps } from '../../../../shared/application/sweep/trials.ts';
import { cancelStudy, retryStudy } from '../../../../shared/application/studies/change-study.ts';
import { type StudyData, type StudyDataReader, studyData } from '../../../../shared/application/studies/data.ts';
import { planStudyStep } from '../../../../shared/application/studies/plan-step.ts';
import { quoteStudy } from '../../../../shared/application/studies/quote-study.ts';
import { readStudies } from '../../../../shared/application/studies/read-studies.ts';
import { runStudyShard } from '../../../../shared/application/studies/run-step.ts';
import { startStudy } from '../../../../shared/application/studies/start-study.ts';
import { summariseStudy } from '../../../../shared/application/studies/summarise-step.ts';
import { PlanStudyStep } from '../../../../shared/contracts/study-steps.ts';
import {
  MonteCarloRequest,
  type QuoteRequest,
  type StudyKind,
  SweepRequest,
  WalkForwardRequest,
} from '../../../../shared/contracts/studies.ts';
import { HOUR_US } from '../../../../shared/domain/time.ts';
import { inferInstrument } from '../../../../shared/market/instrument.ts';
import type { DatasetRecord } from '../../../../shared/ports/dataset-store.ts';
import type { TrialLedger, TrialRecord } from '../../../../shared/ports/trial-ledger.ts';
import { int } from '../../../../shared/indicators/parameters.ts';
import { defineStrategy } from '../../../../shared/strategies/define.ts';
import { ruleCatalogue } from '../../../../shared/strategies/rules/parse.ts';
import equalWeight from '../../../../strategies/equal-weight.ts';
import rsiReversion from '../../../../strategies/rsi-reversion.ts';
import smaCross from '../../../../strategies/sma-cross.ts';
import { randomBars } from '../../../support/random-bars.ts';

export const TENANT = 'owner';
const BARS = 2000;
export const DATASET = '01J00000000000000000000001';

/** Bars that the studies of these tests run on. */
export const data: StudyData['data'] = [
  {
    bars: { ...randomBars(BARS, 1), timeframeUs: HOUR_US, time: Float64Array.from({ length: BARS }, (_, i) => i * HOUR_US) },
    instrument: inferInstrument({ symbol: 'BTC/USDT', assetClass: 'crypto' }),
    origin: { sha256: 'ab'.repeat(32), synthetic: false },
  },
];

/** Fails with 4 for `fragile`, for as long as it is broken. */
export const broken = { now: true };
export const fragile = defineStrategy({
  id: 'fragile',
  about: 'Holds while a bar closes above the one before, and breaks at a setting of 4.',
  params: { setting: int(1, { min: 1, max: 9 }) },
  indicators: () => ({}),
  onBar({ bar, params, target }) {
    if (broken.now && params.setting === 4) throw new Error('out of bananas');
    if (bar.close > bar.open * (1 + params.setting / 1e4)) target(1);
    else target(0);
  },
});
export const strategies = [smaCross, fragile, rsiReversion, equalWeight];

export const dataset: DatasetRecord = {
  id: DATASET,
  name: 'x',
  symbol: 'BTC/USDT',
  assetClass: 'crypto',
  format: 'csv',
  timeframe: '1h',
  status: 'READY',
  synthetic: false,
  bars: BARS,
  fromUs: 0,
  toUs: BARS * HOUR_US,
  sha256: 'ab'.repeat(32),
  rejectedRows: 0,
  defects: [],
  createdUs: 0,
  upload: { bytes: 1, sha256: 'ab'.repeat(32) },
};

/** A ledger in memory; `trials` is what was tried. */
export function memoryLedger(): TrialLedger & { readonly trials: TrialRecord[] } {
  const trials: TrialRecord[] = [];
  return {
    trials,
    overlapping: async (on) => trials.filter((trial) => overlaps(trial, on)),
    async add(given) {
      for (const trial of given) if (!trials.some((known) => known.key === trial.key && overlaps(known, trial))) trials.push(trial);
    },
  };
}

export const digest = (text: string) => createHash('sha256').update(text).digest('hex');

/** The platform in memory, its state machine a loop; `lose` names shards whose function dies. Its studies run on `data` unless they read what lies in its store. */
export function platform({ reads = false, tickUs = 1000 } = {}) {
  const [datasets, runs, objects, workflow] = [new MemoryDatasets(), new MemoryRuns(), new MemoryObjects(), new MemoryWorkflow()];
  let now = 1_760_000_000_000_000;
  let made = 0;
  const ledger = memoryLedger();
  const kept: StudyDataReader = async () => ({ data, beside: undefined });
  const bars = reads ? studyData({ objects, barFiles: parquetBarFiles, tableFiles: parquetTableFiles }) : kept;
  const world = {
    datasets,
    instruments: new MemoryInstruments(),
    tables: new MemoryTables(),
    schemas: new MemorySchemas(),
    tableFiles: parquetTableFiles,
    runs,
    objects,
    workflows: () => workflow,
    clock: { nowUs: () => (now += tickUs) },
    ids: { next: () => `01K${String(++made).padStart(23, '0')}` },
    strategies,
    ruleCatalogue: { ...ruleCatalogue([]), costs: [] },
    costs: [],
    codeVersion: 'v1',
    shardMemoryMb: 1769,
    bars,
    ledgerOf: () => ledger,
    digest,
  };
  const [plan, shard, summarise] = [planStudyStep(world), runStudyShard(world), summariseStudy(world)];
  const start = startStudy(world);
  const lose = new Set<number>();
  return {
    ...world,
    workflow,
    ledger,
    lose,
    plan,
    shard,
    summarise,
    quote: quoteStudy(world),
    cancel: cancelStudy(world),
    retry: retryStudy(world),
    read: readStudies(world),
    start: async (kind: StudyKind, body: object) => {
      await datasets.create(TENANT, dataset).catch(() => undefined);
      return start(TENANT, asked(kind, body));
    },
    /** Runs the execution of that name to its end; returns how many shards ran. */
    execute: async (name: string): Promise<number> => {
      const input = PlanStudyStep.parse(workflow.started.get(name));
      let ran = 0;
      let planned = await plan(input);
      for (; planned.more; planned = await plan(planned)) {
        for (const number of planned.shards) if (!lose.has(number)) await shard({ ...planned, shard: number });
        ran += planned.shards.length;
      }
      await summarise(planned);
      return ran;
    },
  };
}

export function asked(kind: StudyKind, body: object): QuoteRequest {
  const request = { datasets: [DATASET], ...body };
  if (kind === 'sweep') return { kind, request: SweepRequest.parse(request) };
  if (kind === 'walk-forward') return { kind, request: WalkForwardRequest.parse(request) };
  return { kind, request: MonteCarloRequest.parse('backtest' in body ? body : request) };
}
