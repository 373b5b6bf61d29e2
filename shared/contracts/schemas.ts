import * as z from 'zod';
import { Cash, Currency, WalletRow } from './cash.ts';
import { Execution } from './execution.ts';
import { ASSET_CLASSES } from '../domain/instrument.ts';
import { UNFILLED_REASONS } from '../domain/order.ts';

/** RFC 9457. `field` names the part of the request at fault; `errors` lists all of them. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  field: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  /** The one to quote when asking for help; every log line of the request carries it. */
  requestId: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;

/** A date is its midnight in UTC. */
export const IsoTime = z.union(
  [z.iso.datetime({ offset: true }), z.iso.date()],
  'a time in ISO 8601 with its zone, or a date, like 2021-04-04T20:00:00Z or 2021-04-04',
);
export const Symbol = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9./:_-]{0,39}$/, 'letters, digits and . / : _ - , at most 40, like BTC/USDT');
export const TimeframeName = z.string().regex(/^[1-9]\d{0,5}[smhdw]$/, 'a number and a unit, like 1m, 15m, 1h or 1d');
export const Sizing = z
  .string()
  .regex(
    /^(all|(fraction|fixed|kelly|kelly-odds|risk|volatility|drawdown|equal-risk):\d+(\.\d+)?)$/,
    'all, fraction:0.5, fixed:1, kelly:0.5, kelly-odds:0.5, risk:0.01, volatility:0.15, drawdown:0.2 or equal-risk:0.9',
  );

export const ParameterInfo = z.object({
  name: z.string(),
  kind: z.enum(['int', 'float']),
  default: z.number(),
  min: z.number(),
  max: z.number(),
  step: z.number(),
  about: z.string(),
});
/** `single` runs on each instrument by itself, `portfolio` sees all of them at once. */
export const StrategyInfo = z.object({
  id: z.string(),
  kind: z.enum(['single', 'portfolio']).optional(),
  about: z.string(),
  params: z.array(ParameterInfo),
});
export type StrategyInfo = z.infer<typeof StrategyInfo>;

export const IndicatorInfo = z.object({
  id: z.string(),
  name: z.string(),
  group: z.string(),
  about: z.string(),
  inputs: z.array(z.string()),
  params: z.array(ParameterInfo),
  outputs: z.array(z.string()),
  warmup: z.int(),
  settle: z.int(),
  source: z.string(),
});
export type IndicatorInfo = z.infer<typeof IndicatorInfo>;

export const PatternInfo = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['candlestick', 'chart']),
  about: z.string(),
  params: z.array(ParameterInfo),
  warmup: z.int(),
  source: z.string(),
});
export type PatternInfo = z.infer<typeof PatternInfo>;

export const Defect = z.object({ code: z.string(), line: z.int().optional(), at: z.string().optional(), detail: z.string() });

