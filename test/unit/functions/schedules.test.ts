import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentClient } from '../../../shared/adapters/aws/clients.ts';
import { DynamoInstruments } from '../../../shared/adapters/aws/dynamo-instruments.ts';
import { DynamoQuality } from '../../../shared/adapters/aws/dynamo-quality.ts';
import type { ApiHandler } from '../../../shared/adapters/aws/http/api.ts';
import { ROUTES, type RouteId } from '../../../shared/contracts/routes.ts';
import { type CallOptions, eventOf, invoke } from '../../support/api.ts';
import { NAMES, startCloud, type TestCloud } from '../../support/cloud.ts';
import { record, security } from '../../support/securities.ts';

let cloud: TestCloud;
const handlers = new Map<string, ApiHandler>();
beforeAll(async () => {
  cloud = await startCloud();
  for (const name of ['administer-schedules', 'read-instruments'])
    handlers.set(name, ((await import(`../../../functions/${name}/handler.ts`)) as { handler: ApiHandler }).handler);
  await new DynamoInstruments(documentClient(), NAMES.instruments).put(record([1, security('BTC/USDT')]));
});
afterAll(() => cloud.stop());

const call = (id: RouteId, options: CallOptions = {}) => invoke(handlers.get(ROUTES[id].handler) as ApiHandler, eventOf(id, options));
const DAILY = { instruments: ['BTC/USDT'], timeframe: '1d', at: '00:15' };

test('[OP-03] a schedule is saved with its defaults, listed, changed and deleted, but not from under one that follows it', async () => {
  const saved = await call('saveSchedule', { path: { id: 'daily' }, body: DAILY });
  const whole = {
    ...DAILY,
    id: 'daily',
    kind: 'fetch',
    source: null,
    zone: 'UTC',
    days: 'every',
    after: null,
    lookbackDays: 7,
    scoreMin: 90,
    enabled: true,
  };
  expect([saved.status, saved.body]).toEqual([200, whole]);
  await call('saveSchedule', { path: { id: 'minutes' }, body: { instruments: 'active', timeframe: '1m', after: 'daily' } });
  expect((await call('listSchedules')).body.schedules.map(({ id }: { id: string }) => id)).toEqual(['daily', 'minutes']);
  await call('saveSchedule', { path: { id: 'daily' }, body: { ...DAILY, at: '01:00' } });
  expect((await call('getSchedule', { path: { id: 'daily' } })).body.at).toBe('01:00');
  expect((await call('deleteSchedule', { path: { id: 'daily' } })).body).toMatchObject({
    status: 409,
    detail: expect.stringContaining('"minutes" comes after "daily"'),
  });
  expect((await call('deleteSchedule', { path: { id: 'minutes' } })).status).toBe(204);
  expect((await call('getSchedule', { path: { id: 'minutes' } })).status).toBe(404);
});

test.each([
  [{ ...DAILY, at: '24:00' }, 'at'],
  [{ ...DAILY, zone: 'Mars' }, 'zone'],
  [{ ...DAILY, instruments: [] }, 'instruments'],
  [{ ...DAILY, instruments: ['NONE'] }, 'instruments.0'],
  [{ ...DAILY, timeframe: 'soon' }, 'timeframe'],
  [{ ...DAILY, lookbackDays: 0 }, 'lookbackDays'],
  [{ ...DAILY, after: 'nothing', at: null }, 'after'],
])('[OP-03] %j is a 400 that names %s', async (body, field) => {
  const answer = await call('saveSchedule', { path: { id: 'wrong' }, body });
  expect([answer.status, answer.body.field]).toEqual([400, field]);
});

test('[OP-03] a run by hand starts one execution of its name; it is listed, and is not run again while it has not failed', async () => {
  await call('saveSchedule', { path: { id: 'by-hand' }, body: { ...DAILY, at: null } });
  const before = cloud.executions.length;
  const run = await call('runSchedule', { path: { id: 'by-hand' } });
  expect([run.status, run.body]).toMatchObject([202, { schedule: 'by-hand', status: 'QUEUED', execution: 1, items: 0 }]);
  const { id } = run.body;
  expect(id).toMatch(/^\d{8}T\d{6}Z-manual$/);
  expect(cloud.executions.slice(before)).toMatchObject([
    {
      operation: 'StartExecution',
      input: { name: `by-hand-${id}-1`, input: JSON.stringify({ schedule: 'by-hand', run: id, execution: 1 }) },
    },
  ]);
  expect((await call('listScheduleRuns', { path: { id: 'by-hand' } })).body.runs).toEqual([run.body]);
  expect((await call('redriveScheduleRun', { path: { id: 'by-hand', run: id } })).body).toMatchObject({ status: 409 });
  expect((await call('redriveScheduleRun', { path: { id: 'by-hand', run: 'never' } })).status).toBe(404);
  expect((await call('runSchedule', { path: { id: 'none' } })).status).toBe(404);
});

test('[MD-09] the scores of an instrument are read by day', async () => {
  const score = { timeframe: '1m', date: '2026-11-20', score: 99.93, bars: 1439, missing: 1, defects: [], defectCount: 0 };
  await new DynamoQuality(documentClient(), NAMES.instruments).put({ instrument: 'BTC/USDT', ...score });
  const path = { id: 'BTC~USDT' };
  expect((await call('instrumentQuality', { path })).body).toEqual({ id: 'BTC/USDT', days: [score] });
  expect((await call('instrumentQuality', { path, query: 'from=2026-11-21' })).body.days).toEqual([]);
  expect((await call('instrumentQuality', { path, query: 'from=yesterday' })).body).toMatchObject({ status: 400, field: 'query.from' });
  expect((await call('instrumentQuality', { path: { id: 'NONE' } })).status).toBe(404);
});
