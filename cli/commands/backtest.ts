import { createHash } from 'node:crypto';
import { buildReport } from '../../shared/application/backtest/build-report.ts';
import { planBacktest } from '../../shared/application/backtest/plan.ts';
import { reportToJson } from '../../shared/application/backtest/report-text.ts';
import { tearsheetOf } from '../../shared/application/backtest/tearsheet.ts';
import { trialOfBacktest } from '../../shared/application/sweep/trials.ts';
import { findAnalysers } from '../../shared/performance/analyser.ts';
import type { TrialRecord } from '../../shared/ports/trial-ledger.ts';
import { renderTerminal } from '../../shared/performance/terminal.ts';
import { codeVersion } from '../../scripts/code-version.ts';
import { type BacktestOptions, requestHere } from '../backtest-options.ts';
import { coverageNotes, detailSources } from '../execution-files.ts';
import { besideSources } from '../beside.ts';
import { datasetSources } from '../dataset.ts';
import { checkWritable, writeWhole } from '../files.ts';
import { loadAnalysers, loadRuleCatalogue, loadStrategies, ROOT } from '../registry.ts';
import { simulateAll, type Watcher } from '../shards.ts';
import { simulateTogether } from '../together.ts';
import { note, print, startProgress } from '../terminal.ts';
import { trialsFile } from '../trials-file.ts';
import { UserError } from '../user-error.ts';

/** `skytape backtest`: everything that can be refused is refused before anything is run, and nothing is written before all of it is known. */
export async function backtest(options: BacktestOptions): Promise<void> {
  if (options.report !== undefined) checkWritable(options.report);
  if (options.api !== undefined) return (await import('./backtest-remote.ts')).backtestRemotely(options, options.api);
  const strategies = await loadStrategies();
  const plan = planBacktest(await requestHere(options), strategies, codeVersion(ROOT), await loadRuleCatalogue());
  const analysers = await loadAnalysers();
  findAnalysers(analysers, plan.analysers ?? []);
  const sources = datasetSources(options.data, options);
  const details = detailSources(options, { together: plan.account !== undefined });
  const progress = startProgress('backtest');
  const told: string[] = [];
  const watcher: Watcher = {
    onProgress: progress.update,
    onLoaded: ({ label }, notes) => told.push(...notes.map((detail) => `skytape: ${label}: ${detail}`)),
  };
  const work = { plan, sources, details, beside: besideSources(options) };
  const simulations =
    plan.account === undefined
      ? await simulateAll(work, watcher)
      : await simulateTogether({ ...work, rates: datasetSources(options.rates ?? [], {}) }, watcher);
  const report = buildReport(simulations, plan, analysers);
  progress.done(`backtest: ${report.manifest.bars} bars, ${report.summary.tradeCount} trades`);
  for (const line of [...told, ...simulations.flatMap(({ data, run }) => coverageNotes(data.symbol, run.detail))]) note(line);
  if (options.report !== undefined) {
    writeWhole(options.report, tearsheetOf(report, simulations));
    note(`report written to ${options.report}`);
  }
  await enter(plan.strategy, trialOfBacktest({ plan, simulations, sharpe: report.summary.sharpe }, digest));
  print(options.json ? reportToJson(report, { equity: options.equity }) : renderTerminal(report));
}

/** What was looked at counts when luck is judged later. A ledger that cannot be kept does not spoil the run. */
async function enter(strategy: string, trial: TrialRecord): Promise<void> {
  try {
    await trialsFile(strategy).add([trial]);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    note(`skytape: this run does not count among the trials: ${error.message}`);
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
