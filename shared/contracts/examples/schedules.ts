const daily = {
  id: 'daily-bars',
  kind: 'fetch',
  instruments: ['BTC/USDT', 'ETH/USDT'],
  timeframe: '1d',
  source: 'ccxt:binance',
  at: '00:15',
  zone: 'UTC',
  days: 'every',
  after: null,
  lookbackDays: 30,
  scoreMin: 90,
  enabled: true,
} as const;
const { id: _id, ...body } = daily;
const run = {
  schedule: daily.id,
  id: '20261121T001500Z',
  status: 'FAILED',
  dueAt: '2026-11-21T00:15:00Z',
  execution: 1,
  startedAt: '2026-11-21T00:15:04Z',
  finishedAt: '2026-11-21T00:15:40Z',
  items: 2,
  failed: [{ instrument: 'ETH/USDT', error: '1 of 1 chunks failed; the same backfill again fetches them' }],
  error: null,
} as const;
const queued = { ...run, status: 'QUEUED', startedAt: null, finishedAt: null, items: 0, failed: [] } as const;

/** Examples of schedules and of the scores that they leave. */
export const SCHEDULE_EXAMPLES = {
  listSchedules: { response: { schedules: [daily] } },
  getSchedule: { response: daily },
  saveSchedule: { body, response: daily },
  runSchedule: { response: { ...queued, id: '20261121T093000Z-manual', dueAt: '2026-11-21T09:30:00Z' } },
  listScheduleRuns: { response: { runs: [run] } },
  redriveScheduleRun: { response: { ...queued, execution: 2, items: 2 } },
  instrumentQuality: {
    response: {
      id: 'BTC/USDT',
      days: [
        {
          date: '2026-11-20',
          timeframe: '1m',
          score: 99.86,
          bars: 1438,
          missing: 2,
          defectCount: 1,
          defects: [{ code: 'missing', at: '2026-11-20T13:07:00Z', detail: '2 bars missing before 2026-11-20T13:09:00Z' }],
        },
      ],
    },
  },
} as const;
