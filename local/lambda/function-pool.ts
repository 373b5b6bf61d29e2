import { randomUUID } from 'node:crypto';
import type { LogFile } from './log-file.ts';
import type { WorkerData } from './protocol.ts';
import { type Outcome, WorkerThread } from './worker-thread.ts';

/** Lambda's limit of a synchronous payload, both ways. */
const PAYLOAD_BYTES_MAX = 6 * 1024 * 1024;
const IDLE_MS = 60_000;

export interface FunctionSettings extends WorkerData {
  readonly timeoutMs: number;
  /** Invocations at a time; more wait their turn. */
  readonly concurrency: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** A function with its workers: each runs one invocation at a time and is kept warm for a minute. */
export class FunctionPool {
  readonly settings: FunctionSettings;
  readonly #log: LogFile;
  readonly #idle: { thread: WorkerThread; timer: NodeJS.Timeout }[] = [];
  readonly #busy = new Set<WorkerThread>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #stopped = false;

  constructor(settings: FunctionSettings, log: LogFile) {
    this.settings = settings;
    this.#log = log;
  }

  /** Invokes with a JSON payload. An error of the function is an outcome, never thrown. `onRun` is called once a worker has loaded the function and runs it. */
  async invoke(event: string, requestId: string = randomUUID(), onRun?: () => void): Promise<Outcome> {
    if (Buffer.byteLength(event) > PAYLOAD_BYTES_MAX) {
      return {
        ok: false,
        error: { errorType: 'RequestTooLargeException', errorMessage: `Request must be smaller than ${PAYLOAD_BYTES_MAX} bytes` },
      };
    }
    if (this.#running >= this.settings.concurrency) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running++;
    try {
      return await this.#run(event, requestId, onRun);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running--;
      else next();
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const threads = [...this.#busy, ...this.#idle.map(({ thread, timer }) => (clearTimeout(timer), thread))];
    this.#idle.length = 0;
    await Promise.all(threads.map((thread) => thread.stop()));
  }

  async #run(event: string, requestId: string, onRun?: () => void): Promise<Outcome> {
    if (this.#stopped) return { ok: false, error: { errorType: 'Runtime.Stopped', errorMessage: 'the embedded cloud is stopping' } };
    const startedMs = performance.now();
    this.#log.write(`START RequestId: ${requestId} Version: $LATEST\n`);
    const thread = this.#take();
    this.#busy.add(thread);
    const ran = await thread.run({ requestId, event }, this.settings.timeoutMs, onRun);
    this.#busy.delete(thread);
    this.#release(thread);
    const outcome = limitPayload(ran);
    if (!outcome.ok) this.#log.write(`ERROR RequestId: ${requestId} ${JSON.stringify(outcome.error)}\n`);
    this.#log.write(
      `REPORT RequestId: ${requestId} Duration: ${(performance.now() - startedMs).toFixed(2)} ms ${outcome.ok ? 'ok' : 'failed'}\n`,
    );
    return outcome;
  }

  #take(): WorkerThread {
    for (let warm = this.#idle.pop(); warm !== undefined; warm = this.#idle.pop()) {
      clearTimeout(warm.timer);
      if (!warm.thread.dead) return warm.thread;
    }
    const { environment, ...data } = this.settings;
    return new WorkerThread({ data, environment, write: (text) => this.#log.write(text) });
  }

  #release(thread: WorkerThread): void {
    if (thread.dead || this.#stopped) return;
    const timer = setTimeout(() => {
      this.#idle.splice(this.#idle.indexOf(entry), 1);
      void thread.stop();
    }, IDLE_MS).unref();
    const entry = { thread, timer };
    this.#idle.push(entry);
  }
}

function limitPayload(outcome: Outcome): Outcome {
  if (!outcome.ok || Buffer.byteLength(outcome.payload) <= PAYLOAD_BYTES_MAX) return outcome;
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${PAYLOAD_BYTES_MAX} bytes).`;
  return { ok: false, error: { errorType: 'Function.ResponseSizeTooLarge', errorMessage } };
}
