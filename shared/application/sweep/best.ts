import { periodReturns, periodsPerYear } from '../../performance/returns.ts';
import type { Params } from '../../research/optimise/space.ts';
import type { MatchedReturns } from '../../research/truth/excess-returns.ts';
import { annualBasis } from './data.ts';
import { runnerOf } from './runner.ts';
import { runnerInput, type SweepShardInput } from './shard.ts';

export interface RunReturns extends MatchedReturns {
  /** Of the cash in equal parts in every instrument all along. */
  readonly benchmark: Float64Array;
  readonly perYear: number;
}

/** Runs a combination again for its daily returns and those of what it traded, with how much of each was held; undefined once all money is lost. */
export function returnsOf(input: SweepShardInput, params: Params): RunReturns | undefined {
  const { plan, strategy, data } = input;
  const run = runnerOf(runnerInput(input))(strategy.parse({ ...plan.fixed, ...params }));
  const { timeframeUs, daysPerYear } = annualBasis(data);
  const returns = periodReturns(run.equity, timeframeUs);
  const benchmark = periodReturns(run.held(), timeframeUs);
  if (returns === null || benchmark === null) return undefined;
  const instruments = run.holdings().flatMap(({ curve, exposure }) => {
    const own = periodReturns(curve, timeframeUs);
    return own === null ? [] : [{ returns: own, exposure }];
  });
  return { returns, benchmark, instruments, perYear: periodsPerYear(timeframeUs, daysPerYear) };
}
