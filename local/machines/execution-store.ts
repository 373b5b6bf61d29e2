import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, writeAtomically } from '../files.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export interface Execution {
  readonly arn: string;
  readonly machineArn: string;
  readonly name: string;
  readonly input: string;
  readonly startMs: number;
  readonly status: ExecutionStatus;
  readonly stopMs?: number;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** Executions on disk, one file each. */
export class ExecutionStore {
  readonly #directory: string;
  readonly #executions = new Map<string, Execution>();

  constructor(directory: string) {
    this.#directory = directory;
    const files = existsSync(directory) ? readdirSync(directory, { recursive: true, encoding: 'utf8' }) : [];
    for (const file of files.filter((name) => name.endsWith('.json'))) {
      const execution = readJson(join(directory, file)) as Execution;
      this.#executions.set(execution.arn, execution);
    }
  }

  get(arn: string): Execution | undefined {
    return this.#executions.get(arn);
  }

  /** Executions of a machine, the newest first. */
  list(machineArn: string): Execution[] {
    return [...this.#executions.values()].filter((execution) => execution.machineArn === machineArn).sort((a, b) => b.startMs - a.startMs);
  }

  save(execution: Execution): void {
    const machine = execution.machineArn.split(':').at(-1) as string;
    writeAtomically(join(this.#directory, machine, `${encodeURIComponent(execution.name)}.json`), JSON.stringify(execution));
    this.#executions.set(execution.arn, execution);
  }
}
