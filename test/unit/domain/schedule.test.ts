import { expect, test } from 'vitest';
import { lastDue, runIdOf, type Schedule } from '../../../shared/domain/schedule.ts';

const at = (iso: string) => Date.parse(iso) * 1000;
const schedule = (over: Partial<Schedule>): Schedule => ({
  id: 'daily',
  kind: 'fetch',
  instruments: 'active',
  timeframe: '1d',
  source: null,
  at: '06:30',
  zone: 'UTC',
  days: 'every',
  after: null,
  lookbackDays: 7,
  scoreMin: 90,
  enabled: true,
  tenant: 'owner',
  sinceUs: 0,
  ...over,
});

test.each([
  [{}, '2026-11-21T06:29:59Z', '2026-11-20T06:30:00Z'],
  [{}, '2026-11-21T06:30:00Z', '2026-11-21T06:30:00Z'],
  [{}, '2026-11-21T23:00:00Z', '2026-11-21T06:30:00Z'],
  // 21 November 2026 is a Saturday.
  [{ days: 'weekdays' }, '2026-11-22T12:00:00Z', '2026-11-20T06:30:00Z'],
  [{ days: 'weekdays' }, '2026-11-23T06:30:00Z', '2026-11-23T06:30:00Z'],
  // New York is five hours behind in winter and four in summer.
  [{ zone: 'America/New_York', at: '18:00' }, '2026-01-15T23:30:00Z', '2026-01-15T23:00:00Z'],
  [{ zone: 'America/New_York', at: '18:00' }, '2026-07-15T22:30:00Z', '2026-07-15T22:00:00Z'],
  [{ zone: 'Asia/Kolkata', at: '00:10' }, '2026-01-15T18:40:00Z', '2026-01-15T18:40:00Z'],
] as const)('[OP-03] %j was last due before %s at %s', (over, now, due) => {
  expect(lastDue(schedule(over), at(now))).toBe(at(due));
});

test('[OP-03] what is off, has no time of its own, or is younger than its time is not due', () => {
  const now = at('2026-11-21T12:00:00Z');
  expect(lastDue(schedule({ enabled: false }), now)).toBeUndefined();
  expect(lastDue(schedule({ at: null, after: 'other' }), now)).toBeUndefined();
  expect(lastDue(schedule({ sinceUs: at('2026-11-21T06:30:01Z') }), now)).toBeUndefined();
  expect(lastDue(schedule({ sinceUs: at('2026-11-21T06:30:00Z') }), now)).toBe(at('2026-11-21T06:30:00Z'));
});

test('[OP-03] a run is named after its time, and names order as times do', () => {
  expect(runIdOf(at('2026-11-21T06:30:00Z'))).toBe('20261121T063000Z');
});
