import { firstBarAtOrAfter } from '../../domain/bars.ts';
import { Arena } from '../../engine/arena.ts';
import { runBacktest } from '../../engine/backtest.ts';
import { combineCurves } from '../../performance/combine.ts';
import { periodReturns, periodsPerYear } from '../../performance/returns.ts';
import { ResearchError } from '../../research/error.ts';
import { startSearch } from '../../research/optimise/search.ts';
import type { Params } from '../../research/optimise/space.ts';
import { runningSums } from '../../research/statistics/block-bootstrap.ts';
import { combinatorialPlan, pathReturns, pathSharpes, type PathSharpes } from '../../research/validation/combinatorial.ts';
import type { RowRange } from '../../research/validation/ranges.ts';
import { engineOptions } from '../backtest/plan.ts';
import { annualBasis } from '../sweep/data.ts';
import { spaceOf } from '../sweep/plan.ts';
import type { SweepShardInput } from '../sweep/shard.ts';
import type { FoldPlan } from './plan.ts';

/** Returns of so many combinations lie in memory at once. */
const COMBINATIONS_MAX = 20_000;

export interface CombinatorialReport extends PathSharpes {
  readonly groups: number;
  readonly testGroups: number;
  readonly splits: number;
  readonly combinations: number;
}

interface CombinatorialInput extends SweepShardInput {
  readonly groups: number;
  readonly testGroups: number;
  readonly division: FoldPlan;
  readonly onProgress?: (share: number) => void;
}

/**
 * Combinatorially purged cross-validation of a search: every combination runs once over the whole history, each split chooses the best Sharpe ratio over the
 * periods that it may learn on, and its returns in the groups that it tests make up the paths. Throws `ResearchError` for too few periods, a search that
 * learns from what it is told, or more combinations than fit into memory.
 */
export function runCombinatorial({ groups, testGroups, division, onProgress, ...input }: CombinatorialInput): CombinatorialReport {
  const combinations = combinationsOf(input);
  const { timeframeUs, daysPerYear } = annualBasis(input.data);
  const perYear = periodsPerYear(timeframeUs, daysPerYear);
  const columns = columnsOf(input, combinations, onProgress);
  const rows = (columns[0] as Float64Array).length;
  const barsPerPeriod = barsOf(input) / rows;
  const gap = (bars: number) => Math.ceil(bars / barsPerPeriod);
  const gaps = { purge: gap(division.gaps.purge), embargo: gap(division.gaps.embargo) };
  const plan = combinatorialPlan({ rows, groups, testGroups, gaps });
  const sums = columns.map((column) => [runningSums(column), runningSums(column.map((value) => value * value))] as const);
  const chosen = plan.splits.map(({ train }) => {
    const ratios = sums.map(([sum, squares]) => ratioOf(sum, squares, train));
    return columns[ratios.indexOf(Math.max(...ratios))] as Float64Array;
  });
  const paths = pathSharpes(pathReturns(plan, chosen), perYear);
  return { groups, testGroups, splits: plan.splits.length, combinations: combinations.length, ...paths };
}

function combinationsOf({ plan, strategy }: SweepShardInput): Params[] {
  if (!['grid', 'random', 'lhs'].includes(plan.method))
    throw new ResearchError(
      'method',
      `method is ${plan.method}, but cross-validation needs combinations that no result chose: grid, random or lhs`,
    );
  const search = startSearch(plan.method, { space: spaceOf(plan, strategy), seed: plan.seed, trials: plan.trials ?? 1 });
  const most = plan.trials ?? Infinity;
  const combinations: Params[] = [];
  for (;;) {
    const asked = search.ask(Math.min(search.batch, most - combinations.length));
    if (asked.length === 0) return combinations;
    combinations.push(...asked);
    if (combinations.length > COMBINATIONS_MAX)
      throw new ResearchError('range', `cross-validation keeps the returns of every combination: ${COMBINATIONS_MAX} at most`);
  }
}

function columnsOf(
  { plan, strategy, data, beside }: SweepShardInput,
  combinations: readonly Params[],
  onProgress?: (share: number) => void,
) {
  const options = engineOptions(plan.backtest, data.length);
  const { timeframeUs } = annualBasis(data);
  const arena = new Arena();
  return combinations.map((params, i) => {
    arena.reset();
    onProgress?.(i / combinations.length);
    const values = strategy.parse({ ...plan.fixed, ...params });
    const runs = data.map(({ bars, instrument }) =>
      runBacktest({ strategy, values, bars, instrument, options, beside: beside?.data, arena }),
    );
    const returns = periodReturns(combineCurves(runs.map((run) => run.equity)), timeframeUs);
    if (returns !== null) return returns.slice();
    throw new ResearchError('strategy', `${strategy.id} loses all its money with ${JSON.stringify(params)}: there is no ratio to compare`);
  });
}

function barsOf({ plan: { backtest }, data }: SweepShardInput): number {
  const { fromUs, toUs } = backtest;
  const counts = data.map(({ bars }) => firstBarAtOrAfter(bars, toUs ?? Infinity) - firstBarAtOrAfter(bars, fromUs ?? -Infinity));
  return Math.max(...counts);
}

/** Mean over deviation of the periods learnt on; 0 without a deviation. */
function ratioOf(sums: Float64Array, squares: Float64Array, ranges: readonly RowRange[]): number {
  let [count, sum, square] = [0, 0, 0];
  for (const { from, to } of ranges) {
    count += to - from;
    sum += (sums[to] as number) - (sums[from] as number);
    square += (squares[to] as number) - (squares[from] as number);
  }
  const variance = (square - (sum * sum) / count) / (count - 1);
  return variance > 1e-14 * square ? sum / count / Math.sqrt(variance) : 0;
}