export const Dataset = z.object({
  id: z.string(),
  name: z.string(),
  symbol: z.string(),
  /** Like the timeframe: as declared, then as found in the file. */
  assetClass: z.enum(ASSET_CLASSES as [string, ...string[]]).nullable(),
  timeframe: z.string().nullable(),
  status: z.enum(['AWAITING_UPLOAD', 'READY', 'REJECTED']),
  synthetic: z.boolean(),
  bars: z.int(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  sha256: z.string().nullable(),
  rejectedRows: z.int(),
  defects: z.array(Defect),
  createdAt: z.string(),
});
export type Dataset = z.infer<typeof Dataset>;

export const CreateDataset = z.strictObject({
  name: z.string().min(1).max(200),
  symbol: Symbol,
  format: z.enum(['csv', 'parquet']).default('csv'),
  timeframe: TimeframeName.optional(),
  assetClass: z.enum(ASSET_CLASSES as [string, ...string[]]).optional(),
  /** Whether a generator made it; runs on it say so. */
  synthetic: z.boolean().default(false),
  bytes: z
    .int()
    .min(1)
    .max(512 * 1024 * 1024),
  /** SHA-256 of the file, hexadecimal; the store refuses other bytes. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits'),
});
export type CreateDataset = z.infer<typeof CreateDataset>;

export const DatasetUpload = z.object({
  dataset: Dataset,
  /** Null where the platform has this very file already: nothing is to be put, and the dataset is that one. */
  upload: z
    .object({ method: z.literal('PUT'), url: z.string(), headers: z.record(z.string(), z.string()), expiresAt: z.string() })
    .nullable(),
  /** Said of such a file. */
  repeated: z.literal(true).optional(),
});
export type DatasetUpload = z.infer<typeof DatasetUpload>;

export const Bar = z.object({
  time: z.string(),
  open: z.number(),
  high: z.number(),
  low: z.number(),
  close: z.number(),
  volume: z.number(),
  closed: z.boolean(),
});
export const BarsQuery = z.strictObject({
  /** A dataset's id. Exactly one of `dataset` and `symbol` is given. */
  dataset: z.string().min(1).max(80).optional(),
  /** The symbol of a streamed or backfilled instrument. */
  symbol: Symbol.optional(),
  /** Of the symbol's bars; a dataset has its own. */
  timeframe: z
    .string()
    .regex(/^[1-9]\d{0,3}[mhdw]$/, 'must be a number and a unit, like 1m, 1h or 1d')
    .optional(),
  from: IsoTime.optional(),
  to: IsoTime.optional(),
  limit: z.coerce.number().int().min(1).max(5000).default(1000),
  cursor: z.string().max(200).optional(),
  /** `true` adds the bar that is still open, marked `closed: false`; only for a streamed instrument. */
  partial: z.enum(['true', 'false']).default('false'),
  format: z.enum(['json', 'csv']).default('json'),
});
export type BarsQuery = z.infer<typeof BarsQuery>;
export const BarsPage = z.object({
  symbol: z.string(),
  timeframe: z.string(),
  synthetic: z.boolean(),
  bars: z.array(Bar),
  next: z.string().nullable(),
});
export type BarsPage = z.infer<typeof BarsPage>;

/** Rules of this many characters as JSON are a large strategy; the row of a run carries them. */
const RULES_CHARACTERS_MAX = 65_536;
/** A strategy of rules, as `/schemas/rules.json` describes it. */
export const Rules = z
  .record(z.string(), z.unknown())
  .refine((rules) => JSON.stringify(rules).length <= RULES_CHARACTERS_MAX, `at most ${RULES_CHARACTERS_MAX} characters of JSON`);

/** A column of a dataset of rows as a number that indicators and rules read by a name; never before it was known. */
export const FeatureSource = z.strictObject({
  /** Id of the dataset of rows. */
  dataset: z.string().min(1).max(80),
  column: z.string().min(1).max(50),
  /** Whose rows; those of the instrument that trades when left out. */
  symbol: Symbol.optional(),
});
export type FeatureSource = z.infer<typeof FeatureSource>;
const FeatureName = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,39}$/, 'a letter, then letters, digits, _ and -, at most 40');

