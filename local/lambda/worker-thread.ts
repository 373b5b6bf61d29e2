import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { FromWorker, FunctionError, Invoke, WorkerData } from './protocol.ts';

/** Lambda gives a function 10 s to load; a busy laptop gets more. */
const LOAD_MS_MAX = 120_000;

export type Outcome = { readonly ok: true; readonly payload: string } | { readonly ok: false; readonly error: FunctionError };

export interface ThreadOptions {
  readonly data: WorkerData;
  readonly environment: Readonly<Record<string, string>>;
  readonly write: (text: string) => void;
}

/** One worker thread: loads a handler, then runs one invocation at a time. Once `dead` it takes no more. */
export class WorkerThread {
  readonly #worker: Worker;
  #settle: ((message: FromWorker) => void) | undefined;
  #early: FromWorker | undefined;
  #ready = false;
  dead = false;

  constructor({ data, environment, write }: ThreadOptions) {
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: data,
      env: { ...environment },
      execArgv: ['--disable-warning=ExperimentalWarning'],
      name: data.functionName,
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: data.memoryMb },
    });
    for (const stream of [this.#worker.stdout, this.#worker.stderr] as Readable[]) stream.setEncoding('utf8').on('data', write);
    this.#worker.on('message', (message: FromWorker) => this.#deliver(message));
    this.#worker.on('error', (error) =>
      this.#die({ errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') }),
    );
    this.#worker.on('exit', (code) =>
      this.#die({ errorType: 'Runtime.ExitError', errorMessage: `Runtime exited with exit status ${code}` }),
    );
  }

  /** Runs one invocation. A thread that times out, crashes or failed to load is dead afterwards. */
  async run(invoke: Omit<Invoke, 'deadlineMs'>, timeoutMs: number, onRun?: () => void): Promise<Outcome> {
    if (!this.#ready) {
      const loaded = await this.#next(LOAD_MS_MAX, `the function did not load within ${LOAD_MS_MAX / 1000} seconds`);
      if (loaded.kind === 'failed') {
        await this.stop();
        return { ok: false, error: loaded.error };
      }
      this.#ready = true;
    }
    onRun?.();
    this.#worker.postMessage({ ...invoke, deadlineMs: Date.now() + timeoutMs } satisfies Invoke);
    const answer = await this.#next(
      timeoutMs,
      `RequestId: ${invoke.requestId} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
    );
    if (answer.kind === 'answer') return { ok: true, payload: answer.payload };
    return {
      ok: false,
      error: answer.kind === 'failed' ? answer.error : { errorType: 'Runtime.Unknown', errorMessage: 'the worker answered out of turn' },
    };
  }

  async stop(): Promise<void> {
    this.#die({ errorType: 'Runtime.Stopped', errorMessage: 'the embedded cloud is stopping' });
    await this.#worker.terminate();
  }

  #next(limitMs: number, late: string): Promise<FromWorker> {
    const early = this.#early;
    this.#early = undefined;
    if (early !== undefined) return Promise.resolve(early);
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#die({ errorType: 'Sandbox.Timedout', errorMessage: late });
        void this.#worker.terminate();
      }, limitMs);
      this.#settle = (message) => {
        clearTimeout(timer);
        this.#settle = undefined;
        resolve(message);
      };
    });
  }

  #deliver(message: FromWorker): void {
    if (this.#settle === undefined) this.#early = message;
    else this.#settle(message);
  }

  #die(error: FunctionError): void {
    if (this.dead) return;
    this.dead = true;
    this.#deliver({ kind: 'failed', error });
  }
}
