import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { setImmediate as immediate } from 'node:timers/promises';
import { subjectOf } from '../../shared/application/backtest/subject.ts';
import { countsOf, planSweep, type SweepPlan } from '../../shared/application/sweep/plan.ts';
import type { SweepShardInput } from '../../shared/application/sweep/shard.ts';
import { abilityOf } from '../../shared/application/walk-forward/ability.ts';
import { combinationReturns, freeCombinations } from '../../shared/application/walk-forward/combination-returns.ts';
import { type CrossValidation, runCombinatorial } from '../../shared/application/walk-forward/combinatorial.ts';
import { walkForwardManifest } from '../../shared/application/walk-forward/manifest.ts';
import { type FoldPlan, foldsOf } from '../../shared/application/walk-forward/plan.ts';
import { runWalkForward, type WalkForwardReport } from '../../shared/application/walk-forward/run.ts';
import { walkForwardTearsheet } from '../../shared/application/walk-forward/tearsheet.ts';
import { parseTimeframe } from '../../shared/domain/timeframe.ts';
import type { CostModel } from '../../shared/engine/costs/define.ts';
import type { Params } from '../../shared/research/optimise/space.ts';
import { checkGroups } from '../../shared/research/validation/combinatorial.ts';
import type { Subject } from '../../shared/strategies/group.ts';
import { codeVersion } from '../../scripts/code-version.ts';
import { requestHere } from '../backtest-options.ts';
import { checkWritable, writeWhole } from '../files.ts';
import { interruptible } from '../interrupt.ts';
import { loadRuleCatalogue, loadStrategies, ROOT } from '../registry.ts';
import { ResearchPool } from '../research-pool.ts';
import { searchOf, type SweepOptions } from '../search-options.ts';
import { loadStudyData, type StudyData, workOf } from '../study-data.ts';
import { rowsOf } from '../sweep-rows.ts';
import { note, print, startProgress } from '../terminal.ts';
import { trialsFile } from '../trials-file.ts';
import { UserError } from '../user-error.ts';
import { type BeyondFolds, walkForwardAsText } from '../walk-forward-text.ts';

export interface WalkForwardOptions extends SweepOptions {
  readonly train?: string;
  readonly test?: string;
  readonly folds?: number;
  readonly anchored?: boolean;
  readonly purge: number;
  readonly embargo: number;
  readonly cpcv?: readonly [groups: number, testGroups: number];
  readonly spa?: boolean;
  readonly report?: string;
}

interface Job {
  readonly sweep: SweepPlan;
  readonly division: FoldPlan;
  readonly on: StudyData;
  readonly strategy: Subject;
  readonly costs: readonly CostModel[] | undefined;
}

const FOLDS = 5;
/** Work times combinations below which threads cost more than they save. */
const SMALL = 2e7;

/** `skytape walk-forward`: chooses parameters on a part of the history and runs them on what follows, fold by fold. */
export async function walkForward(options: WalkForwardOptions): Promise<void> {
  if (options.report !== undefined) checkWritable(options.report);
  if (options.cpcv !== undefined) checkGroups({ groups: options.cpcv[0], testGroups: options.cpcv[1] });
  const job = await jobOf(options);
  foldsOf({ sweep: job.sweep, division: job.division }, job.on.data);
  const beyond = await interruptible((signal) => beyondFolds(job, options, signal));
  const walked = beyond === undefined ? undefined : await interruptible((signal) => walk(job, options, signal));
  if (beyond === undefined || walked === undefined) {
    note('walk-forward: stopped; nothing is kept of a walk that was not finished');
    process.exitCode = 130;
    return;
  }
  const { cpcv, ability } = beyond;
  const manifest = walkForwardManifest({ ...inputOf(job), ...job.on, plan: { sweep: job.sweep, division: job.division } });
  if (options.report !== undefined) {
    writeWhole(options.report, walkForwardTearsheet({ manifest, ...walked, cpcv }));
    note(`report written to ${options.report}`);
  }
  print(options.json ? JSON.stringify({ manifest, ...walked, cpcv, ability }) : walkForwardAsText(walked, { cpcv, ability }));
}

async function jobOf(options: WalkForwardOptions): Promise<Job> {
  const strategies = await loadStrategies();
  const catalogue = await loadRuleCatalogue();
  const sweep = planSweep(
    { backtest: await requestHere({ ...options, equity: false }), ...searchOf(options) },
    strategies,
    codeVersion(ROOT),
    catalogue,
  );
  const division = divisionOf(options);
  const on = await loadStudyData(options, sweep.backtest);
  return { sweep, division, on, strategy: subjectOf(strategies, sweep.backtest, catalogue), costs: catalogue.costs };
}

