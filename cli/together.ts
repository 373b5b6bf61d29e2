import { Worker } from 'node:worker_threads';
import type { BacktestPlan } from '../shared/application/backtest/plan.ts';
import type { Simulation } from '../shared/application/backtest/simulation.ts';
import type { BesideSources } from './beside.ts';
import type { DatasetSource } from './dataset.ts';
import { revived, type Watcher } from './shards.ts';
import { UserError } from './user-error.ts';

export interface SharedTask {
  readonly plan: BacktestPlan;
  readonly sources: readonly DatasetSource[];
  /** Finer data, one for each source that is traded; empty when none was given. */
  readonly details: readonly DatasetSource[];
  readonly rates: readonly DatasetSource[];
  readonly beside: BesideSources;
}

export type SharedAnswer =
  | { readonly kind: 'loaded'; readonly source: number; readonly notes: readonly string[] }
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'done'; readonly simulations: readonly Simulation[] }
  | { readonly kind: 'failed'; readonly name: string; readonly message: string; readonly stack: string };

/** Simulates a plan with a shared account on all sources at once, in a thread of its own. */
export async function simulateTogether(task: SharedTask, watcher: Watcher): Promise<readonly Simulation[]> {
  const worker = new Worker(new URL('./together-worker.ts', import.meta.url), { workerData: task });
  try {
    return await new Promise<readonly Simulation[]>((resolve, reject) => {
      worker.on('message', (answer: SharedAnswer) => {
        if (answer.kind === 'done') resolve(answer.simulations);
        else if (answer.kind === 'failed') reject(revived(answer));
        else if (answer.kind === 'progress') watcher.onProgress(answer.share);
        else watcher.onLoaded(task.sources[answer.source] as DatasetSource, answer.notes);
      });
      worker.on('error', reject);
      worker.on('exit', () => reject(new UserError('the run ended before it was done; is there enough memory?')));
    });
  } finally {
    await worker.terminate();
  }
}
