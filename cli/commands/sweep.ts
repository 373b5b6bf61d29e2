import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { paramsOf, subjectOf } from '../../shared/application/backtest/subject.ts';
import { sweepManifest } from '../../shared/application/sweep/manifest.ts';
import { countsOf, planSweep, type SweepPlan } from '../../shared/application/sweep/plan.ts';
import { sweepResult } from '../../shared/application/sweep/result.ts';
import { sweepTearsheet } from '../../shared/application/sweep/tearsheet.ts';
import { runSweep, type SweepOutcome } from '../../shared/application/sweep/run.ts';
import type { Params } from '../../shared/research/optimise/space.ts';
import { codeVersion } from '../../scripts/code-version.ts';
import { requestHere } from '../backtest-options.ts';
import { checkWritable, writeWhole } from '../files.ts';
import { interruptible } from '../interrupt.ts';
import { loadRuleCatalogue, loadStrategies, ROOT } from '../registry.ts';
import { searchOf, type SweepOptions } from '../search-options.ts';
import { loadStudyData, type StudyData } from '../study-data.ts';
import { readSweep, sweepIdentity, writeSweep } from '../sweep-file.ts';
import { SweepPool } from '../sweep-pool.ts';
import { rowsAsCsv, sweepAsText } from '../sweep-text.ts';
import { note, print, startProgress } from '../terminal.ts';
import { trialsFile } from '../trials-file.ts';
import { UserError } from '../user-error.ts';

/** Where a sweep that is interrupted stands, unless `--resume` says. */
const RESUME_FILE = 'sweep.resume.json';
/** How often the file of `--resume` is renewed. */
const KEEP_MS = 10_000;
const TOP = 20;

/** `skytape sweep`: many combinations of parameters on worker threads. Ctrl-C keeps what was done. */
export async function sweep(options: SweepOptions): Promise<void> {
  checkFiles(options);
  const workers = countOf('workers', options.workers) ?? availableParallelism();
  const top = countOf('top', options.top);
  const strategies = await loadStrategies();
  const catalogue = await loadRuleCatalogue();
  const plan = planSweep(
    { backtest: await requestHere({ ...options, equity: false }), ...searchOf(options) },
    strategies,
    codeVersion(ROOT),
    catalogue,
  );
  const strategy = subjectOf(strategies, plan.backtest, catalogue);
  const on = await loadStudyData(options, plan.backtest);
  const { total, leftOut } = countsOf(plan, strategy);
  const job = { plan, strategy, on, total, workers: Math.min(workers, total) };
  const { outcome, seconds, ran } = await interruptible((signal) => runOnThreads(job, options, signal));
  if (!outcome.finished) return;
  const world = { plan, strategy, ...on, costs: catalogue.costs };
  const { ledgerSha256, ...result } = await sweepResult({ ...world, ledger: trialsFile(plan.backtest.strategy), digest }, outcome);
  const any = result.rows[0]?.params ?? paramsOf(plan.backtest, strategy);
  const manifest = sweepManifest({ ...world, ledgerSha256 }, any);
  const timing = { seconds, barsPerSecond: seconds > 0 ? Math.round((manifest.bars * ran) / seconds) : 0 };
  const { method, objective, goal } = plan;
  const whole = { manifest, method, objective, goal, leftOut, ...result, ...timing };
  if (options.out !== undefined) {
    writeWhole(options.out, extname(options.out) === '.csv' ? rowsAsCsv(result.rows) : `${JSON.stringify(whole)}\n`);
    note(`rows written to ${options.out}`);
  }
  if (options.report !== undefined) {
    writeWhole(options.report, sweepTearsheet(whole));
    note(`report written to ${options.report}`);
  }
  if (options.resume !== undefined) rmSync(options.resume, { force: true });
  if (options.json) print(JSON.stringify({ ...whole, rows: result.rows.slice(0, top) }));
  else print(sweepAsText({ ...whole, rows: result.rows.slice(0, top ?? TOP) }, plan));
}

interface Job {
  readonly plan: SweepPlan;
  readonly strategy: Parameters<typeof runSweep>[0]['strategy'];
  readonly on: StudyData;
  readonly total: number;
  readonly workers: number;
}

interface Ran {
  readonly outcome: SweepOutcome;
  readonly seconds: number;
  /** Combinations run now, those of an earlier run not counted. */
  readonly ran: number;
}

async function runOnThreads({ plan, strategy, on, total, workers }: Job, options: SweepOptions, signal: AbortSignal): Promise<Ran> {
  const identity = sweepIdentity(plan, on);
  const from = options.resume === undefined ? undefined : readSweep(options.resume, identity);
  const pool = new SweepPool({ plan, ...on, workers });
  signal.addEventListener('abort', () => pool.stop());
  try {
    await pool.warm([paramsOf(plan.backtest, strategy)]);
    note(`sweep: ${total} combinations on ${workers} workers`);
    const progress = startProgress('sweep');
    const startMs = performance.now();
    let [ran, keptMs] = [0, startMs];
    const before = from === undefined ? 0 : (from.search['results'] as unknown[]).length;
    const evaluate = async (combinations: readonly Params[]) => {
      const rows = await pool.run(combinations, (count) => progress.update((before + ran + count) / total));
      ran += rows === undefined ? 0 : combinations.length;
      return rows;
    };
    const outcome = await runSweep({
      plan,
      strategy,
      evaluate,
      from,
      onBatch: (state) => {
        if (options.resume === undefined || performance.now() - keptMs < KEEP_MS) return;
        writeSweep(options.resume, identity, state());
        keptMs = performance.now();
      },
    });
    const seconds = (performance.now() - startMs) / 1000;
    if (outcome.finished) progress.done(`sweep: ${outcome.combinations.length} combinations, ${seconds.toFixed(1)} s`);
    else {
      const file = options.resume ?? RESUME_FILE;
      writeSweep(file, identity, outcome.state);
      progress.done(`sweep: stopped after ${outcome.combinations.length} of ${total} combinations; go on with --resume ${file}`);
      process.exitCode = 130;
    }
    return { outcome, seconds, ran };
  } finally {
    await pool.close();
  }
}

function checkFiles({ out, resume, report }: SweepOptions): void {
  if (out !== undefined && !['.csv', '.json'].includes(extname(out))) throw new UserError(`--out is ${out}, but must end in .csv or .json`);
  for (const path of [out, resume, report]) if (path !== undefined) checkWritable(path);
}

function countOf(name: string, value: number | undefined): number | undefined {
  if (value === undefined || (Number.isInteger(value) && value > 0)) return value;
  throw new UserError(`--${name} is ${value}, but must be a whole number above 0`);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
