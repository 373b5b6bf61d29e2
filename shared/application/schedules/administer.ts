import type { SaveSchedule, ScheduleInfo, ScheduleRunInfo } from '../../contracts/schedules.ts';
import { runIdOf, type Schedule, type ScheduleRun } from '../../domain/schedule.ts';
import { DAY_US, SECOND_US, toIso } from '../../domain/time.ts';
import { parseTimeframe } from '../../domain/timeframe.ts';
import type { InstrumentStore } from '../../ports/instrument-store.ts';
import { Refusal } from '../refusal.ts';
import { type FireWorld, fire, start } from './fire.ts';
import { queuedRun } from './stored.ts';

interface World extends FireWorld {
  readonly instruments: InstrumentStore;
}

/** Every schedule, by id. */
export function listSchedules({ schedules }: Pick<World, 'schedules'>) {
  return async (): Promise<{ schedules: ScheduleInfo[] }> => ({ schedules: (await schedules.list()).map(onWire) });
}

/** Creates or replaces a schedule, for its next run. Throws a refusal that names the field at fault; nothing is written then. */
export function saveSchedule(world: World) {
  return async (tenant: string, id: string, asked: SaveSchedule): Promise<ScheduleInfo> => {
    if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(id))
      throw new Refusal('invalid', `id is "${id.slice(0, 60)}", but must be small letters, digits and -, at most 40, like daily-bars`, {
        field: 'id',
      });
    await check(world, id, asked);
    const before = await world.schedules.get(id);
    const isSameTime = before !== undefined && (['at', 'zone', 'days', 'enabled'] as const).every((name) => before[name] === asked[name]);
    const schedule: Schedule = { ...asked, id, tenant, sinceUs: isSameTime ? before.sinceUs : world.clock.nowUs() };
    await world.schedules.put(schedule);
    return onWire(schedule);
  };
}

async function check({ schedules, instruments }: World, id: string, asked: SaveSchedule): Promise<void> {
  if (asked.at !== null && asked.after !== null)
    throw new Refusal('invalid', `after is "${asked.after}", but must be left out where there is an at: a schedule has one beginning`, {
      field: 'after',
    });
  if (asked.kind === 'check' && parseTimeframe(asked.timeframe) >= DAY_US)
    throw new Refusal('invalid', `timeframe is "${asked.timeframe}", but a check looks inside a day: 1m to 12h`, { field: 'timeframe' });
  for (const [i, instrument] of (asked.instruments === 'active' ? [] : asked.instruments).entries())
    if ((await instruments.get(instrument)) === undefined)
      throw new Refusal('invalid', `instruments.${i}: there is no instrument "${instrument}" in the security master`, {
        field: `instruments.${i}`,
      });
  const passed = new Set([id]);
  for (let next = asked.after; next !== null; ) {
    if (passed.has(next)) throw new Refusal('invalid', `after is "${asked.after}", which itself comes after "${id}"`, { field: 'after' });
    passed.add(next);
    const schedule = await schedules.get(next);
    if (schedule === undefined) throw new Refusal('invalid', `after: there is no schedule "${next}"`, { field: 'after' });
    next = schedule.after;
  }
}

/** One schedule. Throws a refusal when there is none. */
export function getSchedule({ schedules }: Pick<World, 'schedules'>) {
  return async (id: string): Promise<ScheduleInfo> => onWire(await existing(schedules, id));
}

/** Ends a schedule; its runs stay. Throws a refusal when there is none, or another follows it. */
export function deleteSchedule({ schedules }: Pick<World, 'schedules'>) {
  return async (id: string): Promise<void> => {
    await existing(schedules, id);
    const follower = (await schedules.list()).find(({ after }) => after === id);
    if (follower !== undefined) throw new Refusal('conflict', `schedule "${follower.id}" comes after "${id}"; change it first`);
    await schedules.delete(id);
  };
}

/** Begins a run now; the same again within a second is the same run. */
export function runSchedule(world: World) {
  return async (id: string): Promise<ScheduleRunInfo> => {
    await existing(world.schedules, id);
    const nowUs = Math.floor(world.clock.nowUs() / SECOND_US) * SECOND_US;
    return runOnWire(await fire(world, queuedRun(id, `${runIdOf(nowUs)}-manual`, nowUs)));
  };
}

/** Runs a failed run again where it failed: what is finished stays. Throws a refusal when there is none, or it did not fail. */
export function redriveRun(world: World) {
  return async (id: string, runId: string): Promise<ScheduleRunInfo> => {
    const run = await world.schedules.getRun(id, runId);
    if (run === undefined) throw new Refusal('not-found', `schedule "${id}" has no run "${runId}"`, { field: 'run' });
    if (run.status !== 'FAILED') throw new Refusal('conflict', `run "${runId}" is ${run.status}; only one that FAILED is run again`);
    const again: ScheduleRun = { ...run, status: 'QUEUED', execution: run.execution + 1, finishedUs: null, failed: [], error: null };
    if (!(await world.schedules.saveRun(again))) throw new Refusal('conflict', `run "${runId}" is being run again already`);
    await start(world.workflow, again);
    return runOnWire(again);
  };
}

/** The runs of a schedule, newest first. */
export function listRuns({ schedules }: Pick<World, 'schedules'>) {
  return async (id: string, { limit }: { readonly limit: number }): Promise<{ runs: ScheduleRunInfo[] }> => {
    return { runs: (await schedules.listRuns(id, limit)).map(runOnWire) };
  };
}

async function existing(schedules: World['schedules'], id: string): Promise<Schedule> {
  const schedule = await schedules.get(id);
  if (schedule === undefined) throw new Refusal('not-found', `there is no schedule "${id}"`, { field: 'id' });
  return schedule;
}

function onWire({ tenant: _tenant, sinceUs: _sinceUs, ...schedule }: Schedule): ScheduleInfo {
  return schedule as ScheduleInfo;
}

function runOnWire({ dueUs, startedUs, finishedUs, failed, ...run }: ScheduleRun): ScheduleRunInfo {
  const iso = (timeUs: number | null) => (timeUs === null ? null : toIso(timeUs));
  return { ...run, dueAt: toIso(dueUs), startedAt: iso(startedUs), finishedAt: iso(finishedUs), failed: [...failed] };
}
