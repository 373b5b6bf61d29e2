const common = {
  datasets: ['01KAHV3R8Q4ZJ6M2N9T5WXYB7C'],
  strategy: 'sma-cross',
  params: {},
  cash: 10_000,
  sizing: 'all',
  commissionBps: 10,
  slippageBps: 0,
} as const;
const search = {
  ranges: { fast: '5:24:1', slow: '25:34:1' },
  method: 'grid',
  seed: 1,
  constraints: [],
  objective: 'sharpe',
  requirements: [],
} as const;
const sweepRequest = { ...common, ...search, maxDollars: 0.5 } as const;
/** Two strategies on one account. */
const several = {
  ...common,
  datasets: ['01KAHV3R8Q4ZJ6M2N9T5WXYB7C', '01KAHV4B5D8F2H6K9M3P7R1T4W'],
  strategy: 'rules',
  account: 'shared',
  strategies: [
    { strategy: 'sma-cross', params: { slow: 30 }, share: 0.6 },
    { strategy: 'rsi-reversion', params: {}, share: 0.4 },
  ],
  ...search,
  ranges: { 'sma-cross.fast': '5:24:1', 'rsi-reversion.period': '5:14:1' },
} as const;
const walkRequest = { ...several, train: '180d', test: '60d', anchored: false, purge: 0, embargo: 0, spa: false } as const;
const chanceRequest = {
  ...common,
  params: { fast: 10, slow: 30 },
  paths: 10_000,
  ruinRatio: 0.5,
  missRatio: 0.1,
  noise: 0.1,
  reruns: 200,
  entries: false,
  seed: 1,
} as const;

const queued = {
  id: '01KAHV5T6M9QW2X4Y8Z1A3B7CD',
  status: 'QUEUED',
  symbols: ['BTC/USDT'],
  progress: 0,
  shards: { total: 0, done: 0, failed: 0 },
  runs: { total: 200, done: 0, failed: 0 },
  createdAt: '2026-11-21T02:01:00Z',
  finishedAt: null,
  error: null,
  failures: [],
} as const;
const ended = {
  ...queued,
  status: 'DONE',
  progress: 1,
  shards: { total: 4, done: 4, failed: 0 },
  runs: { total: 200, done: 200, failed: 0 },
  finishedAt: '2026-11-21T02:01:08Z',
} as const;
const row = { params: { fast: 12, slow: 31 }, summary: { totalReturn: 0.231, sharpe: 1.12, maxDrawdown: 0.18, tradeCount: 41 } } as const;
const manifest = { symbols: ['BTC/USDT'], strategy: 'sma-cross', codeVersion: '0.1.0', seed: 1 } as const;
const sweepResult = {
  manifest,
  method: 'grid',
  objective: 'sharpe',
  goal: 'max',
  leftOut: 0,
  rows: [row],
  best: row,
  overfitting: {
    trials: 200,
    sharpe: 1.12,
    luckySharpe: 1.4,
    deflatedSharpe: 0.31,
    excessSharpe: 0.2,
    luckyExcessSharpe: 1.4,
    deflatedExcessSharpe: 0.08,
    meanExposure: 0.52,
    pbo: 0.47,
    skewness: -0.2,
    kurtosis: 7.1,
    trackRecordYears: 1,
    minTrackRecordYears: null,
    verdict: 'luck',
    reasons: ['The best of 200 trials without skill is expected to have a ratio of 1.40.'],
  },
} as const;
const point = { params: { fast: 12, slow: 31 }, metric: 1.12, neighbours: 8, neighbourMean: 0.9, plateau: 0.92 } as const;
const part = { periods: 180, totalReturn: 0.08, sharpe: 0.9, maxDrawdown: 0.07, regimes: [] } as const;
const fold = {
  train: { from: '2021-01-01T00:00:00Z', to: '2021-06-30T00:00:00Z' },
  test: { from: '2021-06-30T00:00:00Z', to: '2021-08-29T00:00:00Z' },
  params: { 'sma-cross.fast': 12, 'sma-cross.slow': 30, 'rsi-reversion.period': 9 },
  combinations: 200,
  inSample: { ...part, trades: 12, commission: 21.4 },
  outOfSample: { ...part, periods: 60, trades: 4, commission: 7.2 },
} as const;
const walkResult = {
  manifest,
  folds: [fold],
  stitched: { ...part, periods: 60 },
  degradation: { inSampleSharpe: 0.9, outOfSampleSharpe: 0.4, kept: 0.44 },
  earningFolds: 1,
  outOfSampleSharpe: { sharpe: 0.4, low: -1.2, high: 2.1, level: 0.95 },
  equity: [
    ['2021-06-30T00:00:00Z', 1],
    ['2021-07-01T00:00:00Z', 1.002],
  ],
  cpcv: null,
  ability: null,
} as const;
const spread = { mean: 11_900, min: 6200, p5: 8100, p25: 10_300, p50: 11_800, p75: 13_300, p95: 16_000, max: 21_000 } as const;
const fan = {
  step: [0, 41],
  p5: [10_000, 8100],
  p25: [10_000, 10_300],
  p50: [10_000, 11_800],
  p75: [10_000, 13_300],
  p95: [10_000, 16_000],
};
const seen = { value: 12_310, share: 0.58 } as const;
const bins = { from: 6000, width: 1000, counts: [10, 90, 400, 500] } as const;
const chanceResult = {
  manifest,
  startEquity: 10_000,
  trades: 41,
  compounds: true,
  kinds: {
    bootstrap: {
      paths: 10_000,
      steps: 41,
      fan,
      endEquity: spread,
      maxDrawdown: { ...spread, mean: 0.2, min: 0.02, p5: 0.08, p25: 0.14, p50: 0.19, p75: 0.25, p95: 0.36, max: 0.6 },
      sharpe: { ...spread, mean: 1.1, min: -2, p5: -0.6, p25: 0.4, p50: 1.1, p75: 1.8, p95: 2.8, max: 4.4 },
      histograms: { endEquity: bins, maxDrawdown: { from: 0, width: 0.05, counts: [50, 500, 450] } },
      probabilityOfLoss: 0.21,
      riskOfRuin: 0.001,
      ruinRatio: 0.5,
      observed: { endEquity: seen, maxDrawdown: { value: 0.18, share: 0.44 }, sharpe: { value: 1.12, share: 0.52 } },
    },
  },
  randomEntry: null,
} as const;

