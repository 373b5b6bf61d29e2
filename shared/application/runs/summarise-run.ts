import { type Analyser, AnalyserError } from '../../performance/analyser.ts';
import type { BacktestReport } from '../../performance/report.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Objects } from '../../ports/objects.ts';
import { ACTIVE, type RunStore } from '../../ports/run-store.ts';
import type { TrialLedger } from '../../ports/trial-ledger.ts';
import { buildReport } from '../backtest/build-report.ts';
import { equityRows } from '../backtest/report-text.ts';
import { decodeSimulations } from '../backtest/simulation-text.ts';
import { tearsheetOf } from '../backtest/tearsheet.ts';
import type { Simulation } from '../backtest/simulation.ts';
import { trialOfBacktest } from '../sweep/trials.ts';
import type { BacktestPlan } from '../backtest/plan.ts';
import { timeOf } from '../backtest/time-of.ts';
import { parseTimeframe } from '../../domain/timeframe.ts';
import { getJson, putJson } from '../json-objects.ts';
import { failedShardKey, planKey, reportKey, shardKey, shardsPrefix, summaryKey } from './keys.ts';
import { writePages } from './pages.ts';
import type { RunStep, SummariseStep } from '../../contracts/backtest-steps.ts';
import { shardCount, type ShardFailure, type StoredPlan, type StoredSummary } from './stored.ts';

interface World {
  readonly runs: RunStore;
  readonly objects: Objects;
  readonly clock: Clock;
  /** None when absent. */
  readonly analysers?: readonly Analyser[];
  /** Trials of one tenant, where what was run by hand counts like a combination of a sweep; nothing is entered when absent. */
  readonly trials?: { readonly ledgerOf: (tenant: string) => TrialLedger; readonly digest: (text: string) => string };
}

interface Failed extends ShardFailure {
  readonly shard: number;
}

/** Failures that the run names one by one. */
const NAMED_FAILURES = 20;
/** Positions, and orders that were not filled, that are kept with the summary. */
const LISTED_MAX = 2000;
/** Shards read at once. */
const PARALLEL = 16;

/**
 * Last step of a run: folds what the shards left into the report and marks the run DONE, with the failed shards named; FAILED when none
 * succeeded or when a step before went wrong. Doing it again writes the same; a run that was cancelled meanwhile stays so.
 */
export function summariseRun(world: World) {
  return async ({ tenant, runId, error }: SummariseStep): Promise<void> => {
    if (error !== undefined && error !== null) return fail(world, { tenant, runId }, `the run was broken off: ${causeOf(error)}`);
    const stored = await getJson<StoredPlan>(world.objects, planKey(tenant, runId));
    if (stored === undefined) throw new Error(`run ${runId} has no plan`);
    const total = shardCount(stored.plan, stored.sources.length);
    const { simulations, failures } = await readShards(world.objects, { tenant, runId }, stored);
    const shards = { total, done: total - failures.length, failed: failures.length };
    if (simulations.length === 0) return fail(world, { tenant, runId }, describe(failures, total), shards);
    const plan = { ...stored.plan, cash: (stored.plan.cash * shards.done) / total };
    const report = reportOrFault(() => buildReport(simulations, failures.length === 0 ? stored.plan : plan, world.analysers));
    if (report instanceof AnalyserError) return fail(world, { tenant, runId }, report.message, shards);
    await writeReport(world.objects, { tenant, runId }, report, simulations);
    if (failures.length === 0) await enterTrial(world, tenant, stored.plan, report);
    await world.runs.advance(tenant, runId, ACTIVE, {
      status: 'DONE',
      finishedUs: world.clock.nowUs(),
      shards,
      error: failures.length === 0 ? null : describe(failures, total),
      summary: { ...report.summary },
    });
  };
}

async function enterTrial({ trials }: World, tenant: string, plan: BacktestPlan, { manifest, summary }: BacktestReport): Promise<void> {
  if (trials === undefined) return;
  const simulations = manifest.data.map(({ timeframe, from, to, ...data }) => ({
    data,
    run: { timeframeUs: parseTimeframe(timeframe), startUs: timeOf('from', from), endUs: timeOf('to', to) },
  }));
  const trial = trialOfBacktest({ plan, simulations, sharpe: summary.sharpe }, trials.digest);
  if (trial !== null) await trials.ledgerOf(tenant).add([trial]);
}

