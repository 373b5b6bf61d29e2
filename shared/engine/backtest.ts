import { type Bars, firstBarAtOrAfter, sliceBars } from '../domain/bars.ts';
import type { Fill } from '../domain/fill.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { RunResult } from '../domain/run.ts';
import { toIso } from '../domain/time.ts';
import type { Trade } from '../domain/trade.ts';
import type { Strategy } from '../strategies/define.ts';
import { Account } from './account.ts';
import { Arena } from './arena.ts';
import type { Beside } from './beside.ts';
import { HistoryClock } from './clock.ts';
import { RunContext } from './context.ts';
import { EquityMarks } from './equity-marks.ts';
import { EngineError } from './error.ts';
import { realismOf } from './execution.ts';
import { indicatorViews } from './indicator-views.ts';
import { runLoop } from './loop.ts';
import { checkOptions, type EngineOptions } from './options.ts';
import { SimulatedVenue } from './simulated-venue.ts';
import type { SizingAccount } from './sizing/sizer.ts';
import { EquityPeak } from './sizing/peak.ts';
import { sizingAlone, sizingOfRun } from './sizing/sizing.ts';

export interface BacktestInput {
  readonly strategy: Strategy;
  /** Parameters, already through `strategy.parse`. */
  readonly values: Readonly<Record<string, number>>;
  readonly bars: Bars;
  readonly instrument: Instrument;
  readonly options: EngineOptions;
  /** What its indicators may read beside the bars. */
  readonly beside?: Beside | undefined;
  /** Told 0..1 now and then. */
  readonly onProgress?: (share: number) => void;
  /** Memory to use again: the result lives in it, until the caller resets it. */
  readonly arena?: Arena;
}

/** Runs a strategy over history: the engine's loop with history as the clock and the simulated venue. Throws `EngineError` when there is nothing to run on. */
export function runBacktest({
  strategy,
  values,
  bars: all,
  instrument,
  options,
  beside,
  onProgress,
  arena = new Arena(),
}: BacktestInput): RunResult {
  checkOptions(options);
  const { startRow, endRow } = rowsOf(all, options);
  const bars = sliceBars(all, 0, endRow);
  const cursor = { row: -1 };
  const { views, warmup } = indicatorViews(strategy.indicators(values), { bars, cursor, arena, beside });
  const { slippageBps, commissionBps, execution = {} } = options;
  const sizing = sizingAlone(sizingOfRun(options.sizing, strategy.sizing?.(values)));
  const { fees, leverage } = execution;
  const account = new Account({ cash: options.cash, commissionBps, fees, leverage, arena });
  const holding = account.hold(instrument);
  const realism = options.execution && realismOf(execution, { bars, holding });
  const count = endRow - startRow;
  const equity = { time: pointTimes(all, { startRow, endRow }), value: arena.takeNear(count + 1) };
  equity.value[0] = options.cash;
  const marks = new EquityMarks({ bars, startRow, holding, equity: equity.value });
  const sizingAccount = aloneAccount(equity.value, marks, startRow);
  const venue = new SimulatedVenue({ bars, holding, sizing, sizingAccount, slippageBps, realism });
  const state = strategy.state?.(values);
  const context = new RunContext({ params: values, state, indicators: views, bars, cursor, holding, venue });
  const clock = new HistoryClock(startRow, endRow, onProgress);
  const readyRow = Math.max(startRow, warmup);
  const signals = strategy.when?.(views, values);
  const barsInPosition = runLoop({
    startRow,
    readyRow,
    strategy,
    signals,
    context,
    cursor,
    clock,
    venue,
    holding,
    marks,
  });
  onProgress?.(1);
  const lastClose = bars.close[endRow - 1] as number;
  const open = holding.recorder.openTrade(lastClose, endRow - 1);
  // Objects are made when somebody asks: a run that only wants its equity does not pay for them.
  let trades: readonly Trade[] | undefined;
  let fills: readonly Fill[] | undefined;
  return {
    startUs: equity.time[0] as number,
    endUs: equity.time[count] as number,
    timeframeUs: bars.timeframeUs,
    startEquity: options.cash,
    endEquity: equity.value[count] as number,
    equity,
    get trades() {
      trades ??= [...holding.recorder.closedTrades(), ...(open ? [open] : [])];
      return trades;
    },
    get fills() {
      fills ??= holding.fills.toArray();
      return fills;
    },
    unfilled: venue.finish(),
    bars: count,
    barsInPosition,
    commission: account.commission,
    slippage: account.slippage,
    tradedNotional: account.tradedNotional,
    position: holding.position,
    ...(Object.values(account.carry).every((amount) => amount === 0) ? {} : { carry: { ...account.carry } }),
    ...(realism?.detail && { detail: realism.detail.coverage }),
  };
}

/** The account of one instrument: its equity before the open of a row is that of every point up to the close before. */
function aloneAccount(equity: Float64Array, marks: EquityMarks, startRow: number): SizingAccount {
  const peak = new EquityPeak();
  return {
    count: 1,
    peakBefore(row) {
      marks.settle();
      return peak.of(equity, row - startRow + 1);
    },
    riskPart: () => NaN,
  };
}

function rowsOf(bars: Bars, { fromUs, toUs }: EngineOptions): { startRow: number; endRow: number } {
  if (bars.length === 0) throw new EngineError('data', 'the data has no bars');
  const startRow = fromUs === undefined ? 0 : firstBarAtOrAfter(bars, fromUs);
  const endRow = toUs === undefined ? bars.length : firstBarAtOrAfter(bars, toUs);
  if (startRow < endRow) return { startRow, endRow };
  const has = `the data has bars from ${toIso(bars.time[0] as number)} to ${toIso(bars.time[bars.length - 1] as number)}`;
  const asked = `from ${fromUs === undefined ? 'the start' : toIso(fromUs)} to ${toUs === undefined ? 'the end' : toIso(toUs)}`;
  throw new EngineError('from', `no bar opens ${asked}; ${has}`);
}

const timesOf = new WeakMap<Float64Array, Float64Array>();

/** Times of the equity curve: the first open, then every close. Runs over the same bars from their start share them. */
function pointTimes({ time, timeframeUs }: Bars, { startRow, endRow }: { startRow: number; endRow: number }): Float64Array {
  const points = endRow - startRow + 1;
  const known = startRow === 0 ? timesOf.get(time) : undefined;
  if (known !== undefined && known.length >= points) return known.subarray(0, points);
  const times = new Float64Array(points);
  times[0] = time[startRow] as number;
  for (let point = 1; point < points; point++) times[point] = (time[startRow + point - 1] as number) + timeframeUs;
  if (startRow === 0) timesOf.set(time, times);
  return times;
}
