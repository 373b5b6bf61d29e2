import { Arena } from '../../engine/arena.ts';
import { periodReturns } from '../../performance/returns.ts';
import { ResearchError } from '../../research/error.ts';
import { startSearch } from '../../research/optimise/search.ts';
import type { Params } from '../../research/optimise/space.ts';
import { annualBasis } from '../sweep/data.ts';
import { spaceOf } from '../sweep/plan.ts';
import { runnerOf } from '../sweep/runner.ts';
import { runnerInput, type SweepShardInput } from '../sweep/shard.ts';

/** Returns of so many combinations lie in memory at once. */
const COMBINATIONS_MAX = 20_000;

/** Every combination of a search with its returns of each period over the whole history. */
export interface CombinationReturns {
  readonly combinations: readonly Params[];
  readonly columns: readonly Float64Array[];
}

export interface Watched {
  readonly onProgress?: (share: number) => void;
  /** Awaited now and then, so that whoever runs this can hear of other things. */
  readonly pause?: () => Promise<void>;
}

/** Runs every combination once. Throws `ResearchError` for a search that learns from what it is told, for too many combinations, or when one loses all its money. */
export async function combinationReturns(input: SweepShardInput, { onProgress, pause }: Watched = {}): Promise<CombinationReturns> {
  const combinations = freeCombinations(input);
  const run = returnsRunner(input);
  const columns: Float64Array[] = [];
  for (const params of combinations) {
    columns.push(run(params));
    onProgress?.(columns.length / combinations.length);
    await pause?.();
  }
  return { combinations, columns };
}

/** Runs combinations one after the other, in memory that they share, for their returns of each period. Throws `ResearchError` when one loses all its money. */
export function returnsRunner(input: SweepShardInput): (params: Params) => Float64Array {
  const { plan, strategy, data } = input;
  const { timeframeUs } = annualBasis(data);
  const arena = new Arena();
  const run = runnerOf(runnerInput(input), { arena });
  return (params) => {
    arena.reset();
    const returns = periodReturns(run(strategy.parse({ ...plan.fixed, ...params })).equity, timeframeUs);
    if (returns !== null) return returns.slice();
    throw new ResearchError('strategy', `${strategy.id} loses all its money with ${JSON.stringify(params)}: there is no ratio to compare`);
  };
}

/** Every combination of a search that learns nothing. Throws `ResearchError` for another, and for too many to keep the returns of. */
export function freeCombinations({ plan, strategy }: Pick<SweepShardInput, 'plan' | 'strategy'>): Params[] {
  if (!['grid', 'random', 'lhs'].includes(plan.method))
    throw new ResearchError('method', `method is ${plan.method}, but this needs combinations that no result chose: grid, random or lhs`);
  const search = startSearch(plan.method, { space: spaceOf(plan, strategy), seed: plan.seed, trials: plan.trials ?? 1 });
  const most = plan.trials ?? Infinity;
  const combinations: Params[] = [];
  for (;;) {
    const asked = search.ask(Math.min(search.batch, most - combinations.length));
    if (asked.length === 0) return combinations;
    combinations.push(...asked);
    if (combinations.length > COMBINATIONS_MAX)
      throw new ResearchError('range', `the returns of every combination are kept at once: ${COMBINATIONS_MAX} combinations at most`);
  }
}
