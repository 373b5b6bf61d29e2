import { type SFNClient, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import type { Workflow } from '../../ports/workflow.ts';

/** Executions of one Step Functions state machine. */
export class SfnWorkflow implements Workflow {
  readonly #client: SFNClient;
  readonly #machineArn: string;
  constructor(client: SFNClient, machineArn: string) {
    this.#client = client;
    this.#machineArn = machineArn;
  }

  async start(name: string, input: Readonly<Record<string, unknown>>): Promise<void> {
    const start = new StartExecutionCommand({ stateMachineArn: this.#machineArn, name, input: JSON.stringify(input) });
    await this.#client.send(start).catch(unless('ExecutionAlreadyExists'));
  }

  async stop(name: string): Promise<void> {
    const executionArn = `${this.#machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    await this.#client.send(new StopExecutionCommand({ executionArn })).catch(unless('ExecutionDoesNotExist'));
  }
}

function unless(name: string): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof Error && error.name === name)) throw error;
  };
}
