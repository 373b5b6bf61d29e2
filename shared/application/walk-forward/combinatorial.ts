import { firstBarAtOrAfter } from '../../domain/bars.ts';
import { periodsPerYear } from '../../performance/returns.ts';
import { runningSums } from '../../research/statistics/block-bootstrap.ts';
import { combinatorialPlan, pathReturns, pathSharpes, type PathSharpes } from '../../research/validation/combinatorial.ts';
import type { RowRange } from '../../research/validation/ranges.ts';
import { annualBasis } from '../sweep/data.ts';
import type { SweepShardInput } from '../sweep/shard.ts';
import type { CombinationReturns } from './combination-returns.ts';
import type { FoldPlan } from './plan.ts';

/** A variance below this share of the squares is rounding of returns that are all alike. */
const ROUNDING = 1e-14;

export interface CombinatorialReport extends PathSharpes {
  readonly groups: number;
  readonly testGroups: number;
  readonly splits: number;
  readonly combinations: number;
}

export interface CrossValidation extends Pick<FoldPlan, 'gaps'> {
  readonly groups: number;
  readonly testGroups: number;
}

/**
 * Combinatorially purged cross-validation of a search: each split chooses the combination with the best Sharpe ratio over the periods that it may learn on,
 * and its returns in the groups that it tests make up the paths. Throws `ResearchError` for too few periods.
 */
export function runCombinatorial(
  input: SweepShardInput,
  { combinations, columns }: CombinationReturns,
  { groups, testGroups, gaps: inBars }: CrossValidation,
): CombinatorialReport {
  const { timeframeUs, daysPerYear } = annualBasis(input.data);
  const rows = (columns[0] as Float64Array).length;
  const barsPerPeriod = barsOf(input) / rows;
  const gap = (bars: number) => Math.ceil(bars / barsPerPeriod);
  const gaps = { purge: gap(inBars.purge), embargo: gap(inBars.embargo) };
  const plan = combinatorialPlan({ rows, groups, testGroups, gaps });
  const sums = columns.map((column) => [runningSums(column), runningSums(column.map((value) => value * value))] as const);
  const chosen = plan.splits.map(({ train }) => {
    let [best, highest] = [0, -Infinity];
    sums.forEach(([sum, squares], k) => {
      const ratio = ratioOf(sum, squares, train);
      if (ratio > highest) [best, highest] = [k, ratio];
    });
    return columns[best] as Float64Array;
  });
  const paths = pathSharpes(pathReturns(plan, chosen), periodsPerYear(timeframeUs, daysPerYear));
  return { groups, testGroups, splits: plan.splits.length, combinations: combinations.length, ...paths };
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
  return variance > ROUNDING * square ? sum / count / Math.sqrt(variance) : 0;
}
