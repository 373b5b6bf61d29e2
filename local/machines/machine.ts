import { randomUUID } from 'node:crypto';
import { ExecutionAbortedError, ExecutionTimeoutError, StateMachine } from 'aws-local-stepfunctions';
import type { FunctionPool } from '../lambda/function-pool.ts';
import { withLimit } from '../lambda/with-limit.ts';
import { type FunctionTask, readDefinition } from './definition.ts';
import { textOf } from '../text.ts';
import type { Execution, ExecutionStore } from './execution-store.ts';

/** What Step Functions lets pass between two states. */
export const STATE_BYTES_MAX = 256 * 1024;

type Json = Parameters<StateMachine['run']>[0];

/** What machines reach. */
export interface MachineWorld {
  readonly functionByArn: (arn: string) => Pick<FunctionPool, 'invoke'>;
  /** Where messages to a topic go. */
  readonly publish: (message: string) => void;
}

/** One state machine of a template on the embedded interpreter, its Tasks calling our functions. */
export class Machine {
  readonly arn: string;
  readonly name: string;
  readonly #interpreter: StateMachine;
  readonly #tasks: readonly (FunctionTask & { readonly pool: Pick<FunctionPool, 'invoke'> })[];
  readonly #topics: readonly string[];
  readonly #world: MachineWorld;
  readonly #store: ExecutionStore;
  readonly #running = new Map<string, () => void>();

  constructor(identity: { arn: string; name: string; definition: string }, world: MachineWorld, store: ExecutionStore) {
    this.arn = identity.arn;
    this.name = identity.name;
    const { definition, tasks } = readDefinition(identity.definition);
    this.#world = world;
    this.#tasks = tasks.flatMap((task) => (task.kind === 'function' ? [{ ...task, pool: world.functionByArn(task.functionArn) }] : []));
    this.#topics = tasks.flatMap((task) => (task.kind === 'topic' ? [task.state] : []));
    this.#interpreter = new StateMachine(definition, { validationOptions: { checkArn: false } });
    this.#store = store;
  }

  /** Runs a recorded execution from its first state; its steps are idempotent, so one that a stop cut short runs again. */
  start(execution: Execution): void {
    const stopped = new AbortController();
    const run = this.#interpreter.run(JSON.parse(execution.input) as Json, {
      overrides: { taskResourceLocalHandlers: this.#handlers(stopped.signal) },
      context: {
        Execution: { Id: execution.arn, Name: execution.name },
        StateMachine: { Id: this.arn, Name: this.name },
      },
    });
    this.#running.set(execution.arn, () => {
      stopped.abort();
      run.abort();
    });
    void drain(run.eventLogs);
    void run.result.then(
      (output) => this.#finish(execution, { status: 'SUCCEEDED', output: JSON.stringify(output) }),
      (error: Error) => this.#finish(execution, failureOf(error)),
    );
  }

  /** Stops an execution. What its functions are doing at this moment they finish, as in AWS; nothing follows. */
  abort(execution: Execution, reason: { error: string | undefined; cause: string | undefined }): void {
    const { error, cause } = reason;
    this.#finish(execution, { status: 'ABORTED', ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) });
  }

  /** Lets go of everything at the end of the process; executions stay RUNNING on disk, to be run again. */
  halt(): void {
    for (const [arn, abort] of this.#running) {
      this.#running.delete(arn);
      abort();
    }
  }

  #finish(execution: Execution, end: Pick<Execution, 'status' | 'output' | 'error' | 'cause'>): void {
    const abort = this.#running.get(execution.arn);
    if (abort === undefined) return;
    this.#running.delete(execution.arn);
    this.#store.save({ ...execution, ...end, stopMs: Date.now() });
    abort();
  }

  #handlers(stopped: AbortSignal): Record<string, (input: Json) => Promise<Json>> {
    const publish = async (input: Json): Promise<Json> => {
      const { Subject, Message } = input as Readonly<Record<string, Json>>;
      this.#world.publish(`${textOf(Subject ?? this.name)}\n${textOf(Message ?? '')}`);
      return { MessageId: randomUUID() };
    };
    return Object.fromEntries([
      ...this.#topics.map((state) => [state, publish] as const),
      ...this.#tasks.map((task) => [
        task.state,
        async (input: Json) => {
          // The interpreter starts the first state of every queued Map item even after an abort.
          if (stopped.aborted) throw new Error('the execution was stopped');
          const payload = task.wrapped ? ((input as Record<string, Json>)['Payload'] ?? null) : input;
          const outcome = await withLimit(task.pool, { event: JSON.stringify(payload), limitMs: task.limitMs });
          if (outcome === undefined) throw timedOut(task);
          if (!outcome.ok) throw taskError(outcome.error);
          if (Buffer.byteLength(outcome.payload) > STATE_BYTES_MAX) throw dataLimit(task.state);
          const output = JSON.parse(outcome.payload) as Json;
          return task.wrapped ? { ExecutedVersion: '$LATEST', Payload: output, StatusCode: 200 } : output;
        },
      ]),
    ]);
  }
}

/** The error that Retry and Catch match by name; its cause is what Lambda would have answered. */
function taskError(failure: { errorType: string; errorMessage: string }): Error {
  const error = new Error(JSON.stringify(failure));
  error.name = failure.errorType;
  return error;
}

function timedOut({ state, limitMs }: FunctionTask): Error {
  const error = new Error(`The state/task '${state}' took longer than its ${limitMs / 1000} seconds.`);
  error.name = 'States.Timeout';
  return error;
}

function dataLimit(state: string): Error {
  const error = new Error(`The state/task '${state}' returned a result with a size exceeding the maximum number of bytes service limit.`);
  error.name = 'States.DataLimitExceeded';
  return error;
}

function failureOf(error: Error): Pick<Execution, 'status' | 'error' | 'cause'> {
  if (error instanceof ExecutionTimeoutError) return { status: 'TIMED_OUT' };
  if (error instanceof ExecutionAbortedError) return { status: 'ABORTED' };
  const cause = error.cause instanceof Error ? error.cause : error;
  return { status: 'FAILED', error: cause.name, cause: cause.message };
}

async function drain(events: AsyncGenerator<unknown>): Promise<void> {
  for (let next = await events.next(); next.done !== true; next = await events.next());
}