/** A user's analyser that fails is a result of the run, not a fault of the step that trying again would mend. */
function reportOrFault(build: () => BacktestReport): BacktestReport | AnalyserError {
  try {
    return build();
  } catch (error) {
    if (error instanceof AnalyserError) return error;
    throw error;
  }
}

async function readShards(
  objects: Objects,
  { tenant, runId }: RunStep,
  { plan, sources }: StoredPlan,
): Promise<{ simulations: Simulation[]; failures: Failed[] }> {
  const left = new Set<string>();
  for await (const key of objects.list(shardsPrefix(tenant, runId))) left.add(key);
  const simulations: Simulation[] = [];
  const failures: Failed[] = [];
  const total = shardCount(plan, sources.length);
  for (let first = 1; first <= total; first += PARALLEL) {
    const group = Array.from({ length: Math.min(PARALLEL, total - first + 1) }, (_, i) => first + i);
    const results = await Promise.all(
      group.map(async (shard): Promise<Simulation[] | Failed> => {
        const key = shardKey(tenant, runId, shard);
        const bytes = left.has(key) ? await objects.get(key) : undefined;
        if (bytes !== undefined) return decodeSimulations(new TextDecoder().decode(bytes));
        const failure = await getJson<ShardFailure>(objects, failedShardKey(tenant, runId, shard));
        return { shard, ...(failure ?? { symbol: sources[shard - 1]?.symbol ?? '', reason: 'it left no result' }) };
      }),
    );
    for (const result of results) {
      if ('shard' in result) failures.push(result);
      else simulations.push(...result);
    }
  }
  return { simulations, failures };
}

async function writeReport(
  objects: Objects,
  { tenant, runId }: RunStep,
  report: BacktestReport,
  simulations: readonly Simulation[],
): Promise<void> {
  const { manifest, summary, sleeves, wallets, trades, equity, analysis, analysers } = report;
  const [positions, unfilled] = [report.positions.slice(0, LISTED_MAX), report.unfilled.slice(0, LISTED_MAX)];
  await writePages(objects, { tenant, runId, list: 'trades' }, trades.length, (from, to) => trades.slice(from, to));
  await writePages(objects, { tenant, runId, list: 'equity' }, equity.time.length, (from, to) => equityRows(equity, from, to));
  const html = tearsheetOf(report, simulations);
  await objects.put(reportKey(tenant, runId), html, { contentType: 'text/html; charset=utf-8' });
  const counts = { trades: trades.length, equity: equity.time.length };
  const answers = analysers === undefined ? {} : { analysers };
  const parts = { ...(sleeves === undefined ? {} : { sleeves }), ...(wallets === undefined ? {} : { wallets }) };
  const kept: StoredSummary = { manifest, summary, ...parts, positions, unfilled, analysis, ...answers, counts };
  await putJson(objects, summaryKey(tenant, runId), kept);
}

async function fail(
  world: World,
  { tenant, runId }: RunStep,
  error: string,
  shards?: { total: number; done: number; failed: number },
): Promise<void> {
  const change = { status: 'FAILED', finishedUs: world.clock.nowUs(), error, ...(shards === undefined ? {} : { shards }) } as const;
  await world.runs.advance(tenant, runId, ACTIVE, change);
}

function describe(failures: readonly Failed[], total: number): string {
  const named = failures.slice(0, NAMED_FAILURES).map(({ shard, symbol, reason }) => `${shard} (${symbol}): ${reason}`);
  const more = failures.length - named.length;
  return `${failures.length} of ${total} shards failed: ${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

/** What a state machine's Catch hands over: `{ Error, Cause }`, the cause a text that is often the JSON of what a Lambda threw. */
export function causeOf(error: unknown): string {
  const { Error: name, Cause: cause } = Object(error) as { Error?: unknown; Cause?: unknown };
  const known = [cause, name, error].find((one) => typeof one === 'string') ?? 'unknown';
  const thrown = /^\s*\{/.test(known) ? messageIn(known) : undefined;
  return (thrown ?? known).slice(0, 500);
}

function messageIn(text: string): string | undefined {
  try {
    const { errorMessage } = JSON.parse(text) as { errorMessage?: unknown };
    return typeof errorMessage === 'string' ? errorMessage : undefined;
  } catch {
    return undefined;
  }
}
