import type { Carry } from '../../domain/carry.ts';
import type { Fill } from '../../domain/fill.ts';
import type { Instrument } from '../../domain/instrument.ts';
import type { UnfilledOrder } from '../../domain/order.ts';
import type { DetailCoverage, EquityCurve } from '../../domain/run.ts';
import type { TimeUs } from '../../domain/time.ts';
import type { Trade } from '../../domain/trade.ts';
import type { CurrencyConversion, WalletLine } from '../../domain/wallet.ts';
import { lotsPerUnit } from '../lots.ts';
import type { Leg } from './leg.ts';
import type { Market } from './market.ts';
import type { Sleeve } from './sleeve.ts';
import { sumOfWallets } from './wallets.ts';

/** What one sleeve did with one instrument. Money of trades in the account's currency, prices and fills in the instrument's. */
export interface LegResult {
  readonly instrument: Instrument;
  /** Units held at the end: positive long, negative short. */
  readonly quantity: number;
  /** Last close, and what the instrument's currency is worth in the account's; NaN where no rate was known. */
  readonly markPrice: number;
  readonly rate: number;
  readonly bars: number;
  readonly barsInPosition: number;
  /** What holding it cost besides trading, in the account's currency. */
  readonly carry: Carry;
  readonly trades: readonly Trade[];
  readonly fills: readonly Fill[];
  readonly unfilled: readonly UnfilledOrder[];
}

/** What a strategy did with its part of the account; `RunResult` says what the numbers mean. */
export interface SleeveResult {
  readonly name: string;
  readonly strategy: string;
  readonly startEquity: number;
  readonly endEquity: number;
  /** On the times of the account's. */
  readonly equity: EquityCurve;
  /** By instrument id. */
  readonly legs: readonly LegResult[];
  readonly bars: number;
  readonly barsInPosition: number;
  readonly commission: number;
  readonly slippage: number;
  readonly tradedNotional: number;
  /** Its cash by currency, and every change of one into another; absent where all of it was in the account's. */
  readonly wallets?: readonly WalletLine[];
  readonly conversions?: readonly CurrencyConversion[];
}

/** One instrument over all sleeves. */
export interface NetPosition {
  readonly instrument: Instrument;
  /** Sum of the sleeves' signed units. */
  readonly quantity: number;
  readonly markPrice: number;
  readonly rate: number;
  readonly bars: number;
  /** Bars that held a position in any sleeve. */
  readonly barsInPosition: number;
  /** Its bars ended before the run did, and with them what was held. */
  readonly delisted: boolean;
  /** How much of its bars the finer data covers; absent when none was given. */
  readonly detail?: DetailCoverage;
  /** Units that sleeves bought from each other: bought by one and sold by another at the same time. Each paid its own costs all the same. */
  readonly crossedQuantity: number;
}

/** What a run on one account leaves. */
export interface PortfolioResult {
  readonly startUs: TimeUs;
  readonly endUs: TimeUs;
  /** Of the shortest bars. */
  readonly timeframeUs: number;
  readonly currency: string;
  readonly startEquity: number;
  readonly endEquity: number;
  readonly equity: EquityCurve;
  readonly sleeves: readonly SleeveResult[];
  /** By instrument id. */
  readonly positions: readonly NetPosition[];
  readonly bars: number;
  readonly barsInPosition: number;
  readonly commission: number;
  readonly slippage: number;
  readonly tradedNotional: number;
  /** The sum of the sleeves'; absent where all cash was in the account's currency. */
  readonly wallets?: readonly WalletLine[];
}

interface Played {
  readonly markets: readonly Market[];
  readonly sleeves: readonly Sleeve[];
  /** Which of the sleeves that were asked for each of them is. */
  readonly order: readonly number[];
  readonly equity: EquityCurve;
  readonly currency: string;
  readonly startEquity: number;
}

