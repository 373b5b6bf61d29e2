import { randomUUID } from 'node:crypto';
import { ServiceError } from '../service-error.ts';
import type { Resource } from '../template/template.ts';
import { optionalText, textOf } from '../text.ts';
import { type Execution, ExecutionStore } from './execution-store.ts';
import { Machine, type MachineWorld, STATE_BYTES_MAX } from './machine.ts';

type Input = Readonly<Record<string, unknown>>;

/** Step Functions: the state machines of the templates, and the operations of its JSON protocol that the product uses. */
export class Machines {
  readonly #machines: ReadonlyMap<string, Machine>;
  readonly #store: ExecutionStore;

  constructor(directory: string, resources: readonly Resource[], world: MachineWorld) {
    this.#store = new ExecutionStore(directory);
    const machines = resources.map((resource) => createMachine(resource, world, this.#store));
    this.#machines = new Map(machines.map((machine) => [machine.arn, machine]));
  }

  /** Runs again, from the start, what was RUNNING when this machine last stopped. Returns how many. */
  resume(): number {
    const interrupted = [...this.#machines.values()].flatMap((machine) =>
      this.#store
        .list(machine.arn)
        .filter((execution) => execution.status === 'RUNNING')
        .map((execution) => ({ machine, execution })),
    );
    for (const { machine, execution } of interrupted) machine.start(execution);
    return interrupted.length;
  }

  halt(): void {
    for (const machine of this.#machines.values()) machine.halt();
  }

  async call(operation: string, input: Input): Promise<unknown> {
    switch (operation) {
      case 'DescribeStateMachine':
        return this.#describe(input);
      case 'StartExecution':
        return this.#start(input);
      case 'DescribeExecution':
        return describe(this.#execution(input));
      case 'StopExecution':
        return this.#stop(input);
      case 'ListExecutions':
        return this.#list(input);
      default:
        throw new ServiceError('UnknownOperationException', `Step Functions ${operation} is not offered by the embedded cloud`, 501);
    }
  }

  #describe(input: Input): unknown {
    const { arn, name } = this.#machine(input['stateMachineArn']);
    return { stateMachineArn: arn, name, status: 'ACTIVE', type: 'STANDARD' };
  }

  #start(input: Input): unknown {
    const machine = this.#machine(input['stateMachineArn']);
    const name = textOf(input['name'] ?? randomUUID());
    const text = textOf(input['input'] ?? '{}');
    if (!/^[\w.-]{1,80}$/.test(name)) throw new ServiceError('InvalidName', `Invalid Name: '${name}'`);
    if (Buffer.byteLength(text) > STATE_BYTES_MAX) throw new ServiceError('InvalidExecutionInput', 'The input is larger than 262144 bytes');
    if (!isJson(text)) throw new ServiceError('InvalidExecutionInput', 'Invalid State Machine Execution Input: not JSON');
    const arn = `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`;
    const earlier = this.#store.get(arn);
    if (earlier?.status === 'RUNNING' && earlier.input === text) return { executionArn: arn, startDate: earlier.startMs / 1000 };
    if (earlier !== undefined) throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    const execution: Execution = { arn, machineArn: machine.arn, name, input: text, startMs: Date.now(), status: 'RUNNING' };
    this.#store.save(execution);
    machine.start(execution);
    return { executionArn: arn, startDate: execution.startMs / 1000 };
  }

  #stop(input: Input): unknown {
    const execution = this.#execution(input);
    if (execution.status === 'RUNNING') {
      this.#machine(execution.machineArn).abort(execution, { error: optionalText(input['error']), cause: optionalText(input['cause']) });
    }
    return { stopDate: (this.#execution(input).stopMs ?? Date.now()) / 1000 };
  }

  #list(input: Input): unknown {
    const status = optionalText(input['statusFilter']);
    const all = this.#store
      .list(this.#machine(input['stateMachineArn']).arn)
      .filter((execution) => status === undefined || execution.status === status);
    const from = Number(input['nextToken'] ?? 0);
    const limit = Number(input['maxResults'] ?? 100) || 100;
    const executions = all.slice(from, from + limit).map((execution) => {
      const { input: _, inputDetails: __, output: ___, ...shown } = describe(execution);
      return shown;
    });
    return { executions, ...(from + limit < all.length ? { nextToken: String(from + limit) } : {}) };
  }

  #machine(arn: unknown): Machine {
    const machine = this.#machines.get(String(arn));
    if (machine === undefined) throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${String(arn)}'`);
    return machine;
  }

  #execution(input: Input): Execution {
    const execution = this.#store.get(String(input['executionArn']));
    if (execution === undefined)
      throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${String(input['executionArn'])}'`);
    return execution;
  }
}

function describe(execution: Execution) {
  const { arn, machineArn, startMs, stopMs, ...rest } = execution;
  return {
    ...rest,
    executionArn: arn,
    stateMachineArn: machineArn,
    startDate: startMs / 1000,
    ...(stopMs === undefined ? {} : { stopDate: stopMs / 1000 }),
    inputDetails: { included: true },
  };
}

function createMachine(resource: Resource, world: MachineWorld, store: ExecutionStore): Machine {
  const { ref, attributes, properties, stack, id } = resource;
  const type = properties['StateMachineType'] ?? 'STANDARD';
  if (type !== 'STANDARD') throw new Error(`${stack}/${id}: StateMachineType ${textOf(type)} does not run here; STANDARD does`);
  const substitutions = (properties['DefinitionSubstitutions'] ?? {}) as Record<string, unknown>;
  const definition = String(properties['DefinitionString']).replaceAll(/\$\{(\w+)\}/g, (whole, name: string) =>
    textOf(substitutions[name] ?? whole),
  );
  try {
    return new Machine({ arn: ref, name: attributes['Name'] as string, definition }, world, store);
  } catch (error) {
    throw new Error(`${stack}/${id} (AWS::StepFunctions::StateMachine): ${(error as Error).message}`, { cause: error });
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
