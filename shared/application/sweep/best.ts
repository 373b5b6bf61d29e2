import { periodReturns, periodsPerYear } from '../../performance/returns.ts';
import type { Params } from '../../research/optimise/space.ts';
import type { MatchedReturns } from '../../research/truth/excess-returns.ts';
import { annualBasis } from './data.ts';
import { runnerOf } from './runner.ts';
import { runnerInput, type SweepShardInput } from './shard.ts';

export interface BestReturns extends MatchedReturns {
  readonly exposure: number;
  readonly perYear: number;
}

/** Runs a combination again for its daily returns, those of holding the same instruments, and its mean exposure; undefined once all money is lost. */
export function returnsOfBest(input: SweepShardInput, params: Params): BestReturns | undefined {
  const { plan, strategy, data } = input;
  const run = runnerOf(runnerInput(input))(strategy.parse({ ...plan.fixed, ...params }));
  const { timeframeUs, daysPerYear } = annualBasis(data);
  const returns = periodReturns(run.equity, timeframeUs);
  const benchmark = periodReturns(run.held(), timeframeUs);
  if (returns === null || benchmark === null) return undefined;
  return { returns, benchmark, exposure: run.exposure(), perYear: periodsPerYear(timeframeUs, daysPerYear) };
}
