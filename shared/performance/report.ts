import type { AssetClass } from '../domain/instrument.ts';
import type { Carry } from '../domain/carry.ts';
import type { OrderType, Side, UnfilledOrder } from '../domain/order.ts';
import type { DetailCoverage, EquityCurve } from '../domain/run.ts';
import type { CashByCurrency, WalletLine } from '../domain/wallet.ts';
import type { Json } from './analyser.ts';
import type { Analysis } from './analysis.ts';
import type { Summary } from './summary.ts';

/** One data set of a run. `from` is the first open that counted, `to` the last close. */
export interface DataManifest {
  readonly symbol: string;
  readonly assetClass: AssetClass;
  readonly currency: string;
  readonly timeframe: string;
  /** Of the file's bytes as they were given, hexadecimal. */
  readonly sha256: string;
  readonly bars: number;
  readonly from: string;
  readonly to: string;
  readonly synthetic: boolean;
  /** Finer data that says what happened inside the bars, and how many of them it covers; absent when none was given. */
  readonly detail?: DetailManifest;
}

export interface DetailManifest extends Partial<DetailCoverage> {
  readonly sha256: string;
  /** Null for trades. */
  readonly timeframe: string | null;
}

export interface EngineManifest {
  /** What it was worth at the start, where the account names it by currency. */
  readonly cash: number;
  readonly sizing: string;
  readonly commissionBps: number;
  readonly slippageBps: number;
  /** How hard the simulated market was; absent when nothing of it was given. */
  readonly execution?: Readonly<Record<string, unknown>>;
  /** The bounds asked for, null when open. */
  readonly from: string | null;
  readonly to: string | null;
}

/** One account for all data sets. */
export interface AccountManifest {
  readonly currency: string;
  /** What it started with by currency, and what changing one into another costs; absent when all of it was in its own. */
  readonly cash?: CashByCurrency;
  readonly conversionBps?: number;
  readonly strategies: readonly { readonly strategy: string; readonly params: Readonly<Record<string, number>>; readonly share: number }[];
}

/** All that is needed to run it again and get the same bytes. */
export interface BacktestManifest {
  /** Hash of the one data set; null when several shared the cash, each with its own in `data`. */
  readonly dataSha256: string | null;
  readonly bars: number;
  readonly from: string;
  readonly to: string;
  readonly symbols: readonly string[];
  /** Null when the data sets differ in it. */
  readonly timeframe: string | null;
  /** Null when the data sets differ in it. */
  readonly assetClass: AssetClass | null;
  readonly synthetic: boolean;
  readonly strategy: string;
  /** The rules that were the strategy; absent when it was one in code. */
  readonly rules?: Readonly<Record<string, unknown>>;
  readonly params: Readonly<Record<string, number>>;
  readonly codeVersion: string;
  /** Null when nothing in the run is random. */
  readonly seed: number | null;
  readonly engine: EngineManifest;
  /** Absent when each data set had its part of the cash to itself. */
  readonly account?: AccountManifest;
  /** Absent when none was asked for. */
  readonly analysers?: readonly string[];
  readonly data: readonly DataManifest[];
  /** What the indicators could read beside the bars; absent when there was nothing. */
  readonly beside?: readonly {
    readonly kind: 'instrument' | 'feature' | 'rate' | 'timeframe';
    readonly name: string;
    readonly sha256: string;
  }[];
}

/** A round trip as it is written; equal to `TradeRow` of the contracts. */
export interface TradeLine {
  readonly symbol: string;
  readonly side: 'long' | 'short';
  readonly entryTime: string;
  readonly exitTime: string | null;
  readonly quantity: number;
  readonly entryPrice: number;
  readonly exitPrice: number | null;
  readonly markPrice: number;
  readonly pnl: number;
  readonly returnRatio: number;
  readonly commission: number;
  readonly slippage: number;
  readonly bars: number;
  /** Funding, borrowing and the like that holding it cost; absent when it cost nothing. */
  readonly carry?: number;
  /** Ratios of the entry price; null where the bars are not at hand. */
  readonly mfe: number | null;
  readonly mae: number | null;
  /** Which of several strategies on an account made it; absent with one. */
  readonly strategy?: string;
  /** Its market ended before the run did, and with it the trade; absent otherwise. */
  readonly delisted?: true;
}

/** What one instrument contributed, and what is held of it at the end. `pnl` is the sum over its round trips, open ones marked. */
export interface PositionLine {
  readonly symbol: string;
  /** Signed units held at the end: positive long, negative short. */
  readonly quantity: number;
  readonly markPrice: number;
  /** Of its part of the cash; null where all share one account. */
  readonly startEquity: number | null;
  readonly endEquity: number | null;
  readonly tradeCount: number;
  readonly realisedPnl: number;
  readonly unrealisedPnl: number;
  readonly pnl: number;
  readonly commission: number;
  readonly slippage: number;
  readonly exposure: number;
  /** What holding cost besides, by kind; absent when it cost nothing. */
  readonly carry?: Carry;
}

/** What a position made of its part of the cash; null where all share one account. */
export function returnOf({ startEquity, endEquity }: PositionLine): number | null {
  return startEquity === null || endEquity === null ? null : endEquity / startEquity - 1;
}

/** What one strategy made of its part of a shared account; equal to `SleeveRow` of the contracts. */
export interface SleeveLine {
  readonly name: string;
  readonly strategy: string;
  readonly params: Readonly<Record<string, number>>;
  readonly startEquity: number;
  readonly endEquity: number;
  readonly totalReturn: number;
  readonly maxDrawdown: number;
  readonly sharpe: number | null;
  readonly tradeCount: number;
  readonly winRate: number | null;
  readonly exposure: number;
  readonly commission: number;
  readonly slippage: number;
  /** What it holds at the end. */
  readonly positions: readonly { readonly symbol: string; readonly quantity: number }[];
}

export interface UnfilledLine {
  readonly symbol: string;
  readonly time: string;
  readonly type: OrderType | 'target';
  readonly side: Side | null;
  readonly quantity: number | null;
  readonly limitPrice: number | null;
  readonly stopPrice: number | null;
  readonly target: number | null;
  readonly reason: UnfilledOrder['reason'];
  /** Which of several strategies on an account asked for it; absent with one. */
  readonly strategy?: string;
}

/** A finished run. Curves are columns; `reportToJson` writes the canonical text. */
export interface BacktestReport {
  readonly manifest: BacktestManifest;
  readonly summary: Summary;
  /** By symbol. */
  readonly positions: readonly PositionLine[];
  /** In order of entry, then symbol. */
  readonly trades: readonly TradeLine[];
  /** In order of submission, then symbol. */
  readonly unfilled: readonly UnfilledLine[];
  /** In the order of the plan; absent unless on a shared account. */
  readonly sleeves?: readonly SleeveLine[];
  /** The account's currency first; absent unless on an account that started with cash by currency. */
  readonly wallets?: readonly WalletLine[];
  readonly equity: EquityCurve;
  readonly benchmark: EquityCurve;
  readonly analysis: Analysis;
  /** What the analysers asked for answered, by id; absent when none was asked for. */
  readonly analysers?: Readonly<Record<string, Json>>;
}

/** Prices for a chart, condensed to a few thousand rows at most: each row is one or several bars. `time` is the open of its first bar. */
export interface PriceSeries {
  readonly symbol: string;
  /** Of the bars, not of the rows. */
  readonly timeframeUs: number;
  readonly time: readonly number[];
  readonly high: readonly number[];
  readonly low: readonly number[];
  readonly close: readonly number[];
}
