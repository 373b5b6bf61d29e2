import type { RunResult } from '../../domain/run.ts';
import { firstBarAtOrAfter, sliceBars } from '../../domain/bars.ts';
import type { Trade } from '../../domain/trade.ts';
import type { RoundTrips } from '../../engine/arena.ts';
import { runBacktest } from '../../engine/backtest.ts';
import type { EngineOptions } from '../../engine/options.ts';
import { combineCurves } from '../../performance/combine.ts';
import { type PnlColumns, pnlColumns } from '../../performance/pnl-numbers.ts';
import type { Strategy } from '../../strategies/define.ts';
import { barsIn } from '../backtest/bars-in.ts';
import { byEntry, inOrderOfSums } from '../backtest/build-report.ts';
import { engineOptions } from '../backtest/plan.ts';
import type { AccountRun, AccountRunner, RunnerInput, RunnerOptions } from './account-run.ts';
import { closedAtEnd } from './closing.ts';
import { optionsOn, type SweepData } from './data.ts';
import { type HeldBars, heldValue, holdingOf } from './holdings.ts';

/** Runs a strategy of one instrument on each data set with an equal part of the cash. */
export function runnerApart(
  { plan, strategy, data: given, beside, costs }: RunnerInput & { readonly strategy: Strategy },
  { arena, change = (options) => options, closing = false }: RunnerOptions,
): AccountRunner {
  const planned = change(engineOptions(plan, given.length, costs));
  const withBars = given.filter(({ bars }) => barsIn(bars, planned).length > 0);
  // Where there is none the engine says so.
  const playing = withBars.length === 0 ? given : withBars;
  const data = inOrderOfSums(playing.map(({ instrument }) => instrument.symbol)).map((index) => playing[index] as SweepData);
  const options = data.map((one) => optionsOn(one, planned));
  const strategies = data.map(({ bars }) => (closing ? closedAtEnd(strategy, bars, planned) : strategy));
  const numbers = new RecordedPnl();
  return (values) => {
    const runs = data.map(({ bars, instrument }, i) =>
      runBacktest({
        strategy: strategies[i] as Strategy,
        values,
        bars,
        instrument,
        options: options[i] as EngineOptions,
        beside: beside?.data,
        ...(arena && { arena }),
      }),
    );
    // One run's log is in order of exit as it is; several are put in order as trades.
    const recorder = runs.length === 1 ? arena?.recorders[0] : undefined;
    return together(runs, {
      cash: plan.cash,
      idle: planned.cash * (given.length - data.length),
      pnl: () => (recorder === undefined ? pnlColumns(tradesOf(runs)) : numbers.of(recorder)),
      held: () => data.map((one, i) => heldBars(one, runs[i] as RunResult, options[i] as EngineOptions)),
    });
  };
}

interface Lazily {
  /** Of all data sets, and of those that have no bars in the range. */
  readonly cash: number;
  readonly idle: number;
  readonly pnl: () => PnlColumns;
  readonly held: () => HeldBars[];
}

function together(runs: readonly RunResult[], { cash, idle, pnl, held }: Lazily): AccountRun {
  const sum = (of: (run: RunResult) => number) => runs.reduce((total, run) => total + of(run), 0);
  const curves = runs.map((run) => run.equity);
  const equity = combineCurves(idle === 0 ? curves : [...curves, { time: Float64Array.of(Infinity), value: Float64Array.of(idle) }]);
  // A third of the cash three times is not always the cash to the last bit; the start is what was asked for.
  equity.value[0] = cash;
  return {
    equity,
    get trades() {
      return tradesOf(runs);
    },
    get pnl() {
      return pnl();
    },
    bars: sum((run) => run.bars),
    barsInPosition: sum((run) => run.barsInPosition),
    commission: sum((run) => run.commission),
    slippage: sum((run) => run.slippage),
    tradedNotional: sum((run) => run.tradedNotional),
    holdings: () => held().map((bars, i) => holdingOf({ held: bars, fills: (runs[i] as RunResult).fills }, equity)),
    held: () => combineCurves(held().map((bars, i) => heldValue(bars, (runs[i] as RunResult).startEquity))),
  };
}

function tradesOf(runs: readonly RunResult[]): Trade[] {
  return runs.flatMap((run) => run.trades).sort(byEntry);
}

function heldBars({ bars, instrument }: SweepData, { startUs, bars: count }: RunResult, { execution }: EngineOptions): HeldBars {
  const first = firstBarAtOrAfter(bars, startUs);
  return { bars: sliceBars(bars, first, first + count), instrument, actions: execution?.actions };
}

/** Columns of a recorder's round trips, in memory that is used again. */
class RecordedPnl {
  #pnl = new Float64Array(0);
  #holdSeconds = new Float64Array(0);

  of(recorder: RoundTrips): PnlColumns {
    const { closed } = recorder;
    if (this.#pnl.length < closed) {
      this.#pnl = new Float64Array(2 * closed);
      this.#holdSeconds = new Float64Array(2 * closed);
    }
    recorder.writePnl(this.#pnl, this.#holdSeconds);
    return { pnl: this.#pnl, holdSeconds: this.#holdSeconds, closed };
  }
}
