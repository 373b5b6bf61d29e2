import * as z from 'zod';
import { BacktestRequest, BacktestStatus, PageQuery, TimeframeName } from './schemas.ts';

/** Many runs of one question: combinations of parameters, folds of a history, or what chance could have made of a run. */
export const STUDY_KINDS = ['sweep', 'walk-forward', 'monte-carlo'] as const;
export type StudyKind = (typeof STUDY_KINDS)[number];

/** What every run of a study has in common: what a backtest takes, without the analysers of its end. */
const { shape: run } = BacktestRequest.omit({ datasets: true, analysers: true });
/** Every shard reads all of them. */
const datasets = z.array(z.string().min(1).max(80)).min(1).max(100);
/** Above either the start is refused; no bound when both are left out. */
const cap = {
  /** What all of it may cost in AWS. */
  maxDollars: z.number().min(0).max(1e6).optional(),
  /** Seconds of Lambda of all shards together. */
  maxLambdaSeconds: z.number().min(0).max(1e9).optional(),
};
const seed = z.int().default(1);
const condition = z.string().min(1).max(500);

/** How combinations of parameters are looked for, and what makes one the best. */
const search = {
  /** `FROM:TO:STEP` by parameter, both ends included; every parameter that `params` leaves open as it is declared when there is none. */
  ranges: z.record(z.string(), z.string().min(1).max(100)).default({}),
  method: z.enum(['grid', 'random', 'lhs', 'tpe', 'genetic', 'cma-es']).default('grid'),
  /** Combinations to run; all of a grid, 200 of another method when left out. */
  trials: z.int().min(1).max(1_000_000).optional(),
  seed,
  /** Only combinations that meet these are run, like `fast < slow`. */
  constraints: z.array(condition).max(50).default([]),
  /** A measure of the summary, or a formula over them. */
  objective: z.string().min(1).max(500).default('sharpe'),
  /** Which way is better; by the measure when left out, max for a formula. */
  goal: z.enum(['max', 'min']).optional(),
  /** Only results that meet these are ranked, like `tradeCount >= 30`. */
  requirements: z.array(condition).max(50).default([]),
};

/** `params` are those that stay as they are; those of several strategies stand with each, and their ranges behind its name, like `sma-cross.fast`. */
export const SweepRequest = z.strictObject({ datasets, ...run, ...search, ...cap });
export type SweepRequest = z.infer<typeof SweepRequest>;

export const WalkForwardRequest = z.strictObject({
  datasets,
  ...run,
  ...search,
  /** How much each fold learns on and tests, like 365d and 90d; both or neither. */
  train: TimeframeName.optional(),
  test: TimeframeName.optional(),
  /** Instead of `train` and `test`: so many folds, 70 % of each to learn on; 5 when left out. */
  folds: z.int().min(1).max(1000).optional(),
  /** Learn on all from the first bar on, instead of the same length each time. */
  anchored: z.boolean().default(false),
  /** Bars left out between learning and testing, and more besides. */
  purge: z.int().min(0).max(1_000_000).default(0),
  embargo: z.int().min(0).max(1_000_000).default(0),
  /** Also combinatorially purged cross-validation. */
  cpcv: z.strictObject({ groups: z.int().min(2).max(999), testGroups: z.int().min(1).max(999) }).optional(),
  /** Also Hansen's test: does any of the combinations beat cash, or holding? */
  spa: z.boolean().default(false),
  ...cap,
});
export type WalkForwardRequest = z.infer<typeof WalkForwardRequest>;

const MonteCarloKind = z.enum(['shuffle', 'bootstrap', 'blocks', 'missed', 'costs', 'noise']);
export const MonteCarloRequest = z.strictObject({
  datasets: datasets.optional(),
  ...run,
  /** Id of a backtest that is DONE, instead of datasets with a strategy; what runs again (`noise`, `entries`) then cannot be asked for. */
  backtest: z.string().min(1).max(80).optional(),
  /** All that can be when left out. */
  kinds: z.array(MonteCarloKind).min(1).max(6).optional(),
  /** Paths of each kind. */
  paths: z.int().min(1).max(250_000).default(10_000),
  /** A path is ruined once its equity is at or below this share of the start. */
  ruinRatio: z.number().min(0).lt(1).default(0.5),
  /** Share of the trades that `missed` leaves out. */
  missRatio: z.number().min(0).max(1).default(0.1),
  /** How far `noise` moves prices, in deviations of a bar's return, and how often it runs. */
  noise: z.number().min(0).max(2).default(0.1),
  reruns: z.int().min(1).max(100_000).default(200),
  /** Compare with entries at random, as many and as long. */
  entries: z.boolean().default(false),
  seed,
  ...cap,
});
export type MonteCarloRequest = z.infer<typeof MonteCarloRequest>;

