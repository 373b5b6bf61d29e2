import { Worker } from 'node:worker_threads';
import type { MonteCarloElsewhere, MonteCarloPlan } from '../shared/application/monte-carlo/run.ts';
import type { MonteCarloSource } from '../shared/application/monte-carlo/source.ts';
import type { AbilityReport } from '../shared/application/walk-forward/ability.ts';
import type { CombinationReturns } from '../shared/application/walk-forward/combination-returns.ts';
import type { CombinatorialReport, CrossValidation } from '../shared/application/walk-forward/combinatorial.ts';
import type { Params } from '../shared/research/optimise/space.ts';
import type { ResearchAnswer, ResearchJob, ResearchTask } from './research-job.ts';
import { sharedCopy, sharedData } from './shared-columns.ts';
import { UserError } from './user-error.ts';

export type ResearchReply =
  | { readonly ok: true; readonly answer: ResearchAnswer }
  | { readonly ok: false; readonly name: string; readonly message: string; readonly stack: string; readonly field?: string };

interface Waiting {
  readonly job: ResearchJob;
  readonly resolve: (answer: ResearchAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** Worker threads that do the heavy parts of research side by side. */
export class ResearchPool {
  readonly #workers: readonly Worker[];
  readonly #idle: Worker[];
  readonly #waiting: Waiting[] = [];
  readonly #underWay = new Map<Worker, Waiting>();
  #closed = false;

  constructor(task: ResearchTask, workers: number) {
    const workerData = task.kind === 'report' ? task : { ...task, data: task.data.map(sharedData), rates: task.rates.map(sharedData) };
    this.#workers = Array.from({ length: workers }, () => this.#started(workerData));
    this.#idle = [...this.#workers];
  }

  /** Returns of a combination in each period, in memory that all threads share. */
  async returns(params: Params): Promise<Float64Array> {
    return sharedCopy((await this.#do({ kind: 'returns', params })) as Float64Array);
  }

  combinatorial(returns: CombinationReturns, validation: CrossValidation): Promise<CombinatorialReport> {
    return this.#do({ kind: 'combinatorial', returns, validation }) as Promise<CombinatorialReport>;
  }

  ability(returns: CombinationReturns): Promise<AbilityReport> {
    return this.#do({ kind: 'ability', returns }) as Promise<AbilityReport>;
  }

  /** The heavy parts of a simulation. */
  simulation(plan: MonteCarloPlan, source: MonteCarloSource): MonteCarloElsewhere {
    return {
      paths: (path) => this.#do({ kind: 'paths', plan, source, path }) as ReturnType<MonteCarloElsewhere['paths']>,
      noise: (number) => this.#do({ kind: 'noise', plan, number }) as ReturnType<MonteCarloElsewhere['noise']>,
    };
  }

  /** Ends all threads; what waits or is under way is rejected. */
  async close(): Promise<void> {
    this.#closed = true;
    const left = [...this.#underWay.values(), ...this.#waiting.splice(0)];
    this.#underWay.clear();
    for (const { reject } of left) reject(new UserError('stopped'));
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #do(job: ResearchJob): Promise<ResearchAnswer> {
    if (this.#closed) return Promise.reject(new UserError('stopped'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ job, resolve, reject });
      this.#hand();
    });
  }

  #hand(): void {
    for (let worker = this.#idle.at(-1); worker !== undefined && this.#waiting.length > 0; worker = this.#idle.at(-1)) {
      const next = this.#waiting.shift() as Waiting;
      this.#idle.pop();
      this.#underWay.set(worker, next);
      worker.postMessage(next.job);
    }
  }

  #started(workerData: ResearchTask): Worker {
    const worker = new Worker(new URL('./research-worker.ts', import.meta.url), { workerData });
    const settle = (act: (waiting: Waiting) => void) => {
      const waiting = this.#underWay.get(worker);
      this.#underWay.delete(worker);
      if (waiting) act(waiting);
    };
    worker.on('message', (reply: ResearchReply) => {
      settle(({ resolve, reject }) => (reply.ok ? resolve(reply.answer) : reject(revived(reply))));
      this.#idle.push(worker);
      this.#hand();
    });
    worker.on('error', (error: Error) => settle(({ reject }) => reject(error)));
    worker.on('exit', () => settle(({ reject }) => reject(new UserError('a worker ended before it was done; is there enough memory?'))));
    return worker;
  }
}

/** The worker's error as one of this thread, with its name and field, so that it is told apart here too. */
function revived({ name, message, stack, field }: ResearchReply & { ok: false }): Error {
  return Object.assign(new Error(message), { name, stack, ...(field === undefined ? {} : { field }) });
}