export const BacktestRequest = z.strictObject({
  datasets: z.array(z.string().min(1).max(80)).min(1).max(10_000),
  /** Datasets of other instruments that indicators may read, like `close of ETH/USDT`; not traded. */
  with: z.array(z.string().min(1).max(80)).min(1).max(100).optional(),
  /** By the name that indicators and rules use, like `sentiment`. */
  features: z.record(FeatureName, FeatureSource).optional(),
  /** Datasets of a shorter timeframe of the same instruments, one for each of `datasets` (on a shared account for each that is traded): they say what happened inside a bar. */
  detail: z.array(z.string().min(1).max(80)).min(1).max(10_000).optional(),
  /** Id of a strategy; `rules` runs the given rules. */
  strategy: z.string().min(1).max(80).default('rules'),
  /** Rules instead of a strategy in code. */
  rules: Rules.optional(),
  params: z.record(z.string(), z.number()).default({}),
  /** In the account's currency; on a shared account also by currency, like `{ "USD": 10000, "EUR": 5000 }`. */
  cash: Cash.default(10_000),
  sizing: Sizing.default('all'),
  commissionBps: z.number().min(0).max(10_000).default(10),
  slippageBps: z.number().min(0).max(9_999).default(0),
  /** How hard the simulated market is. */
  execution: Execution.optional(),
  from: IsoTime.optional(),
  to: IsoTime.optional(),
  /** `shared`: all datasets trade on one account, in one loop. `split`, the default of a strategy of one instrument: each has an equal part of the cash to itself. */
  account: z.enum(['split', 'shared']).optional(),
  /** Several strategies on one account instead of `strategy`, each with its share of the cash; shares that are left out are equal parts of the rest. */
  strategies: z
    .array(
      z.strictObject({
        strategy: z.string().min(1).max(80),
        params: z.record(z.string(), z.number()).default({}),
        share: z.number().positive().max(1).optional(),
      }),
    )
    .min(1)
    .max(50)
    .optional(),
  /** What a shared account counts in; the datasets' own currency when they have one in common. */
  currency: Currency.optional(),
  /** Cost of changing one currency into another, in hundredths of a percent; with cash by currency. */
  conversionBps: z.number().min(0).max(10_000).optional(),
  /** Datasets of currency pairs that convert into it; not traded. */
  rates: z.array(z.string().min(1).max(80)).min(1).max(100).optional(),
  /** Ids of analysers that look at the run once it has ended. */
  analysers: z.array(z.string().min(1).max(80)).max(100).optional(),
});
export type BacktestRequest = z.infer<typeof BacktestRequest>;

export const BacktestStatus = z.enum(['QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED', 'INTERRUPTED']);
const CARRY = {
  funding: z.number(),
  borrow: z.number(),
  rollover: z.number(),
  interest: z.number(),
  dividends: z.number(),
  liquidation: z.number(),
};
/** What one instrument contributed, and what is held of it at the end. */
export const PositionRow = z.object({
  symbol: z.string(),
  quantity: z.number(),
  markPrice: z.number(),
  /** Of its part of the cash; null where all share one account. */
  startEquity: z.number().nullable(),
  endEquity: z.number().nullable(),
  tradeCount: z.int(),
  realisedPnl: z.number(),
  unrealisedPnl: z.number(),
  pnl: z.number(),
  commission: z.number(),
  slippage: z.number(),
  exposure: z.number(),
  /** What holding cost besides, by kind: funding, borrow, rollover, interest, dividends, liquidation; absent when it cost nothing. */
  carry: z.object(CARRY).optional(),
});
/** What one strategy made of its part of a shared account. */
export const SleeveRow = z.object({
  name: z.string(),
  strategy: z.string(),
  params: z.record(z.string(), z.number()),
  startEquity: z.number(),
  endEquity: z.number(),
  totalReturn: z.number(),
  maxDrawdown: z.number(),
  sharpe: z.number().nullable(),
  tradeCount: z.int(),
  winRate: z.number().nullable(),
  exposure: z.number(),
  commission: z.number(),
  slippage: z.number(),
  positions: z.array(z.object({ symbol: z.string(), quantity: z.number() })),
});
/** An order that did not end in a fill. */
export const UnfilledRow = z.object({
  symbol: z.string(),
  time: z.string(),
  type: z.enum(['market', 'limit', 'stop', 'stop-limit', 'trailing-stop', 'target']),
  side: z.enum(['buy', 'sell']).nullable(),
  quantity: z.number().nullable(),
  limitPrice: z.number().nullable(),
  stopPrice: z.number().nullable(),
  target: z.number().nullable(),
  reason: z.enum(UNFILLED_REASONS),
  /** Which of several strategies on a shared account asked for it; absent with one. */
  strategy: z.string().optional(),
});

