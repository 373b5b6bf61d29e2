import { ResearchError } from '../../research/error.ts';
import type { AwsPrices } from './prices.ts';

/** Memory that buys a Lambda function one core; less buys a share of it, and what runs here uses no second one. */
const CORE_MB = 1769;
/** How long a shard is worth running, and what each spends on starting and on reading its bars. */
const SHARD_SECONDS = 30;
const OVERHEAD_SECONDS = 2;
const SHARDS_MAX = 10_000;
/** Of the machine around the map: plan, the map itself, summary and the ways in and out; and of each item: its start and its task. */
const TRANSITIONS = 8;
const TRANSITIONS_PER_SHARD = 2;

/** Runs over history that a job comes to, all alike for the purpose. */
export interface QuotedWork {
  /** Bars that all runs go over together. */
  readonly bars: number;
  readonly runs: number;
}

export interface QuoteInput {
  readonly work: QuotedWork;
  /** Of one core, measured on the strategy and the data. */
  readonly barsPerSecond: number;
  /** Threads here. */
  readonly workers: number;
  readonly memoryMb: number;
  readonly prices: AwsPrices;
  /** Dollars that a run in AWS may cost; no bound when null. */
  readonly capUsd: number | null;
  /** Shards that it will be cut into; as many as are worth half a minute each when left out. */
  readonly shards?: number;
}

/** What a job would take here and in AWS. */
export interface Quote {
  readonly bars: number;
  readonly runs: number;
  readonly barsPerSecond: number;
  readonly here: { readonly workers: number; readonly seconds: number };
  readonly aws: {
    readonly shards: number;
    readonly memoryMb: number;
    readonly lambdaSeconds: number;
    /** With all shards at once. */
    readonly seconds: number;
    readonly usd: number;
    readonly parts: { readonly lambda: number; readonly requests: number; readonly transitions: number; readonly s3: number };
  };
  readonly prices: AwsPrices;
  readonly capUsd: number | null;
  readonly withinCap: boolean;
}

/** Bars of a sweep: every combination over all bars. */
export function sweepWork(bars: number, combinations: number): QuotedWork {
  return { bars: bars * combinations, runs: combinations };
}

/** Bars of a walk forward: every combination over what each fold learns on, and the chosen one over both of its parts. */
export function walkForwardWork(folds: readonly { readonly train: number; readonly test: number }[], combinations: number): QuotedWork {
  const bars = folds.reduce((sum, { train, test }) => sum + combinations * train + train + test, 0);
  return { bars, runs: folds.length * (combinations + 2) };
}

/** Runs that a Monte Carlo simulation makes with other costs. */
export const COST_RUNS = 6;

/** Bars of a Monte Carlo simulation: the run itself and what is run again; paths of trades take no time beside them. */
export function monteCarloWork(bars: number, reruns: number): QuotedWork {
  return { bars: bars * (1 + reruns), runs: 1 + reruns };
}

/**
 * Seconds and dollars of a job before it is run. A core of Lambda is taken to be as fast as the one measured. Throws `ResearchError` for numbers out of range.
 */
export function quoteOf({ work, barsPerSecond, workers, memoryMb, prices, capUsd, shards: planned }: QuoteInput): Quote {
  check({ work, barsPerSecond, memoryMb, capUsd });
  const coreSeconds = work.bars / barsPerSecond;
  const lambdaRate = Math.min(1, memoryMb / CORE_MB);
  const wanted = Math.ceil(coreSeconds / lambdaRate / SHARD_SECONDS);
  const shards = planned ?? Math.max(1, Math.min(SHARDS_MAX, work.runs, wanted));
  const lambdaSeconds = coreSeconds / lambdaRate + shards * OVERHEAD_SECONDS;
  const parts = {
    lambda: lambdaSeconds * (memoryMb / 1024) * prices.lambdaGbSecondUsd,
    requests: (shards + 2) * prices.lambdaRequestUsd,
    transitions: (TRANSITIONS + TRANSITIONS_PER_SHARD * shards) * prices.transitionUsd,
    // Each shard reads its plan and its bars and writes its rows; the summary reads them.
    s3: shards * (prices.s3PutUsd * 2 + prices.s3GetUsd * 3),
  };
  const usd = parts.lambda + parts.requests + parts.transitions + parts.s3;
  return {
    ...work,
    barsPerSecond,
    here: { workers, seconds: coreSeconds / workers },
    aws: { shards, memoryMb, lambdaSeconds, seconds: lambdaSeconds / shards, usd, parts },
    prices,
    capUsd,
    withinCap: capUsd === null || usd <= capUsd,
  };
}

/** Throws `ResearchError` when a quote is above its cap. */
export function checkCap({ aws: { usd }, capUsd, withinCap }: Quote): void {
  if (withinCap) return;
  throw new ResearchError('capUsd', `it would cost about $${usd.toFixed(4)} in AWS, which is above the cap of $${capUsd}`);
}

function check({ work, barsPerSecond, memoryMb, capUsd }: Pick<QuoteInput, 'work' | 'barsPerSecond' | 'memoryMb' | 'capUsd'>): void {
  const demand = (good: boolean, field: string, value: number, right: string) => {
    if (!good) throw new ResearchError(field, `${field} is ${value}, but must be ${right}`);
  };
  demand(Number.isFinite(work.bars) && work.bars > 0, 'bars', work.bars, 'above 0');
  demand(Number.isInteger(work.runs) && work.runs > 0, 'runs', work.runs, 'a whole number above 0');
  demand(barsPerSecond > 0 && Number.isFinite(barsPerSecond), 'barsPerSecond', barsPerSecond, 'above 0');
  demand(Number.isInteger(memoryMb) && memoryMb >= 128 && memoryMb <= 10_240, 'memoryMb', memoryMb, 'a whole number from 128 to 10240');
  if (capUsd !== null) demand(capUsd >= 0, 'capUsd', capUsd, '0 or more');
}
