import { Arena } from '../../engine/arena.ts';
import type { Beside } from '../../engine/beside.ts';
import { runBacktest } from '../../engine/backtest.ts';
import { ColumnCache } from '../../engine/column-cache.ts';
import type { CostModel } from '../../engine/costs/define.ts';
import type { EngineOptions } from '../../engine/options.ts';
import type { TradeRecorder } from '../../engine/trade-recorder.ts';
import { combineCurves } from '../../performance/combine.ts';
import { type PnlColumns, pnlColumns } from '../../performance/pnl-numbers.ts';
import { quickSummary, type ReturnCalendar, returnCalendar } from '../../performance/quick-summary.ts';
import type { Params } from '../../research/optimise/space.ts';
import { BLOCKS, BlockSums } from '../../research/truth/block-sums.ts';
import type { Strategy } from '../../strategies/define.ts';
import { ColumnMemory } from '../../vector/column-memory.ts';
import { engineOptions } from '../backtest/plan.ts';
import type { BesideInput } from '../backtest/simulation.ts';
import { annualBasis, optionsOn, type SweepData } from './data.ts';
import type { SweepPlan } from './plan.ts';
import { blockSumsOf, columnOf, ROW_WIDTH, rowOf } from './row.ts';

/** Indicator columns that one shard keeps between its combinations. */
const CACHE_BYTES = 192 * 1024 * 1024;

/** Columns of one combination, at most, that need room beside the kept ones; and kept ones beyond which more room is of no use. */
const SPARE_COLUMNS = 16;
const MOST_COLUMNS = 2048;

const [EXPOSURE, COMMISSION, SLIPPAGE] = [columnOf('exposure'), columnOf('commission'), columnOf('slippage')];

export interface SweepShardInput {
  readonly plan: SweepPlan;
  /** The strategy that the plan names. */
  readonly strategy: Strategy;
  /** Several share the cash equally, as in a backtest. */
  readonly data: readonly SweepData[];
  /** What indicators may read beside the bars. */
  readonly beside?: BesideInput | undefined;
  readonly cacheBytes?: number;
  /** Models of costs that the user has written. */
  readonly costs?: readonly CostModel[] | undefined;
}

/** Runs combinations one after the other in memory that they share; a row of numbers is all that one leaves. */
export class SweepShard {
  readonly columns: ColumnCache;
  readonly #strategy: Strategy;
  readonly #data: readonly SweepData[];
  /** By data set. */
  readonly #options: readonly EngineOptions[];
  readonly #beside: Beside | undefined;
  readonly #fixed: Params;
  readonly #arena: Arena;
  #calendar: ReturnCalendar | undefined;
  #days = new Float64Array(0);
  #pnl = new Float64Array(0);
  #holdSeconds = new Float64Array(0);

  constructor({ plan, strategy, data, beside, cacheBytes = CACHE_BYTES, costs }: SweepShardInput) {
    const columnBytes = Float64Array.BYTES_PER_ELEMENT * Math.max(0, ...data.map(({ bars }) => bars.length));
    const memory = new ColumnMemory(Math.min(cacheBytes, MOST_COLUMNS * columnBytes) + (SPARE_COLUMNS + data.length) * columnBytes);
    this.columns = new ColumnCache(cacheBytes, memory);
    this.#arena = new Arena(this.columns);
    this.#strategy = strategy;
    // Averages are compared by the size of the closes, which must lie where they do.
    this.#data = data.map(({ bars, instrument }) => ({ bars: { ...bars, close: memory.copy(bars.close) }, instrument }));
    this.#beside = beside?.data;
    const options = engineOptions(plan.backtest, data.length, costs);
    this.#options = data.map((one) => optionsOn(one, options));
    this.#fixed = plan.fixed;
  }