const sweep = {
  ...ended,
  request: sweepRequest,
  result: sweepResult,
  plateau: { kind: 'grid', best: point, centre: point, stability: 0.7, worstStability: 0.4 },
} as const;
const walk = { ...ended, symbols: ['BTC/USDT', 'ETH/USDT'], request: walkRequest, result: walkResult } as const;
const chance = { ...ended, request: chanceRequest, result: chanceResult } as const;
const report = {
  response: {
    url: 'https://store.example/studies/owner/01KAHV5T6M9QW2X4Y8Z1A3B7CD/report.html?X-Amz-Signature=...',
    expiresAt: '2026-11-21T02:16:00Z',
  },
} as const;

/** Bodies and answers of the routes of studies. */
export const STUDY_EXAMPLES = {
  quoteStudy: {
    body: { kind: 'sweep', request: sweepRequest },
    response: {
      kind: 'sweep',
      unit: 'bars',
      bars: 1_751_800,
      runs: 200,
      barsPerSecond: 21_000_000,
      here: { workers: 1, seconds: 0.083 },
      aws: {
        shards: 4,
        memoryMb: 1769,
        lambdaSeconds: 8.1,
        seconds: 2.0,
        usd: 0.0007,
        parts: { lambda: 0.0002, requests: 0.000001, transitions: 0.0004, s3: 0.00005 },
      },
      prices: { asOf: '2026-11-21', region: 'us-east-1', sources: ['AWS Lambda pricing (arm64, first tier)'] },
      capUsd: 0.5,
      capLambdaSeconds: null,
      withinCap: true,
    },
  },
  startSweep: { body: sweepRequest, response: { ...queued, request: sweepRequest, result: null, plateau: null } },
  listSweeps: { response: { sweeps: [{ ...sweep, result: null, plateau: null }], next: null } },
  getSweep: { response: sweep },
  sweepRows: { response: { rows: [row], next: null } },
  sweepReport: report,
  retrySweep: { response: { ...queued, request: sweepRequest, result: null, plateau: null } },
  startWalkForward: { body: walkRequest, response: { ...queued, request: walkRequest, result: null } },
  listWalkForwards: { response: { walkForwards: [{ ...walk, result: null }], next: null } },
  getWalkForward: { response: walk },
  walkForwardReport: report,
  retryWalkForward: { response: { ...queued, request: walkRequest, result: null } },
  startMonteCarlo: { body: chanceRequest, response: { ...queued, request: chanceRequest, result: null } },
  listMonteCarlos: { response: { monteCarlos: [{ ...chance, result: null }], next: null } },
  getMonteCarlo: { response: chance },
  monteCarloReport: report,
  retryMonteCarlo: { response: { ...queued, request: chanceRequest, result: null } },
} as const;
