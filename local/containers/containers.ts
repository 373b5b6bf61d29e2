import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LogFile } from '../lambda/log-file.ts';
import { Child } from './child.ts';
import type { ContainerService } from './services.ts';

export interface ContainersOptions {
  readonly services: readonly ContainerService[];
  /** Folder of a log for each service. */
  readonly logs: string;
  /** Whether a service has anything to do; asked again and again until it has, since an idle process costs a laptop its memory. */
  readonly wanted: (service: ContainerService) => Promise<boolean>;
  /** A line for the person at the keyboard. */
  readonly tell: (line: string) => void;
}

const LOOK_MS = 3000;

/** The long-lived containers of the templates, as processes of this machine. */
export class Containers {
  readonly #options: ContainersOptions;
  readonly #abort = new AbortController();
  readonly #children: Child[] = [];
  #starting: Promise<unknown> = Promise.resolve();

  constructor(options: ContainersOptions) {
    this.#options = options;
  }

  /** Processes that run now. */
  get pids(): readonly number[] {
    return this.#children.flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
  }

  start(): void {
    this.#starting = Promise.all(this.#options.services.map((service) => this.#startWhenWanted(service)));
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#starting;
    await Promise.all(this.#children.map((child) => child.stop()));
  }

  async #startWhenWanted(service: ContainerService): Promise<void> {
    const { signal } = this.#abort;
    const { wanted, tell, logs } = this.#options;
    while (!(await wanted(service).catch(() => false))) {
      await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
    }
    const file = join(logs, `${service.name}.log`);
    const log = new LogFile(file);
    const trouble = firstError((reason) => tell(`${service.name} has trouble and goes on trying: ${reason}; more in ${file}`));
    for (let i = 0; i < service.count; i++) {
      const child = new Child({
        ...service,
        write: (text) => {
          log.write(text);
          trouble(text);
        },
        onDeath: (how, againMs) => tell(`${service.name} ${how}; it is started again in ${againMs / 1000} s, its log is ${file}`),
      });
      this.#children.push(child);
      child.start();
    }
    tell(`${service.name} runs`);
  }
}

/** What a line of a log may say of a trouble. */
interface Told {
  readonly message?: string;
  readonly reason?: string;
  readonly detail?: string;
}

/** Looks at lines of JSON for the first of level `error`: one is news, the thousand after it are for the log. */
function firstError(tell: (reason: string) => void): (text: string) => void {
  let isTold = false;
  return (text) => {
    for (const line of isTold ? [] : text.split('\n')) {
      if (!line.startsWith('{"level":"error"')) continue;
      const { message, reason, detail = reason } = JSON.parse(line.endsWith('}') ? line : '{}') as Told;
      if (message === undefined) continue;
      isTold = true;
      tell(detail === undefined ? message : `${message}, ${detail}`);
      return;
    }
  };
}