  /** Writes the `ROW_WIDTH` numbers of one combination. Throws what the strategy throws, and `EngineError` when no bar lies in the range. */
  run(combination: Params, into: Float64Array): void {
    this.#arena.reset();
    const values = this.#strategy.parse({ ...this.#fixed, ...combination });
    const [strategy, beside, arena] = [this.#strategy, this.#beside, this.#arena];
    const runs = this.#data.map(({ bars, instrument }, i) =>
      runBacktest({ strategy, values, bars, instrument, options: this.#options[i] as EngineOptions, beside, arena }),
    );
    const equity = combineCurves(runs.map((run) => run.equity));
    const sum = (of: (run: (typeof runs)[number]) => number) => runs.reduce((total, run) => total + of(run), 0);
    this.#calendar ??= returnCalendar(equity.time, annualBasis(this.#data));
    // One run's log is in order of exit as it is; several are put in order as trades.
    const pnl = runs.length === 1 ? this.#pnlColumns() : pnlColumns(runs.flatMap((run) => run.trades));
    quickSummary({ equity: equity.value, tradedNotional: sum((run) => run.tradedNotional), ...pnl }, this.#calendar, into);
    into[EXPOSURE] = sum((run) => run.barsInPosition) / sum((run) => run.bars);
    into[COMMISSION] = sum((run) => run.commission);
    into[SLIPPAGE] = sum((run) => run.slippage);
    this.#writeBlocks(equity.value, this.#calendar, blockSumsOf(into));
  }

  #pnlColumns(): PnlColumns {
    const recorder = this.#arena.recorders[0] as TradeRecorder;
    const { closed } = recorder;
    if (this.#pnl.length < closed) {
      this.#pnl = new Float64Array(2 * closed);
      this.#holdSeconds = new Float64Array(2 * closed);
    }
    recorder.writePnl(this.#pnl, this.#holdSeconds);
    return { pnl: this.#pnl, holdSeconds: this.#holdSeconds, closed };
  }

  /** Too short a history has no blocks: NaN. */
  #writeBlocks(equity: Float64Array, { ends }: ReturnCalendar, into: Float64Array): void {
    if (ends.length < 2 * BLOCKS) {
      into.fill(Number.NaN);
      return;
    }
    if (this.#days.length !== ends.length + 1) this.#days = new Float64Array(ends.length + 1);
    this.#days[0] = equity[0] as number;
    for (let day = 0; day < ends.length; day++) this.#days[day + 1] = equity[ends[day] as number] as number;
    new BlockSums(1, ends.length, into).setEquity(0, this.#days);
  }
}

/** The rows of some combinations of a sweep, one after the other: what a shard is, wherever it runs. */
export function runSweepShard({ combinations, ...input }: SweepShardInput & { readonly combinations: readonly Params[] }): Float64Array {
  const rows = new Float64Array(combinations.length * ROW_WIDTH);
  const shard = new SweepShard(input);
  const order = visitingOrder(combinations, input.plan);
  for (const index of order) shard.run(combinations[index] as Params, rowOf(rows, index));
  return rows;
}

/**
 * An order in which neighbours share what can be shared: sorted by the first parameter, the others going up and down in turns, so that what was used
 * last is used again first.
 */
export function visitingOrder(combinations: readonly Params[], { dimensions }: Pick<SweepPlan, 'dimensions'>): number[] {
  const names = dimensions.map(({ name }) => name);
  const firsts = [...new Set(combinations.map((params) => params[names[0] as string] as number))].sort((a, b) => a - b);
  const turn = new Map(firsts.map((value, i) => [value, i % 2 === 0 ? 1 : -1]));
  return combinations
    .map((_, index) => index)
    .sort((a, b) => {
      const [left, right] = [combinations[a] as Params, combinations[b] as Params];
      const differs = names.findIndex((name) => left[name] !== right[name]);
      if (differs < 0) return a - b;
      const name = names[differs] as string;
      const ascending = (left[name] as number) - (right[name] as number);
      return differs === 0 ? ascending : ascending * (turn.get(left[names[0] as string] as number) as number);
    });
}
