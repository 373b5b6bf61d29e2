import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentClient } from '../../../shared/adapters/aws/clients.ts';
import { DynamoQuality } from '../../../shared/adapters/aws/dynamo-quality.ts';
import { DynamoSchedules } from '../../../shared/adapters/aws/dynamo-schedules.ts';
import { MemoryQuality } from '../../../shared/adapters/memory/quality.ts';
import { MemorySchedules } from '../../../shared/adapters/memory/schedules.ts';
import type { Schedule, ScheduleRun } from '../../../shared/domain/schedule.ts';
import type { DayQuality, QualityStore } from '../../../shared/ports/quality-store.ts';
import type { ScheduleStore } from '../../../shared/ports/schedule-store.ts';
import { NAMES, startCloud, type TestCloud } from '../../support/cloud.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.stop());

const schedule = (id: string, timeframe = '1d'): Schedule => ({
  id,
  kind: 'fetch',
  instruments: ['BTC/USDT'],
  timeframe,
  source: null,
  at: '06:30',
  zone: 'UTC',
  days: 'every',
  after: null,
  lookbackDays: 7,
  scoreMin: 90,
  enabled: true,
  tenant: 'owner',
  sinceUs: 5,
});
const run = (id: string, over: Partial<ScheduleRun> = {}): ScheduleRun => ({
  schedule: 'daily',
  id,
  status: 'QUEUED',
  dueUs: 1,
  execution: 1,
  startedUs: null,
  finishedUs: null,
  items: 0,
  failed: [],
  error: null,
  ...over,
});
const day = (date: string, over: Partial<DayQuality> = {}): DayQuality => ({
  instrument: 'BTC/USDT',
  timeframe: '1m',
  date,
  score: 99.93,
  bars: 1439,
  missing: 1,
  defects: [{ code: 'missing', at: `${date}T01:00:00Z`, detail: 'x' }],
  defectCount: 1,
  ...over,
});

describe.each<[string, () => { schedules: ScheduleStore; quality: QualityStore }]>([
  ['memory', () => ({ schedules: new MemorySchedules(), quality: new MemoryQuality() })],
  [
    'tables',
    () => ({
      schedules: new DynamoSchedules(documentClient(), NAMES.schedules),
      quality: new DynamoQuality(documentClient(), NAMES.instruments),
    }),
  ],
])('schedules and scores in %s', (_, make) => {
  let stores: ReturnType<typeof make>;
  beforeAll(() => {
    stores = make();
  });

  test('[OP-03] schedules are listed by id, replaced, and gone when they are deleted', async () => {
    const { schedules } = stores;
    for (const id of ['minute', 'daily', 'extra']) await schedules.put(schedule(id));
    await schedules.put(schedule('daily', '1h'));
    await schedules.delete('extra');
    expect(await schedules.list()).toEqual([schedule('daily', '1h'), schedule('minute')]);
    expect(await schedules.get('daily')).toEqual(schedule('daily', '1h'));
    expect(await schedules.get('extra')).toBeUndefined();
  });

  test('[OP-03] a run is created once; runs are listed newest first, those of another schedule apart', async () => {
    const { schedules } = stores;
    const ids = ['20261120T063000Z', '20261121T063000Z', '20261121T070000Z-manual'];
    for (const id of ids) expect(await schedules.createRun(run(id))).toBe(true);
    expect(await schedules.createRun(run(ids[1] as string, { dueUs: 99 }))).toBe(false);
    expect(await schedules.createRun(run('20261121T063000Z', { schedule: 'minute' }))).toBe(true);
    expect((await schedules.listRuns('daily', 10)).map(({ id }) => id)).toEqual(ids.toReversed());
    expect((await schedules.listRuns('daily', 2)).map(({ id }) => id)).toEqual(ids.toReversed().slice(0, 2));
    expect(await schedules.getRun('daily', ids[1] as string)).toEqual(run(ids[1] as string));
  });

  test('[OP-03] what an execution says of a run counts until the next one has begun', async () => {
    const { schedules } = stores;
    const id = '20261121T063000Z';
    expect(await schedules.saveRun(run(id, { status: 'FAILED' }))).toBe(true);
    expect(await schedules.saveRun(run(id, { execution: 2 }))).toBe(true);
    expect(await schedules.saveRun(run(id, { status: 'DONE' }))).toBe(false);
    expect(await schedules.saveRun(run(id, { execution: 4 }))).toBe(false);
    expect(await schedules.saveRun(run('never'))).toBe(false);
    expect(await schedules.getRun('daily', id)).toEqual(run(id, { execution: 2 }));
  });

  test('[MD-09] scores are read by instrument and range of days, one a day and timeframe, the latest', async () => {
    const { quality } = stores;
    for (const date of ['2026-11-18', '2026-11-19', '2026-11-20']) await quality.put(day(date));
    await quality.put(day('2026-11-19', { score: 100 }));
    await quality.put(day('2026-11-19', { timeframe: '5m' }));
    await quality.put(day('2026-11-19', { instrument: 'ETH/USDT' }));
    const read = await quality.range('BTC/USDT', { from: '2026-11-19', to: '2026-11-20', limit: 10 });
    expect(read).toEqual([day('2026-11-19', { score: 100 }), day('2026-11-19', { timeframe: '5m' })]);
    expect(await quality.range('BTC/USDT', { from: '0000-01-01', to: '9999-12-31', limit: 3 })).toHaveLength(3);
    expect(await quality.range('DOGE/USDT', { from: '0000-01-01', to: '9999-12-31', limit: 3 })).toEqual([]);
  });
});
