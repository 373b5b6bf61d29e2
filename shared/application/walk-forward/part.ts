import { returnCalendar } from '../../performance/quick-summary.ts';
import { periodReturns } from '../../performance/returns.ts';
import { ResearchError } from '../../research/error.ts';
import type { Params } from '../../research/optimise/space.ts';
import type { PartReturns } from '../../research/validation/fold-results.ts';
import { annualBasis } from '../sweep/data.ts';
import { runnerOf } from '../sweep/runner.ts';
import { runnerInput, type SweepShardInput } from '../sweep/shard.ts';
import type { MarketPeriods } from './market.ts';
import type { TimeRange } from './plan.ts';

/** What one set of parameters made of one part of the history: it began flat and ended flat. */
export interface Part extends PartReturns {
  /** Close at which each return ends. */
  readonly closes: Float64Array;
  readonly trades: number;
  readonly commission: number;
}

/** Runs parameters over a range of time. Throws `ResearchError` when all money is lost, and what the engine throws. */
export function runPart(input: SweepShardInput, params: Params, range: TimeRange, market: MarketPeriods): Part {
  const { plan, strategy, data } = input;
  const run = runnerOf(runnerInput(input), { change: (options) => ({ ...options, ...range }), closing: true });
  const { equity, trades, commission } = run(strategy.parse({ ...plan.fixed, ...params }));
  const basis = annualBasis(data);
  const returns = periodReturns(equity, basis.timeframeUs);
  if (returns === null) throw new ResearchError('strategy', `${strategy.id} loses all its money in a fold: there is no ratio to compare`);
  const closes = Float64Array.from(returnCalendar(equity.time, basis).ends, (point) => equity.time[point] as number);
  const regimes = Uint8Array.from(closes, (closeUs) => market.regimes.get(market.keyOf(closeUs)) ?? 0);
  return {
    returns,
    regimes,
    closes,
    trades: trades.length,
    commission,
  };
}
