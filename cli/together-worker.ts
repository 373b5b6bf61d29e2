import { parentPort, workerData } from 'node:worker_threads';
import { type SharedSource, simulateShared } from '../shared/application/backtest/simulate-shared.ts';
import { subjectOf } from '../shared/application/backtest/subject.ts';
import type { DetailInput } from '../shared/application/backtest/simulation.ts';
import { withDetails } from '../shared/application/backtest/with-details.ts';
import { COSTS } from '../costs/registry.generated.ts';
import { USER_INDICATORS } from '../indicators/registry.generated.ts';
import { ruleCatalogue } from '../shared/strategies/rules/parse.ts';
import { STRATEGIES } from '../strategies/registry.generated.ts';
import { loadBeside } from './beside.ts';
import { type DatasetSource, loadDataset } from './dataset.ts';
import { loadDetail } from './execution-files.ts';
import { faultOfStrategy } from './strategy-fault.ts';
import type { SharedAnswer, SharedTask } from './together.ts';

/** Runs a backtest on one account for all of its data sets and posts what it leaves. */
const { plan, sources, details, rates, beside } = workerData as SharedTask;
const post = (answer: SharedAnswer) => parentPort?.postMessage(answer);

try {
  const loaded: SharedSource[] = [];
  for (const [i, source] of sources.entries()) loaded.push(await load(source, (notes) => post({ kind: 'loaded', source: i, notes })));
  const finer: DetailInput[] = [];
  for (const source of details) finer.push(await loadDetail(source));
  const pairs: SharedSource[] = [];
  for (const source of rates) pairs.push(await load(source, () => undefined));
  const surroundings = await loadBeside(beside);
  const simulations = simulateShared({
    plan,
    strategy: subjectOf(STRATEGIES, plan, ruleCatalogue(USER_INDICATORS)),
    costs: COSTS,
    sources: withDetails(loaded, finer),
    rates: pairs,
    beside: surroundings,
    onProgress: (share) => post({ kind: 'progress', share }),
  });
  post({ kind: 'done', simulations });
} catch (error) {
  const known = faultOfStrategy(error, plan.strategy) ?? error;
  const { name, message, stack } = known instanceof Error ? known : new Error(String(known));
  post({ kind: 'failed', name, message, stack: stack ?? '' });
}

async function load(source: DatasetSource, tell: (notes: readonly string[]) => void): Promise<SharedSource> {
  const { bars, instrument, sha256, synthetic, notes } = await loadDataset(source);
  tell(notes);
  return { bars, instrument, data: { sha256, synthetic } };
}
