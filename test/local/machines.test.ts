import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cloud } from '../../local/cloud.ts';
import { CREDENTIALS } from '../../local/credentials.ts';
import { startToy, TOY, temporaryHome } from './fixtures/toy.ts';

const home = temporaryHome();
const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:toy-machine';
let cloud: Cloud;
let client: SFNClient;

const open = async () => {
  cloud = await startToy(home.path);
  client = new SFNClient({ endpoint: cloud.endpoints.services, region: cloud.endpoints.region, credentials: CREDENTIALS });
};
const note = (name: string) => join(home.path, `${name}.txt`);
const notes = (name: string) => (existsSync(note(name)) ? readFileSync(note(name), 'utf8').trim().split('\n') : []);
/** Steps that are given its path wait for the file, so that nothing hangs on who is faster. */
const gateOf = (name: string) => join(home.path, `${name}.gate`);
const letPass = (name: string) => writeFileSync(gateOf(name), '');
const start = async (name: string, input: object) => {
  const { executionArn } = await client.send(
    new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify({ step: 'plan', note: note(name), ...input }) }),
  );
  return executionArn as string;
};
const describe = (executionArn: string) => client.send(new DescribeExecutionCommand({ executionArn }));
const ended = async (executionArn: string) => {
  await expect.poll(async () => (await describe(executionArn)).status, { interval: 50 }).not.toBe('RUNNING');
  return describe(executionArn);
};

beforeAll(open);
afterAll(async () => {
  await cloud.stop();
  home[Symbol.dispose]();
});

test('[OP-01] an execution runs its steps through the functions, a distributed map over all items', async () => {
  const done = await ended(await start('ten', { items: 10 }));
  expect([done.status, JSON.parse(done.output ?? '')]).toEqual(['SUCCEEDED', expect.objectContaining({ step: 'plan' })]);
  expect(notes('ten').sort()).toEqual(['plan', ...Array.from({ length: 10 }, (_, i) => `shard-${i + 1}`)].sort());
  expect(done.stopDate?.getTime()).toBeGreaterThan(done.startDate?.getTime() as number);
});

test('[OP-01] a name starts one execution: again with the same input while it runs gives the same, afterwards or with another input is refused', async () => {
  const gate = gateOf('named');
  const arn = await start('named', { gate });
  expect(await start('named', { gate })).toBe(arn);
  await expect(start('named', {})).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  letPass('named');
  await ended(arn);
  await expect(start('named', { gate })).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  expect(notes('named')).toEqual(['plan']);
});

test('[OP-01] a stopped execution is ABORTED with its cause, and no further step runs', async () => {
  const arn = await start('stopped', { gate: gateOf('stopped'), items: 5 });
  await expect.poll(() => notes('stopped')).toEqual(['plan']);
  await client.send(new StopExecutionCommand({ executionArn: arn, error: 'Cancelled', cause: 'by its owner' }));
  expect(await describe(arn)).toMatchObject({ status: 'ABORTED', error: 'Cancelled', cause: 'by its owner' });
  letPass('stopped');
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect([notes('stopped'), (await describe(arn)).status]).toEqual([['plan'], 'ABORTED']);
});

test('[OP-01] a stop in the middle of a map lets the running items end and starts none of the others', async () => {
  const arn = await start('map-stopped', { items: 6, shardGate: gateOf('map-stopped') });
  await expect.poll(() => notes('map-stopped').length).toBe(3);
  await client.send(new StopExecutionCommand({ executionArn: arn }));
  letPass('map-stopped');
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(notes('map-stopped')).toHaveLength(3);
});

test('[OP-01] the error of a function can be caught, and an execution that fails says how', async () => {
  const failed = await ended(await start('failing', { fail: true }));
  expect(failed).toMatchObject({ status: 'FAILED', error: 'Planless', cause: 'caught' });
});

test('[OP-01] what was running when the cloud stopped runs again from its start at the next one', async () => {
  const arn = await start('interrupted', { gate: gateOf('interrupted'), items: 2 });
  await expect.poll(() => notes('interrupted')).toEqual(['plan']);
  await cloud.stop();
  letPass('interrupted');
  await open();
  expect((await ended(arn)).status).toBe('SUCCEEDED');
  expect(notes('interrupted')).toEqual(['plan', 'plan', expect.stringMatching(/shard-\d/), expect.stringMatching(/shard-\d/)]);
  const { executions } = await client.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'SUCCEEDED' }));
  expect(executions?.map((execution) => execution.name)).toContain('interrupted');
});

test('[OP-01] what the interpreter would silently skip stops the start by the name of the state', async () => {
  const definition = (state: object) => ({
    ...TOY,
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: { DefinitionString: JSON.stringify({ StartAt: 'S', States: { S: state } }) },
    },
  });
  const inner = { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } };
  const refused: [object, string][] = [
    [
      { Type: 'Pass', QueryLanguage: 'JSONata', End: true },
      'Toy/Machine (AWS::StepFunctions::StateMachine): state S: JSONata does not run here',
    ],
    [{ Type: 'Map', ItemReader: {}, ItemProcessor: inner, End: true }, 'state S: ItemReader does not run here'],
    [
      { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true },
      'state S: resource arn:aws:states:::sqs:sendMessage does not run here',
    ],
  ];
  for (const [state, message] of refused) {
    using other = temporaryHome();
    await expect(startToy(other.path, definition(state))).rejects.toThrow(message);
  }
});

test('[OP-01] a state directory can be held by one cloud only, and a dead one lets go', async () => {
  await expect(startToy(home.path)).rejects.toThrow(/is in use by process \d+; stop that one/);
  using other = temporaryHome();
  await (await startToy(other.path)).stop();
  writeFileSync(join(other.path, 'cloud', 'lock'), '999999999\n');
  await (await startToy(other.path)).stop();
});
