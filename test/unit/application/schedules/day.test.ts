import { StateMachine } from 'aws-local-stepfunctions';
import { expect, test } from 'vitest';
import { scheduleDefinition } from '../../../../infra/constructs/schedule-definition.ts';
import { MemoryInstruments } from '../../../../shared/adapters/memory/instruments.ts';
import { MemoryObjects } from '../../../../shared/adapters/memory/objects.ts';
import { MemorySchedules } from '../../../../shared/adapters/memory/schedules.ts';
import { requestKey, summaryKey, type StoredBackfill } from '../../../../shared/application/backfills/stored.ts';
import { getJson, putJson } from '../../../../shared/application/json-objects.ts';
import { listRuns, redriveRun, runSchedule, saveSchedule } from '../../../../shared/application/schedules/administer.ts';
import { scheduleSteps } from '../../../../shared/application/schedules/steps.ts';
import { SaveSchedule, type ScheduleStep } from '../../../../shared/contracts/schedules.ts';
import type { Workflow } from '../../../../shared/ports/workflow.ts';
import { record, security } from '../../../support/securities.ts';

const MINUTE_US = 60_000_000;
const at = (iso: string) => Date.parse(iso) * 1000;
type Json = Parameters<StateMachine['run']>[0];
const DEFINITION = scheduleDefinition({ step: 'arn:aws:lambda:eu-west-1:111111111111:function:step', alarms: 'topic', pollSeconds: 10 });

/** The platform with a clock that a test sets: the state machine on the interpreter of the embedded cloud, backfills that end as a script says. */
function platform() {
  const state = { nowUs: at('2026-11-20T00:00:00Z'), ids: 0, fails: new Map<string, number>(), scores: new Map<string, string>() };
  /** What was asked of venues, in order: `BTC/USDT 1d`. */
  const asked: string[] = [];
  const alarms: string[] = [];
  const executions: string[] = [];
  const running = new Set<Promise<unknown>>();
  const objects = new MemoryObjects();
  const instruments = new MemoryInstruments(['BTC/USDT', 'ETH/USDT', 'SOL/USDT'].map((id) => record([1, security(id)])));
  const backfills: Workflow = {
    start: async (id) => {
      const { request } = (await getJson<StoredBackfill>(objects, requestKey('owner', id))) as StoredBackfill;
      const key = `${request.instrument} ${request.timeframe}`;
      asked.push(key);
      const left = state.fails.get(key) ?? 0;
      state.fails.set(key, left - 1);
      const error = left > 0 ? 'the venue was down' : null;
      await putJson(objects, summaryKey('owner', id), { written: 1, missing: 0, failed: 0, error });
    },
    stop: async () => undefined,
  };
  const started = new Set<string>();
  const workflow: Workflow = {
    start: async (name, input) => {
      if (started.has(name)) return;
      started.add(name);
      executions.push(name);
      const run = execute(input as Json);
      running.add(run);
      void run.finally(() => running.delete(run));
    },
    stop: async () => undefined,
  };
  const schedules = new MemorySchedules();
  const clock = { nowUs: () => state.nowUs };
  const world = { objects, instruments, backfills, workflow, schedules, clock };
  const step = scheduleSteps({
    ...world,
    ids: { next: () => `01J${String(state.ids++).padStart(23, '0')}` },
    check: async (_, instrument) => state.scores.get(instrument),
  });
  const call = (input: Json) => step(input as unknown as ScheduleStep) as Promise<Json>;
  const execute = async (input: Json) => {
    const names = ['Plan', 'Begin', 'Watch', 'Summarise', 'SummariseFailure'];
    const publish = async (message: Json) => {
      alarms.push(String((message as { Message: string }).Message));
      return { MessageId: '1' };
    };
    const machine = new StateMachine(DEFINITION as ConstructorParameters<typeof StateMachine>[0], {
      validationOptions: { checkArn: false },
    });
    const { result } = machine.run(input, {
      overrides: {
        taskResourceLocalHandlers: { ...Object.fromEntries(names.map((name) => [name, call])), Alarm: publish },
        waitTimeOverrides: { Pause: 0 },
      },
    });
    return result.then(
      () => 'SUCCEEDED',
      () => 'FAILED',
    );
  };
  const settle = async () => {
    while (running.size > 0) await Promise.all(running);
  };
  return {
    state,
    asked,
    alarms,
    executions,
    settle,
    tick: () => call({ step: 'tick' } as unknown as Json),
    /** Ticks each minute up to a time, runs and all. */
    until: async (iso: string) => {
      for (; state.nowUs < at(iso); state.nowUs += MINUTE_US) {
        await call({ step: 'tick' } as unknown as Json);
        await settle();
      }
    },
    save: (id: string, asked: Record<string, unknown>) => saveSchedule(world)('owner', id, SaveSchedule.parse(asked)),
    run: runSchedule(world),
    redrive: redriveRun(world),
    runs: async (id: string) => (await listRuns(world)(id, { limit: 20 })).runs,
    schedules,
  };
}

