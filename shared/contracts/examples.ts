import type { RouteId } from './routes.ts';

interface Example {
  readonly body?: unknown;
  readonly response?: unknown;
}

const dataset = {
  id: '01KAHV3R8Q4ZJ6M2N9T5WXYB7C',
  name: 'BTCUSDT-1h-2021.csv',
  symbol: 'BTC/USDT',
  assetClass: 'crypto',
  timeframe: '1h',
  status: 'READY',
  synthetic: false,
  bars: 8759,
  from: '2021-01-01T00:00:00Z',
  to: '2022-01-01T00:00:00Z',
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  rejectedRows: 1,
  defects: [{ code: 'high-below-low', line: 812, detail: 'high 34010 is below low 34100' }],
  createdAt: '2026-11-21T02:00:00Z',
} as const;
const awaiting = {
  ...dataset,
  status: 'AWAITING_UPLOAD',
  assetClass: null,
  timeframe: null,
  bars: 0,
  from: null,
  to: null,
  sha256: null,
  rejectedRows: 0,
  defects: [],
} as const;
const request = {
  datasets: [dataset.id],
  strategy: 'sma-cross',
  params: { fast: 10, slow: 30 },
  cash: 10_000,
  sizing: 'all',
  commissionBps: 10,
  slippageBps: 0,
  from: '2021-02-01T00:00:00Z',
} as const;
const queued = {
  id: '01KAHV4F2D7RZ8E3H6P1QSTV9A',
  status: 'QUEUED',
  request,
  symbols: ['BTC/USDT'],
  progress: 0,
  shards: { total: 1, done: 0, failed: 0 },
  createdAt: '2026-11-21T02:01:00Z',
  finishedAt: null,
  error: null,
  manifest: null,
  summary: null,
} as const;
const done = {
  ...queued,
  status: 'DONE',
  progress: 1,
  shards: { total: 1, done: 1, failed: 0 },
  finishedAt: '2026-11-21T02:01:02Z',
  summary: { startEquity: 10_000, endEquity: 12_345.67, totalReturn: 0.234567, tradeCount: 42 },
} as const;
const trade = {
  symbol: 'BTC/USDT',
  side: 'long',
  entryTime: '2021-02-03T05:00:00Z',
  exitTime: '2021-02-06T11:00:00Z',
  quantity: 0.27,
  entryPrice: 36_100,
  exitPrice: 38_900,
  markPrice: 38_900,
  pnl: 735.75,
  returnRatio: 0.0755,
  commission: 20.25,
  slippage: 0,
  bars: 78,
} as const;
const fast = { name: 'fast', kind: 'int', default: 10, min: 1, max: 500, step: 1, about: 'bars in the fast average' } as const;
const indicator = {
  id: 'sma',
  name: 'Simple moving average',
  group: 'trend',
  about: 'Mean of the last values.',
  inputs: ['close'],
  params: [{ ...fast, name: 'period', about: 'values in the mean' }],
  outputs: ['value'],
  warmup: 9,
  settle: 9,
  source: 'Definition',
} as const;

/** One example a route, as the OpenAPI document shows it; a test holds each to the schemas of its route. */
export const EXAMPLES: Partial<Record<RouteId, Example>> = {
  health: { response: { status: 'ok', version: '0.1.0', stage: 'prod' } },
  listStrategies: {
    response: {
      strategies: [
        { id: 'sma-cross', about: 'Long from the cross of the fast average above the slow one until it crosses back.', params: [fast] },
      ],
    },
  },
  listIndicators: { response: { indicators: [indicator] } },
  getIndicator: { response: indicator },
  listPatterns: {
    response: {
      patterns: [
        {
          id: 'engulfing',
          name: 'Engulfing pattern',
          kind: 'candlestick',
          about: 'A body that covers the one before it, of the other colour.',
          params: [],
          warmup: 2,
          source: 'Nison (1991), Japanese Candlestick Charting Techniques, ch. 4.',
        },
      ],
    },
  },
  rulesSchema: { response: { type: 'object', required: ['entry'] } },
  listDatasets: { response: { datasets: [dataset], next: null } },
  getDataset: { response: dataset },
  createDataset: {
    body: { name: dataset.name, symbol: 'BTC/USDT', format: 'csv', bytes: 712_345, sha256: dataset.sha256 },
    response: {
      dataset: awaiting,
      upload: {
        method: 'PUT',
        url: 'https://store.example/uploads/owner/01KAHV3R8Q4ZJ6M2N9T5WXYB7C?X-Amz-Signature=...',
        headers: { 'x-amz-checksum-sha256': 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=' },
        expiresAt: '2026-11-21T03:00:00Z',
      },
    },
  },
  completeDataset: { response: dataset },
  readBars: {
    response: {
      symbol: 'BTC/USDT',
      timeframe: '1h',
      synthetic: false,
      bars: [{ time: '2021-04-04T20:00:00Z', open: 58_000, high: 58_400.5, low: 57_910, close: 58_250, volume: 102.5, closed: true }],
      next: '1617570000000000',
    },
  },
  startBacktest: { body: request, response: queued },
  listBacktests: { response: { backtests: [done], next: null } },
  getBacktest: { response: done },
  backtestTrades: { response: { trades: [trade], next: null } },
  backtestEquity: {
    response: {
      equity: [
        ['2021-02-01T00:00:00Z', 10_000],
        ['2021-02-01T01:00:00Z', 10_012.5],
      ],
      next: '2',
    },
  },
  backtestReport: {
    response: {
      url: 'https://store.example/runs/owner/01KAHV4F2D7RZ8E3H6P1QSTV9A/report.html?X-Amz-Signature=...',
      expiresAt: '2026-11-21T02:16:00Z',
    },
  },
};
