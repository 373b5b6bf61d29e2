import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ChildOptions {
  readonly command: readonly [string, ...string[]];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Everything it writes, as it comes. */
  readonly write: (text: string) => void;
  /** Told when it ended without being asked to. */
  readonly onDeath: (how: string, againMs: number) => void;
  /** Waits before it is started again: doubled each time that it did not live for a minute. */
  readonly firstWaitMs?: number;
}

const FIRST_WAIT_MS = 1000;
const WAIT_MS_MAX = 30_000;
const HEALTHY_MS = 60_000;
/** ECS waits for half a minute; a person who pressed Ctrl-C does not. */
const GRACE_MS = 1500;

/** A process that is started again when it dies, until `stop`. */
export class Child {
  readonly #options: ChildOptions;
  readonly #abort = new AbortController();
  #process: ChildProcess | undefined;
  #running: Promise<void> | undefined;

  constructor(options: ChildOptions) {
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  start(): void {
    this.#running ??= this.#keep();
  }

  /** Asks it to end, and ends it when it does not. */
  async stop(): Promise<void> {
    this.#abort.abort();
    const standing = this.#process;
    standing?.kill('SIGTERM');
    const late = setTimeout(() => standing?.kill('SIGKILL'), GRACE_MS);
    await this.#running;
    clearTimeout(late);
  }

  async #keep(): Promise<void> {
    const { onDeath, firstWaitMs = FIRST_WAIT_MS } = this.#options;
    for (let waitMs = firstWaitMs; !this.#abort.signal.aborted; ) {
      const startedMs = performance.now();
      const how = await this.#run();
      if (this.#abort.signal.aborted) return;
      if (performance.now() - startedMs >= HEALTHY_MS) waitMs = firstWaitMs;
      onDeath(how, waitMs);
      await sleep(waitMs, undefined, { signal: this.#abort.signal }).catch(() => undefined);
      waitMs = Math.min(2 * waitMs, WAIT_MS_MAX);
    }
  }

  /** One life; how it ended. */
  #run(): Promise<string> {
    const { command, folder, environment, write } = this.#options;
    const [file, ...given] = command;
    return new Promise((resolve) => {
      const child = spawn(file, given, { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
      this.#process = child;
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', write);
      child.once('error', (error) => resolve(error.message));
      child.once('close', (code, signal) => resolve(signal === null ? `ended with ${code}` : `was ended by ${signal}`));
    });
  }
}
