import { StateMachine } from 'aws-local-stepfunctions';
import { describe, expect, test } from 'vitest';
import { studyDefinition } from '../../infra/constructs/study-definition.ts';

const ARN = 'arn:aws:lambda:eu-west-1:111111111111:function:';
/** Input and output of a state, bytes (AWS Step Functions quotas: 256 KiB). */
const STATE_LIMIT = 256 * 1024;

const definition = studyDefinition({ plan: `${ARN}plan`, run: `${ARN}run`, summarise: `${ARN}summarise` }, 4, 'sweep');
const study = { tenant: 'owner', kind: 'walk-forward', studyId: '01JD0000000000000000000000', attempt: 1 };

type Options = NonNullable<Parameters<StateMachine['run']>[1]>;
type Handler = NonNullable<NonNullable<Options['overrides']>['taskResourceLocalHandlers']>[string];
interface Behaviour {
  /** Shards of each batch. */
  readonly batches?: readonly (readonly number[])[];
  readonly run?: (shard: number) => unknown;
  readonly plan?: () => unknown;
}

/** Runs the machine on the interpreter of the embedded cloud, its functions replaced; gives what was called and whether it failed. */
async function execute({ batches = [[1, 2], [3]], run = () => ({ ok: true }), plan }: Behaviour) {
  const calls: (readonly [state: string, input: unknown])[] = [];
  const answer =
    (state: string, value: (input: { readonly shard: number; readonly batch: number }) => unknown): Handler =>
    (input) => {
      calls.push([state, input]);
      return Promise.resolve(value(input as never)) as ReturnType<Handler>;
    };
  const planned = ({ batch }: { readonly batch: number }) => {
    const shards = batches[batch];
    return { ...study, batch: shards === undefined ? batch : batch + 1, shards: shards ?? [], more: shards !== undefined };
  };
  const { result } = new StateMachine(definition as ConstructorParameters<typeof StateMachine>[0]).run(
    { ...study, batch: 0 },
    {
      overrides: {
        taskResourceLocalHandlers: {
          Plan: answer('Plan', plan ?? planned),
          RunShard: answer('RunShard', ({ shard }) => run(shard)),
          Summarise: answer('Summarise', () => null),
          Fail: answer('Fail', () => null),
        },
      },
    },
  );
  const failed = await result.then(
    () => false,
    () => true,
  );
  return { calls, failed };
}

function broken(): never {
  throw new Error('broken');
}

describe('the machine of studies', () => {
  test('[BT-08] plans a batch, runs its shards, plans the next and summarises once nothing is left', async () => {
    const { calls, failed } = await execute({});
    expect(failed).toBe(false);
    expect(calls).toEqual([
      ['Plan', { ...study, batch: 0 }],
      ['RunShard', { ...study, shard: 1 }],
      ['RunShard', { ...study, shard: 2 }],
      ['Plan', { ...study, batch: 1, shards: [1, 2], more: true }],
      ['RunShard', { ...study, shard: 3 }],
      ['Plan', { ...study, batch: 2, shards: [3], more: true }],
      ['Summarise', study],
    ]);
  });

  test('[DX-05] a shard that fails sinks neither the others nor the study', async () => {
    const { calls, failed } = await execute({ run: (shard) => (shard === 1 ? broken() : { ok: true }) });
    expect([failed, calls.filter(([state]) => state === 'RunShard').length, calls.at(-1)]).toEqual([false, 3, ['Summarise', study]]);
  });

  test('[DX-05] a plan that fails marks the study with its error, and fails the execution', async () => {
    const { calls, failed } = await execute({ plan: broken });
    expect([failed, calls.at(-1)]).toEqual([true, ['Fail', { ...study, error: { Error: 'Error', Cause: 'broken' } }]]);
  });

  test('[DX-05] ten thousand shards stay under the limit of a state, both into the map and out of it', () => {
    const shards = Array.from({ length: 10_000 }, (_, i) => i + 1);
    const longest = { ...study, tenant: 't'.repeat(64), batch: 1, shards, more: true };
    expect(Buffer.byteLength(JSON.stringify(longest))).toBeLessThan(STATE_LIMIT / 4);
    expect(Buffer.byteLength(JSON.stringify(shards.map(() => ({ ok: false }))))).toBeLessThan(STATE_LIMIT / 1.9);
  });

  test('[BT-08] is written in JSONPath throughout', () => {
    expect(JSON.stringify(definition)).not.toMatch(/JSONata|"Arguments"|"Output":|\{%/);
  });
});
