import { type Bars, firstBarAtOrAfter } from '../../domain/bars.ts';
import type { EquityCurve } from '../../domain/run.ts';
import type { Trade } from '../../domain/trade.ts';
import { ratesAt } from '../../engine/portfolio/rates.ts';
import { type EntryLine, type PlacedTrade, type RandomEntry, randomEntryNull } from '../../research/truth/random-entry.ts';
import { barsIn } from '../backtest/bars-in.ts';
import { engineOptions } from '../backtest/plan.ts';
import { tradedSources } from '../backtest/simulate-shared.ts';
import { paramsOf } from '../backtest/subject.ts';
import type { SweepData } from '../sweep/data.ts';
import { runnerOf } from '../sweep/runner.ts';
import type { RerunWorld } from './rerun.ts';

/**
 * Were the entries of the run better than as many at random, as long and as large? Of several instruments or strategies each keeps its own round trips, on its
 * own prices. Throws `ResearchError` for no trade.
 */
export function entriesAgainstChance(world: RerunWorld, { draws, seed }: { draws: number; seed: number }): RandomEntry {
  const accounts = accountsOf(world);
  const lines = accounts.flatMap((account) => linesOf(account, 1 / accounts.length));
  return randomEntryNull(lines, { draws, seed });
}

/** Each data set with its part of the cash, or the one account of all. */
function accountsOf(world: RerunWorld): RerunWorld[] {
  const { plan, data } = world;
  if (plan.account !== undefined) return [world];
  return data.map((one) => ({ ...world, plan: { ...plan, cash: plan.cash / data.length }, data: [one] }));
}

function linesOf(world: RerunWorld, part: number): EntryLine[] {
  const { plan, strategy, data, costs } = world;
  const { trades, equity, tradedNotional, commission, slippage } = runnerOf(world)(strategy.parse(paramsOf(plan, strategy)));
  // What a fill did cost on average, whatever model of fees and slippage it came from.
  const costBps = tradedNotional > 0 ? (10_000 * Math.max(0, commission + slippage)) / tradedNotional : 0;
  const options = engineOptions(plan, 1, costs);
  return tradedSources(data).flatMap((one) => {
    const bars = barsIn(one.bars, options);
    const own = trades.filter(({ symbol }) => symbol === one.instrument.symbol);
    return [...Map.groupBy(own, (trade) => trade.strategy).values()].map((line) => {
      const worth = { equity, unitsWorth: worthAtEntries(line, one, world) };
      return { prices: pricesOf(bars), trades: placedTrades(line, bars, worth), costBps, part };
    });
  });
}

/** What a unit is worth in the account's currency for each unit of its price, at each entry. */
function worthAtEntries(trades: readonly Trade[], { instrument }: SweepData, { plan, data, rates = [] }: RerunWorld): Float64Array {
  const { currency: from, multiplier } = instrument;
  const to = plan.account?.currency ?? from;
  const times = Float64Array.from(trades, ({ entryTimeUs }) => entryTimeUs);
  return from === to ? times.fill(multiplier) : ratesAt(times, { from, to, feeds: [...data, ...rates] }).map((rate) => multiplier * rate);
}

/** Every open and the last close: what a trade that is entered and left on a bar's open is priced at. */
function pricesOf({ open, close, length }: Bars): Float64Array {
  const prices = new Float64Array(length + 1);
  prices.set(open);
  prices[length] = close[length - 1] as number;
  return prices;
}

interface Worth {
  /** Of the account. */
  readonly equity: EquityCurve;
  /** Of each trade at its entry. */
  readonly unitsWorth: Float64Array;
}

/** Round trips on the rows of opens. One that ended inside the bar of its entry counts as held for that bar; one that this pushes into the next is begun after it. */
function placedTrades(trades: readonly Trade[], bars: Bars, { equity: { time, value }, unitsWorth }: Worth): PlacedTrade[] {
  const rowOf = (timeUs: number) => firstBarAtOrAfter(bars, timeUs + 1) - 1;
  let [point, end] = [0, 0];
  return trades.flatMap((trade, i) => {
    const entryRow = Math.max(end, rowOf(trade.entryTimeUs));
    const exitRow = trade.exitTimeUs === null ? bars.length : Math.max(entryRow + 1, rowOf(trade.exitTimeUs));
    while (point + 1 < time.length && (time[point + 1] as number) <= trade.entryTimeUs) point++;
    const equity = value[point] as number;
    if (entryRow >= bars.length || equity <= 0) return [];
    end = exitRow;
    const share = (trade.quantity * trade.entryPrice * (unitsWorth[i] as number)) / equity;
    return [{ entryRow, bars: exitRow - entryRow, exposure: trade.side === 'long' ? share : -share }];
  });
}
