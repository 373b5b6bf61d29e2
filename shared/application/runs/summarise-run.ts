import { type Analyser, AnalyserError } from '../../performance/analyser.ts';
import type { BacktestReport } from '../../performance/report.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Objects } from '../../ports/objects.ts';
import { ACTIVE, type RunStore } from '../../ports/run-store.ts';
import type { TrialLedger } from '../../ports/trial-ledger.ts';
import { inOrderOfSums, ReportBuilder } from '../backtest/build-report.ts';
import { equityRows } from '../backtest/report-text.ts';
import { decodeSimulations } from '../backtest/simulation-text.ts';
import { type TearsheetPart, tearsheetOf, tearsheetPart } from '../backtest/tearsheet.ts';
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
    const { builder, parts, failures } = await foldShards(world.objects, { tenant, runId }, stored);
    const shards = { total, done: total - failures.length, failed: failures.length };
    if (parts.length === 0) return fail(world, { tenant, runId }, describe(failures, total), shards);
    const plan = { ...stored.plan, cash: (stored.plan.cash * shards.done) / total };
    const report = reportOrFault(() => builder.build(failures.length === 0 ? stored.plan : plan, world.analysers));
    if (report instanceof AnalyserError) return fail(world, { tenant, runId }, report.message, shards);
    await writeReport(world.objects, { tenant, runId }, report, parts);
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
  await trials.ledgerOf(tenant).add([trialOfBacktest({ plan, simulations, sharpe: summary.sharpe }, trials.digest)]);
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

interface Folded {
  readonly builder: ReportBuilder;
  /** In the order of the plan. */
  readonly parts: readonly TearsheetPart[];
  readonly failures: readonly Failed[];
}

/** Folds shards a few at a time: what lies in memory is their sum, whatever their number. */
async function foldShards(objects: Objects, { tenant, runId }: RunStep, { plan, sources }: StoredPlan): Promise<Folded> {
  const left = new Set<string>();
  for await (const key of objects.list(shardsPrefix(tenant, runId))) left.add(key);
  const read = async (shard: number): Promise<Simulation[] | Failed> => {
    const key = shardKey(tenant, runId, shard);
    const bytes = left.has(key) ? await objects.get(key) : undefined;
    if (bytes !== undefined) return decodeSimulations(new TextDecoder().decode(bytes));
    const failure = await getJson<ShardFailure>(objects, failedShardKey(tenant, runId, shard));
    return { shard, ...(failure ?? { symbol: sources[shard - 1]?.symbol ?? '', reason: 'it left no result' }) };
  };
  const builder = new ReportBuilder();
  const parts: { readonly place: number; readonly part: TearsheetPart }[] = [];
  const failures: Failed[] = [];
  const shards = sources.slice(0, shardCount(plan, sources.length));
  // What a page shows are the first of those that left a result.
  const found = [...shards.keys()].filter((place) => left.has(shardKey(tenant, runId, place + 1)));
  const ranks = new Map(found.map((place, rank) => [place, rank]));
  const take = (simulation: Simulation, place: number) => {
    builder.add(simulation, place);
    parts.push({ place, part: tearsheetPart(simulation, ranks.get(place) ?? place) });
  };
  const order = inOrderOfSums(shards.map(({ symbol }) => symbol));
  for (let first = 0; first < order.length; first += PARALLEL) {
    const group = order.slice(first, first + PARALLEL);
    const results = await Promise.all(group.map((place) => read(place + 1)));
    results.forEach((result, i) => {
      const [only] = Array.isArray(result) ? result : [];
      if (!Array.isArray(result)) failures.push(result);
      else if (only !== undefined && result.length === 1) take(only, group[i] as number);
      // One shard of an account has all of its data sets.
      else for (const place of inOrderOfSums(result.map(({ data }) => data.symbol))) take(result[place] as Simulation, place);
    });
  }
  parts.sort((a, b) => a.place - b.place);
  return { builder, parts: parts.map(({ part }) => part), failures: failures.sort((a, b) => a.shard - b.shard) };
}

async function writeReport(
  objects: Objects,
  { tenant, runId }: RunStep,
  report: BacktestReport,
  parts: readonly TearsheetPart[],
): Promise<void> {
  const { manifest, summary, sleeves, wallets, trades, equity, analysis, analysers } = report;
  const [positions, unfilled] = [report.positions.slice(0, LISTED_MAX), report.unfilled.slice(0, LISTED_MAX)];
  await writePages(objects, { tenant, runId, list: 'trades' }, trades.length, (from, to) => trades.slice(from, to));
  await writePages(objects, { tenant, runId, list: 'equity' }, equity.time.length, (from, to) => equityRows(equity, from, to));
  const html = tearsheetOf(report, parts);
  await objects.put(reportKey(tenant, runId), html, { contentType: 'text/html; charset=utf-8' });
  const counts = { trades: trades.length, equity: equity.time.length };
  const answers = analysers === undefined ? {} : { analysers };
  const account = { ...(sleeves === undefined ? {} : { sleeves }), ...(wallets === undefined ? {} : { wallets }) };
  const kept: StoredSummary = { manifest, summary, ...account, positions, unfilled, analysis, ...answers, counts };
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
