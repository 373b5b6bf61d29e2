import { tradingDaysPerYear } from '../../domain/instrument.ts';
import type { UnfilledOrder } from '../../domain/order.ts';
import { toIso } from '../../domain/time.ts';
import type { Trade } from '../../domain/trade.ts';
import { type Analyser, findAnalysers, runAnalysers } from '../../performance/analyser.ts';
import { analyse } from '../../performance/analysis.ts';
import { CurveSum } from '../../performance/combine.ts';
import type { MeasuredTrade } from '../../performance/measured-trade.ts';
import type { BacktestReport, PositionLine, TradeLine, UnfilledLine } from '../../performance/report.ts';
import type { RunFacts } from '../../performance/run-facts.ts';
import { summarise } from '../../performance/summarise.ts';
import { buildManifest } from './manifest.ts';
import { sleeveLines } from './sleeve-lines.ts';
import type { BacktestPlan } from './plan.ts';
import type { SharedAccount, Simulation } from './simulation.ts';

/** How far the shards' cash may be from the plan's by rounding of the division. */
const CASH_SLACK = 1e-9;

/**
 * One report of all shards of a plan, in the order of its data sets: curves summed over the union of their closes, facts added up.
 * `analysers` are those that there are, of which the plan names those to run. Throws when there is no shard, when they do not share the plan's cash,
 * and `AnalyserError`.
 */
export function buildReport(simulations: readonly Simulation[], plan: BacktestPlan, analysers: readonly Analyser[] = []): BacktestReport {
  const builder = new ReportBuilder();
  for (const index of inOrderOfSums(simulations.map(({ data }) => data.symbol))) builder.add(simulations[index] as Simulation, index);
  return builder.build(plan, analysers);
}

/** In which order parts are added up: by symbol, so that the order in which data sets are given says nothing in sums either. */
export function inOrderOfSums(symbols: readonly string[]): number[] {
  return [...symbols.keys()].sort((a, b) => compareText(symbols[a] as string, symbols[b] as string) || a - b);
}

const NO_CURVE = { time: new Float64Array(0), value: new Float64Array(0) };

/** Folds simulations into a report, one after the other: of each it keeps round trips and lines, of their curves only the sum. */
export class ReportBuilder {
  readonly #equity = new CurveSum();
  readonly #benchmark = new CurveSum();
  /** What the manifest says of each, by place among the data sets of the plan. */
  readonly #abouts = new Map<number, Simulation>();
  readonly #trades: MeasuredTrade[] = [];
  readonly #unfilled: { readonly symbol: string; readonly order: UnfilledOrder }[] = [];
  readonly #positions: PositionLine[] = [];
  #account: SharedAccount | undefined;

