import type { Bars } from '../../domain/bars.ts';
import { type Carry, type CarryKind, NO_CARRY } from '../../domain/carry.ts';
import type { Fill } from '../../domain/fill.ts';
import type { Instrument } from '../../domain/instrument.ts';
import type { EquityCurve } from '../../domain/run.ts';
import type { Trade } from '../../domain/trade.ts';
import { timeframeName } from '../../domain/timeframe.ts';
import { toIso } from '../../domain/time.ts';
import { EngineError } from '../../engine/error.ts';
import type { EngineOptions } from '../../engine/options.ts';
import { ratesAt } from '../../engine/portfolio/rates.ts';
import type { LegResult, PortfolioResult } from '../../engine/portfolio/result.ts';
import { runPortfolio } from '../../engine/portfolio/run.ts';
import { impactMoney } from '../../performance/capacity.ts';
import { excursions } from '../../performance/excursions.ts';
import { condensePrices } from '../../performance/price-series.ts';
import type { Subject } from '../../strategies/group.ts';
import { accountInput, sleevesOf } from './account-input.ts';
import { barsIn } from './bars-in.ts';
import { buyAndHoldCurve } from './benchmark.ts';
import { withRules } from './instrument-rules.ts';
import { type BacktestPlan, engineOptions } from './plan.ts';
import type { CostModel } from '../../engine/costs/define.ts';
import { paramsOf } from './subject.ts';
import { detailOrigin } from './simulate.ts';
import type { BesideInput, BesideOrigin, DataOrigin, DetailInput, SharedAccount, Simulation } from './simulation.ts';

/** One data set of a shared account. */
export interface SharedSource {
  readonly bars: Bars;
  readonly instrument: Instrument;
  readonly data: DataOrigin;
  /** Finer data, where it is traded. */
  readonly detail?: DetailInput | undefined;
}