const orNull = z.number().nullable();
const Params = z.record(z.string(), z.number());

export const SweepRow = z.object({
  /** Every parameter of the strategy. */
  params: Params,
  summary: z.record(z.string(), orNull),
});
export type SweepRow = z.infer<typeof SweepRow>;

/** How likely the best of many trials is luck; ratios annualised, probabilities 0 to 1. */
export const Overfitting = z.looseObject({
  trials: z.int(),
  sharpe: orNull,
  luckySharpe: z.number(),
  deflatedSharpe: orNull,
  excessSharpe: orNull,
  luckyExcessSharpe: z.number(),
  deflatedExcessSharpe: orNull,
  meanExposure: z.number(),
  pbo: orNull,
  skewness: orNull,
  kurtosis: orNull,
  trackRecordYears: z.number(),
  minTrackRecordYears: orNull,
  verdict: z.enum(['skill', 'luck', 'drift', 'too short']),
  reasons: z.array(z.string()),
});

const Manifest = z.record(z.string(), z.unknown());

/** What `skytape sweep --json` prints, without its timing. */
export const SweepResult = z.looseObject({
  manifest: Manifest,
  method: z.string(),
  objective: z.string(),
  goal: z.enum(['max', 'min']),
  /** Cells of the grid that are not allowed; null for another method. */
  leftOut: z.int().nullable(),
  /** The best first: the first 1,000 of them, all of them lie under `/sweeps/{id}/rows`. */
  rows: z.array(SweepRow),
  best: SweepRow.nullable(),
  overfitting: Overfitting.nullable(),
});
export type SweepResult = z.infer<typeof SweepResult>;

const PlateauPoint = z.object({ params: Params, metric: orNull, neighbours: z.int(), neighbourMean: orNull, plateau: orNull });
/** Is the best combination a plateau or a lone peak? Stability 1 is a plateau, 0 a lone peak. */
export const Plateau = z.object({
  kind: z.enum(['grid', 'nearest']),
  best: PlateauPoint,
  /** The middle of the broadest good region. */
  centre: PlateauPoint,
  stability: z.number(),
  worstStability: z.number(),
});

const Regime = z.looseObject({ regime: z.string(), periods: z.int(), share: z.number(), totalReturn: z.number(), sharpe: orNull });
const part = { periods: z.int(), totalReturn: z.number(), sharpe: orNull, maxDrawdown: z.number(), regimes: z.array(Regime) };
const FoldPart = z.looseObject({ ...part, trades: z.int(), commission: z.number() });
const Span = z.object({ from: z.string(), to: z.string() });
const Fold = z.looseObject({
  train: Span,
  test: Span,
  /** Null when no combination had a score: the fold then stands aside. */
  params: Params.nullable(),
  combinations: z.int(),
  inSample: FoldPart,
  outOfSample: FoldPart,
});

/** What `skytape walk-forward --json` prints. */
export const WalkForwardResult = z.looseObject({
  manifest: Manifest,
  folds: z.array(Fold),
  /** The tests one after the other, as if traded. */
  stitched: z.looseObject(part),
  degradation: z.looseObject({ inSampleSharpe: orNull, outOfSampleSharpe: orNull, kept: orNull }),
  /** Share of the folds that earned out of sample. */
  earningFolds: z.number(),
  outOfSampleSharpe: z.looseObject({ sharpe: z.number(), low: z.number(), high: z.number(), level: z.number() }).nullable(),
  /** Of the stitched tests, from 1 on. */
  equity: z.array(z.tuple([z.string(), z.number()])),
  cpcv: z.record(z.string(), z.unknown()).nullable(),
  ability: z.record(z.string(), z.unknown()).nullable(),
});
export type WalkForwardResult = z.infer<typeof WalkForwardResult>;

const line = z.array(z.number());
const percentiles = { p5: z.number(), p25: z.number(), p50: z.number(), p75: z.number(), p95: z.number() };
const Spread = z.looseObject({ mean: z.number(), min: z.number(), ...percentiles, max: z.number() });
const Seen = z.object({ value: z.number(), share: z.number() });
/** Paths of one kind: drawdowns as positive fractions, money in the account's currency. */
export const Paths = z.looseObject({
  paths: z.int(),
  steps: z.int(),
  /** 5 % of the paths lie below `p5` after `step` steps. */
  fan: z.looseObject({ step: line, p5: line, p25: line, p50: line, p75: line, p95: line }),
  endEquity: Spread,
  maxDrawdown: Spread,
  sharpe: Spread,
  /** How many paths end where, and how deep they fall: bin `i` begins at `from + i * width`. */
  histograms: z.record(z.string(), z.object({ from: z.number(), width: z.number(), counts: z.array(z.int()) })),
  probabilityOfLoss: z.number(),
  riskOfRuin: z.number(),
  ruinRatio: z.number(),
  observed: z.record(z.string(), Seen),
});

