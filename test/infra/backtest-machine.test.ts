import { StateMachine } from 'aws-local-stepfunctions';
import { describe, expect, test } from 'vitest';
import { backtestDefinition } from '../../infra/constructs/backtest-definition.ts';

const ARN = 'arn:aws:lambda:eu-west-1:111111111111:function:';
/** Input and output of a state, bytes (AWS Step Functions quotas: 256 KiB). */
const STATE_LIMIT = 256 * 1024;

const definition = backtestDefinition({ plan: `${ARN}plan`, run: `${ARN}run`, summarise: `${ARN}summarise` }, 4);
const run = { tenant: 'owner', runId: '01JD0000000000000000000000' };

interface Called {
  readonly state: string;
  readonly input: unknown;
}

type Options = NonNullable<Parameters<StateMachine['run']>[1]>;
type Handler = NonNullable<NonNullable<Options['overrides']>['taskResourceLocalHandlers']>[string];

/** Runs the machine on the interpreter of the embedded cloud, its functions replaced; gives what was called and how it ended. */
async function execute(behaviour: {
  readonly plan?: () => unknown;
  readonly run?: (shard: number) => unknown;
  readonly summarise?: () => unknown;
}): Promise<{ calls: Called[]; failed: boolean }> {
  const calls: Called[] = [];
  const answer =
    (state: string, value: (input: { readonly shard: number }) => unknown): Handler =>
    (input) => {
      calls.push({ state, input });
      return Promise.resolve(value(input as unknown as { readonly shard: number })) as ReturnType<Handler>;
    };
  const { result } = new StateMachine(definition as ConstructorParameters<typeof StateMachine>[0]).run(run, {
    overrides: {
      taskResourceLocalHandlers: {
        Plan: answer('Plan', behaviour.plan ?? (() => ({ ...run, shards: [1, 2, 3] }))),
        RunShard: answer('RunShard', ({ shard }) => (behaviour.run ?? (() => ({ ok: true })))(shard)),
        Summarise: answer('Summarise', behaviour.summarise ?? (() => undefined)),
        Fail: answer('Fail', () => undefined),
      },
    },
  });
  const failed = await result.then(
    () => false,
    () => true,
  );
  return { calls, failed };
}

function broken(): never {
  throw new Error('broken');
}

describe('the backtests machine', () => {
  test('[BT-05] plans, runs each shard with its number, then summarises what it was told to run', async () => {
    const { calls, failed } = await execute({});
    expect(failed).toBe(false);
    expect(calls).toEqual([
      { state: 'Plan', input: run },
      { state: 'RunShard', input: { ...run, shard: 1 } },
      { state: 'RunShard', input: { ...run, shard: 2 } },
      { state: 'RunShard', input: { ...run, shard: 3 } },
      { state: 'Summarise', input: { ...run, shards: [1, 2, 3] } },
    ]);
  });

  test('[DX-05] a shard that fails sinks neither the others nor the run', async () => {
    const { calls, failed } = await execute({ run: (shard) => (shard === 2 ? broken() : { ok: true }) });
    expect(failed).toBe(false);
    expect(calls.map(({ state }) => state)).toEqual(['Plan', 'RunShard', 'RunShard', 'RunShard', 'Summarise']);
  });

  test.each([['plan'], ['summarise']] as const)(
    '[BT-05] a %s that fails marks the run with its error, and fails the execution',
    async (step) => {
      const { calls, failed } = await execute({ [step]: broken });
      expect(failed).toBe(true);
      expect(calls.at(-1)).toEqual({ state: 'Fail', input: { ...run, error: { Error: 'Error', Cause: 'broken' } } });
    },
  );

  test('[BT-05] ten thousand shards stay under the limit of a state, both into the map and out of it', () => {
    const shards = Array.from({ length: 10_000 }, (_, i) => i + 1);
    const longest = { tenant: 't'.repeat(64), runId: run.runId, shards };
    expect(Buffer.byteLength(JSON.stringify(longest))).toBeLessThan(STATE_LIMIT / 4);
    expect(Buffer.byteLength(JSON.stringify(shards.map(() => ({ ok: false }))))).toBeLessThan(STATE_LIMIT / 1.9);
  });

  test('[BT-05] is written in JSONPath throughout, with a distributed map whose items catch their own failure', () => {
    expect(definition).toMatchObject({
      QueryLanguage: 'JSONPath',
      States: {
        Shards: {
          ItemsPath: '$.shards',
          ItemSelector: { 'tenant.$': '$.tenant', 'runId.$': '$.runId', 'shard.$': '$$.Map.Item.Value' },
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED' },
            States: {
              RunShard: { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'ShardFailed' }] },
              ShardFailed: { Type: 'Pass', Result: { ok: false } },
            },
          },
          ResultPath: null,
        },
      },
    });
    expect(JSON.stringify(definition)).not.toMatch(/JSONata|"Arguments"|"Output":|\{%/);
  });
});
