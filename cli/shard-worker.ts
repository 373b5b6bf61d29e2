import { parentPort, workerData } from 'node:worker_threads';
import { strategyOf } from '../shared/application/backtest/plan.ts';
import type { BesideInput, DetailInput } from '../shared/application/backtest/simulation.ts';
import { simulate } from '../shared/application/backtest/simulate.ts';
import { USER_INDICATORS } from '../indicators/registry.generated.ts';
import { ruleCatalogue } from '../shared/strategies/rules/parse.ts';
import { STRATEGIES } from '../strategies/registry.generated.ts';
import { COSTS } from '../costs/registry.generated.ts';
import { loadBeside } from './beside.ts';
import { type LoadedDataset, loadDataset } from './dataset.ts';
import { loadDetail } from './execution-files.ts';
import type { ShardAnswer, ShardTask } from './shards.ts';
import { faultOfStrategy } from './strategy-fault.ts';

/** Runs one data set of a backtest and posts what it leaves. A thread of its own keeps Ctrl-C prompt and uses the other cores. */
const task = workerData as ShardTask;
const post = (answer: ShardAnswer) => parentPort?.postMessage(answer);

try {
  const dataset = await loadDataset(task.source);
  post({ kind: 'loaded', notes: dataset.notes });
  post({ kind: 'done', simulation: runOn(dataset, await loadBeside(task.beside), task.detail && (await loadDetail(task.detail))) });
} catch (error) {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  post({ kind: 'failed', name, message, stack: stack ?? '' });
}

function runOn({ bars, instrument, sha256, synthetic }: LoadedDataset, beside: BesideInput | undefined, detail: DetailInput | undefined) {
  const strategy = strategyOf(STRATEGIES, task.plan, ruleCatalogue(USER_INDICATORS));
  try {
    return simulate({
      plan: task.plan,
      strategy,
      bars,
      instrument,
      data: { sha256, synthetic },
      shards: task.shards,
      beside,
      detail,
      costs: COSTS,
      onProgress: (share) => post({ kind: 'progress', share }),
    });
  } catch (error) {
    throw faultOfStrategy(error, strategy.id) ?? error;
  }
}