const DAILY = { instruments: ['BTC/USDT', 'ETH/USDT'], timeframe: '1d', at: '00:15' };
const MINUTES = { instruments: ['BTC/USDT', 'ETH/USDT'], timeframe: '1m', after: 'daily' };

test('[OP-03] a day: daily bars, then minute bars; what fails is tried once more, then named in an alarm; an edit is for the next day', async () => {
  const { state, asked, alarms, executions, until, save, runs } = platform();
  await save('daily', DAILY);
  await save('minutes', MINUTES);
  state.fails.set('ETH/USDT 1d', 1).set('BTC/USDT 1m', 2);
  await until('2026-11-21T00:00:00Z');
  expect(asked).toEqual(['BTC/USDT 1d', 'ETH/USDT 1d', 'ETH/USDT 1d', 'BTC/USDT 1m', 'BTC/USDT 1m', 'ETH/USDT 1m']);
  expect(executions).toEqual(['daily-20261120T001500Z-1', 'minutes-20261120T001500Z-1']);
  expect(alarms).toEqual(['schedule minutes, run 20261120T001500Z: 1 of 2 instruments failed\nBTC/USDT: the venue was down']);
  expect(await runs('daily')).toMatchObject([{ status: 'DONE', items: 2, failed: [], dueAt: '2026-11-20T00:15:00Z' }]);
  expect(await runs('minutes')).toMatchObject([{ status: 'FAILED', failed: [{ instrument: 'BTC/USDT', error: 'the venue was down' }] }]);
  asked.length = 0;
  await save('minutes', { ...MINUTES, instruments: ['SOL/USDT'] });
  await until('2026-11-22T00:00:00Z');
  expect(asked).toEqual(['BTC/USDT 1d', 'ETH/USDT 1d', 'SOL/USDT 1m']);
  expect((await runs('daily')).map(({ id }) => id)).toEqual(['20261121T001500Z', '20261120T001500Z']);
});

test('[OP-03] a failed run is run again where it failed: nothing that is finished is asked for again, and what follows it has been', async () => {
  const { state, asked, executions, alarms, until, save, runs, redrive, settle } = platform();
  await save('daily', DAILY);
  await save('minutes', MINUTES);
  state.fails.set('ETH/USDT 1d', 2);
  await until('2026-11-20T01:00:00Z');
  expect(alarms).toHaveLength(1);
  await expect(redrive('minutes', '20261120T001500Z')).rejects.toMatchObject({ kind: 'conflict' });
  asked.length = 0;
  // An edit is for the next run: this one keeps its list.
  await save('daily', { ...DAILY, instruments: ['SOL/USDT'] });
  expect(await redrive('daily', '20261120T001500Z')).toMatchObject({ status: 'QUEUED', execution: 2, failed: [] });
  await settle();
  expect(asked).toEqual(['ETH/USDT 1d']);
  expect(executions).toEqual(['daily-20261120T001500Z-1', 'minutes-20261120T001500Z-1', 'daily-20261120T001500Z-2']);
  expect(await runs('daily')).toMatchObject([{ status: 'DONE', execution: 2, failed: [], items: 2 }]);
  await expect(redrive('daily', '20261120T001500Z')).rejects.toMatchObject({
    message: 'run "20261120T001500Z" is DONE; only one that FAILED is run again',
  });
  await expect(redrive('daily', 'never')).rejects.toMatchObject({ kind: 'not-found' });
});

