import { Worker } from 'node:worker_threads';
import type { BesideInput } from '../shared/application/backtest/simulation.ts';
import type { SweepData } from '../shared/application/sweep/data.ts';
import type { SweepPlan } from '../shared/application/sweep/plan.ts';
import { rowWidth } from '../shared/application/sweep/row.ts';
import { visitingOrder } from '../shared/application/sweep/shard.ts';
import type { RateFeed } from '../shared/engine/portfolio/rates.ts';
import type { Params } from '../shared/research/optimise/space.ts';
import { sharedData, sharedDoubles } from './shared-columns.ts';
import { UserError } from './user-error.ts';

/** Indicator columns that all workers together keep: what a sweep of a hundred by a hundred averages over 100,000 bars uses again and again. */
const CACHE_BYTES = 160 * 1024 * 1024;
/** Room for what a combination leaves to be forgotten: more is no faster, and would only grow as long as a sweep lasts. */
const YOUNG_MB = 12;
const LOOKS_MS = 200;

export interface SweepTask {
  readonly plan: SweepPlan;
  /** Its columns, and those of the rates, lie in memory that all workers share. */
  readonly data: readonly SweepData[];
  readonly rates: readonly RateFeed[];
  readonly beside: BesideInput | undefined;
  readonly cacheBytes: number;
  /** Which of the workers this is. */
  readonly worker: number;
}

export type SweepBatch =
  | { readonly kind: 'warm'; readonly combinations: readonly Params[] }
  | {
      readonly kind: 'run';
      readonly combinations: readonly Params[];
      /** Indices of the combinations in the order in which they are best run. */
      readonly order: Uint32Array;
      /** Every worker has a part of the order of its own, and here the place of the next combination in it that nobody has taken. */
      readonly next: Int32Array;
      readonly rows: Float64Array;
    };

export type SweepAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly name: string; readonly message: string; readonly stack: string };

interface SweepPoolOptions {
  readonly plan: SweepPlan;
  readonly data: readonly SweepData[];
  readonly rates?: readonly RateFeed[] | undefined;
  readonly beside?: BesideInput | undefined;
  readonly workers: number;
}

/** Worker threads that run combinations over the same columns. */
export class SweepPool {
  readonly #plan: SweepPlan;
  readonly #workers: readonly Worker[];
  #next: Int32Array | undefined;
  #stopped = false;

  constructor({ plan, data, rates = [], beside, workers }: SweepPoolOptions) {
    this.#plan = plan;
    const shared = { data: data.map(sharedData), rates: rates.map(sharedData) };
    this.#workers = Array.from({ length: workers }, (_, worker) => {
      const task: SweepTask = { plan, ...shared, beside, cacheBytes: CACHE_BYTES / workers, worker };
      return new Worker(new URL('./sweep-worker.ts', import.meta.url), {
        workerData: task,
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
      });
    });
    for (const worker of this.#workers) worker.setMaxListeners(0);
  }

  /** Runs a few combinations in every worker, so that what is timed afterwards is the sweep. */
  async warm(combinations: readonly Params[]): Promise<void> {
    await this.#ask({ kind: 'warm', combinations });
  }

  /** The rows of the combinations, in their order; undefined once it was stopped. `onDone` is told now and then how many are done or under way. */
  async run(combinations: readonly Params[], onDone: (count: number) => void): Promise<Float64Array | undefined> {
    if (this.#stopped) return undefined;
    const rows = sharedDoubles(combinations.length * rowWidth(this.#plan));
    const parts = this.#workers.map((_, worker) => partOf(combinations.length, worker, this.#workers.length));
    const next = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * parts.length));
    next.set(parts.map(({ from }) => from));
    const order = Uint32Array.from(visitingOrder(combinations, this.#plan));
    this.#next = next;
    const done = () => parts.reduce((sum, { from, end }, part) => sum + Math.min(end, Atomics.load(next, part)) - from, 0);
    const looks = setInterval(() => onDone(done()), LOOKS_MS);
    try {
      await this.#ask({ kind: 'run', combinations, order, next, rows });
    } finally {
      clearInterval(looks);
    }
    return this.#stopped ? undefined : rows;
  }

  /** Lets every worker end after the combination that it is at. */
  stop(): void {
    this.#stopped = true;
    const next = this.#next;
    if (next) for (let part = 0; part < next.length; part++) Atomics.store(next, part, 2 ** 30);
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  async #ask(batch: SweepBatch): Promise<void> {
    await Promise.all(this.#workers.map((worker) => answered(worker, batch)));
  }
}

/** The part of so many combinations that is a worker's own: neighbours in the order share columns, so that each worker needs few of those of the others. */
export function partOf(combinations: number, worker: number, workers: number): { readonly from: number; readonly end: number } {
  const edge = (part: number) => Math.floor((combinations * part) / workers);
  return { from: edge(worker), end: edge(worker + 1) };
}

function answered(worker: Worker, batch: SweepBatch): Promise<void> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new UserError('a worker of the sweep ended before it was done; is there enough memory?'));
    const settle = (act: () => void) => {
      worker.off('message', onAnswer).off('error', reject).off('exit', ended);
      act();
    };
    const onAnswer = (answer: SweepAnswer) => settle(() => (answer.kind === 'done' ? resolve() : reject(revived(answer))));
    worker.on('message', onAnswer).on('error', reject).on('exit', ended);
    worker.postMessage(batch);
  });
}

/** The worker's error as one of this thread, with its name, so that it is told apart here too. */
function revived({ name, message, stack }: SweepAnswer & { kind: 'failed' }): Error {
  return Object.assign(new Error(message), { name, stack });
}
