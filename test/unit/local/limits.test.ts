import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { withLimit } from '../../../local/lambda/with-limit.ts';
import type { Outcome } from '../../../local/lambda/worker-thread.ts';
import { type Execution, ExecutionStore } from '../../../local/machines/execution-store.ts';
import { Machine } from '../../../local/machines/machine.ts';

const folder = mkdtempSync(join(tmpdir(), 'skytape-limits-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A function that waits for a worker and then runs for so long; 'for ever' never answers. */
const functionOf = (waitsMs: number, runs: 'at once' | 'for ever') => ({
  invoke: async (_event: string, _requestId?: string, onRun?: () => void): Promise<Outcome> => {
    await sleep(waitsMs);
    onRun?.();
    return runs === 'at once' ? { ok: true, payload: '"done"' } : new Promise(() => undefined);
  },
});

test('[DX-01] a caller counts from when the function runs: what it waited for a worker is none of its time', async () => {
  const call = { event: '{}', limitMs: 20 };
  expect(await withLimit(functionOf(200, 'at once'), call)).toEqual({ ok: true, payload: '"done"' });
  expect(await withLimit(functionOf(0, 'for ever'), call)).toBeUndefined();
});

test('[DX-01] a Task of a state machine that waits longer than its limit for a worker ends well; one that runs longer is States.Timeout', async () => {
  const task = { Type: 'Task', Resource: 'arn:aws:lambda:r:0:function:f', TimeoutSeconds: 1, End: true };
  const definition = JSON.stringify({ StartAt: 'S', States: { S: task } });
  const run = async (name: string, pool: ReturnType<typeof functionOf>) => {
    const store = new ExecutionStore(join(folder, name));
    const machine = new Machine({ arn: `arn:m:${name}`, name, definition }, { functionByArn: () => pool, publish: () => undefined }, store);
    const execution: Execution = { arn: 'arn:e', machineArn: machine.arn, name: 'e', input: '{}', startMs: 0, status: 'RUNNING' };
    store.save(execution);
    machine.start(execution);
    await expect.poll(() => store.get('arn:e')?.status).not.toBe('RUNNING');
    return store.get('arn:e');
  };
  const [patient, late] = await Promise.all([run('patient', functionOf(1300, 'at once')), run('late', functionOf(0, 'for ever'))]);
  expect(patient).toMatchObject({ status: 'SUCCEEDED', output: '"done"' });
  expect(late).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
});
