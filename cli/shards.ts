import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { BacktestPlan } from '../shared/application/backtest/plan.ts';
import type { Simulation } from '../shared/application/backtest/simulation.ts';
import type { BesideSources } from './beside.ts';
import type { DatasetSource } from './dataset.ts';
import { UserError } from './user-error.ts';

export interface ShardTask {
  readonly plan: BacktestPlan;
  readonly source: DatasetSource;
  /** Finer data of the same instrument. */
  readonly detail?: DatasetSource | undefined;
  readonly shards: number;
  readonly beside: BesideSources;
}

export type ShardAnswer =
  | { readonly kind: 'loaded'; readonly notes: readonly string[] }
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'done'; readonly simulation: Simulation }
  | { readonly kind: 'failed'; readonly name: string; readonly message: string; readonly stack: string };

export interface Work {
  readonly plan: BacktestPlan;
  readonly sources: readonly DatasetSource[];
  /** Finer data, one for each source; empty when none was given. */
  readonly details: readonly DatasetSource[];
  readonly beside: BesideSources;
}

export interface Watcher {
  /** Told the share of all work done, 0 to 1. */
  readonly onProgress: (share: number) => void;
  /** Told, once a data set is read, what its reader should know of it. */
  readonly onLoaded: (source: DatasetSource, notes: readonly string[]) => void;
}

/** Simulates a plan on every source, as many at a time as there are cores, and keeps their order. The first failure ends them all. */
export async function simulateAll({ plan, sources, details, beside }: Work, watcher: Watcher): Promise<Simulation[]> {
  const shares = sources.map(() => 0);
  const results: Simulation[] = [];
  const workers = new Set<Worker>();
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let i = next++; i < sources.length; i = next++) {
      const source = sources[i] as DatasetSource;
      results[i] = await runShard({ plan, source, detail: details[i], shards: sources.length, beside }, workers, (answer) => {
        if (answer.kind === 'loaded') watcher.onLoaded(source, answer.notes);
        shares[i] = answer.kind === 'progress' ? answer.share : (shares[i] as number);
        watcher.onProgress(shares.reduce((sum, share) => sum + share, 0) / sources.length);
      });
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(sources.length, availableParallelism()) }, lane));
  } finally {
    await Promise.all([...workers].map((worker) => worker.terminate()));
  }
  return results;
}

function runShard(task: ShardTask, workers: Set<Worker>, onAnswer: (answer: ShardAnswer) => void): Promise<Simulation> {
  const worker = new Worker(new URL('./shard-worker.ts', import.meta.url), { workerData: task });
  workers.add(worker);
  return new Promise<Simulation>((resolve, reject) => {
    worker.on('message', (answer: ShardAnswer) => {
      if (answer.kind === 'done') resolve(answer.simulation);
      else if (answer.kind === 'failed') reject(revived(answer, task.source.label));
      else onAnswer(answer);
    });
    worker.on('error', reject);
    worker.on('exit', () => {
      workers.delete(worker);
      reject(new UserError(`the run of ${task.source.label} ended before it was done; is there enough memory?`));
    });
  });
}

/** The worker's error as one of this thread, with its name, so that it is told apart here too. */
export function revived({ name, message, stack }: ShardAnswer & { kind: 'failed' }, label?: string): Error {
  const ofData = label !== undefined && name === 'EngineError';
  const error = new Error(ofData ? `${label}: ${message}` : message);
  error.name = name;
  error.stack = stack;
  return error;
}