/** Folds what was played. Objects are made when somebody asks: a run that only wants its equity does not pay for them. */
export function portfolioResult({ markets, sleeves, order, equity, currency, startEquity }: Played): PortfolioResult {
  const results = sleeves.map((sleeve) => sleeveResult(sleeve, equity.time));
  const sum = (pick: (sleeve: SleeveResult) => number) => results.reduce((total, sleeve) => total + pick(sleeve), 0);
  let positions: readonly NetPosition[] | undefined;
  return {
    startUs: equity.time[0] as number,
    endUs: equity.time[equity.time.length - 1] as number,
    timeframeUs: Math.min(...markets.map(({ bars }) => bars.timeframeUs)),
    currency,
    startEquity,
    endEquity: equity.value[equity.value.length - 1] as number,
    equity,
    sleeves: order.map((_, asked) => results[order.indexOf(asked)] as SleeveResult),
    get positions() {
      positions ??= markets.map((market) => netPosition(market, results));
      return positions;
    },
    bars: markets.reduce((total, { count }) => total + count, 0),
    get barsInPosition() {
      return markets.reduce((total, market) => total + barsHeld(market, results), 0);
    },
    commission: sum(({ commission }) => commission),
    slippage: sum(({ slippage }) => slippage),
    tradedNotional: sum(({ tradedNotional }) => tradedNotional),
    ...(results[0]?.wallets === undefined ? {} : { wallets: sumOfWallets(results.map(({ wallets = [] }) => wallets)) }),
  };
}

function sleeveResult({ name, strategy, account, legs, equity, barsHeld, wallets }: Sleeve, time: Float64Array): SleeveResult {
  const value = equity.done();
  return {
    name,
    strategy: strategy.id,
    startEquity: value[0] as number,
    endEquity: value[value.length - 1] as number,
    equity: { time, value },
    legs: legs.map((leg, i) => legResult(leg, barsHeld[i] as number)),
    bars: legs.reduce((total, { market }) => total + market.count, 0),
    barsInPosition: barsHeld.reduce((total, held) => total + held, 0),
    commission: account.commission,
    slippage: account.slippage,
    tradedNotional: account.tradedNotional,
    ...(wallets === undefined ? {} : { wallets: wallets.lines(), conversions: wallets.conversions }),
  };
}

function legResult(leg: Leg, barsInPosition: number): LegResult {
  const { market, holding, venue } = leg;
  let trades: readonly Trade[] | undefined;
  let fills: readonly Fill[] | undefined;
  return {
    instrument: market.instrument,
    quantity: holding.position,
    markPrice: market.bars.close[market.lastRow] as number,
    rate: holding.rate,
    bars: market.count,
    barsInPosition,
    carry: holding.carry,
    get trades() {
      trades ??= leg.trades();
      return trades;
    },
    get fills() {
      fills ??= holding.fills.toArray();
      return fills;
    },
    unfilled: venue.finish(),
  };
}

function netPosition(market: Market, sleeves: readonly SleeveResult[]): NetPosition {
  const { instrument, bars, lastRow, count, ends, detail } = market;
  const legs = legsOf(market, sleeves);
  return {
    instrument,
    quantity: netUnits(legs, instrument.lot),
    markPrice: bars.close[lastRow] as number,
    rate: legs[0]?.rate ?? NaN,
    bars: count,
    barsInPosition: barsHeld(market, sleeves),
    delisted: ends,
    ...(detail && { detail: detail.coverage }),
    crossedQuantity: legs.length > 1 ? crossedUnits(legs) : 0,
  };
}

function legsOf({ instrument }: Market, sleeves: readonly SleeveResult[]): LegResult[] {
  return sleeves.flatMap((sleeve) => sleeve.legs.find((leg) => leg.instrument.id === instrument.id) ?? []);
}

/** Bars that held a position in any sleeve. */
function barsHeld(market: Market, sleeves: readonly SleeveResult[]): number {
  if (market.held !== undefined) return market.held.reduce((total, held) => total + held, 0);
  return legsOf(market, sleeves)[0]?.barsInPosition ?? 0;
}

function netUnits(legs: readonly LegResult[], lot: number): number {
  const [only] = legs;
  if (only !== undefined && legs.length === 1) return only.quantity;
  const lots = legs.reduce((sum, { quantity }) => sum + Math.round(quantity / lot), 0);
  const perUnit = lotsPerUnit(lot);
  return perUnit > 0 ? lots / perUnit : lots * lot;
}

/** What sleeves bought and sold at the same time, netted within each. */
function crossedUnits(legs: readonly LegResult[]): number {
  const flows = new Map<TimeUs, { bought: number; sold: number }>();
  for (const { fills } of legs) {
    const own = new Map<TimeUs, number>();
    for (const { timeUs, side, quantity } of fills) own.set(timeUs, (own.get(timeUs) ?? 0) + (side === 'buy' ? quantity : -quantity));
    for (const [timeUs, signed] of own) {
      const { bought, sold } = flows.get(timeUs) ?? { bought: 0, sold: 0 };
      flows.set(timeUs, signed > 0 ? { bought: bought + signed, sold } : { bought, sold: sold - signed });
    }
  }
  let crossed = 0;
  for (const { bought, sold } of flows.values()) crossed += Math.min(bought, sold);
  return crossed;
}