test('[OP-03] fired twice at once, late, or not for days: one run for each time, and one for all that were missed', async () => {
  const { state, executions, tick, save, settle } = platform();
  await save('daily', DAILY);
  state.nowUs = at('2026-11-20T00:15:00Z');
  await Promise.all([tick(), tick(), tick()]);
  await settle();
  expect(await tick()).toEqual({ begun: [] });
  expect(executions).toEqual(['daily-20261120T001500Z-1']);
  state.nowUs = at('2026-11-21T09:00:00Z');
  await tick();
  state.nowUs = at('2026-11-25T03:00:00Z');
  await tick();
  await settle();
  expect(executions.slice(1)).toEqual(['daily-20261121T001500Z-1', 'daily-20261125T001500Z-1']);
});

test('[OP-03] a tick that died between the record of a run and its start is made up for by the next', async () => {
  const { state, executions, tick, save, settle, schedules, runs } = platform();
  await save('daily', DAILY);
  state.nowUs = at('2026-11-20T00:15:00Z');
  const dueUs = state.nowUs;
  const left = { schedule: 'daily', id: '20261120T001500Z', status: 'QUEUED', dueUs, execution: 1 } as const;
  await schedules.createRun({ ...left, startedUs: null, finishedUs: null, items: 0, failed: [], error: null });
  state.nowUs += MINUTE_US;
  await tick();
  await settle();
  expect(executions).toEqual(['daily-20261120T001500Z-1']);
  expect(await runs('daily')).toMatchObject([{ status: 'DONE' }]);
});

test('[MD-09] a check follows the download; a day that scores too low is named in the alarm, and checked again by a redrive', async () => {
  const { state, asked, alarms, until, save, runs, redrive, settle } = platform();
  await save('daily', DAILY);
  await save('score', { kind: 'check', instruments: 'active', timeframe: '1m', after: 'daily' });
  state.scores.set('SOL/USDT', '2026-11-19 scores 71.2, below 90 (gap 1)');
  await until('2026-11-20T01:00:00Z');
  expect(asked).toEqual(['BTC/USDT 1d', 'ETH/USDT 1d']);
  expect(alarms).toEqual([
    'schedule score, run 20261120T001500Z: 1 of 3 instruments failed\nSOL/USDT: 2026-11-19 scores 71.2, below 90 (gap 1)',
  ]);
  state.scores.clear();
  await redrive('score', '20261120T001500Z');
  await settle();
  expect(await runs('score')).toMatchObject([{ status: 'DONE', items: 3, failed: [], execution: 2 }]);
  expect(alarms).toHaveLength(1);
});

test('[OP-03] a person starts a run by hand, of one that is off too; what an instrument lacks is said by name', async () => {
  const { alarms, save, run, runs, settle } = platform();
  await save('by-hand', { instruments: ['BTC/USDT', 'ETH/USDT'], timeframe: '1h', source: 'alpaca', enabled: false });
  expect(await run('by-hand')).toMatchObject({ id: '20261120T000000Z-manual', status: 'QUEUED' });
  await settle();
  expect(await runs('by-hand')).toMatchObject([
    { status: 'FAILED', failed: [{ instrument: 'BTC/USDT', error: 'it has no name at alpaca today' }, { instrument: 'ETH/USDT' }] },
  ]);
  expect(alarms[0]).toMatch(/^schedule by-hand, run 20261120T000000Z-manual: 2 of 2 instruments failed\n/);
  await expect(run('none')).rejects.toMatchObject({ kind: 'not-found' });
});

test('[OP-03] a schedule that cannot be is refused by its field', async () => {
  const { save } = platform();
  await save('daily', DAILY);
  const refused = async (id: string, asked: Record<string, unknown>) => save(id, asked).catch((error: { field: string }) => error.field);
  expect(await refused('a b', DAILY)).toBe('id');
  expect(await refused('x', { ...DAILY, instruments: ['BTC/USDT', 'NONE'] })).toBe('instruments.1');
  expect(await refused('x', { ...DAILY, after: 'daily' })).toBe('after');
  expect(await refused('x', { ...MINUTES, after: 'none' })).toBe('after');
  await save('x', MINUTES);
  expect(await refused('daily', { ...DAILY, at: null, after: 'x' })).toBe('after');
  expect(await refused('x', { kind: 'check', instruments: 'active', timeframe: '1d' })).toBe('timeframe');
});
