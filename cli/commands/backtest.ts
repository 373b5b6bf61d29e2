import { buildReport } from '../../shared/application/backtest/build-report.ts';
import { planBacktest } from '../../shared/application/backtest/plan.ts';
import { reportToJson } from '../../shared/application/backtest/report-text.ts';
import { tearsheetOf } from '../../shared/application/backtest/tearsheet.ts';
import type { BacktestRequest } from '../../shared/contracts/schemas.ts';
import type { AssetClass } from '../../shared/domain/instrument.ts';
import { toIso } from '../../shared/domain/time.ts';
import { renderTerminal } from '../../shared/performance/terminal.ts';
import { codeVersion } from '../../scripts/code-version.ts';
import { datasetSources } from '../dataset.ts';
import { checkWritable, writeWhole } from '../files.ts';
import { loadRuleCatalogue, loadStrategies, ROOT } from '../registry.ts';
import { readRuleFile } from '../rule-file.ts';
import { simulateAll } from '../shards.ts';
import { note, print, startProgress } from '../terminal.ts';
import { parseTime } from '../time-option.ts';

export interface BacktestOptions {
  readonly data: readonly string[];
  readonly strategy?: string;
  /** A file of rules instead of a strategy. */
  readonly rules?: string;
  readonly symbol?: readonly string[];
  readonly timeframe?: string;
  readonly assetClass?: AssetClass;
  readonly param?: Readonly<Record<string, number>>;
  readonly cash: number;
  readonly sizing: string;
  readonly commissionBps: number;
  readonly slippageBps: number;
  readonly from?: string;
  readonly to?: string;
  readonly json?: boolean;
  readonly equity: boolean;
  readonly report?: string;
  readonly api?: string;
}

/** `skytape backtest`: everything that can be refused is refused before anything is run, and nothing is written before all of it is known. */
export async function backtest(options: BacktestOptions): Promise<void> {
  if (options.report !== undefined) checkWritable(options.report);
  if (options.api !== undefined) return (await import('./backtest-remote.ts')).backtestRemotely(options, options.api);
  const strategies = await loadStrategies();
  const plan = planBacktest(requestOf(options), strategies, codeVersion(ROOT), await loadRuleCatalogue());
  const sources = datasetSources(options.data, options);
  const progress = startProgress('backtest');
  const told: string[] = [];
  const simulations = await simulateAll(plan, sources, {
    onProgress: progress.update,
    onLoaded: ({ label }, notes) => told.push(...notes.map((detail) => `skytape: ${label}: ${detail}`)),
  });
  const report = buildReport(simulations, plan);
  progress.done(`backtest: ${report.manifest.bars} bars, ${report.summary.tradeCount} trades`);
  for (const line of told) note(line);
  if (options.report !== undefined) {
    writeWhole(options.report, tearsheetOf(report, simulations));
    note(`report written to ${options.report}`);
  }
  print(options.json ? reportToJson(report, { equity: options.equity }) : renderTerminal(report));
}

/** The options as the API's request says them, without the data sets. */
export function requestOf(options: BacktestOptions): Omit<BacktestRequest, 'datasets'> {
  return {
    strategy: options.strategy ?? 'rules',
    ...(options.rules === undefined ? {} : { rules: readRuleFile(options.rules) }),
    params: options.param ?? {},
    cash: options.cash,
    sizing: options.sizing,
    commissionBps: options.commissionBps,
    slippageBps: options.slippageBps,
    ...(options.from === undefined ? {} : { from: toIso(parseTime('--from', options.from)) }),
    ...(options.to === undefined ? {} : { to: toIso(parseTime('--to', options.to)) }),
  };
}
