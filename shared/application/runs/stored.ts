import type { BacktestRequest } from '../../contracts/schemas.ts';
import type { AssetClass } from '../../domain/instrument.ts';
import type { Json } from '../../performance/analyser.ts';
import type { Analysis } from '../../performance/analysis.ts';
import type { BacktestManifest, PositionLine, SleeveLine, UnfilledLine } from '../../performance/report.ts';
import type { Summary } from '../../performance/summary.ts';
import type { WalletLine } from '../../domain/wallet.ts';
import type { BacktestPlan } from '../backtest/plan.ts';
import type { StoredFeature } from '../tables/features.ts';

/** What lies at `request.json` of a run. */
export interface StoredRequest {
  readonly request: BacktestRequest;
  /** One for each dataset. */
  readonly symbols: readonly string[];
  readonly plan: BacktestPlan;
  /** Absent when the request names none. */
  readonly features?: readonly StoredFeature[];
}

/** What a shard needs to know of its dataset. */
export interface ShardSource {
  readonly datasetId: string;
  readonly symbol: string;
  readonly assetClass: AssetClass;
  readonly sha256: string;
  readonly synthetic: boolean;
}

/** What lies at `plan.json` of a run; shard 1 is the first source. */
export interface StoredPlan {
  readonly plan: BacktestPlan;
  readonly sources: readonly ShardSource[];
  /** Datasets that are read and not traded. */
  readonly others: readonly ShardSource[];
  /** Absent when the request names none. */
  readonly features?: readonly StoredFeature[];
  /** Finer data, one for each source; absent when there is none. */
  readonly details?: readonly ShardSource[];
  /** Currency pairs of a shared account; runs of before there were any have none. */
  readonly rates?: readonly ShardSource[];
}

/** Shards of a plan: one for each dataset, or one for all of them on a shared account. */
export function shardCount({ account }: BacktestPlan, datasets: number): number {
  return account === undefined ? datasets : 1;
}

/** What lies at `shards/{i}.failed.json` in place of a simulation. */
export interface ShardFailure {
  readonly symbol: string;
  readonly reason: string;
}

/** What lies at `summary.json` of a run that is DONE. */
export interface StoredSummary {
  readonly manifest: BacktestManifest;
  readonly summary: Summary;
  /** The first of them, as an answer of a Lambda holds 6 MB; runs of before they were kept have none. */
  readonly positions?: readonly PositionLine[];
  /** Of a shared account. */
  readonly sleeves?: readonly SleeveLine[];
  /** Of an account that started with cash by currency. */
  readonly wallets?: readonly WalletLine[];
  readonly unfilled?: readonly UnfilledLine[];
  readonly analysis?: Analysis;
  readonly analysers?: Readonly<Record<string, Json>>;
  /** How long the lists are that the pages hold. */
  readonly counts: { readonly trades: number; readonly equity: number };
}
