import { Arena } from '../../engine/arena.ts';
import { ColumnCache } from '../../engine/column-cache.ts';
import type { OtherMeasure } from '../../performance/other-measures.ts';
import { quickSummary, type ReturnCalendar, returnCalendar } from '../../performance/quick-summary.ts';
import type { Params } from '../../research/optimise/space.ts';
import { BLOCKS, BlockSums } from '../../research/truth/block-sums.ts';
import { buildReport } from '../backtest/build-report.ts';
import { planWith } from '../backtest/subject.ts';
import { ColumnMemory } from '../../vector/column-memory.ts';
import type { AccountRunner, RunnerInput } from './account-run.ts';
import { annualBasis } from './data.ts';
import type { SweepPlan } from './plan.ts';
import { blockSumsOf, columnOf, othersOf, rowOf, rowWidth } from './row.ts';
import { runnerOf } from './runner.ts';
import { simulationsOf } from './simulations.ts';

/** Indicator columns that one shard keeps between its combinations. */
const CACHE_BYTES = 192 * 1024 * 1024;

/** Columns of one combination, at most, that need room beside the kept ones; and kept ones beyond which more room is of no use. */
const SPARE_COLUMNS = 16;
const MOST_COLUMNS = 2048;

const [EXPOSURE, COMMISSION, SLIPPAGE] = [columnOf('exposure'), columnOf('commission'), columnOf('slippage')];

/** Where bars come from says nothing to a measure. */
const NOWHERE = { sha256: '', synthetic: false };

/** What a sweep runs: its plan names the strategy, the account and the costs. */
export interface SweepShardInput extends Omit<RunnerInput, 'plan'> {
  readonly plan: SweepPlan;
  readonly cacheBytes?: number;
}

/** The runner's part of it. */
export function runnerInput({ plan, strategy, data, rates, beside, costs }: SweepShardInput): RunnerInput {
  return { plan: plan.backtest, strategy, data, rates, beside, costs };
}

/** Runs combinations one after the other in memory that they share; a row of numbers is all that one leaves. */
export class SweepShard {
  readonly columns: ColumnCache;
  readonly #arena: Arena;
  readonly #input: SweepShardInput;
  readonly #run: AccountRunner;
  #calendar: ReturnCalendar | undefined;
  #days = new Float64Array(0);

  constructor(input: SweepShardInput) {
    const { cacheBytes = CACHE_BYTES } = input;
    const columnBytes = Float64Array.BYTES_PER_ELEMENT * Math.max(0, ...input.data.map(({ bars }) => bars.length));
    const spare = SPARE_COLUMNS + input.data.length;
    const memory = new ColumnMemory(Math.min(cacheBytes, MOST_COLUMNS * columnBytes) + spare * columnBytes);
    this.columns = new ColumnCache(cacheBytes, memory);
    this.#arena = new Arena(this.columns);
    // Averages are compared by the size of the closes, which must lie where they do.
    const data = input.data.map((one) => ({ ...one, bars: { ...one.bars, close: memory.copy(one.bars.close) } }));
    this.#input = { ...input, data };
    this.#run = runnerOf(runnerInput(this.#input), { arena: this.#arena });
  }

  /** Writes the row of one combination. Throws what the strategy throws, and `EngineError` when no bar lies in the range. */
  run(combination: Params, into: Float64Array): void {
    this.#arena.reset();
    const { plan, strategy, data } = this.#input;
    const values = strategy.parse({ ...plan.fixed, ...combination });
    const run = this.#run(values);
    const { equity, tradedNotional, pnl } = run;
    this.#calendar ??= returnCalendar(equity.time, annualBasis(data));
    quickSummary({ equity: equity.value, tradedNotional, ...pnl }, this.#calendar, into);
    into[EXPOSURE] = run.barsInPosition / run.bars;
    into[COMMISSION] = run.commission;
    into[SLIPPAGE] = run.slippage;
    this.#writeBlocks(equity.value, this.#calendar, blockSumsOf(into));
    if (plan.measures !== undefined) othersOf(into).set(this.#reported(values, plan.measures));
  }

  /** Measures that only a report has, of a run of its own; NaN where one is undefined. */
  #reported(values: Params, measures: readonly OtherMeasure[]): Float64Array {
    const { plan, strategy, data, rates = [], ...rest } = this.#input;
    const ran = planWith(plan.backtest, strategy, values);
    const known = <T>(source: T) => ({ ...source, origin: NOWHERE });
    const { summary } = buildReport(simulationsOf({ ...rest, plan: ran, strategy, data: data.map(known), rates: rates.map(known) }), ran);
    return Float64Array.from(measures, (name) => summary[name] ?? Number.NaN);
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
  const rows = new Float64Array(combinations.length * rowWidth(input.plan));
  const shard = new SweepShard(input);
  const order = visitingOrder(combinations, input.plan);
  for (const index of order) shard.run(combinations[index] as Params, rowOf(rows, index, input.plan));
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
