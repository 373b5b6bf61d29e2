import { type Bars, firstBarAtOrAfter, sliceBars } from '../../domain/bars.ts';
import { type PlacedTrade, type RandomEntry, randomEntryNull } from '../../research/truth/random-entry.ts';
import type { Trade } from '../../domain/trade.ts';
import { ResearchError } from '../../research/error.ts';
import { paramsOf } from '../backtest/subject.ts';
import { runnerOf } from '../sweep/runner.ts';
import type { RerunWorld } from './rerun.ts';

/** Were the entries of the run better than as many at random, as long and as large? Throws `ResearchError` for several data sets or no trade. */
export function entriesAgainstChance(world: RerunWorld, { draws, seed }: { draws: number; seed: number }): RandomEntry {
  const { plan, strategy, data } = world;
  const [only] = data;
  if (only === undefined || data.length > 1)
    throw new ResearchError('null', `entries are compared with random ones on one data set, but there are ${data.length}`);
  const { bars, instrument } = only;
  const run = runnerOf(world)(strategy.parse(paramsOf(plan, strategy)));
  // What a fill did cost on average, whatever model of fees and slippage it came from.
  const costBps = run.tradedNotional > 0 ? (10_000 * Math.max(0, run.commission + run.slippage)) / run.tradedNotional : 0;
  const first = firstBarAtOrAfter(bars, run.equity.time[0] as number);
  const traded = sliceBars(bars, first, first + run.bars);
  const placed = placedTrades(run.trades, traded, { cash: run.equity.value[0] as number, multiplier: instrument.multiplier });
  return randomEntryNull(pricesOf(traded), placed, { costBps, draws, seed });
}

/** Every open and the last close: what a trade that is entered and left on a bar's open is priced at. */
function pricesOf({ open, close, length }: Bars): Float64Array {
  const prices = new Float64Array(length + 1);
  prices.set(open);
  prices[length] = close[length - 1] as number;
  return prices;
}

/** Round trips on the rows of opens. One that ended inside the bar of its entry counts as held for that bar; one that this pushes into the next is begun after it. */
function placedTrades(trades: readonly Trade[], bars: Bars, { cash, multiplier }: { cash: number; multiplier: number }): PlacedTrade[] {
  const rowOf = (timeUs: number) => firstBarAtOrAfter(bars, timeUs + 1) - 1;
  let [equity, end] = [cash, 0];
  return trades.flatMap((trade) => {
    const entryRow = Math.max(end, rowOf(trade.entryTimeUs));
    const exitRow = trade.exitTimeUs === null ? bars.length : Math.max(entryRow + 1, rowOf(trade.exitTimeUs));
    const share = (trade.quantity * trade.entryPrice * multiplier) / equity;
    equity += trade.pnl;
    if (entryRow >= bars.length || equity <= 0) return [];
    end = exitRow;
    return [{ entryRow, bars: exitRow - entryRow, exposure: trade.side === 'long' ? share : -share }];
  });
}