/** What a user's file under `analysers/` tells of itself. */
export const AnalyserInfo = z.object({ id: z.string(), about: z.string() });
export type AnalyserInfo = z.infer<typeof AnalyserInfo>;

const Ratio = z.number().nullable();
/** The tables of a run beside the numbers of its summary. */
export const Analysis = z.object({
  drawdowns: z.array(z.object({ from: z.string(), trough: z.string(), to: z.string().nullable(), depth: z.number(), seconds: z.number() })),
  monthly: z.array(z.object({ year: z.int(), months: z.array(Ratio), total: Ratio })),
  yearly: z.array(z.object({ year: z.int(), totalReturn: Ratio, buyAndHold: Ratio, winMonths: z.int(), months: z.int() })),
  rolling: z.object({
    window: z.int(),
    step: z.int(),
    time: z.array(z.string()),
    sharpe: z.array(Ratio),
    volatility: z.array(Ratio),
    beta: z.array(Ratio),
  }),
});

export const SummaryNumbers = z.record(z.string(), z.unknown());
export const Backtest = z.object({
  id: z.string(),
  status: BacktestStatus,
  request: BacktestRequest,
  symbols: z.array(z.string()),
  /** Share of the shards done, 0 to 1. */
  progress: z.number(),
  shards: z.object({ total: z.int(), done: z.int(), failed: z.int() }),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  error: z.string().nullable(),
  manifest: z.record(z.string(), z.unknown()).nullable(),
  summary: SummaryNumbers.nullable(),
  /** By symbol, the first 2,000 of as many as there are shards done. Like `unfilled` only with a single run that is DONE. */
  positions: z.array(PositionRow).nullable(),
  /** By time, the first 2,000 of the summary's `unfilledOrders`. */
  unfilled: z.array(UnfilledRow).nullable(),
  /** What each strategy made of its part; only with a single run that is DONE, on a shared account. */
  sleeves: z.array(SleeveRow).nullable().optional(),
  /** Its cash by currency, where it started with cash by currency. */
  wallets: z.array(WalletRow).nullable().optional(),
  /** Worst drawdowns, calendar months and years, rolling measures; only with a single run that is DONE. */
  analysis: Analysis.nullable(),
  /** What the analysers asked for answered, by id; null when none was asked for. */
  analysers: z.record(z.string(), z.unknown()).nullable(),
});
export type Backtest = z.infer<typeof Backtest>;

/** A round trip on the wire: times ISO 8601, money as numbers, an open one with `exitTime` and `exitPrice` null. */
export const TradeRow = z.object({
  symbol: z.string(),
  side: z.enum(['long', 'short']),
  entryTime: z.string(),
  exitTime: z.string().nullable(),
  quantity: z.number(),
  entryPrice: z.number(),
  exitPrice: z.number().nullable(),
  markPrice: z.number(),
  pnl: z.number(),
  returnRatio: z.number(),
  commission: z.number(),
  slippage: z.number(),
  bars: z.int(),
  /** Funding, borrowing and the like that holding it cost; absent when it cost nothing. */
  carry: z.number().optional(),
  /** How far the price went for the trade and against it, as ratios of the entry price; null where the bars are not at hand. */
  mfe: z.number().nullable(),
  mae: z.number().nullable(),
  /** Which of several strategies on an account made it; absent with one. */
  strategy: z.string().optional(),
  /** Its market ended before the run did, and with it the trade; absent otherwise. */
  delisted: z.literal(true).optional(),
});
export type TradeRow = z.infer<typeof TradeRow>;

export const PageQuery = z.strictObject({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(10_000).default(1000),
});
export const TradesPage = z.object({ trades: z.array(TradeRow), next: z.string().nullable() });
export const EquityPage = z.object({ equity: z.array(z.tuple([z.string(), z.number()])), next: z.string().nullable() });
export const Health = z.object({
  status: z.enum(['ok', 'degraded']),
  version: z.string(),
  stage: z.string(),
  checks: z.record(z.string(), z.string()).optional(),
});
export type Health = z.infer<typeof Health>;