/** What `skytape monte-carlo --json` prints. */
export const MonteCarloResult = z.looseObject({
  manifest: Manifest,
  startEquity: z.number(),
  trades: z.int(),
  compounds: z.boolean(),
  /** In the order asked for: paths for shuffle, bootstrap, blocks and missed; `costs` and `noise` have tables of their own. */
  kinds: z.record(z.string(), z.union([Paths, z.record(z.string(), z.unknown())])),
  randomEntry: z.record(z.string(), z.unknown()).nullable(),
});
export type MonteCarloResult = z.infer<typeof MonteCarloResult>;

/** Something that could not be run; a retry runs it again. */
export const StudyFailure = z.object({
  /** Number of the shard, 1 first. */
  shard: z.int(),
  /** Runs that it takes with it. */
  runs: z.int(),
  error: z.string(),
  /** The combination at fault; null when all of the shard are. */
  params: Params.nullable(),
});
export type StudyFailure = z.infer<typeof StudyFailure>;

const study = {
  id: z.string(),
  status: BacktestStatus,
  symbols: z.array(z.string()),
  /** 0 to 1. */
  progress: z.number(),
  /** A search that learns adds shards as it goes. */
  shards: z.object({ total: z.int(), done: z.int(), failed: z.int() }),
  /** Runs over the history: combinations, or drawn paths and runs on other prices. `total` is the most there can be. */
  runs: z.object({ total: z.int(), done: z.int(), failed: z.int() }),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  error: z.string().nullable(),
  /** The first 100, only with a single study that has ended. */
  failures: z.array(StudyFailure),
};

/** `result` and `plateau` only with a single study that is DONE; `plateau` for at most 10,000 rows, three of them with a score. */
export const Sweep = z.object({ ...study, request: SweepRequest, result: SweepResult.nullable(), plateau: Plateau.nullable() });
export type Sweep = z.infer<typeof Sweep>;
export const WalkForward = z.object({ ...study, request: WalkForwardRequest, result: WalkForwardResult.nullable() });
export type WalkForward = z.infer<typeof WalkForward>;
export const MonteCarlo = z.object({ ...study, request: MonteCarloRequest, result: MonteCarloResult.nullable() });
export type MonteCarlo = z.infer<typeof MonteCarlo>;

export const SweepRowsQuery = z.strictObject({
  ...PageQuery.shape,
  /** The best first, or as they were tried. */
  order: z.enum(['objective', 'tried']).default('objective'),
});
export const SweepRowsPage = z.object({ rows: z.array(SweepRow), next: z.string().nullable() });

export const QuoteRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sweep'), request: SweepRequest }),
  z.strictObject({ kind: z.literal('walk-forward'), request: WalkForwardRequest }),
  z.strictObject({ kind: z.literal('monte-carlo'), request: MonteCarloRequest }),
]);
export type QuoteRequest = z.infer<typeof QuoteRequest>;

/** What a study would take, from a short measurement on its own data. */
export const Quote = z.object({
  kind: z.enum(STUDY_KINDS),
  /** What is counted: bars of the history, or the steps of paths where a backtest that is DONE is drawn from and nothing runs again. */
  unit: z.enum(['bars', 'steps']),
  /** That all runs go over together. */
  bars: z.number(),
  runs: z.int(),
  /** Of one core, measured. */
  barsPerSecond: z.number(),
  /** On one machine with so many workers. */
  here: z.object({ workers: z.int(), seconds: z.number() }),
  aws: z.object({
    shards: z.int(),
    memoryMb: z.int(),
    lambdaSeconds: z.number(),
    /** With all shards at once. */
    seconds: z.number(),
    usd: z.number(),
    parts: z.record(z.string(), z.number()),
  }),
  /** Day, region and sources of the prices, and the prices. */
  prices: z.looseObject({ asOf: z.string(), region: z.string(), sources: z.array(z.string()) }),
  capUsd: orNull,
  capLambdaSeconds: orNull,
  withinCap: z.boolean(),
});
export type Quote = z.infer<typeof Quote>;
