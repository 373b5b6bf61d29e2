import type { StateMachineDefinition } from 'aws-local-stepfunctions';

/** setTimeout takes 2^31 - 1 milliseconds; a Task without a limit of its own runs for up to a year in AWS, while the interpreter would stop it after a minute. */
const TASK_SECONDS_MAX = 2_147_483;

export interface FunctionTask {
  readonly kind: 'function';
  readonly state: string;
  /** ARN of the function. */
  readonly functionArn: string;
  /** How the function is named: by its ARN as resource, or through `states:::lambda:invoke`, whose input and answer are wrapped. */
  readonly wrapped: boolean;
  /** How long it may run. */
  readonly limitMs: number;
}

/** A message to a topic, which is a line of the log of alarms here. */
interface TopicTask {
  readonly kind: 'topic';
  readonly state: string;
}

export type Task = FunctionTask | TopicTask;

interface State {
  Type: string;
  Resource?: string;
  Parameters?: { FunctionName?: string };
  QueryLanguage?: string;
  TimeoutSeconds?: number;
  TimeoutSecondsPath?: string;
  ItemReader?: unknown;
  ItemBatcher?: unknown;
  ResultWriter?: unknown;
  ItemProcessor?: Machine;
  Iterator?: Machine;
  Branches?: Machine[];
}

interface Machine {
  QueryLanguage?: string;
  States: Record<string, State>;
}

/**
 * Reads a definition for the interpreter: every Task that calls a function or tells a topic. The limit of a Task is taken out of what the interpreter sees, which
 * would count it from when the Task waits for a worker; whoever calls the function keeps it.
 * Throws by state name for what the interpreter would silently skip: JSONata, an ItemReader, ItemBatcher or ResultWriter, another service.
 */
export function readDefinition(text: string): { definition: StateMachineDefinition; tasks: readonly Task[] } {
  const definition = JSON.parse(text) as Machine;
  const tasks: Task[] = [];
  visit(definition, tasks);
  return { definition: definition as unknown as StateMachineDefinition, tasks };
}

function visit(machine: Machine, tasks: Task[]): void {
  if (machine.QueryLanguage !== undefined && machine.QueryLanguage !== 'JSONPath')
    throw new Error(`QueryLanguage ${machine.QueryLanguage} does not run here; JSONPath does`);
  for (const [name, state] of Object.entries(machine.States)) {
    if (state.QueryLanguage !== undefined && state.QueryLanguage !== 'JSONPath')
      throw new Error(`state ${name}: ${state.QueryLanguage} does not run here; JSONPath does`);
    for (const part of ['ItemReader', 'ItemBatcher', 'ResultWriter'] as const) {
      if (state[part] !== undefined) throw new Error(`state ${name}: ${part} does not run here`);
    }
    if (state.Type === 'Task') {
      tasks.push(readTask(name, state));
      if (state.TimeoutSecondsPath === undefined) state.TimeoutSeconds = TASK_SECONDS_MAX;
    }
    for (const inner of [state.ItemProcessor, state.Iterator, ...(state.Branches ?? [])]) if (inner !== undefined) visit(inner, tasks);
  }
}

function readTask(state: string, { Resource = '', Parameters, TimeoutSeconds = TASK_SECONDS_MAX }: State): Task {
  const limitMs = Math.min(TimeoutSeconds, TASK_SECONDS_MAX) * 1000;
  if (Resource.startsWith('arn:aws:lambda:')) return { kind: 'function', state, functionArn: Resource, wrapped: false, limitMs };
  if (Resource === 'arn:aws:states:::lambda:invoke' && Parameters?.FunctionName !== undefined) {
    return { kind: 'function', state, functionArn: Parameters.FunctionName, wrapped: true, limitMs };
  }
  if (Resource === 'arn:aws:states:::sns:publish') return { kind: 'topic', state };
  throw new Error(`state ${state}: resource ${Resource} does not run here; a Lambda function and sns:publish do`);
}
