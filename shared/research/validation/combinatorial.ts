import { finiteOrNull, sharpe } from '../../performance/returns.ts';
import { ResearchError } from '../error.ts';
import { checkGaps, checkWhole, equalRanges, type Gaps, NO_GAPS, type RowRange, trainingAround } from './ranges.ts';

export interface CombinatorialOptions {
  readonly rows: number;
  /** N: contiguous parts of the history. */
  readonly groups: number;
  /** k: how many of them each split tests. */
  readonly testGroups: number;
  readonly gaps?: Gaps;
}

/** Some groups tested, learnt on what is left of the others. */
export interface CombinatorialSplit {
  /** Places of the groups, ascending. */
  readonly testGroups: readonly number[];
  readonly test: readonly RowRange[];
  readonly train: readonly RowRange[];
}

export interface CombinatorialPlan {
  readonly groups: readonly RowRange[];
  /** C(N, k), in order of their groups. */
  readonly splits: readonly CombinatorialSplit[];
  /** k / N C(N, k) ways through the whole history out of sample: of each, the split that tests each group. */
  readonly paths: readonly (readonly number[])[];
}

const SPLITS_MAX = 20_000;

/**
 * Combinatorially purged cross-validation: every choice of k of N groups is tested once, and the tests are put together into paths over the whole history,
 * so that there is a distribution instead of one number. Lopez de Prado (2018), ch. 12.
 * Throws `ResearchError` for options out of range, too few rows, or more than 20,000 splits.
 */
export function combinatorialPlan({ rows, groups: count, testGroups: tested, gaps = NO_GAPS }: CombinatorialOptions): CombinatorialPlan {
  const splitCount = checkGroups({ groups: count, testGroups: tested });
  checkGaps(gaps);
  if (rows < count) throw new ResearchError('groups', `${rows} rows are too few for ${count} groups`);
  const groups = equalRanges(rows, count);
  const splits = combinations(count, tested).map((testGroups): CombinatorialSplit => {
    const test = testGroups.map((group) => groups[group] as RowRange);
    const train = trainingAround(test, rows, gaps);
    if (train.length === 0)
      throw new ResearchError('purge', `nothing is left to learn on when the groups ${testGroups.join(', ')} are tested`);
    return { testGroups, test, train };
  });
  const testing = groups.map((_, group) => splits.flatMap((split, i) => (split.testGroups.includes(group) ? [i] : [])));
  const paths = Array.from({ length: (splitCount * tested) / count }, (_, path) => testing.map((found) => found[path] as number));
  return { groups, splits, paths };
}

/** How many splits the groups make. Throws `ResearchError` for groups that cannot be tested, or make too many splits, so that it can be known before anything runs. */
export function checkGroups({ groups, testGroups }: Pick<CombinatorialOptions, 'groups' | 'testGroups'>): number {
  checkWhole('groups', groups, 2);
  checkWhole('testGroups', testGroups, 1);
  if (testGroups >= groups) throw new ResearchError('testGroups', `testGroups is ${testGroups}, but must be below the ${groups} groups`);
  const splits = binomial(groups, testGroups);
  if (splits > SPLITS_MAX)
    throw new ResearchError('groups', `${testGroups} of ${groups} groups make ${splits} splits; ${SPLITS_MAX} at most`);
  return splits;
}

/** What each split made out of sample: a column over all rows, read in its test groups only, for every split of a plan. */
export function pathReturns({ groups, paths }: CombinatorialPlan, bySplit: readonly Float64Array[]): Float64Array[] {
  const rows = groups.at(-1)?.to ?? 0;
  const odd = bySplit.findIndex(({ length }) => length !== rows);
  if (odd >= 0)
    throw new ResearchError('bySplit', `split ${odd} has ${bySplit[odd]?.length} returns, but must have one for each of ${rows} rows`);
  return paths.map((splits) => {
    const path = new Float64Array(rows);
    groups.forEach(({ from, to }, group) => path.set((bySplit[splits[group] as number] as Float64Array).subarray(from, to), from));
    return path;
  });
}

/** Annualised Sharpe ratios of the paths and where they lie; null where a path has no deviation. */
export interface PathSharpes {
  readonly sharpes: readonly (number | null)[];
  readonly mean: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** Share of the paths that earned nothing or lost. */
  readonly lossShare: number;
}

export function pathSharpes(paths: readonly Float64Array[], perYear: number): PathSharpes {
  const sharpes = paths.map((path) => sharpe(path, perYear));
  const known = sharpes.filter((value) => value !== null);
  return {
    sharpes,
    mean: finiteOrNull(known.reduce((sum, value) => sum + value, 0) / known.length),
    min: finiteOrNull(Math.min(...known)),
    max: finiteOrNull(Math.max(...known)),
    lossShare: sharpes.filter((value) => (value ?? 0) <= 0).length / sharpes.length,
  };
}

function combinations(count: number, size: number, from = 0): number[][] {
  if (size === 0) return [[]];
  return Array.from({ length: count - size - from + 1 }, (_, i) => from + i).flatMap((first) =>
    combinations(count, size - 1, first + 1).map((rest) => [first, ...rest]),
  );
}

function binomial(count: number, size: number): number {
  let value = 1;
  for (let i = 1; i <= size; i++) value = (value * (count - size + i)) / i;
  return Math.round(value);
}
