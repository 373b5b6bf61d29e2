/** A durable execution of steps. */
export interface Workflow {
  /** Starts the execution `name`; one that was started by that name before goes on undisturbed. */
  start(name: string, input: Readonly<Record<string, unknown>>): Promise<void>;
  /** Stops the execution `name`; no error when it has ended or never was. */
  stop(name: string): Promise<void>;
}