  /** Takes the simulation of the data set at that place. They come in the order of `inOrderOfSums`; those of one account in one go. */
  add(simulation: Simulation, place: number): void {
    const { run, benchmark, data } = simulation;
    this.#account = simulation.account ?? this.#account;
    this.#equity.add(run.equity);
    this.#benchmark.add(benchmark);
    for (const trade of measuredTrades(simulation)) this.#trades.push(trade);
    for (const order of run.unfilled) this.#unfilled.push({ symbol: data.symbol, order });
    this.#positions.push(positionLine(simulation));
    const { prices } = simulation;
    this.#abouts.set(place, {
      ...simulation,
      run: { ...run, equity: NO_CURVE, trades: [], unfilled: [] },
      benchmark: NO_CURVE,
      prices: { ...prices, time: [], high: [], low: [], close: [] },
      excursions: [],
    });
  }

  /** Throws when nothing was added, when the parts do not share the plan's cash, and `AnalyserError`. */
  build(plan: BacktestPlan, analysers: readonly Analyser[] = []): BacktestReport {
    const account = this.#account;
    const parts = [...this.#abouts.values()];
    const runs = parts.map(({ run }) => run);
    const cash = total(runs, (run) => run.startEquity);
    const planned = account?.wallets === undefined ? plan.cash : (account.equity.value[0] as number);
    if (!(Math.abs(cash - planned) <= planned * CASH_SLACK)) {
      throw new RangeError(`${parts.length} simulations start with ${cash} in all, but the plan has ${planned}`);
    }
    const equity = account?.equity ?? this.#equity.curve;
    const benchmark = this.#benchmark.curve;
    // A third of the cash three times is not always the cash to the last bit; the start is what was asked for.
    equity.value[0] = planned;
    benchmark.value[0] = planned;
    const trades = this.#trades.sort(byEntry);
    const facts: RunFacts = {
      equity,
      benchmark,
      trades,
      unfilled: this.#unfilled.map(({ order }) => order),
      bars: total(runs, (run) => run.bars),
      barsInPosition: total(runs, (run) => run.barsInPosition),
      commission: account?.commission ?? total(runs, (run) => run.commission),
      slippage: account?.slippage ?? total(runs, (run) => run.slippage),
      tradedNotional: account?.tradedNotional ?? total(runs, (run) => run.tradedNotional),
      timeframeUs: Math.min(...runs.map((run) => run.timeframeUs)),
      daysPerYear: Math.max(...parts.map(({ data }) => tradingDaysPerYear(data.assetClass))),
      impact: totalImpact(parts),
    };
    const summary = summarise(facts);
    const asked = findAnalysers(analysers, plan.analysers ?? []);
    const places = [...this.#abouts.keys()].sort((a, b) => a - b);
    return {
      manifest: buildManifest(
        places.map((place) => this.#abouts.get(place) as Simulation),
        plan,
      ),
      summary,
      ...(account === undefined ? {} : { sleeves: sleeveLines(account, facts) }),
      ...(account?.wallets === undefined ? {} : { wallets: account.wallets }),
      positions: account === undefined ? this.#positions : this.#positions.map(ofSharedAccount),
      trades: trades.map(tradeLine),
      unfilled: unfilledLines(this.#unfilled),
      equity,
      benchmark,
      analysis: analyse(facts),
      ...(asked.length === 0 ? {} : { analysers: runAnalysers(asked, { ...facts, summary }) }),
    };
  }
}

/** All share one cash: none has a part of it. */
function ofSharedAccount(line: PositionLine): PositionLine {
  return { ...line, startEquity: null, endEquity: null };
}

function measuredTrades({ run, excursions }: Simulation): MeasuredTrade[] {
  return run.trades.map((trade, i) => ({ ...trade, ...excursions[i] }));
}

/** Null as soon as one of them is not known. */
function totalImpact(simulations: readonly Simulation[]): number | null {
  let sum: number | null = 0;
  for (const { impact } of simulations) sum = sum === null || impact === null ? null : sum + impact;
  return sum;
}

function positionLine({ data, run, position }: Simulation): PositionLine {
  const closed = run.trades.filter((trade) => trade.exitTimeUs !== null);
  const realisedPnl = total(closed, (trade) => trade.pnl);
  const pnl = total(run.trades, (trade) => trade.pnl);
  return {
    symbol: data.symbol,
    quantity: position.quantity,
    markPrice: position.markPrice,
    startEquity: run.startEquity,
    endEquity: run.endEquity,
    tradeCount: closed.length,
    realisedPnl,
    unrealisedPnl: pnl - realisedPnl,
    pnl,
    commission: run.commission,
    slippage: run.slippage,
    exposure: run.barsInPosition / run.bars,
    ...(run.carry === undefined ? {} : { carry: run.carry }),
  };
}

function tradeLine(trade: MeasuredTrade): TradeLine {
  return {
    symbol: trade.symbol,
    side: trade.side,
    entryTime: toIso(trade.entryTimeUs),
    exitTime: trade.exitTimeUs === null ? null : toIso(trade.exitTimeUs),
    quantity: trade.quantity,
    entryPrice: trade.entryPrice,
    exitPrice: trade.exitPrice,
    markPrice: trade.markPrice,
    pnl: trade.pnl,
    returnRatio: trade.returnRatio,
    commission: trade.commission,
    slippage: trade.slippage,
    bars: trade.bars,
    ...(trade.carry === undefined ? {} : { carry: trade.carry }),
    mfe: trade.mfe ?? null,
    mae: trade.mae ?? null,
    ...(trade.strategy === undefined ? {} : { strategy: trade.strategy }),
    ...(trade.delisted === undefined ? {} : { delisted: trade.delisted }),
  };
}

function unfilledLines(all: readonly { readonly symbol: string; readonly order: UnfilledOrder }[]): UnfilledLine[] {
  return all
    .toSorted((a, b) => a.order.submittedUs - b.order.submittedUs || compareText(a.symbol, b.symbol))
    .map(({ symbol, order }) => unfilledLine(symbol, order));
}

function unfilledLine(symbol: string, { submittedUs, request, reason, strategy }: UnfilledOrder): UnfilledLine {
  return {
    symbol,
    time: toIso(submittedUs),
    type: request.type,
    side: 'side' in request ? request.side : null,
    quantity: 'quantity' in request ? request.quantity : null,
    limitPrice: 'limitPrice' in request ? request.limitPrice : null,
    stopPrice: 'stopPrice' in request ? request.stopPrice : null,
    target: 'target' in request ? request.target : null,
    reason,
    ...(strategy === undefined ? {} : { strategy }),
  };
}

/** Trades of all instruments in one order, whatever order the instruments are in. */
export function byEntry(a: Trade, b: Trade): number {
  return a.entryTimeUs - b.entryTimeUs || compareText(a.symbol, b.symbol);
}

/** By code unit, the same on every machine whatever its locale. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function total<T>(items: readonly T[], amount: (item: T) => number): number {
  let sum = 0;
  for (const item of items) sum += amount(item);
  return sum;
}
