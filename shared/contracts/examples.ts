import { ANALYSIS_EXAMPLES } from './examples/analysis.ts';
import { INSTRUMENT_EXAMPLES } from './examples/instruments.ts';
import { STUDY_EXAMPLES } from './examples/studies.ts';
import { TABLE_EXAMPLES } from './examples/tables.ts';
import { MARKET_EXAMPLES } from './examples/market.ts';
import { SCHEDULE_EXAMPLES } from './examples/schedules.ts';
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
const backfill = {
  id: '01KAHV3R8Q4ZJ6M2N9T5WXYB7D',
  status: 'DONE',
  request: { venue: 'binance', symbol: 'BTC/USDT', timeframe: '1m', from: '2023-05-01T00:00:00Z', to: '2023-05-04T00:00:00Z' },
  chunks: { total: 1, done: 1, failed: 0 },
  written: 4320,
  missing: 0,
  error: null,
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
  positions: null,
  unfilled: null,
  analysis: null,
  analysers: null,
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
  mfe: 0.091,
  mae: -0.012,
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

const rules = { name: 'above-average', entry: { long: { above: ['close', 'sma(20)'] } } } as const;
const btcEth = { a: 'BTC/USDT', b: 'ETH/USDT' } as const;
const correlations = {
  symbols: ['BTC/USDT', 'ETH/USDT'],
  timeframe: '1h',
  from: '2021-01-01T00:00:00Z',
  to: '2021-12-31T23:00:00Z',
  bars: 8759,
  dropped: [
    { symbol: 'BTC/USDT', bars: 0 },
    { symbol: 'ETH/USDT', bars: 1 },
  ],
  matrix: {
    pearson: [
      [1, 0.81],
      [0.81, 1],
    ],
    spearman: [
      [1, 0.79],
      [0.79, 1],
    ],
    positiveSemidefinite: true,
  },
  intervals: [{ ...btcEth, correlation: 0.81, low: 0.802, high: 0.817 }],
  history: { window: 60, time: ['2021-12-31T23:00:00Z'], pairs: [{ ...btcEth, pearson: [0.84], spearman: [0.8] }] },
  leadLag: [{ ...btcEth, lag: 0, correlation: 0.81, significant: true, profile: [{ lag: 0, correlation: 0.81 }] }],
  cointegration: [
    {
      ...btcEth,
      statistic: -2.1,
      p: 0.47,
      reverseP: 0.61,
      critical: { '1%': -3.9, '5%': -3.34, '10%': -3.05 },
      lags: 12,
      hedgeRatio: 8.2,
      intercept: 25_400,
      halfLife: 610,
    },
  ],
} as const;

/** One example a route, as the OpenAPI document shows it; a test holds each to the schemas of its route. */
export const EXAMPLES: Partial<Record<RouteId, Example>> = {
  ...INSTRUMENT_EXAMPLES,
  ...SCHEDULE_EXAMPLES,
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
  listAnalysers: { response: { analysers: [{ id: 'trades-by-weekday', about: 'Closed trades by the weekday of their entry.' }] } },
  scanPatterns: {
    response: {
      symbol: 'BTC/USDT',
      timeframe: '1h',
      matches: [
        {
          pattern: 'engulfing',
          kind: 'candlestick',
          direction: 'bullish',
          start: '2021-02-03T04:00:00Z',
          end: '2021-02-03T05:00:00Z',
          confirmedAt: '2021-02-03T05:00:00Z',
          strength: 100,
          rows: { start: 796, end: 797, confirmedAt: 797 },
        },
      ],
      next: null,
    },
  },
  correlations: { response: correlations },
  explainRules: {
    body: rules,
    response: {
      name: 'above-average',
      text: 'Enters long when the close is above the simple moving average (period 20).\nNothing ends a position: it is held to the last bar.\nEach entry uses all of the equity.\n',
      params: [],
    },
  },
  rulesSchema: { response: { type: 'object', required: ['entry'] } },
  datasetQuality: {
    response: {
      dataset: dataset.id,
      symbol: 'BTC/USDT',
      timeframe: '1h',
      calendar: '24/7',
      note: null,
      score: 99.92,
      bars: 15_257,
      cleanDays: 635,
      flawedDays: [{ date: '2021-04-25', score: 83.33, bars: 20, missing: 4, flawed: 0 }],
      defectCount: 1,
      defects: [{ code: 'gap', at: '2021-04-25T04:00:00Z', detail: '4 bars missing before 2021-04-25T08:00:00Z' }],
    },
  },
  startBackfill: {
    body: backfill.request,
    response: { ...backfill, status: 'QUEUED', chunks: { total: 0, done: 0, failed: 0 }, written: 0 },
  },
  getBackfill: { response: backfill },
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
  ...TABLE_EXAMPLES,
  ...ANALYSIS_EXAMPLES,
  ...STUDY_EXAMPLES,
  ...MARKET_EXAMPLES,
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