export interface SimulateSharedInput {
  /** A plan with a shared account. */
  readonly plan: BacktestPlan;
  /** What the plan names. */
  readonly strategy: Subject;
  /** Models of costs that the user has written. */
  readonly costs?: readonly CostModel[] | undefined;
  /** In the order of the plan's data sets. */
  readonly sources: readonly SharedSource[];
  /** Currency pairs that are not traded. */
  readonly rates: readonly SharedSource[];
  readonly beside?: BesideInput | undefined;
  /** Called now and then with the share done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** Runs the plan on one account for all data sets; one simulation for each instrument, the first of which carries the account. Throws `EngineError`. */
export function simulateShared(input: SimulateSharedInput): Simulation[] {
  const { plan, strategy, rates, beside, onProgress } = input;
  const sources = withRules(input.sources, plan.execution);
  const { account } = plan;
  if (account === undefined) throw new EngineError('account', 'the plan has no shared account');
  const options = engineOptions(plan, 1, input.costs);
  const result = runPortfolio({
    ...accountInput({ data: sources, rates, beside }, account, options),
    sleeves: sleevesOf(strategy, strategy.parse(paramsOf(plan, strategy)), account),
    ...(onProgress ? { onProgress } : {}),
  });
  const traded = tradedSources(sources);
  const origins: BesideOrigin[] = [
    ...sources.filter((source) => !traded.includes(source)).map((source) => originOf('timeframe', source)),
    ...rates.map((source) => originOf('rate', source)),
    ...(beside?.origins ?? []),
  ];
  const own = { ...options, cash: result.startEquity / traded.length };
  const parts = traded.map((source) => partOf(source, result, { options: own, pairs: [...sources, ...rates] }));
  return parts.map((part, i) =>
    i === 0 ? { ...part, account: accountOf(plan, result), ...(origins.length === 0 ? {} : { beside: origins }) } : part,
  );
}

function originOf(kind: 'timeframe' | 'rate', { instrument, bars, data }: SharedSource): BesideOrigin {
  return { kind, name: `${instrument.symbol} ${timeframeName(bars.timeframeUs)}`, sha256: data.sha256 };
}

interface PartContext {
  /** With the instrument's part of the cash, for what holding it would have made. */
  readonly options: EngineOptions;
  readonly pairs: readonly SharedSource[];
}

/** What all sleeves together did with one instrument. */
function partOf({ bars, instrument, data, detail }: SharedSource, result: PortfolioResult, { options, pairs }: PartContext): Simulation {
  const position = result.positions.find((one) => one.instrument.id === instrument.id);
  if (position === undefined || position.bars === 0) throw noBarsIn({ instrument, bars }, options);
  const traded = barsIn(bars, options);
  const { symbol, assetClass, currency } = instrument;
  const legs = legsOf(result, instrument);
  const trades = tradesOf(result, instrument);
  const fills = legs.flatMap(({ leg }) => leg.fills).toSorted((a, b) => a.timeUs - b.timeUs);
  const several = legs.length > 1;
  const rates = currency === result.currency ? undefined : ratesAtFills(fills, { from: currency, to: result.currency, feeds: pairs });
  const sum = (pick: (trade: Trade) => number) => trades.reduce((total, trade) => total + pick(trade), 0);
  return {
    data: { ...data, symbol, assetClass, currency },
    ...(detail === undefined ? {} : { detail: detailOrigin(detail) }),
    run: {
      startUs: traded.time[0] as number,
      endUs: (traded.time[traded.length - 1] as number) + traded.timeframeUs,
      timeframeUs: traded.timeframeUs,
      startEquity: options.cash,
      endEquity: options.cash + sum(({ pnl }) => pnl),
      equity: { time: new Float64Array(0), value: new Float64Array(0) },
      trades,
      unfilled: legs.flatMap(({ sleeve, leg }) =>
        several ? leg.unfilled.map((order) => ({ ...order, strategy: sleeve.name })) : leg.unfilled,
      ),
      bars: position.bars,
      barsInPosition: position.barsInPosition,
      commission: sum(({ commission }) => commission),
      slippage: sum(({ slippage }) => slippage),
      tradedNotional: 0,
      position: position.quantity,
      ...carryOf(legs.map(({ leg }) => leg.carry)),
      ...(position.detail && { detail: position.detail }),
    },
    position: { quantity: position.quantity, markPrice: position.markPrice },
    benchmark: converted(traded, instrument, { options, pairs, currency: result.currency }),
    prices: condensePrices(symbol, traded),
    excursions: excursions(traded, trades),
    impact: impactMoney(traded, fills, { multiplier: instrument.multiplier, rates }),
  };
}

/** By name, so that the order in which strategies are given says nothing where times are equal. */
function legsOf({ sleeves }: PortfolioResult, { id }: Instrument) {
  const byName = sleeves.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return byName.map((sleeve) => ({ sleeve, leg: sleeve.legs.find((one) => one.instrument.id === id) as LegResult }));
}

/** Round trips of all strategies with an instrument, by entry; of several each says whose it is. */
export function tradesOf(result: PortfolioResult, instrument: Instrument): Trade[] {
  const several = result.sleeves.length > 1;
  return legsOf(result, instrument)
    .flatMap(({ sleeve, leg }) => leg.trades.map((trade): Trade => (several ? { ...trade, strategy: sleeve.name } : trade)))
    .toSorted((a, b) => a.entryTimeUs - b.entryTimeUs);
}

/** Those that are traded: of several timeframes of an instrument the shortest. */
export function tradedSources<S extends Pick<SharedSource, 'bars' | 'instrument'>>(sources: readonly S[]): S[] {
  return sources.filter(({ instrument, bars }) =>
    sources.every((other) => other.instrument.id !== instrument.id || other.bars.timeframeUs >= bars.timeframeUs),
  );
}

/** The sum by kind; nothing when holding cost nothing. */
function carryOf(parts: readonly Carry[]): { readonly carry?: Carry } {
  const carry: Carry = { ...NO_CARRY };
  for (const part of parts) for (const kind of Object.keys(carry) as CarryKind[]) carry[kind] += part[kind];
  return Object.values(carry).every((amount) => amount === 0) ? {} : { carry };
}

function ratesAtFills(fills: readonly Fill[], pair: Parameters<typeof ratesAt>[1]): Float64Array {
  return ratesAt(
    Float64Array.from(fills, ({ timeUs }) => timeUs),
    pair,
  );
}

/** Buy and hold in the account's currency: cash goes in at the first rate known, and counts at that of each close. */
function converted(bars: Bars, instrument: Instrument, about: PartContext & { readonly currency: string }): EquityCurve {
  const { options, pairs, currency } = about;
  if (instrument.currency === currency) return buyAndHoldCurve(bars, instrument, options);
  const unit = buyAndHoldCurve(bars, instrument, options);
  const rates = ratesAt(unit.time, { from: instrument.currency, to: currency, feeds: pairs });
  const first = rates.find((rate) => !Number.isNaN(rate)) ?? NaN;
  return {
    time: unit.time,
    value: unit.value.map((value, i) => (Number.isNaN(rates[i]) ? value : (value * (rates[i] as number)) / first)),
  };
}

function accountOf(
  plan: BacktestPlan,
  { currency, equity, sleeves, commission, slippage, tradedNotional, wallets }: PortfolioResult,
): SharedAccount {
  return {
    currency,
    equity,
    commission,
    slippage,
    tradedNotional,
    sleeves: sleeves.map((sleeve, i) => ({
      name: sleeve.name,
      strategy: sleeve.strategy,
      params: plan.account?.strategies[i]?.params ?? {},
      equity: sleeve.equity,
      bars: sleeve.bars,
      barsInPosition: sleeve.barsInPosition,
      commission: sleeve.commission,
      slippage: sleeve.slippage,
      tradedNotional: sleeve.tradedNotional,
      positions: sleeve.legs
        .filter(({ quantity }) => quantity !== 0)
        .map(({ instrument, quantity }) => ({ symbol: instrument.symbol, quantity })),
    })),
    ...(wallets === undefined ? {} : { wallets }),
  };
}

/** What is wrong with data that has no bar in the range. */
export function noBarsIn(
  { instrument: { symbol }, bars }: Pick<SharedSource, 'instrument' | 'bars'>,
  { fromUs, toUs }: Pick<EngineOptions, 'fromUs' | 'toUs'>,
): EngineError {
  const { time, length } = bars;
  const asked = `from ${fromUs === undefined ? 'the start' : toIso(fromUs)} to ${toUs === undefined ? 'the end' : toIso(toUs)}`;
  if (length === 0) return new EngineError('from', `${symbol} has no bars`);
  const has = `it has bars from ${toIso(time[0] as number)} to ${toIso(time[length - 1] as number)}`;
  return new EngineError('from', `no bar of ${symbol} opens ${asked}; ${has}`);
}
