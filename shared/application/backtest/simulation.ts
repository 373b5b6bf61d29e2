import type { Bars } from '../../domain/bars.ts';
import type { AssetClass, Instrument } from '../../domain/instrument.ts';
import type { EquityCurve, RunResult } from '../../domain/run.ts';
import type { Excursion } from '../../performance/excursions.ts';
import type { PriceSeries } from '../../performance/report.ts';
import type { Beside } from '../../engine/beside.ts';
import type { CostModel } from '../../engine/costs/define.ts';
import type { Strategy } from '../../strategies/define.ts';
import type { WalletLine } from '../../domain/wallet.ts';
import type { BacktestPlan } from './plan.ts';

/** Where the bars of a shard come from: the hash of the file as it was given (hexadecimal SHA-256), and whether a generator made it. */
export interface DataOrigin {
  readonly sha256: string;
  readonly synthetic: boolean;
}

/** Data beside a run, as the manifest names it. */
export interface BesideOrigin {
  /** `rate` converts currencies, `timeframe` is a longer one of an instrument that is traded. */
  readonly kind: 'instrument' | 'feature' | 'rate' | 'timeframe';
  /** Symbol, or name of the feature. */
  readonly name: string;
  readonly sha256: string;
}

/** What the indicators of a run may read beside its bars, and where it comes from. */
export interface BesideInput {
  readonly data: Beside;
  readonly origins: readonly BesideOrigin[];
}

/** Finer data of a shard, and where it comes from. */
export interface DetailInput {
  readonly bars: Bars;
  readonly sha256: string;
}

/** Finer data as the manifest names it; trades have no timeframe. */
export interface DetailOrigin {
  readonly sha256: string;
  readonly timeframe: string | null;
}

export interface SimulateInput {
  readonly plan: BacktestPlan;
  /** The strategy that the plan names. */
  readonly strategy: Strategy;
  readonly bars: Bars;
  readonly instrument: Instrument;
  readonly data: DataOrigin;
  /** How many data sets share the plan's cash, this one included. */
  readonly shards: number;
  readonly beside?: BesideInput | undefined;
  /** Finer bars of the same instrument, or its trades as bars of no length. */
  readonly detail?: DetailInput | undefined;
  /** Models of costs that the user has written. */
  readonly costs?: readonly CostModel[] | undefined;
  /** Called now and then with the share done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** One shard's part of the manifest. */
export interface SimulationData extends DataOrigin {
  readonly symbol: string;
  readonly assetClass: AssetClass;
  readonly currency: string;
}

/** What all data sets made together on one account. */
export interface SharedAccount extends Pick<RunResult, 'equity' | 'commission' | 'slippage' | 'tradedNotional'> {
  readonly currency: string;
  readonly sleeves: readonly SleevePart[];
  /** Where it started with cash by currency. */
  readonly wallets?: readonly WalletLine[];
}

/** One strategy's part of it. */
export interface SleevePart extends Pick<RunResult, 'equity' | 'bars' | 'barsInPosition' | 'commission' | 'slippage' | 'tradedNotional'> {
  readonly name: string;
  readonly strategy: string;
  readonly params: Readonly<Record<string, number>>;
  /** What it holds at the end. */
  readonly positions: readonly { readonly symbol: string; readonly quantity: number }[];
}

/** What one data set's run leaves, with all that the report needs: `buildReport` folds several into one. */
export interface Simulation {
  readonly data: SimulationData;
  /** Absent when there was nothing beside the bars. */
  readonly beside?: readonly BesideOrigin[];
  /** Absent when no finer data was given. */
  readonly detail?: DetailOrigin;
  /** On a shared account the curve is empty, and the equity stands for an equal part of the cash and what the instrument gained. */
  readonly run: Omit<RunResult, 'fills'>;
  /** Signed units held at the end, and the last close. */
  readonly position: { readonly quantity: number; readonly markPrice: number };
  /** Equity of buying at the first open and holding, with the same costs and the same points in time. */
  readonly benchmark: EquityCurve;
  readonly prices: PriceSeries;
  /** Of each round trip, in the order of `run.trades`. */
  readonly excursions: readonly Excursion[];
  /** Money that the fills would have cost by the square-root law; null where volumes are not known. */
  readonly impact: number | null;
  /** On the first of those that share one account. */
  readonly account?: SharedAccount;
}
