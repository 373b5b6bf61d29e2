import { withRules } from '../shared/application/backtest/instrument-rules.ts';
import type { BacktestPlan } from '../shared/application/backtest/plan.ts';
import type { BesideInput, DataOrigin } from '../shared/application/backtest/simulation.ts';
import { demandBars } from '../shared/application/sweep/data.ts';
import type { OriginalInput } from '../shared/application/sweep/simulations.ts';
import type { RateFeed } from '../shared/engine/portfolio/rates.ts';
import type { BacktestOptions } from './backtest-options.ts';
import { besideSources, loadBeside } from './beside.ts';
import { datasetSources, type LoadedDataset, loadDataset } from './dataset.ts';
import { loadDetailed } from './execution-files.ts';

/** What a study runs on; plain data, so that it can go to worker threads. */
export interface StudyData {
  readonly data: OriginalInput['data'];
  /** Currency pairs that a shared account converts by. */
  readonly rates: readonly (RateFeed & { readonly origin: DataOrigin })[];
  readonly beside: BesideInput | undefined;
}

/** Reads what a plan runs on: `--data` with its `--detail`, `--rates`, `--with` and `--feature`. Throws `UserError`, `MarketDataError`, and `EngineError` for data without a bar in its range. */
export async function loadStudyData(options: Omit<BacktestOptions, 'equity'>, plan: BacktestPlan): Promise<StudyData> {
  const loaded = await loadDetailed(options, { together: plan.account !== undefined });
  const data = withRules(
    loaded.map(({ detail, ...one }) => ({ ...withOrigin(one), detail })),
    plan.execution,
  );
  demandBars(plan, data);
  const rates = [];
  for (const source of datasetSources(options.rates ?? [], {})) rates.push(withOrigin(await loadDataset(source)));
  return { data, rates, beside: await loadBeside(besideSources(options)) };
}

function withOrigin({ bars, instrument, sha256, synthetic }: LoadedDataset) {
  return { bars, instrument, origin: { sha256, synthetic } };
}

/** How long a bar takes on a shared account, in bars of a data set that is run for itself; roughly, to tell whether threads are worth starting. */
const SHARED_BAR = 10;

/** Work of one run, in bars of a data set that is run for itself. */
export function workOf({ data }: Pick<StudyData, 'data'>, { account }: BacktestPlan): number {
  const bars = data.reduce((sum, one) => sum + one.bars.length, 0);
  return account === undefined ? bars : SHARED_BAR * bars;
}
