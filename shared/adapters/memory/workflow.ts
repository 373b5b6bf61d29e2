import type { Workflow } from '../../ports/workflow.ts';

/** Remembers what was started and stopped; somebody else does the work. */
export class MemoryWorkflow implements Workflow {
  readonly started = new Map<string, Readonly<Record<string, unknown>>>();
  readonly stopped: string[] = [];

  async start(name: string, input: Readonly<Record<string, unknown>>): Promise<void> {
    if (!this.started.has(name)) this.started.set(name, input);
  }

  async stop(name: string): Promise<void> {
    this.stopped.push(name);
  }
}