function inputOf({ sweep, on, strategy, costs }: Job): SweepShardInput {
  return { plan: sweep, ...on, strategy, costs };
}

/** How the options divide the history. Throws `UserError` when they contradict each other. */
export function divisionOf({ train, test, folds, anchored = false, purge, embargo }: WalkForwardOptions): FoldPlan {
  if ((train === undefined) !== (test === undefined))
    throw new UserError(`--${train === undefined ? 'train' : 'test'} must be given beside --${train === undefined ? 'test' : 'train'}`);
  if (train !== undefined && folds !== undefined)
    throw new UserError('--folds says how many parts there are, --train and --test how long they are; give one or the other');
  const spans = train === undefined || test === undefined ? null : { trainUs: parseTimeframe(train), testUs: parseTimeframe(test) };
  return { spans, folds: folds ?? FOLDS, anchored, gaps: { purge, embargo } };
}

async function walk(job: Job, options: WalkForwardOptions, signal: AbortSignal): Promise<WalkForwardReport | undefined> {
  const { sweep, division, strategy } = job;
  const { total } = countsOf(sweep, strategy);
  const threads = Math.min(options.workers ?? availableParallelism(), total);
  const progress = startProgress('walk-forward');
  const evaluate = (plan: SweepPlan, combinations: readonly Params[]) =>
    rowsOf({ ...inputOf(job), plan }, combinations, { threads, signal });
  const walked = await runWalkForward({
    ...inputOf(job),
    plan: { sweep, division },
    evaluate,
    ledger: trialsFile(sweep.backtest.strategy),
    digest: (text) => createHash('sha256').update(text).digest('hex'),
    onFold: progress.update,
  });
  progress.done(walked === undefined ? 'walk-forward: stopped' : `walk-forward: ${walked.folds.length} folds of ${total} combinations`);
  return walked;
}

/** What needs every combination over the whole history: cross-validated paths, and Hansen's test. Undefined when it was stopped. */
async function beyondFolds(
  job: Job,
  { cpcv, spa = false, workers }: WalkForwardOptions,
  signal: AbortSignal,
): Promise<BeyondFolds | undefined> {
  if (cpcv === undefined && !spa) return { cpcv: null, ability: null };
  const { sweep: plan, division, strategy } = job;
  const combinations = freeCombinations({ plan, strategy });
  const validation = cpcv && { groups: cpcv[0], testGroups: cpcv[1], gaps: division.gaps };
  const asked = { combinations, validation, spa };
  const threads = Math.min(workers ?? availableParallelism(), combinations.length);
  const progress = startProgress('all combinations');
  const told = { onProgress: progress.update, signal };
  const found =
    threads === 1 || workOf(job.on, plan.backtest) * combinations.length < SMALL
      ? await beyondHere(job, asked, told)
      : await beyondOnThreads(job, asked, { ...told, threads });
  progress.done(found === undefined ? 'all combinations: stopped' : `${combinations.length} combinations over the whole history`);
  return found;
}

interface Asked {
  readonly combinations: readonly Params[];
  readonly validation: CrossValidation | undefined;
  readonly spa: boolean;
}

interface Told {
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}

async function beyondHere(job: Job, { validation, spa }: Asked, { onProgress, signal }: Told): Promise<BeyondFolds | undefined> {
  const input = inputOf(job);
  const pause = () => immediate(undefined, { signal });
  try {
    const returns = await combinationReturns(input, { onProgress, pause });
    return {
      cpcv: validation === undefined ? null : runCombinatorial(input, returns, validation),
      ability: spa ? abilityOf(input, returns) : null,
    };
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

async function beyondOnThreads(
  { sweep: plan, on }: Job,
  { combinations, validation, spa }: Asked,
  { onProgress, signal, threads }: Told & { readonly threads: number },
): Promise<BeyondFolds | undefined> {
  const pool = new ResearchPool({ kind: 'search', plan, ...on }, threads);
  const stop = () => void pool.close();
  signal.addEventListener('abort', stop);
  let done = 0;
  const run = async (params: Params) => {
    const column = await pool.returns(params);
    onProgress(++done / combinations.length);
    return column;
  };
  try {
    const returns = { combinations, columns: await Promise.all(combinations.map(run)) };
    const [cpcv, ability] = await Promise.all([
      validation === undefined ? null : pool.combinatorial(returns, validation),
      spa ? pool.ability(returns) : null,
    ]);
    return { cpcv, ability };
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    await pool.close();
  }
}
