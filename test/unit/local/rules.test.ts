import { expect, test } from 'vitest';
import type { FunctionPool } from '../../../local/lambda/function-pool.ts';
import { Rules } from '../../../local/schedules/rules.ts';
import type { Resource } from '../../../local/template/template.ts';

const rule = (id: string, properties: Record<string, unknown>): Resource => ({
  id,
  stack: 'test',
  type: 'AWS::Events::Rule',
  ref: id,
  attributes: {},
  properties: { State: 'ENABLED', Targets: [{ Arn: 'arn:tick', Id: 'one', Input: '{"step":"tick"}' }], ...properties },
});

/** Rules whose one function records what it is called with. */
function rules(...resources: Resource[]) {
  const calls: string[] = [];
  const lines: string[] = [];
  let fails = false;
  const pool = {
    invoke: async (event: string) => {
      calls.push(event);
      return fails ? { ok: false, error: { errorType: 'Error', errorMessage: 'broken' } } : { ok: true, payload: 'null' };
    },
  } as unknown as FunctionPool;
  const made = new Rules(resources, { functionByArn: () => pool, log: (line) => lines.push(line) });
  return { calls, lines, tick: (iso: string, quietly = false) => made.tick(Date.parse(iso), quietly), fail: () => (fails = true) };
}

test('[OP-03] a rule calls its function once in each of its periods, with the input that it says', () => {
  const { calls, tick } = rules(rule('minute', { ScheduleExpression: 'rate(1 minute)' }));
  tick('2026-11-20T00:00:30Z', true);
  expect(calls).toEqual([]);
  for (const second of ['00:00:59', '00:01:00', '00:01:00', '00:01:30', '00:02:01', '00:07:00']) tick(`2026-11-20T${second}Z`);
  expect(calls).toEqual(Array.from({ length: 3 }, () => '{"step":"tick"}'));
});

test('[OP-03] hours and days are those of UTC; a rule that is off calls nothing', () => {
  const { calls, tick } = rules(
    rule('hours', { ScheduleExpression: 'rate(2 hours)' }),
    rule('day', { ScheduleExpression: 'rate(1 day)', Targets: [{ Arn: 'arn:day', Id: 'one' }] }),
    rule('off', { ScheduleExpression: 'rate(1 minute)', State: 'DISABLED' }),
  );
  tick('2026-11-20T01:00:00Z', true);
  tick('2026-11-20T01:59:59Z');
  expect(calls).toEqual([]);
  tick('2026-11-20T02:00:00Z');
  tick('2026-11-21T00:00:00Z');
  expect(
    calls.map((call) => (JSON.parse(call) as { step?: string; time?: string }).step ?? (JSON.parse(call) as { time: string }).time),
  ).toEqual(['tick', 'tick', '2026-11-21T00:00:00.000Z']);
});

test('[OP-03] a call that fails is a line of the log, and the next one comes all the same', async () => {
  const { calls, lines, tick, fail } = rules(rule('minute', { ScheduleExpression: 'rate(1 minute)' }));
  fail();
  tick('2026-11-20T00:01:00Z');
  tick('2026-11-20T00:02:00Z');
  await Promise.resolve();
  await Promise.resolve();
  expect(calls).toHaveLength(2);
  expect(lines[0]).toBe('2026-11-20T00:01:00.000Z rule minute: Error: broken\n');
});

test('[OP-03] an expression that does not run here stops the start by name', () => {
  expect(() => rules(rule('cron', { ScheduleExpression: 'cron(0 6 * * ? *)' }))).toThrow(
    'test/cron (AWS::Events::Rule): cron(0 6 * * ? *) does not run here; rate(1 minute) and the like do',
  );
});
